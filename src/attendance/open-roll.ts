/** What recording begins with: everything that it has to know, asked on one way to the database. */

import { usesLeftQuestion } from "../doors/authenticate-door.ts";
import { refuseUnchosen, standingOf } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { refuseUnlessScheduled } from "../meetings/refuse-unless-scheduled.ts";
import type { KeptStatement, Question } from "../platform/ask.ts";
import type { Context } from "../platform/context.ts";
import { forbidden, notFound, unauthenticated } from "../platform/errors.ts";
import { parseGlobalId } from "../platform/ids.ts";
import { known } from "../platform/reads/registry.ts";
import { inShortTransaction } from "../platform/transaction.ts";
import { mayRecordAttendance } from "./attendance.policy.ts";
import { type HeldRoll, ROLL_COLUMNS, type RollRow, refuseEarly, rollOf } from "./hold-roll.ts";
import { type RollTaker, rollTaker } from "./roll-taker.ts";

export interface OpenRoll extends HeldRoll {
  readonly taker: RollTaker;
  /** How many marks whoever takes the roll may still add. */
  readonly marksLeft: number;
  /** Rows of each further question. */
  readonly answers: readonly (readonly unknown[][])[];
}

/**
 * As `holdRoll` for whoever takes the roll, a door among them, with further questions about that meeting on the same way. Who has no
 * membership in its group locks nothing, not even for as long as the refusal takes.
 *
 * @throws NOT_FOUND if the viewer cannot see the meeting, FORBIDDEN if they may not take its roll, CONFLICT earlier
 *   than two hours before the start, for a draft, and for a cancelled meeting
 */
export async function withOpenRoll<T>(
  ctx: Context,
  globalId: string,
  questions: (meetingId: string) => readonly Question[],
  work: (ctx: Context, open: OpenRoll) => Promise<T>,
): Promise<T> {
  const taker = rollTaker(ctx);
  const { personId } = taker;
  const key = parseGlobalId(globalId);
  const meetingId = key?.prefix === known.get(Meeting)?.prefix ? key?.id : undefined;
  const sight = meetingId === undefined ? null : sightOf(ctx, meetingId);
  if (meetingId === undefined || sight === null) throw noSuchMeeting();
  const first = [
    sight,
    ...[LOCK_MEETING, STANDING, BEGIN_ROLL, LOCK_ROLL].map((statement) => ({
      statement,
      values: [meetingId, personId],
    })),
    ...questions(meetingId),
    // Asked once the roll is held, so that calls of one door that come together count one after the other.
    ...(taker.doorId === null ? [] : [usesLeftQuestion(ctx, taker.doorId)]),
  ];
  return inShortTransaction(ctx, first, async (ctx, [seen, meetings, standing = [], , rolls, ...answers]) => {
    if (seen?.length !== 1) throw noSuchMeeting();
    const marksLeft = taker.doorId === null ? Number.POSITIVE_INFINITY : usesLeft(answers.pop());
    // Of who may not, nothing stays: the transaction is rolled back. A door that still holds may.
    if (taker.doorId === null && !mayRecordAttendance(standingOf(personId, standing)))
      throw forbidden("take this meeting's roll");
    const meeting = meetingOf(meetings?.[0] as unknown as MeetingRow);
    refuseUnchosen(ctx, meeting.groupId);
    refuseUnlessScheduled(meeting, "meetingId");
    refuseEarly(ctx, meeting);
    return work(ctx, { taker, marksLeft, meeting, roll: rollOf(rolls?.[0] as unknown as RollRow), answers });
  });
}

/** A door takes the roll of its own meeting, seen or not; everybody else that of one within sight. */
function sightOf(ctx: Context, meetingId: string): Question | null {
  if (ctx.principal.kind !== "door") return ctx.reads.sightOf?.(ctx, Meeting, meetingId) ?? null;
  return ctx.principal.meetingId === meetingId ? { statement: OWN_MEETING, values: [meetingId] } : null;
}

/** @throws UNAUTHENTICATED for a door that was closed since the request came */
function usesLeft(rows: readonly (readonly unknown[])[] | undefined): number {
  if (rows?.[0] === undefined) throw unauthenticated("This door is closed.");
  return rows[0][0] as number;
}

const noSuchMeeting = () => notFound("meetingId", "No such meeting.");

type MeetingRow = readonly [
  id: string,
  groupId: string,
  startsAt: Date,
  publishedAt: Date | null,
  cancelledAt: Date | null,
];

const meetingOf = ([id, groupId, startsAt, publishedAt, cancelledAt]: MeetingRow): Meeting =>
  Object.assign(new Meeting(), { id, groupId, startsAt, publishedAt, cancelledAt });

const OWN_MEETING: KeptStatement = { name: "meeting_of_door", text: "select 1 from meetings where id = $1" };
/** The meeting is held in share, so that it is not cancelled meanwhile. */
const LOCK_MEETING: KeptStatement = {
  name: "lock_meeting_of_member",
  text: `select id, group_id, starts_at, published_at, cancelled_at from meetings m where id = $1
            and exists (select from memberships s where s.group_id = m.group_id and s.person_id = $2)
            for share`,
};
const STANDING: KeptStatement = {
  name: "standing_at_meeting",
  text: `select s.id, s.role, s.status, exists (
           select from bans b where b.group_id = m.group_id and b.person_id = $2 and b.lifted_at is null
         ) as banned
         from meetings m left join memberships s on s.group_id = m.group_id and s.person_id = $2 where m.id = $1`,
};
const BEGIN_ROLL: KeptStatement = {
  name: "begin_roll_of_member",
  text: `insert into rolls (meeting_id, group_id)
         select m.id, m.group_id from meetings m join memberships s on s.group_id = m.group_id and s.person_id = $2
          where m.id = $1
         on conflict do nothing`,
};
const LOCK_ROLL: KeptStatement = {
  name: "lock_roll_of_member",
  text: `select ${ROLL_COLUMNS} from rolls r where meeting_id = $1
            and exists (select from memberships s where s.group_id = r.group_id and s.person_id = $2)
            for update`,
};
