/**
 * `npm run bench:warm-paths`: ways to people through the endpoint at 25,000 people and a million ties, beside a recursive
 * query and PL/pgSQL on the same database. A program to be run by hand on a machine with nothing else to do.
 */
import { join } from "node:path";
import pg from "pg";
import { systemClock } from "../src/platform/clock.ts";
import { makeDataSource } from "../src/platform/database.ts";
import { startEmbeddedDatabase } from "../src/platform/embedded-database/embedded-database.ts";
import { globalId } from "../src/platform/ids.ts";
import { migrate } from "../src/platform/migrate.ts";
import { entities } from "../src/server/rooms.ts";
import { coolingAt, STRENGTH_MIN } from "../src/ties/strength.ts";
import { HOP_COST } from "../src/warm-paths/search-paths.ts";
import { startApi } from "../test/support/start-api.ts";
import { Viewers } from "./harness/viewers.ts";

const PEOPLE = Number(process.env["BENCH_PEOPLE"] ?? 25_000);
const TIES = Number(process.env["BENCH_TIES"] ?? 1_000_000);
const REQUESTS = Number(process.env["BENCH_REQUESTS"] ?? 200);
/** Ways by others are slower by far: so many are enough. */
const OTHERS = 40;
const FOLDER = process.env["BENCH_FOLDER"] ?? join("bench", ".data", "warm-paths");
const GOALS_MS = [20, 150] as const;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Some know many, most know some: the pairs are drawn with a bow towards the first. */
const SEED = `
  select setseed(0.42);
  insert into people (id, display_name, email, email_verified_at, created_at, updated_at)
    select gen_random_uuid(), 'Person ' || n, 'p' || n || '@example.org', now(), now(), now() from generate_series(1, ${PEOPLE}) n;
  create temp table numbered as select id, row_number() over (order by id) as n from people;
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
  analyze;
`;

/** Both rivals may see everything, and answer the ten cheapest of all ways, as tutorials write it. */
const cost = (warmth: string): string => `(${HOP_COST} - ln(1 - exp(-least(${warmth} * $3::double precision, 30))))`;
const RECURSIVE = `
  with recursive ways as (
    select other_id as last, array[$1::uuid, other_id] as people, ${cost("warmth")} as cost, 1 as hops
      from ties where person_id = $1 and warmth >= ${STRENGTH_MIN} / $3::double precision
    union all
    select t.other_id, w.people || t.other_id, w.cost + ${cost("t.warmth")}, w.hops + 1
      from ways w join ties t on t.person_id = w.last
     where w.hops <= $4::int and w.last <> $2 and t.is_open and t.warmth >= ${STRENGTH_MIN} / $3::double precision
       and t.other_id <> all(w.people) and (w.hops < $4::int or t.other_id = $2)
  ) select people, cost from ways where last = $2 and hops > 1 order by cost limit 10`;
const PLPGSQL = `
  create or replace function warm_paths_by_hand(from_id uuid, to_id uuid, cooling double precision, connectors int)
  returns table (people uuid[], cost double precision) language plpgsql as $body$
  declare
    near ties;
    mid ties;
  begin
    for near in select * from ties where person_id = from_id and warmth >= ${STRENGTH_MIN} / cooling and other_id <> to_id loop
      for mid in select * from ties where person_id = near.other_id and is_open and warmth >= ${STRENGTH_MIN} / cooling loop
        if mid.other_id = to_id then
          people := array[near.other_id];
          cost := 0.2 - ln(1 - exp(-least(near.warmth * cooling, 30))) - ln(1 - exp(-least(mid.warmth * cooling, 30)));
          return next;
        elsif connectors > 1 then
          return query select array[near.other_id, mid.other_id],
                 0.3 - ln(1 - exp(-least(near.warmth * cooling, 30))) - ln(1 - exp(-least(mid.warmth * cooling, 30)))
                     - ln(1 - exp(-least(t.warmth * cooling, 30)))
            from ties t where t.person_id = mid.other_id and t.other_id = to_id and t.is_open and t.warmth >= ${STRENGTH_MIN} / cooling;
        end if;
      end loop;
    end loop;
  end
  $body$`;

const QUERY = `query ($to: WarmPathTargetInput!, $max: Int!) { viewer { warmPaths(to: $to, maxConnectors: $max, first: 10) {
  band connectors { id profile { displayName } } target { id } steps { band reason } } } }`;

interface Answer {
  viewer: { warmPaths: unknown[] };
}
type Pair = readonly [from: string, to: string];

async function timed(pairs: readonly Pair[], work: (pair: Pair) => Promise<number>): Promise<string> {
  const times: number[] = [];
  let found = 0;
  for (const pair of pairs) {
    const before = performance.now();
    found += await work(pair);
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  last95 = at(0.95);
  return `p50 ${at(0.5).toFixed(1)} ms  p95 ${at(0.95).toFixed(1)} ms  max ${at(1).toFixed(1)} ms  (${pairs.length} asked, ${found} ways)`;
}
let last95 = 0;

async function main(): Promise<void> {
  const database = await startEmbeddedDatabase({ dataFolder: FOLDER });
  const client = new pg.Client({ connectionString: database.url });
  try {
    await migrate(database.url, { entities });
    await client.connect();
    const { rows: there } = await client.query<{ ties: number }>("select count(*)::int as ties from connections");
    if (there[0]?.ties === 0) {
      say(`Making ${PEOPLE} people and ${TIES} ties, once.`);
      await client.query(SEED);
      await client.query("vacuum analyze ties").catch(() => undefined);
    }
    await client.query(PLPGSQL);
    await measure(database.url, client);
  } finally {
    await client.end();
    await database.stop();
  }
}

async function measure(url: string, client: pg.Client): Promise<void> {
  const dataSource = await makeDataSource(url, { entities, purpose: "serve" } as never).initialize();
  const api = await startApi({ database: { dataSource, url, drop: () => Promise.resolve() }, clock: systemClock });
  const viewers = new Viewers();
  try {
    const { rows } = await client.query<{ id: string }>(
      `select id from people order by md5(id::text) limit ${2 * REQUESTS}`,
    );
    const pairs = Array.from(
      { length: REQUESTS },
      (_, index): Pair => [rows[2 * index]?.id ?? "", rows[2 * index + 1]?.id ?? ""],
    );
    const cooling = coolingAt(new Date());
    await viewers.signIn(
      client,
      pairs.map(([from]) => from),
    );
    for (const connectors of [1, 2] as const) {
      say(`${connectors} connector${connectors > 1 ? "s" : ""}`);
      const ours = async ([from, to]: Pair): Promise<number> => {
        const variables = { to: { personId: globalId("per", to) }, max: connectors };
        const { data, errors } = await api.graphql<Answer>(QUERY, variables, { as: viewers.tokenOf(from) });
        if (!data) throw new Error(JSON.stringify(errors));
        return data.viewer.warmPaths.length;
      };
      await timed(pairs.slice(0, 20), ours);
      say(`  endpoint          ${await timed(pairs, ours)}`);
      const isGood = last95 <= GOALS_MS[connectors - 1];
      if (!isGood) process.exitCode = 1;
      for (const [name, text] of [
        ["recursive query   ", RECURSIVE],
        ["PL/pgSQL          ", "select * from warm_paths_by_hand($1, $2, $3, $4) order by cost limit 10"],
      ] as const) {
        const rival = async ([from, to]: Pair) =>
          (await client.query({ name, text, values: [from, to, cooling, connectors] })).rows.length;
        say(`  ${name}${await timed(pairs.slice(0, OTHERS), rival)}`);
      }
    }
  } finally {
    await api.close();
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

await main();
