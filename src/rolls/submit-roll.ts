import { Field, ID, InputType, Int } from "type-graphql";
import { countAttendances } from "../attendance/count-attendances.ts";
import { holdRoll, turnRoll } from "../attendance/hold-roll.ts";
import { RollStatus } from "../attendance/roll.entity.ts";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { hasStarted } from "../meetings/meeting-status.ts";
import type { Context } from "../platform/context.ts";
import { conflict, stale } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { globalId, newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { maySubmitRoll } from "./roll.policy.ts";

@InputType({ description: "Input of `submitRoll`." })
export class SubmitRollInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => Int, {
    nullable: true,
    description: "Refuse with `STALE` if the roll is no longer at this version: another device has reported meanwhile.",
  })
  expectedVersion?: number | null;
}

export const SubmitRollPayload = payloadType("SubmitRoll", { meeting: () => Meeting });

/**
 * Hands a roll in: from now on it counts. Whoever was expected and has no mark counts as absent, on leave as excused;
 * that is no mark, so a mark that is accepted later wins over it. Submitting a submitted roll changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN unless the viewer hosts the group, CONFLICT before the start and for a skipped roll,
 *   STALE
 */
export async function submitRoll(ctx: Context, input: SubmitRollInput): Promise<Meeting> {
  const submittedById = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, roll } = await holdRoll(ctx, input.meetingId, maySubmitRoll, "submit this meeting's roll");
    if (roll.status === RollStatus.SUBMITTED) return meeting;
    const now = ctx.clock.now();
    if (!hasStarted(meeting, now)) throw conflict("meetingId", "Nobody is absent from a meeting that has not started.");
    if (roll.status === RollStatus.SKIPPED) throw conflict("meetingId", "The roll was skipped. Reopen it first.");
    if (
      input.expectedVersion !== undefined &&
      input.expectedVersion !== null &&
      input.expectedVersion !== roll.version
    ) {
      throw stale("expectedVersion", "Changed since you read it.", { entity: Meeting, id: meeting.id });
    }
    await listExpected(ctx, meeting);
    await countAttendances(ctx, meeting.id);
    const before = roll.status;
    const { version } = await turnRoll(ctx, roll, { status: RollStatus.SUBMITTED, submittedAt: now, submittedById });
    await writeAuditEntry(ctx, {
      groupId: meeting.groupId,
      action: "submitRoll",
      objectId: globalId("mtg", meeting.id),
      before: { status: before },
      after: { status: roll.status },
    });
    await emit(ctx, { name: "roll.submitted", meetingId: meeting.id, groupId: meeting.groupId, version });
    return meeting;
  });
}

/** Writes down whom the roll must account for, as the group's rule says now: from here on it no longer moves. */
async function listExpected(ctx: Context, { id, groupId }: Meeting): Promise<void> {
  const expected: { person_id: string; is_on_leave: boolean }[] = await ctx.db.query(
    `select person_id, exists (select from people_on_leave l where l.meeting_id = $1 and l.person_id = e.person_id) as is_on_leave
       from expected_people e where meeting_id = $1`,
    [id],
  );
  await ctx.db.query(
    `insert into attendances as line (id, group_id, meeting_id, person_id, is_expected, is_on_leave, updated_at)
     select x.id, $2, $1, x.person_id, true, x.is_on_leave, $3
       from unnest($4::uuid[], $5::uuid[], $6::boolean[]) as x (id, person_id, is_on_leave) order by x.person_id
     on conflict (meeting_id, person_id) do update set is_expected = true, is_on_leave = excluded.is_on_leave`,
    [
      id,
      groupId,
      ctx.clock.now(),
      expected.map(() => newId()),
      expected.map((row) => row.person_id),
      expected.map((row) => row.is_on_leave),
    ],
  );
  await ctx.db.query(
    `update attendances set is_expected = false, is_on_leave = false
      where meeting_id = $1 and is_expected and person_id <> all ($2::uuid[])`,
    [id, expected.map((row) => row.person_id)],
  );
}
