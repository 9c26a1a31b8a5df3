import { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import type { WhichRows } from "../platform/reads/reads.ts";
import { and, eq, isOneOf, type Sql } from "../platform/reads/sql.ts";
import { Rsvp } from "../rsvps/rsvp.entity.ts";
import { fitsOf, scoreOf } from "./fits.ts";
import { networkInSight } from "./network-in-sight.ts";
import { partedPairs, peopleToSuggest, personRef, refuseBadFirst } from "./people-to-suggest.ts";
import { shareOut, type Wish } from "./share-out.ts";
import { commonContacts, PEOPLE_COMPARED_MAX, sharedGround } from "./shared-ground.ts";
import type { SuggestedPerson, SuggestionReason } from "./suggestion.ts";

/** What somebody with no ties yet fits everybody, so that what they have in common decides. */
const FIT_OF_STRANGERS = 1e-6;

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
  const wishes = await wishesOf(ctx, viewerId, people);
  const [own = []] = shareOut(wishes, people.length, first);
  return own.map(({ personId, reasons }) => ({ person: personRef(personId), reasons }));
}

async function goingTo(ctx: Context, meetingId: string): Promise<string[]> {
  const rsvpIds = (await ctx.reads.whichSeen?.(ctx, GOING, { meetingId })) ?? [];
  const rows = await ctx.db.query<{ person_id: string }[]>(
    "select person_id from rsvps where id = any($1) order by id",
    [rsvpIds],
  );
  return rows.map(({ person_id }) => person_id);
}

interface Suggestion {
  readonly personId: string;
  readonly reasons: SuggestionReason[];
}

/** What each of these people would be shown, the best first; the viewer is the first of them. */
async function wishesOf(ctx: Context, viewerId: string, people: readonly string[]): Promise<Wish<Suggestion>[][]> {
  const network = await networkInSight(ctx, viewerId, people);
  const [ground, areParted] = [await sharedGround(ctx, people), await partedPairs(ctx, people)];
  const knows = (one: string, other: string): boolean =>
    network.contactsOf(one).has(other) || network.contactsOf(other).has(one);
  return people.map((one) => {
    const fits = fitsOf(network.graph, network.placeOf(one) ?? -1);
    const wishes = people.flatMap((other, index) => {
      if (other === one || knows(one, other) || areParted(one, other)) return [];
      const { likeness, reasons } = ground.between(one, other);
      const ofBoth = [...network.contactsOf(one)].filter((id) => network.contactsOf(other).has(id)).length;
      const all = [...reasons, ...commonContacts(ofBoth)];
      if (all.length === 0) return [];
      const score = scoreOf(FIT_OF_STRANGERS + (fits[network.placeOf(other) ?? -1] ?? 0), likeness);
      return [{ shown: [index], suggestion: { personId: other, reasons: all }, score }];
    });
    return wishes.sort((a, b) => b.score - a.score);
  });
}
