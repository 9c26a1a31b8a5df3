import type { Context } from "../platform/context.ts";

/**
 * Sets the seat counters of these meetings to what their answers hold, inside of a transaction. For answers that were
 * written many at once (imports, seeds), where no seat was asked for: what is beyond the capacity counts as admitted
 * above it. Everybody else moves the counter together with the answer (`held-seats.ts`).
 */
export async function recountSeats(ctx: Context, meetingIds: readonly string[]): Promise<void> {
  // Locked first, in a statement of its own: counted is what stands committed once nobody is in the middle of taking.
  await ctx.db.query(
    "select 1 from meeting_seats where meeting_id = any($1::uuid[]) order by meeting_id, mode for update",
    [meetingIds],
  );
  await ctx.db.query(
    `update meeting_seats seats
        set taken = held.seats, admitted_above = coalesce(greatest(held.seats - seats.capacity, 0), 0)
       from (
         select s.meeting_id, s.mode, coalesce(sum(r.guests + r.takes_seat::integer), 0)::integer as seats
           from meeting_seats s
           left join rsvps r on r.meeting_id = s.meeting_id and r.mode = s.mode and r.status in ('GOING', 'OFFERED')
          where s.meeting_id = any($1::uuid[])
          group by s.meeting_id, s.mode
       ) held
      where seats.meeting_id = held.meeting_id and seats.mode = held.mode
        and (seats.taken <> held.seats or seats.admitted_above <> coalesce(greatest(held.seats - seats.capacity, 0), 0))`,
    [meetingIds],
  );
}
