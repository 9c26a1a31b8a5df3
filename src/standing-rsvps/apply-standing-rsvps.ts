import type { Meeting } from "../meetings/meeting.entity.ts";
import { waysToTakePart } from "../meetings/meeting-mode.ts";
import type { Context } from "../platform/context.ts";
import { DomainError } from "../platform/errors.ts";
import { inTransaction } from "../platform/transaction.ts";
import { answer, heldRsvp } from "../rsvps/answer.ts";
import { going } from "../rsvps/going.ts";
import { holdMeeting } from "../rsvps/hold-meeting.ts";
import { StandingRsvp } from "./standing-rsvp.entity.ts";

export interface DueAnswer {
  readonly meetingId: string;
  readonly standingRsvpId: string;
}

/** Answers made in one go, at most; the rest has its turn with the timer. A daily series has 180 meetings ahead. */
const DUE_MAX = 1_000;

/**
 * Meetings whose answers are open, with the standing RSVPs of people who have not answered there: of one series, of one
 * standing RSVP, or of all. In order of meeting, and there who said so first has the first seat.
 */
export function dueAnswers(
  ctx: Context,
  of: { readonly seriesId?: string; readonly standingRsvpId?: string } = {},
): Promise<DueAnswer[]> {
  return ctx.db.query(
    `select m.id as "meetingId", s.id as "standingRsvpId"
       from standing_rsvps s join meetings m on m.series_id = s.series_id join groups g on g.id = m.group_id
      where s.ended_at is null and m.starts_at > $1 and m.cancelled_at is null and m.published_at is not null
        and coalesce(m.rsvp_opens_at <= $1, true) and coalesce(m.rsvp_closes_at > $1, true)
        and ($2::uuid is null or s.series_id = $2) and ($3::uuid is null or s.id = $3)
        and not exists (select from rsvps r where r.meeting_id = m.id and r.person_id = s.person_id)
        and not exists (select from bans b where b.group_id = g.id and b.person_id = s.person_id and b.lifted_at is null)
        and (g.visibility <> 'PRIVATE' or exists (
          select from memberships x where x.group_id = g.id and x.person_id = s.person_id
            and x.status in ('TRIAL', 'ACTIVE', 'GRACE')))
        and (m.mode = 'HYBRID' or m.mode = s.mode)
      order by m.id, s.created_at, s.id limit ${DUE_MAX}`,
    [ctx.clock.now(), of.seriesId ?? null, of.standingRsvpId ?? null],
  );
}

/** Gives the answers that are due. */
export async function applyStandingRsvps(ctx: Context, due: readonly DueAnswer[]): Promise<void> {
  for (const { meetingId, standingRsvpId } of due) {
    await inTransaction(ctx, async (ctx) => {
      const meeting = await holdMeeting(ctx, meetingId);
      const standing = await ctx.db.findOneByOrFail(StandingRsvp, { id: standingRsvpId });
      if (!standing.endedAt) await answerOnce(ctx, meeting, standing);
    });
  }
}

/** Never over an answer that is there, be it a no: that is the opt-out. */
async function answerOnce(ctx: Context, meeting: Meeting, standing: StandingRsvp): Promise<void> {
  const held = await heldRsvp(ctx, meeting, standing.personId);
  if (held.isNew) await answer(ctx, meeting, held, await wishOf(ctx, meeting, held.row, standing));
}

/** Brings the coming answers that followed from a standing RSVP up to how it reads now, as far as there are seats. */
export async function changeStandingAnswers(ctx: Context, standing: StandingRsvp): Promise<void> {
  for (const meetingId of await followers(ctx, standing)) {
    const meeting = await holdMeeting(ctx, meetingId);
    if (!waysToTakePart(meeting.mode).includes(standing.mode)) continue;
    const held = await heldRsvp(ctx, meeting, standing.personId);
    if (!held.row.isStanding) continue;
    try {
      await answer(ctx, meeting, held, await wishOf(ctx, meeting, held.row, standing));
    } catch (error) {
      // Not enough free seats there: what they have stays theirs. Nothing was written.
      if (!(error instanceof DomainError)) throw error;
    }
  }
}

/** Takes back the coming answers that followed from a standing RSVP and that nobody changed since. */
export async function withdrawStandingAnswers(ctx: Context, standing: StandingRsvp): Promise<void> {
  for (const meetingId of await followers(ctx, standing)) {
    const meeting = await holdMeeting(ctx, meetingId);
    const held = await heldRsvp(ctx, meeting, standing.personId);
    if (held.row.isStanding) await answer(ctx, meeting, held, { kind: "notGoing" });
  }
}

async function followers(ctx: Context, standing: StandingRsvp): Promise<string[]> {
  const rows: { id: string }[] = await ctx.db.query(
    `select m.id from meetings m join rsvps r on r.meeting_id = m.id
      where m.series_id = $1 and r.person_id = $2 and r.is_standing and m.starts_at > $3 and m.cancelled_at is null
      order by m.id`,
    [standing.seriesId, standing.personId, ctx.clock.now()],
  );
  return rows.map(({ id }) => id);
}

/** As many guests as the standing RSVP says, or as that meeting allows. */
const wishOf = (
  ctx: Context,
  meeting: Meeting,
  rsvp: Parameters<typeof going>[2],
  { mode, guests }: StandingRsvp,
): ReturnType<typeof going> =>
  going(ctx, meeting, rsvp, {
    mode,
    guests: Math.min(guests, meeting.guestsPerRsvpMax),
    isApproved: false,
    isStanding: true,
  });
