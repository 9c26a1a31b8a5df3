/**
 * `npm run imports`: brings the largest files that may come in, and some that are larger, into a group by the command
 * line, and prints how long each took, how much memory the command held, and why it was refused. Exits with 1 if one
 * went otherwise than it should, something was kept of a refused one, or memory grew beyond the goal.
 */
import "reflect-metadata";
import { closeSync, mkdirSync, openSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { DataSource } from "typeorm";
import { STORY_LENGTH_MAX } from "../src/people/member-profile.ts";
import { CSV_BYTES_MAX, CSV_RECORDS_MAX } from "../src/platform/csv/read-csv.ts";
import { makeDataSource } from "../src/platform/database.ts";
import { startEmbeddedDatabase } from "../src/platform/embedded-database/embedded-database.ts";
import { migrate } from "../src/platform/migrate.ts";
import { entities } from "../src/server/rooms.ts";
import { measured } from "./measured-command.ts";

/** Of the command, as the operating system counts it. */
const MEBIBYTES_MAX = 400;
const MEBIBYTE = 1_048_576;
const LINES_AT_ONCE = 10_000;

const { values } = parseArgs({
  options: {
    /** Lines of the files that are good; the limit itself if left out. */
    lines: { type: "string", default: String(CSV_RECORDS_MAX) },
    /** Letters beside the name on each line: 1,000 make a million lines a gigabyte. */
    letters: { type: "string", default: "0" },
    /** Tries whose name has this; all of them if left out. */
    only: { type: "string", default: "" },
  },
});

const dataFolder = join(".data", `test-imports-${process.pid}`);
const folder = `${dataFolder}-files`;
const out = (line: string): void => void process.stdout.write(`${line}\n`);

/** A table of so many people, with lines of others put in instead of some of theirs. */
function peopleFile(name: string, lines: number, others: Readonly<Record<number, string>> = {}): string {
  const path = join(folder, name);
  const story = "x".repeat(Number(values.letters));
  const file = openSync(path, "w");
  writeSync(file, HEADING);
  for (let from = 1; from <= lines; from += LINES_AT_ONCE) {
    const count = Math.min(LINES_AT_ONCE, lines - from + 1);
    const batch = Array.from(
      { length: count },
      (_, n) => others[from + n] ?? `p${from + n},Person ${from + n},${story}`,
    );
    writeSync(file, `${batch.join("\n")}\n`);
  }
  closeSync(file);
  return path;
}

const PARAGRAPH = 'She began with “one” shop, in the "Rue de l’Église"; now, ten years on, it is four.\n';
/** As long as a story may be, as files write it: with quotes, line ends, and letters of several bytes. */
const LONG_STORY = PARAGRAPH.repeat(STORY_LENGTH_MAX / PARAGRAPH.length).replaceAll('"', '""');
/** Each as long as any other. */
const longLine = (n: number): string => `long-${n.toString().padStart(6, "0")},Person,"${LONG_STORY}"\n`;
const HEADING = "person_id,name,story\n";
/** How many such lines are the largest file that may come in. */
const LONG_LINES = Math.floor((CSV_BYTES_MAX - HEADING.length) / Buffer.byteLength(longLine(0)));

/** A table of people who have much to tell. */
function longFile(name: string): string {
  const path = join(folder, name);
  const file = openSync(path, "w");
  writeSync(file, HEADING);
  for (let n = 0; n < LONG_LINES; n++) writeSync(file, longLine(n));
  closeSync(file);
  return path;
}

interface Try {
  readonly what: string;
  readonly path: () => string;
  /** What the command has to say. */
  readonly says: RegExp;
  /** People that the group has afterwards, beside those before. */
  readonly adds: number;
}

const most = Number(values.lines);
const TRIES: readonly Try[] = [
  {
    what: "more than a gigabyte",
    path: () => {
      const path = peopleFile("gigabyte.csv", 1);
      truncateSync(path, CSV_BYTES_MAX + 1);
      return path;
    },
    says: /The file has more than 1 GiB\. Split it\./,
    adds: 0,
  },
  {
    what: "one line too many",
    path: () => peopleFile("too-many.csv", CSV_RECORDS_MAX + 1),
    says: /Line 1000002: a file has at most 1,000,000 records\. Split it\./,
    adds: 0,
  },
  {
    what: "the last line at fault",
    path: () => peopleFile("faulty.csv", most, { [most]: "p0,," }),
    says: new RegExp(`line ${most + 1}: has no name[^]*nothing was brought in`),
    adds: 0,
  },
  {
    what: "as many bytes as may be",
    path: () => longFile("long.csv"),
    says: new RegExp(`: ${LONG_LINES} created, 0 updated, 0 unchanged`),
    adds: LONG_LINES,
  },
  {
    what: "as many lines as may be",
    path: () => peopleFile("most.csv", most),
    says: new RegExp(`: ${most} created, 0 updated, 0 unchanged`),
    adds: most,
  },
];

async function main(): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const database = await startEmbeddedDatabase({ dataFolder, volatile: true });
  try {
    await migrate(database.url, { entities });
    const dataSource = await makeDataSource(database.url, { entities, statementTimeoutMs: 600_000 }).initialize();
    await plantGroup(dataSource);
    let faults = 0;
    for (const one of TRIES.filter(({ what }) => what.includes(values.only)))
      if (!(await tried(database.url, dataSource, one))) faults++;
    await dataSource.destroy();
    return faults === 0 ? 0 : 1;
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function plantGroup(dataSource: DataSource): Promise<void> {
  await dataSource.query(`
    insert into people (id, display_name, created_at, updated_at) values (md5('p')::uuid, 'Owner', now(), now());
    insert into groups (id, slug, name, time_zone, visibility, join_mode, expected_rule, attendee_list_audience, created_at, updated_at)
    values (md5('g')::uuid, 'large', 'Large', 'Europe/London', 'PUBLIC', 'OPEN', 'RSVP', 'MEMBERS', now(), now());
    insert into group_slugs values ('large', md5('g')::uuid);
    insert into memberships (id, group_id, person_id, role, status, joined_at, created_at, updated_at)
    values (md5('m')::uuid, md5('g')::uuid, md5('p')::uuid, 'OWNER', 'ACTIVE', now(), now(), now());
    insert into membership_periods values (md5('r')::uuid, md5('m')::uuid, md5('g')::uuid, md5('p')::uuid, now(), null);
  `);
}

async function tried(url: string, dataSource: DataSource, { what, path: make, says, adds }: Try): Promise<boolean> {
  const path = make();
  const size = statSync(path).size / MEBIBYTE;
  const people = async (): Promise<number> => {
    const [{ count }] = await dataSource.query<[{ count: number }]>("select count(*)::integer as count from people");
    return count;
  };
  const before = await people();
  const { seconds, mebibytes, processorSeconds, said } = await measured(
    url,
    dataFolder,
    "import",
    "people",
    path,
    "--group",
    "large",
  );
  rmSync(path);
  const added = (await people()) - before;
  out(
    `${what.padEnd(26)} ${size.toFixed(0).padStart(5)} MiB ${seconds.toFixed(1).padStart(7)} s ${mebibytes.toFixed(0).padStart(5)} MiB held, ${added} kept; processor ${processorSeconds.node.toFixed(1)} s here, ${processorSeconds.postgres.toFixed(1)} s in PostgreSQL`,
  );
  const isAsItShould = says.test(said) && added === adds;
  if (!isAsItShould) out(`  This is WRONG. It said: ${said.slice(-500)}`);
  if (mebibytes > MEBIBYTES_MAX) out(`  This is more than ${MEBIBYTES_MAX} MiB.`);
  return isAsItShould && mebibytes <= MEBIBYTES_MAX;
}

process.exitCode = await main();
