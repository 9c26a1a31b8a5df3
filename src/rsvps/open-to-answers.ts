import { type Standing } from "../groups/group.policy.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { type TakePartMode, waysToTakePart } from "../meetings/meeting-mode.ts";
import { hasStarted } from "../meetings/meeting-status.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { mayAnswer, mayAnswerForOthers } from "./rsvp.policy.ts";

export interface Answering {
  readonly meeting: Meeting;
  readonly personId: string;
  /** An organiser speaks for somebody else, and is not bound by the opening hours of answers. */
  readonly isForOther: boolean;
}

/**
 * Who answers to which meeting, and whether they may, now. The meeting is held in share, so that it is neither
 * cancelled nor moved while the answer is written.
 *
 * @throws NOT_FOUND, FORBIDDEN, or CONFLICT at the wrong time
 */
export async function openToAnswers(
  ctx: Context,
  input: { meetingId: string; personId?: string | null },
): Promise<Answering> {
  const viewerId = signedIn(ctx);
  const { id } = await visible(ctx, Meeting, input.meetingId, "meetingId");
  const meeting = await ctx.db.findOneOrFail(Meeting, { where: { id }, lock: { mode: "pessimistic_read" } });
  const person = input.personId ? await visible(ctx, Person, input.personId, "personId") : null;
  const personId = person?.id ?? viewerId;
  const isForOther = personId !== viewerId;
  if (isForOther && !mayAnswerForOthers(await standingIn(ctx, meeting.groupId))) throw forbidden("answer for others");
  const standing: Standing | null = await standingIn(ctx, meeting.groupId, personId);
  if (!mayAnswer(standing)) {
    throw isForOther
      ? conflict("personId", "The group has banned this person.")
      : forbidden("answer to this group's meetings");
  }
  assertOpen(meeting, ctx.clock.now(), isForOther);
  return { meeting, personId, isForOther };
}

function assertOpen(meeting: Meeting, now: Date, isForOther: boolean): void {
  if (meeting.cancelledAt) throw conflict("meetingId", "The meeting is cancelled.");
  if (!meeting.publishedAt) throw conflict("meetingId", "The meeting is a draft.");
  if (hasStarted(meeting, now)) throw conflict("meetingId", "The meeting has started: from now on it is attendance.");
  if (isForOther) return;
  if (meeting.rsvpOpensAt && now < meeting.rsvpOpensAt) throw conflict("meetingId", "Answers are not open yet.");
  if (meeting.rsvpClosesAt && now >= meeting.rsvpClosesAt) throw conflict("meetingId", "Answers are closed.");
}

/** The mode asked for, or the only or first one that the meeting offers. */
export function offeredMode(meeting: Meeting, asked: TakePartMode | null | undefined): TakePartMode {
  const ways = waysToTakePart(meeting.mode);
  if (asked && !ways.includes(asked)) throw invalid("mode", "The meeting is not held that way.");
  const [first] = ways;
  return asked ?? (first as TakePartMode);
}
