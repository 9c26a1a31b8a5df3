/**
 * The seat counter of a meeting, the only road to `meeting_seats`. Every move is one conditional statement, so
 * that counting and taking can never come apart, however many ask for the last seat at once. Guests count.
 */
import type { Context } from "../platform/context.ts";
import type { Meeting } from "./meeting.entity.ts";
import type { TakePartMode } from "./meeting-mode.ts";

/**
 * Takes so many seats if that many are free, all or none. Afterwards the row stays locked until the
 * transaction ends, so whoever asks next sees what was decided here.
 *
 * @returns whether they were taken; false also where the meeting has no seats of that mode
 */
export async function takeSeats(ctx: Context, meetingId: string, mode: TakePartMode, seats: number): Promise<boolean> {
  return moved(
    await ctx.db.query(
      `update meeting_seats set taken = taken + $3::integer
        where meeting_id = $1 and mode = $2 and (capacity is null or taken + $3::integer <= capacity) returning taken`,
      [meetingId, mode, seats],
    ),
  );
}

/**
 * Takes so many seats whether or not they are free: an organiser admits somebody knowingly.
 *
 * @returns false only where the meeting has no seats of that mode
 */
export async function takeSeatsAboveCapacity(
  ctx: Context,
  meetingId: string,
  mode: TakePartMode,
  seats: number,
): Promise<boolean> {
  return moved(
    await ctx.db.query(
      `update meeting_seats set taken = taken + $3::integer, admitted_above = greatest(taken + $3::integer - capacity, 0)
        where meeting_id = $1 and mode = $2 returning taken`,
      [meetingId, mode, seats],
    ),
  );
}

/** Gives so many seats back. What was admitted above capacity shrinks first, so that a seat is free only below it. */
export async function releaseSeats(ctx: Context, meetingId: string, mode: TakePartMode, seats: number): Promise<void> {
  const released = moved(
    await ctx.db.query(
      `update meeting_seats set taken = taken - $3::integer, admitted_above = greatest(taken - $3::integer - capacity, 0)
        where meeting_id = $1 and mode = $2 returning taken`,
      [meetingId, mode, seats],
    ),
  );
  if (!released) throw new Error("Seats were released that nobody can have taken.");
}

/** How many are free now; null for no limit, 0 where there are none of that mode. Locks the row: decide, then move. */
export async function lockFreeSeats(ctx: Context, meetingId: string, mode: TakePartMode): Promise<number | null> {
  const rows: { free: number | null }[] = await ctx.db.query(
    "select case when capacity is not null then greatest(capacity - taken, 0) end as free from meeting_seats where meeting_id = $1 and mode = $2 for update",
    [meetingId, mode],
  );
  const [row] = rows;
  return row ? row.free : 0;
}

/** Opens the seats of a way of taking part that these meetings begin to offer. */
export async function openSeats(
  ctx: Context,
  meetingIds: readonly string[],
  mode: TakePartMode,
  capacity: number | null,
): Promise<void> {
  await ctx.db.query(
    `insert into meeting_seats (meeting_id, mode, capacity)
     select id, $2::text, $3::integer from unnest($1::uuid[]) id on conflict do nothing`,
    [meetingIds, mode, capacity],
  );
}

type Claim = (ctx: Context, meetingId: string, mode: TakePartMode) => Promise<boolean>;
const claims: Claim[] = [];

/** Rooms above say whether somebody counts on a way of taking part, with a seat or without: then it stays open. */
export function whenSeatsClose(isWanted: Claim): void {
  claims.push(isWanted);
}

/**
 * Closes the seats of a way of taking part, if nobody has one or counts on one. The caller holds the meeting.
 *
 * @returns whether there are none of that mode any more
 */
export async function closeSeats(ctx: Context, meetingId: string, mode: TakePartMode): Promise<boolean> {
  for (const isWanted of claims) if (await isWanted(ctx, meetingId, mode)) return false;
  await ctx.db.query("delete from meeting_seats where meeting_id = $1 and mode = $2 and taken = 0", [meetingId, mode]);
  const left: unknown[] = await ctx.db.query("select 1 from meeting_seats where meeting_id = $1 and mode = $2", [
    meetingId,
    mode,
  ]);
  return left.length === 0;
}

/**
 * Sets how many seats there are, null for no limit. Lowered below what is taken it evicts nobody: the
 * surplus counts as admitted above capacity until it melts away.
 *
 * @returns what became of it; only a raised one can have freed seats
 */
export async function setCapacity(
  ctx: Context,
  meetingId: string,
  mode: TakePartMode,
  capacity: number | null,
): Promise<"raised" | "lowered" | "unchanged"> {
  const rows: { capacity: number | null }[] = await ctx.db.query(
    "select capacity from meeting_seats where meeting_id = $1 and mode = $2 for update",
    [meetingId, mode],
  );
  const before = rows[0]?.capacity;
  if (before === undefined || before === capacity) return "unchanged";
  await ctx.db.query(
    `update meeting_seats set capacity = $3::integer, admitted_above = greatest(taken - $3::integer, 0)
      where meeting_id = $1 and mode = $2`,
    [meetingId, mode, capacity],
  );
  if (capacity === null) return "raised";
  return before !== null && capacity > before ? "raised" : "lowered";
}

type Consequence = (ctx: Context, meeting: Meeting, mode: TakePartMode) => Promise<void>;
const consequences: Consequence[] = [];

/**
 * Rooms above say what must follow at once, in the same transaction, when there are more seats: those who wait have them
 * before anybody new comes. Whatever may follow later reacts to `meeting.capacityRaised` instead.
 */
export function whenCapacityRises(consequence: Consequence): void {
  consequences.push(consequence);
}

/** To be called once the meeting is written, by who raised its capacity. */
export async function capacityRose(ctx: Context, meeting: Meeting, mode: TakePartMode): Promise<void> {
  for (const consequence of consequences) await consequence(ctx, meeting, mode);
}

/** TypeORM answers an UPDATE with its rows and their number. */
const moved = ([, count]: [unknown[], number]): boolean => count > 0;
