/**
 * `npm run bench:suggested-people`: whom to meet at a meeting to which 500 people go, through the endpoint, and how long the
 * server can do nothing else meanwhile. A program to be run by hand on a machine with nothing else to do.
 */
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import pg from "pg";
import { systemClock } from "../src/platform/clock.ts";
import { makeDataSource } from "../src/platform/database.ts";
import { startEmbeddedDatabase } from "../src/platform/embedded-database/embedded-database.ts";
import { globalId } from "../src/platform/ids.ts";
import { migrate } from "../src/platform/migrate.ts";
import { entities } from "../src/server/rooms.ts";
import { startApi } from "../test/support/start-api.ts";
import { Viewers } from "./harness/viewers.ts";

const PEOPLE = Number(process.env["BENCH_PEOPLE"] ?? 5_000);
const TIES = Number(process.env["BENCH_TIES"] ?? 150_000);
const GOING = Number(process.env["BENCH_GOING"] ?? 500);
const REQUESTS = Number(process.env["BENCH_REQUESTS"] ?? 60);
const FOLDER = process.env["BENCH_FOLDER"] ?? join("bench", ".data", "suggested-people");
/** What an answer may take at 95 %, and for how long it may keep everybody else waiting. */
const GOAL_MS = 1_000;
const PAUSE_GOAL_MS = 100;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** All are members of one group; each knows some, has five interests, and half of them ask and offer something. */
const SEED = `
  select setseed(0.42);
  insert into people (id, display_name, email, email_verified_at, created_at, updated_at)
    select gen_random_uuid(), 'Person ' || n, 'p' || n || '@example.org', now(), now(), now() from generate_series(1, ${PEOPLE}) n;
  create temp table numbered as select id, row_number() over (order by md5(id::text)) as n from people;
  create index on numbered (n);
  create temp table pairs as
    select distinct least(a, b) as a, greatest(a, b) as b
      from (select 1 + floor(${PEOPLE} * power(random(), 1.5))::int as a, 1 + floor(${PEOPLE} * power(random(), 1.5))::int as b
              from generate_series(1, ${Math.round(TIES * 1.25)})) drawn where a <> b;
  delete from pairs where ctid in (select ctid from pairs order by random() offset ${TIES});
  insert into connections (id, person_low_id, person_high_id, origin, started_at, low_bridges, high_bridges)
    select gen_random_uuid(), least(x.id, y.id), greatest(x.id, y.id), 'INVITATION', now() - random() * interval '700 days',
           random() < 0.8, random() < 0.8
      from pairs join numbered x on x.n = a join numbered y on y.n = b;
  insert into topics (id, slug, name) select gen_random_uuid(), 'bench-' || n, 'Topic ' || n from generate_series(1, 300) n;
  create temp table named as select id, row_number() over (order by slug) as n from topics where slug like 'bench-%';
  insert into person_topics (person_id, topic_id)
    select distinct p.id, t.id from people p cross join lateral
      (select 1 + floor(300 * power(random(), 2))::int as n from generate_series(1, 5) where p.id is not null) drawn
      join named t on t.n = drawn.n;
  insert into groups (id, slug, name, time_zone, visibility, join_mode, expected_rule, attendee_list_audience, created_at, updated_at)
    select gen_random_uuid(), 'bench', 'Bench', 'UTC', 'PUBLIC', 'OPEN', 'RSVP', 'MEMBERS', now(), now();
  insert into group_slugs (slug, group_id) select slug, id from groups;
  insert into memberships (id, group_id, person_id, role, status, joined_at, created_at, updated_at)
    select gen_random_uuid(), g.id, p.id, 'MEMBER', 'ACTIVE', now(), now(), now() from people p, groups g;
  create temp table posted as select gen_random_uuid() as ask, gen_random_uuid() as offer, id as person_id, n from numbered where n % 2 = 0;
  insert into asks (id, person_id, kind, text, audience, posted_at, open_until)
    select ask, person_id, 'ADVICE', 'A roof.', 'MY_GROUPS', now(), now() + interval '60 days' from posted;
  insert into offers (id, person_id, kind, text, audience, posted_at, open_until)
    select offer, person_id, 'ADVICE', 'A roof.', 'MY_GROUPS', now(), now() + interval '60 days' from posted;
  insert into ask_topics (ask_id, topic_id) select ask, t.id from posted p join named t on t.n = 1 + p.n % 300;
  insert into offer_topics (offer_id, topic_id) select offer, t.id from posted p join named t on t.n = 1 + (p.n + 2) % 300;
`;

/** A meeting for each run, as it has to be a coming one. */
const MEETING = `
  with made as (
    insert into meetings (id, group_id, title, mode, offer_minutes, offer_cutoff_minutes, time_zone, duration_minutes,
                          starts_at_local, starts_at, ends_at, published_at, created_at, updated_at)
    select gen_random_uuid(), id, 'Bench', 'IN_PERSON', 1440, 120, 'UTC', 60, (now() + interval '7 days') at time zone 'UTC',
           now() + interval '7 days', now() + interval '7 days 1 hour', now(), now(), now() from groups where slug = 'bench'
    returning id, group_id
  ), seated as (
    insert into meeting_seats (meeting_id, mode) select id, 'IN_PERSON' from made
  ), answered as (
    insert into rsvps (id, group_id, meeting_id, person_id, status, mode, queued_at, answered_by_id, responded_at, created_at, updated_at)
    select gen_random_uuid(), made.group_id, made.id, p.id, 'GOING', 'IN_PERSON', now(), p.id, now(), now(), now()
      from made, (select id from people order by md5(id::text) limit ${GOING}) p
  ) select id from made`;

const QUERY = `query ($id: ID!) { node(id: $id) { ... on Meeting { suggestedPeople(first: 10) {
  person { id profile { displayName } } reasons { kind words } } } } }`;

interface Answer {
  readonly node: { readonly suggestedPeople: readonly unknown[] };
}

async function main(): Promise<void> {
  const database = await startEmbeddedDatabase({ dataFolder: FOLDER });
  const client = new pg.Client({ connectionString: database.url });
  try {
    await migrate(database.url, { entities });
    await client.connect();
    const { rows: there } = await client.query<{ groups: number }>("select count(*)::int as groups from groups");
    if (there[0]?.groups === 0) {
      say(`Making ${PEOPLE} people and ${TIES} ties, once.`);
      await client.query(SEED);
    }
    const { rows } = await client.query<{ id: string }>(MEETING);
    await client.query("vacuum analyze");
    await measure(database.url, client, rows[0]?.id ?? "");
  } finally {
    await client.end();
    await database.stop();
  }
}

async function measure(url: string, client: pg.Client, meetingId: string): Promise<void> {
  const dataSource = await makeDataSource(url, { entities, purpose: "serve" } as never).initialize();
  const api = await startApi({ database: { dataSource, url, drop: () => Promise.resolve() }, clock: systemClock });
  const viewers = new Viewers();
  try {
    const { rows } = await client.query<{ person_id: string }>(
      "select person_id from rsvps where meeting_id = $1 order by person_id limit $2",
      [meetingId, REQUESTS],
    );
    const people = rows.map(({ person_id }) => person_id);
    await viewers.signIn(client, people);
    const ask = async (personId: string): Promise<number> => {
      const variables = { id: globalId("mtg", meetingId) };
      const { data, errors } = await api.graphql<Answer>(QUERY, variables, { as: viewers.tokenOf(personId) });
      if (!data) throw new Error(JSON.stringify(errors));
      return data.node.suggestedPeople.length;
    };
    for (const personId of people.slice(0, 5)) await ask(personId);
    const pauses = monitorEventLoopDelay({ resolution: 1 });
    pauses.enable();
    const times: number[] = [];
    let found = 0;
    for (const personId of people) {
      const before = performance.now();
      found += await ask(personId);
      times.push(performance.now() - before);
    }
    pauses.disable();
    times.sort((a, b) => a - b);
    const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    const pause = pauses.percentile(99.9) / 1e6;
    say(`${GOING} people go  p50 ${at(0.5).toFixed(0)} ms  p95 ${at(0.95).toFixed(0)} ms  max ${at(1).toFixed(0)} ms`);
    say(`${people.length} asked, ${found} suggested; longest pause of the server ${pause.toFixed(0)} ms`);
    if (at(0.95) > GOAL_MS || pause > PAUSE_GOAL_MS) process.exitCode = 1;
  } finally {
    await api.close();
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

await main();
