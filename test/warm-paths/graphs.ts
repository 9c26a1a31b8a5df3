/** Small random networks beside each other in one database, and the ways in them by trying everything. */
import { randomUUID } from "node:crypto";
import type { DataSource } from "typeorm";
import { coolingAt, STRENGTH_MIN } from "../../src/ties/strength.ts";
import { HOP_COST } from "../../src/warm-paths/search-paths.ts";
import type { Chance } from "../differential/chance.ts";
import { TEST_NOW } from "../support/start-api.ts";

export interface Edge {
  readonly id: string;
  readonly low: string;
  readonly high: string;
  readonly lowBridges: boolean;
  readonly highBridges: boolean;
  readonly hasEnded: boolean;
  readonly strength: number;
}

export interface Graph {
  readonly people: readonly string[];
  readonly edges: readonly Edge[];
  readonly blocks: readonly (readonly [blocker: string, blocked: string])[];
  /** Without an account and in no group: out of the sight of all whom they are not connected with. */
  readonly hidden: ReadonlySet<string>;
}

const PEOPLE_MIN = 5;
const PEOPLE_RANGE = 6;

export function randomGraph(chance: Chance): Graph {
  const people = Array.from({ length: PEOPLE_MIN + chance.int(PEOPLE_RANGE) }, () => randomUUID()).sort();
  const density = chance.pick([0.4, 0.6, 0.9]);
  const pairs = people.flatMap((low, index) => people.slice(index + 1).map((high) => [low, high] as const));
  const edges = chance.some(pairs, density).map(([low, high]) => ({
    ...{ id: randomUUID(), low, high },
    lowBridges: chance.chance(0.92),
    highBridges: chance.chance(0.92),
    hasEnded: chance.chance(0.05),
    // Some of them too weak to be a way.
    strength: 0.005 * 4 ** ((chance.int(1_000_001) / 1_000_000) * 5),
  }));
  const blocks = chance.some(pairs, 0.03);
  return { people, edges, blocks, hidden: new Set(chance.some(people.slice(1), 0.05)) };
}

export async function plant(db: DataSource, graphs: readonly Graph[]): Promise<void> {
  const warmth = 1 / coolingAt(TEST_NOW);
  const people = graphs.flatMap((graph) => graph.people.map((id) => ({ id, isHidden: graph.hidden.has(id) })));
  const edges = graphs.flatMap((graph) => graph.edges);
  const blocks = graphs.flatMap((graph) => graph.blocks);
  await db.query(
    `insert into people (id, display_name, email, email_verified_at, created_at, updated_at)
     select p.id, 'P', p.id::text || '@example.org', case when not p.hidden then $3::timestamptz end, $3::timestamptz, $3::timestamptz
       from unnest($1::uuid[], $2::boolean[]) p (id, hidden)`,
    [people.map(({ id }) => id), people.map(({ isHidden }) => isHidden), TEST_NOW],
  );
  await db.query(
    `insert into connections (id, person_low_id, person_high_id, origin, started_at, low_bridges, high_bridges, ended_at)
     select id, low, high, 'INVITATION', $1::timestamptz, low_bridges, high_bridges, case when ended then $1::timestamptz end
       from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::boolean[], $6::boolean[], $7::boolean[])
            e (id, low, high, low_bridges, high_bridges, ended)`,
    [
      TEST_NOW,
      ...[edges.map(({ id }) => id), edges.map(({ low }) => low), edges.map(({ high }) => high)],
      ...[edges.map(({ lowBridges }) => lowBridges), edges.map(({ highBridges }) => highBridges)],
      edges.map(({ hasEnded }) => hasEnded),
    ],
  );
  await db.query(
    `update ties t set warmth = e.strength * $4
       from (select low, high, strength from unnest($1::uuid[], $2::uuid[], $3::double precision[]) a (low, high, strength)
             union all
             select high, low, strength from unnest($1::uuid[], $2::uuid[], $3::double precision[]) b (low, high, strength)
            ) e where t.person_id = e.low and t.other_id = e.high`,
    [edges.map(({ low }) => low), edges.map(({ high }) => high), edges.map(({ strength }) => strength), warmth],
  );
  await db.query(
    `insert into blocks (id, blocker_id, blocked_id, created_at)
     select gen_random_uuid(), a, b, $3::timestamptz from unnest($1::uuid[], $2::uuid[]) x (a, b)`,
    [blocks.map(([blocker]) => blocker), blocks.map(([, blocked]) => blocked), TEST_NOW],
  );
  await db.query("analyze");
}

export interface Way {
  readonly connectors: readonly string[];
  readonly cost: number;
}

const isOutOfSight = ({ hidden, edges }: Graph, viewer: string, person: string): boolean =>
  hidden.has(person) &&
  !edges.some(({ low, high, hasEnded }) => !hasEnded && [low, high].includes(viewer) && [low, high].includes(person));

/** The cheapest way by each first connector, cheapest first: every sequence of people is tried. */
export function waysByForce(graph: Graph, from: string, to: string, maxConnectors: number): Way[] {
  const sequences = graph.people.flatMap((one) => [
    [one],
    ...(maxConnectors > 1 ? graph.people.map((two) => [one, two]) : []),
  ]);
  const ways = sequences.flatMap((connectors) => {
    const all = [from, ...connectors, to];
    if (new Set(all).size < all.length || all.some((person) => isOutOfSight(graph, from, person))) return [];
    if (graph.blocks.some(([one, other]) => all.includes(one) && all.includes(other))) return [];
    const costs = all.slice(1).map((person, index) => costOf(graph, all[index] ?? "", person, index === 0));
    const cost = costs.reduce((sum, each) => sum + each, 0);
    return Number.isFinite(cost) ? [{ connectors, cost }] : [];
  });
  ways.sort((a, b) => a.cost - b.cost);
  return ways.filter((way, index) => ways.findIndex(({ connectors }) => connectors[0] === way.connectors[0]) === index);
}

/** Infinite where there is no tie that the one who asks may use. */
function costOf(graph: Graph, one: string, other: string, isOwn: boolean): number {
  const edge = graph.edges.find(
    ({ low, high }) => low === (one < other ? one : other) && high === (one < other ? other : one),
  );
  if (!edge || edge.hasEnded || edge.strength < STRENGTH_MIN) return Number.POSITIVE_INFINITY;
  if (!isOwn && !(edge.lowBridges && edge.highBridges)) return Number.POSITIVE_INFINITY;
  return HOP_COST - Math.log(1 - Math.exp(-edge.strength));
}

/** What somebody may not know of: ties of two others that are not open, and whoever is hidden or blocked either way. */
export function hiddenFrom(graph: Graph, viewer: string): { edgeIds: string[] } {
  const isGone = (person: string): boolean =>
    isOutOfSight(graph, viewer, person) ||
    graph.blocks.some(([one, other]) => (one === viewer && other === person) || (one === person && other === viewer));
  const edges = graph.edges.filter(
    ({ low, high, lowBridges, highBridges, hasEnded }) =>
      hasEnded || isGone(low) || isGone(high) || (low !== viewer && high !== viewer && !(lowBridges && highBridges)),
  );
  return { edgeIds: edges.map(({ id }) => id) };
}
