import { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import type { WhichRows } from "../platform/reads/reads.ts";
import { and, eq, isOneOf, type Sql } from "../platform/reads/sql.ts";
import { Rsvp } from "../rsvps/rsvp.entity.ts";
import { scoreOf } from "./fits.ts";
import { type NetworkInSight, networkInSight } from "./network-in-sight.ts";
import { partedPairs, peopleToSuggest, personRef, refuseBadFirst } from "./people-to-suggest.ts";
import { shareOut, type Wish } from "./share-out.ts";
import { commonContacts, PEOPLE_COMPARED_MAX, type SharedGround, sharedGround } from "./shared-ground.ts";
import type { SuggestedPerson } from "./suggestion.ts";

/** What somebody with no ties yet fits everybody, so that what they have in common decides. */
const FIT_OF_STRANGERS = 1e-6;
/** Of each so many wishes are dealt out. */
const WISHES_MAX = 100;
/** For so many people wishes are made before others have their turn. */
const PEOPLE_AT_ONCE = 10;

const GOING: WhichRows = {
  entity: Rsvp,
  where: ({ row, given }) =>
    and(eq(row["meetingId"] as Sql, given("meetingId", "uuid")), isOneOf(row["status"] as Sql, "GOING")),
  max: PEOPLE_COMPARED_MAX,
};

/**
 * Whom the viewer should meet at a coming meeting, of those whose answers they may read: whom they do not know, the best
 * fits first, each with at least one reason. What everybody there would be shown is dealt out in turns, as far as the
 * viewer can see it, so that not all seek out the same few. Empty once it has begun, and for a meeting called off.
 *
 * @throws BAD_USER_INPUT for `first` out of bounds
 */
export async function suggestPeople(
  ctx: Context,
  viewerId: string,
  meetingId: string,
  first: number,
): Promise<SuggestedPerson[]> {
  refuseBadFirst(first);
  const meeting = await ctx.db.findOneBy(Meeting, { id: meetingId });
  if (!meeting || meeting.cancelledAt || !meeting.publishedAt || meeting.startsAt <= ctx.clock.now()) return [];
  const people = [viewerId, ...(await peopleToSuggest(ctx, viewerId, await goingTo(ctx, meetingId)))];
  const network = await networkInSight(ctx, viewerId, people);
  const ground = await sharedGround(ctx, people);
  const wishes = await wishesOf(people, { network, ground, areParted: await partedPairs(ctx, people) });
  const [own = []] = shareOut(wishes, people.length, first);
  const between = network.from(viewerId);
  return own.map((personId) => ({
    person: personRef(personId),
    reasons: [...ground.reasonsOf(viewerId, personId), ...commonContacts(between(personId).contactsInCommon)],
  }));
}

async function goingTo(ctx: Context, meetingId: string): Promise<string[]> {
  const rsvpIds = (await ctx.reads.whichSeen?.(ctx, GOING, { meetingId })) ?? [];
  const rows = await ctx.db.query<{ person_id: string }[]>(
    "select person_id from rsvps where id = any($1) order by id",
    [rsvpIds],
  );
  return rows.map(({ person_id }) => person_id);
}

interface InSight {
  readonly network: NetworkInSight;
  readonly ground: SharedGround;
  readonly areParted: (one: string, other: string) => boolean;
}

/** What each of these people would be shown, the best first. Others have their turn meanwhile. */
async function wishesOf(people: readonly string[], inSight: InSight): Promise<Wish<string>[][]> {
  const wishes: Wish<string>[][] = [];
  for (const [index, one] of people.entries()) {
    wishes.push(wishesFor(one, people, inSight));
    if ((index + 1) % PEOPLE_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return wishes;
}

function wishesFor(one: string, people: readonly string[], { network, ground, areParted }: InSight): Wish<string>[] {
  const [between, likenesses] = [network.from(one), ground.likenessesOf(one)];
  const wishes = people.flatMap((other, index) => {
    if (other === one) return [];
    const [{ areTied, contactsInCommon, fit }, likeness] = [between(other), likenesses.get(other) ?? 0];
    if (areTied || areParted(one, other)) return [];
    if (likeness === 0 && contactsInCommon === 0) return [];
    return [{ shown: [index], suggestion: other, score: scoreOf(FIT_OF_STRANGERS + fit, likeness) }];
  });
  return wishes.sort((a, b) => b.score - a.score).slice(0, WISHES_MAX);
}
