import { countAttendances } from "../attendance/count-attendances.ts";
import { type RollState, RollStatus } from "../attendance/roll.entity.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { newId } from "../platform/ids.ts";
import { changeRoll } from "./change-roll.ts";
import "./roll.events.ts";

export interface HandingIn {
  /** Who answers for it. */
  readonly submittedById: string;
  /** It comes from the group's old files: nobody is to be written to about it. */
  readonly isImported: boolean;
}

/**
 * What submitting a roll does, whoever submits it: writes down who was expected, makes the sheet count, leaves a line in
 * the group's audit log, and tells. The caller holds the roll, which is open or reopened, of a meeting that has started.
 */
export async function handInRoll(
  ctx: Context,
  roll: RollState,
  { submittedById, isImported }: HandingIn,
): Promise<void> {
  const { meetingId, groupId } = roll;
  await listExpected(ctx, roll);
  await countAttendances(ctx, meetingId);
  await changeRoll(ctx, roll, "submitRoll", {
    status: RollStatus.SUBMITTED,
    submittedAt: ctx.clock.now(),
    submittedById,
  });
  await emit(ctx, { name: "roll.submitted", meetingId, groupId, version: roll.version, isImported });
}

/** Writes down whom the roll must account for, as the group's rule says now: from here on it no longer moves. */
async function listExpected(ctx: Context, { meetingId, groupId }: RollState): Promise<void> {
  const expected: { person_id: string; is_on_leave: boolean }[] = await ctx.db.query(
    `select person_id, exists (select from people_on_leave l where l.meeting_id = $1 and l.person_id = e.person_id) as is_on_leave
       from expected_people e where meeting_id = $1`,
    [meetingId],
  );
  await ctx.db.query(
    `insert into attendances as line (id, group_id, meeting_id, starts_at, person_id, is_expected, is_on_leave, updated_at)
     select x.id, $2, $1, (select starts_at from meetings where id = $1), x.person_id, true, x.is_on_leave, $3
       from unnest($4::uuid[], $5::uuid[], $6::boolean[]) as x (id, person_id, is_on_leave) order by x.person_id
     on conflict (meeting_id, person_id) do update set is_expected = true, is_on_leave = excluded.is_on_leave`,
    [
      meetingId,
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
    [meetingId, expected.map((row) => row.person_id)],
  );
}
