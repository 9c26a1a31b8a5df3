import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, notFound } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { parseGlobalId } from "../platform/ids.ts";
import { holdMeeting, refuseAfterStart, refuseOutsideHours } from "./hold-meeting.ts";
import { mayAnswer, mayAnswerForOthers } from "./rsvp.policy.ts";

export interface Answering {
  readonly meeting: Meeting;
  readonly personId: string;
  /** An organiser speaks for somebody else, and is not bound by the hours in which answers are taken. */
  readonly isForOther: boolean;
}

/**
 * Who answers to which meeting, and whether they may, now. The meeting is held until the transaction ends.
 *
 * @throws NOT_FOUND, FORBIDDEN, or CONFLICT at the wrong time
 */
export async function openToAnswers(
  ctx: Context,
  input: { meetingId: string; personId?: string | null },
): Promise<Answering> {
  const viewerId = signedIn(ctx);
  const meeting = await holdMeeting(ctx, (await visible(ctx, Meeting, input.meetingId, "meetingId")).id);
  // Again, now that nobody can be put out meanwhile: until the lock was had, somebody may have been.
  await visible(ctx, Meeting, input.meetingId, "meetingId");
  const personId = input.personId ? await personMeant(ctx, meeting, viewerId, input.personId) : viewerId;
  const isForOther = personId !== viewerId;
  if (!mayAnswer(await standingIn(ctx, meeting.groupId, personId))) {
    throw isForOther
      ? conflict("personId", "The group has banned this person.")
      : forbidden("answer to this group's meetings");
  }
  refuseAfterStart(meeting, ctx.clock.now(), "meetingId");
  if (!isForOther) refuseOutsideHours(meeting, ctx.clock.now(), "meetingId");
  return { meeting, personId, isForOther };
}

/** Whom an organiser speaks for: only somebody whom the group knows, since a name is not anybody's to borrow. */
async function personMeant(ctx: Context, meeting: Meeting, viewerId: string, id: string): Promise<string> {
  if (parseGlobalId(id)?.id === viewerId) return viewerId;
  // Before the person is looked up, so that nobody tries out ids here.
  if (!mayAnswerForOthers(await standingIn(ctx, meeting.groupId))) throw forbidden("answer for others");
  const person = await visible(ctx, Person, id, "personId");
  if (!(await isKnownTo(ctx, meeting.groupId, person.id))) throw notFound("personId", "No such person in this group.");
  return person.id;
}

/** A member or visitor, or somebody who answered to one of its meetings before. */
async function isKnownTo(ctx: Context, groupId: string, personId: string): Promise<boolean> {
  const [row] = await ctx.db.query<[{ known: boolean }]>(
    `select exists (select from memberships where group_id = $1 and person_id = $2)
         or exists (select from visitors where group_id = $1 and person_id = $2 and known_as is null)
         or exists (select from rsvps where group_id = $1 and person_id = $2) as known`,
    [groupId, personId],
  );
  return row.known;
}
