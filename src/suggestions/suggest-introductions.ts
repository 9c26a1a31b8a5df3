import type { Context } from "../platform/context.ts";
import { scoreOf } from "./fits.ts";
import { lotAllows } from "./lot.ts";
import { type NetworkInSight, networkInSight } from "./network-in-sight.ts";
import { partedPairs, peopleToSuggest, personRef, refuseBadFirst } from "./people-to-suggest.ts";
import { shareOut, type Wish } from "./share-out.ts";
import { commonContacts, sharedGround } from "./shared-ground.ts";
import type { SuggestedIntroduction } from "./suggestion.ts";

/** Of so many people whom the viewer knows best, pairs are made. */
const FRIENDS_MAX = 100;

/**
 * Whom the viewer should introduce to each other: of those whom they know, two who do not know each other as far as can
 * be seen, the best fits first, each with at least one reason. Nobody who wants none at present, nobody across a block,
 * and no two whom the viewer has introduced or tries to.
 *
 * @throws BAD_USER_INPUT for `first` out of bounds
 */
export async function suggestIntroductions(
  ctx: Context,
  viewerId: string,
  first: number,
): Promise<SuggestedIntroduction[]> {
  refuseBadFirst(first);
  const friends = await peopleToSuggest(ctx, viewerId, await friendsOf(ctx, viewerId));
  const network = await networkInSight(ctx, viewerId, friends);
  const now = ctx.clock.now();
  const shown = friends.filter((id) => lotAllows(viewerId, id, 1 + network.contactsOf(id).size, now));
  if (shown.length < 2) return [];
  const wishes = await pairsOf(ctx, viewerId, shown, network);
  const [given = []] = shareOut([wishes], shown.length, first);
  return given;
}

type ScoredPair = Wish<SuggestedIntroduction> & { readonly score: number };

async function pairsOf(
  ctx: Context,
  viewerId: string,
  people: readonly string[],
  network: NetworkInSight,
): Promise<ScoredPair[]> {
  const [ground, areParted, areIntroduced] = [
    await sharedGround(ctx, people),
    await partedPairs(ctx, people),
    await introducedPairs(ctx, viewerId),
  ];
  const pairs = people.flatMap((one, index) => {
    const [between, likenesses] = [network.from(one), ground.likenessesOf(one)];
    return people.slice(index + 1).flatMap((other, step): ScoredPair[] => {
      const [{ areTied, contactsInCommon, fit }, likeness] = [between(other), likenesses.get(other) ?? 0];
      if (areTied || areParted(one, other) || areIntroduced(one, other)) return [];
      if (likeness === 0 && contactsInCommon === 0) return [];
      const reasons = [...ground.reasonsOf(one, other), ...commonContacts(contactsInCommon)];
      const suggestion = { personA: personRef(one), personB: personRef(other), reasons };
      return [{ shown: [index, index + 1 + step], suggestion, score: scoreOf(fit, likeness) }];
    });
  });
  return pairs.sort((a, b) => b.score - a.score);
}

async function friendsOf(ctx: Context, viewerId: string): Promise<string[]> {
  const rows = await ctx.db.query<{ id: string }[]>(
    `select t.other_id as id from ties t join people p on p.id = t.other_id and p.email_verified_at is not null
      where t.person_id = $1
        and not exists (select from blocks where (blocker_id, blocked_id) in ((t.other_id, $1), ($1, t.other_id)))
      order by t.warmth desc, t.other_id limit ${FRIENDS_MAX}`,
    [viewerId],
  );
  return rows.map(({ id }) => id);
}

/** Whom the viewer asked already, or brought together: their own doing, so it tells them nothing. */
async function introducedPairs(ctx: Context, viewerId: string): Promise<(one: string, other: string) => boolean> {
  const rows = await ctx.db.query<{ one: string; other: string }[]>(
    `select a.person_id as one, b.person_id as other from introductions i
       join introduction_sides a on a.introduction_id = i.id and a.position = 1 and not a.is_outsider
       join introduction_sides b on b.introduction_id = i.id and b.position = 2 and not b.is_outsider
      where i.connector_id = $1`,
    [viewerId],
  );
  const known = new Set(rows.flatMap(({ one, other }) => [`${one} ${other}`, `${other} ${one}`]));
  return (one, other) => known.has(`${one} ${other}`);
}
