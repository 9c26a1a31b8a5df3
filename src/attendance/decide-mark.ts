import { IsUUID } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, notFound } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { peopleOf } from "./add-marks.ts";
import { mayDecideMark } from "./attendance.policy.ts";
import { countAttendances } from "./count-attendances.ts";
import { foldMarks } from "./fold-marks.ts";
import { type HeldRoll, holdRoll, turnRoll } from "./hold-roll.ts";
import { Mark } from "./mark.entity.ts";
import { MarkDecision } from "./mark-decision.entity.ts";
import { RollStatus } from "./roll.entity.ts";

@InputType()
export abstract class DecideMarkInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @IsUUID(undefined, { message: "Must be a UUID." })
  @Field(() => ID, { description: "The flagged mark, by the client's UUID of it." })
  markId: string;
}

/** What both decisions answer: the mark as it reads now, and its meeting with the roll. */
export const decisionPayload = (act: string) => payloadType(act, { mark: () => Mark, meeting: () => Meeting });

export interface Decided {
  readonly mark: Mark;
  readonly meeting: Meeting;
}

/**
 * What an organiser says about a mark that was kept but not applied. A decision is made once and stays; the same one
 * again changes nothing. An accepted mark wins or loses by its own `recordedAt`, as if it had never been flagged, and
 * on a submitted roll it counts at once.
 *
 * @throws NOT_FOUND, FORBIDDEN unless the viewer organises the group, CONFLICT for a mark without a flag and for one
 *   that was decided otherwise
 */
export async function decideMark(ctx: Context, input: DecideMarkInput, isAccepted: boolean): Promise<Decided> {
  await valid(input);
  const decidedById = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const held = await holdRoll(ctx, input.meetingId, mayDecideMark, "decide about marks of this group");
    const { meeting } = held;
    const mark = await ctx.db.findOneBy(Mark, { meetingId: meeting.id, markId: input.markId });
    if (!mark) throw notFound("markId", "No such mark.");
    if (!mark.flag) throw conflict("markId", "This mark was applied at once.", { entity: Mark, id: mark.id });
    const before = await ctx.db.findOneBy(MarkDecision, { markId: mark.id });
    if (before && before.isAccepted !== isAccepted) {
      const how = before.isAccepted ? "accepted" : "dismissed";
      throw conflict("markId", `This mark was ${how} already.`, { entity: Mark, id: mark.id });
    }
    if (before) return { mark, meeting };

    const decidedAt = ctx.clock.now();
    await ctx.db.insert(MarkDecision, { markId: mark.id, isAccepted, decidedById, decidedAt });
    if (isAccepted) await apply(ctx, held, mark);
    await turnRoll(ctx, held.roll);
    await writeAuditEntry(ctx, {
      groupId: meeting.groupId,
      action: isAccepted ? "acceptMark" : "dismissMark",
      personId: mark.personId,
      objectId: globalId("mrk", mark.id),
      after: { code: mark.code },
    });
    const { markId } = mark;
    await emit(ctx, { name: "mark.decided", meetingId: meeting.id, groupId: meeting.groupId, markId, isAccepted });
    return { mark, meeting };
  });
}

async function apply(ctx: Context, { meeting, roll }: HeldRoll, mark: Mark): Promise<void> {
  await foldMarks(ctx, meeting.id, peopleOf(mark));
  if (roll.status === RollStatus.SUBMITTED) await countAttendances(ctx, meeting.id);
}
