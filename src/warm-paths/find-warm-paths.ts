import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { badInput, type EntityRef } from "../platform/errors.ts";
import { type Quota, spend } from "../platform/quota.ts";
import type { WhichRows } from "../platform/reads/reads.ts";
import { type Sql, sql } from "../platform/reads/sql.ts";
import { bandOf } from "../ties/strength.ts";
import { TieBand } from "../ties/tie-band.ts";
import { type FoundPath, type Search, searchPaths } from "./search-paths.ts";
import { targetPeople } from "./target-people.ts";
import { CONNECTORS_MAX, WARM_PATHS_MAX, type WarmPath, type WarmPathStep, type WarmPathsArgs } from "./warm-path.ts";

const AMONG: WhichRows = {
  entity: Person,
  where: ({ row, given }) => sql`${row["id"] as Sql} = any(${given("ids", "uuid[]")})`,
  max: WARM_PATHS_MAX * (CONNECTORS_MAX + 1),
};
/**
 * What one person may search: enough for whoever looks around for an hour, too little to draw the network of others. Each
 * search counts, whatever it finds.
 */
export const WARM_PATH_SEARCHES: Quota = { name: "warm path searches per person", most: 300, windowSeconds: 3_600 };
/** How often a search is repeated without people who turned out to be out of sight. */
const ROUNDS_MAX = 10;

/**
 * Ways from the viewer to whom they look for, the strongest and shortest first, no two by the same first connector. Every
 * tie of two others was opened by both of them, everybody is within the viewer's sight, and nobody on a way blocks
 * another. Why there is no way is never told: all of this is part of the search, so what is hidden leaves no gap.
 *
 * @throws BAD_USER_INPUT for arguments out of bounds, RATE_LIMITED above 300 searches an hour
 */
export async function findWarmPaths(ctx: Context, viewerId: string, args: WarmPathsArgs): Promise<WarmPath[]> {
  const { to, maxConnectors, first } = args;
  if (maxConnectors < 1 || maxConnectors > CONNECTORS_MAX) throw badInput("maxConnectors is 1 or 2.");
  if (first < 1 || first > WARM_PATHS_MAX) throw badInput(`first is 1 to ${WARM_PATHS_MAX}.`);
  // Counted on the side, since a search is to be quick; nothing is told before it is.
  const [targetIds] = await Promise.all([targetPeople(ctx, to), spend(ctx, WARM_PATH_SEARCHES, viewerId)]);
  if (targetIds.length === 0) return [];
  const paths = await visiblePaths(ctx, { viewerId, targetIds, maxConnectors, first });
  return paths.map((path) => warmPath(viewerId, path));
}

/** Almost everybody who opened a tie has an account, and so is seen by all whom they do not block: one round is the rule. */
async function visiblePaths(ctx: Context, search: Search): Promise<FoundPath[]> {
  const hidden = new Set<string>();
  for (let round = 1; ; round++) {
    const paths = await searchPaths(ctx, search, [...hidden]);
    const ids = [...new Set(paths.flatMap(({ connectorIds }) => connectorIds))];
    if (ids.length === 0) return [];
    const seen = new Set((await ctx.reads.whichSeen?.(ctx, AMONG, { ids })) ?? []);
    const gone = ids.filter((id) => !seen.has(id));
    if (gone.length === 0) return paths;
    if (round === ROUNDS_MAX) return paths.filter(({ connectorIds }) => connectorIds.every((id) => seen.has(id)));
    for (const id of gone) hidden.add(id);
  }
}

function warmPath(viewerId: string, { connectorIds, targetId, strengths }: FoundPath): WarmPath {
  const people = [viewerId, ...connectorIds, targetId];
  const steps = strengths.map((strength, index) => step(people[index] ?? "", people[index + 1] ?? "", strength, index));
  return {
    connectors: connectorIds.map(person),
    target: person(targetId),
    steps,
    band: bandOf(Math.min(...strengths)),
  };
}

const person = (id: string): EntityRef => ({ entity: Person, id });

function step(fromId: string, toId: string, strength: number, index: number): WarmPathStep {
  const band = bandOf(strength);
  return { from: person(fromId), to: person(toId), band, reason: `${index === 0 ? "You" : "They"} ${WORDS[band]}` };
}

/** What each band means, as the end of a sentence. */
const WORDS: Readonly<Record<TieBand, string>> = {
  [TieBand.STRONG]: "know each other well: one to one or in small meetings, lately or often.",
  [TieBand.MODERATE]: "know each other: from a talk some months ago, or small meetings now and then.",
  [TieBand.WEAK]: "have met: long ago, or in large meetings only.",
};
