/**
 * `npm run transfer`: plants a large group (5,000 people, ten years of weekly meetings), takes it out, takes it into an
 * empty database, takes it out again, and prints how long each took and how much memory the command held. Exits with 1
 * if the files differ, or the goals of issue 4 are missed.
 */
import "reflect-metadata";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { DataSource } from "typeorm";
import { makeDataSource } from "../src/platform/database.ts";
import { startEmbeddedDatabase } from "../src/platform/embedded-database/embedded-database.ts";
import { migrate } from "../src/platform/migrate.ts";
import { entities } from "../src/server/rooms.ts";
import { type Measured, measured as measuredRun } from "./measured-command.ts";

/** Out and in together. */
const SECONDS_MAX = 60;
/** Of either command, as the operating system counts it. */
const MEBIBYTES_MAX = 300;
const MEBIBYTE = 1_048_576;

const { values } = parseArgs({
  options: {
    people: { type: "string", default: "5000" },
    meetings: { type: "string", default: "520" },
    /** Who comes to each meeting. */
    going: { type: "string", default: "200" },
    /** Leaves the files there. */
    keep: { type: "boolean", default: false },
  },
});

const out = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * The group as rows, made by the database itself. Those expected are those going, as no roll has more than 1,000 lines.
 * $1 people, $2 meetings, $3 going.
 */
const PLANT = [
  `insert into people (id, email, display_name, headline, story, company, phone, city, country, languages, created_at, updated_at)
   select md5('p' || n)::uuid, 'person' || n || '@example.org', 'Person ' || n, 'Does things, "mostly" number ' || n,
          trim(repeat('A story of some length. ', 20)), '=Company ' || n, '+4420794' || lpad(n::text, 5, '0'), 'Bristol', 'GB',
          '{en,de}', now(), now() from generate_series(1, $1::int) n`,
  `insert into groups (id, slug, name, time_zone, visibility, join_mode, expected_rule, attendee_list_audience, created_at, updated_at)
   values (md5('g')::uuid, 'large', 'Large', 'Europe/London', 'PUBLIC', 'OPEN', 'RSVP', 'MEMBERS', now(), now())`,
  "insert into group_slugs values ('large', md5('g')::uuid)",
  `insert into memberships (id, group_id, person_id, role, status, joined_at, created_at, updated_at)
   select md5('m' || n)::uuid, md5('g')::uuid, md5('p' || n)::uuid, case when n = 1 then 'OWNER' else 'MEMBER' end, 'ACTIVE',
          joined, joined, joined from generate_series(1, $1::int) n, lateral (select now() - n * interval '17 hours' as joined) j`,
  `insert into membership_periods select md5('r' || id::text)::uuid, id, group_id, person_id, joined_at, null from memberships`,
  `insert into external_ids select md5('g')::uuid, 'PERSON', 'old-' || n, md5('p' || n)::uuid from generate_series(1, $1::int) n`,
  `insert into meetings (id, group_id, title, description, mode, place_name, offer_minutes, offer_cutoff_minutes, time_zone,
                         duration_minutes, starts_at, ends_at, starts_at_local, published_at, created_at, updated_at)
   select md5('t' || n)::uuid, md5('g')::uuid, 'Week ' || n, 'What we do.', 'IN_PERSON', 'The hall', 60, 60,
          'UTC', 60, at, at + interval '1 hour', to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS'), at - interval '30 days', at, at
     from generate_series(1, $2::int) n, lateral (select date_trunc('hour', now() at time zone 'UTC') at time zone 'UTC' - n * interval '7 days' as at) a`,
  "insert into meeting_seats select id, 'IN_PERSON', null, $3::int from meetings",
  `insert into rsvps (id, group_id, meeting_id, person_id, status, mode, answered_by_id, responded_at, created_at, updated_at)
   select md5(m.id::text || n)::uuid, m.group_id, m.id, p, 'GOING', 'IN_PERSON', p, m.starts_at - interval '1 day', m.starts_at, m.starts_at
     from meetings m, generate_series(1, $3::int) n,
          lateral (select md5('p' || 1 + (n * 17 + extract(epoch from m.starts_at)::bigint / 604800) % $1::int)::uuid as p) w`,
  `insert into rolls (meeting_id, group_id, status, submitted_at, submitted_by_id)
   select id, group_id, 'SUBMITTED', ends_at, md5('p1')::uuid from meetings`,
  `insert into marks (id, meeting_id, mark_id, group_id, person_id, code, mode, recorded_at, received_at, arrived_at, recorded_by_id, content_hash)
   select md5('k' || r.id)::uuid, meeting_id, md5('c' || r.id)::uuid, r.group_id, person_id, 'PRESENT', 'IN_PERSON',
          starts_at, starts_at, starts_at, md5('p1')::uuid, sha256('x') from rsvps r join meetings m on m.id = r.meeting_id
    where md5(r.id::text) > '2'`,
  `insert into attendances (id, group_id, meeting_id, starts_at, person_id, is_expected, code, counted_code, mode, arrived_at, mark_id, updated_at)
   select md5('a' || r.id)::uuid, r.group_id, r.meeting_id, m.starts_at, r.person_id, true, k.code, coalesce(k.code, 'ABSENT'), k.mode,
          k.arrived_at, k.mark_id, m.starts_at
     from rsvps r join meetings m on m.id = r.meeting_id left join marks k on k.id = md5('k' || r.id)::uuid`,
  `insert into audit_entries select md5('e' || id)::uuid, group_id, ends_at, md5('p1')::uuid, 'submitRoll', null,
          'mtg_' || replace(id::text, '-', ''), '{"status": "OPEN"}', '{"status": "SUBMITTED"}', 'planted' from meetings`,
  "analyze",
];

async function plant(dataSource: DataSource): Promise<void> {
  const numbers = [values.people, values.meetings, values.going].map(Number);
  for (const statement of PLANT) {
    const used = [1, 2, 3].filter((n) => statement.includes(`$${n}`));
    const text = used.reduce((text, n, index) => text.replaceAll(`$${n}::int`, `$${index + 1}::int`), statement);
    await dataSource.query(
      text,
      used.map((n) => numbers[n - 1]),
    );
  }
}

async function measured(database: Opened, ...args: string[]): Promise<Measured> {
  const run = await measuredRun(database.url, database.dataFolder, ...args);
  if (run.exitCode !== 0) throw new Error(run.said);
  return run;
}

const digest = (folder: string): string => {
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest("hex");
};

interface Opened {
  readonly url: string;
  readonly dataFolder: string;
  stop(): Promise<void>;
}

async function openDatabase(name: string): Promise<Opened> {
  const dataFolder = join(".data", `test-transfer-${process.pid}-${name}`);
  const database = await startEmbeddedDatabase({ dataFolder, volatile: true });
  await migrate(database.url, { entities });
  return { url: database.url, dataFolder, stop: () => database.stop() };
}

async function main(): Promise<number> {
  const folder = join(".data", `test-transfer-${process.pid}-files`);
  const here = await openDatabase("here");
  try {
    const dataSource = await makeDataSource(here.url, { entities, statementTimeoutMs: 600_000 }).initialize();
    await plant(dataSource);
    await dataSource.destroy();
    const there = await openDatabase("there");
    try {
      return await moveOver(here, there, folder);
    } finally {
      await there.stop();
    }
  } finally {
    await here.stop();
    if (!values.keep) rmSync(folder, { recursive: true, force: true });
  }
}

async function moveOver(here: Opened, there: Opened, folder: string): Promise<number> {
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  const gone = await measured(here, "export", "--group", "large", "--to", first);
  const come = await measured(there, "import", first);
  const again = await measured(there, "export", "--group", "large", "--to", second);
  const bytes = readdirSync(first).reduce((sum, file) => sum + statSync(join(first, file)).size, 0);
  const lines = readdirSync(first).reduce(
    (sum, file) => sum + readFileSync(join(first, file), "utf8").split("\n").length - 2,
    0,
  );
  const isSame = digest(first) === digest(second);
  const tell = (what: string, { seconds, mebibytes, processorSeconds: { node, postgres } }: Measured) =>
    out(
      `${what.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s ${mebibytes.toFixed(0).padStart(5)} MiB; processor ${node.toFixed(1)} s here, ${postgres.toFixed(1)} s in PostgreSQL`,
    );
  out(
    `${values.people} people, ${values.meetings} meetings, ${values.going} going to each: ${lines} lines, ${(bytes / MEBIBYTE).toFixed(0)} MiB.`,
  );
  tell("out", gone);
  tell("in", come);
  tell("out again", again);
  out(isSame ? "What came out of the copy is the same, byte for byte." : "What came out of the copy DIFFERS.");
  const isSoonEnough = gone.seconds + come.seconds <= SECONDS_MAX;
  const isSmallEnough = Math.max(gone.mebibytes, come.mebibytes) <= MEBIBYTES_MAX;
  out(
    `${(gone.seconds + come.seconds).toFixed(1)} of ${SECONDS_MAX} s; at most ${Math.max(gone.mebibytes, come.mebibytes).toFixed(0)} of ${MEBIBYTES_MAX} MiB.`,
  );
  return isSame && isSoonEnough && isSmallEnough ? 0 : 1;
}

process.exitCode = await main();
