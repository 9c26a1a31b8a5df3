import { Meeting } from "../meetings/meeting.entity.ts";
import { TakePartMode, waysToTakePart } from "../meetings/meeting-mode.ts";
import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import { meetingTime } from "../meetings/meeting-time.ts";
import { openSeats } from "../meetings/seats.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { newId } from "../platform/ids.ts";
import { type Occurrence, occurrences } from "./occurrences.ts";
import { parseRule } from "./recurrence-rule.ts";

/** How far ahead the meetings of a series exist: half a year, as far as people plan. */
export const DAYS_AHEAD = 180;
/** Most meetings made at once; a daily series needs 180. */
export const OCCURRENCES_AT_ONCE_MAX = 200;
/** Where a series stands that has no occurrence left. */
const END_OF_TIME = new Date("9999-12-31T00:00:00.000Z");
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Up to where the meetings of every running series should be made. */
export const horizonOf = (now: Date): Date => new Date(now.getTime() + DAYS_AHEAD * DAY_MS);

/**
 * Makes the meetings of a series that are missing up to the horizon. The caller holds the row of the series; even so
 * `(series, originalStart)` is unique, so that running twice makes nothing twice. What should have been before now
 * is not made: nobody could have come.
 *
 * @returns primary keys of the meetings made
 */
export async function makeOccurrences(ctx: Context, series: MeetingSeries): Promise<readonly string[]> {
  const now = ctx.clock.now();
  const from = series.madeUntil && series.madeUntil > now ? series.madeUntil : now;
  const missing = expand(series, { from, before: horizonOf(now), limit: OCCURRENCES_AT_ONCE_MAX });
  const made = missing.length > 0 ? await insertMissing(ctx, series, missing) : [];

  series.madeUntil = madeUntil(series, missing, horizonOf(now));
  await ctx.db.update(MeetingSeries, series.id, { madeUntil: series.madeUntil });
  if (made.length > 0) {
    await emit(ctx, { name: "series.extended", seriesId: series.id, groupId: series.groupId, meetingIds: made });
  }
  return made;
}

const expand = (series: MeetingSeries, window: Parameters<typeof occurrences>[3]): Occurrence[] =>
  occurrences(parseRule(series.recurrenceRule), series.firstStartsAtLocal, series.timeZone, window);

function madeUntil(series: MeetingSeries, made: readonly Occurrence[], horizon: Date): Date {
  const last = made.at(-1);
  if (last && made.length === OCCURRENCES_AT_ONCE_MAX) return new Date(last.startsAt.getTime() + 1);
  const isExhausted = !last && expand(series, { from: horizon, limit: 1 }).length === 0;
  return isExhausted ? END_OF_TIME : horizon;
}

async function insertMissing(ctx: Context, series: MeetingSeries, missing: readonly Occurrence[]): Promise<string[]> {
  const inserted = await ctx.db
    .createQueryBuilder()
    .insert()
    .into(Meeting)
    .values(missing.map((occurrence) => meetingOf(ctx, series, occurrence)))
    .orIgnore()
    .returning("id")
    .execute();
  const made = (inserted.raw as { id: string }[]).map(({ id }) => id);
  for (const way of waysToTakePart(series.mode)) {
    const capacity = way === TakePartMode.IN_PERSON ? series.inPersonCapacity : series.onlineCapacity;
    await openSeats(ctx, made, way, capacity);
  }
  return made;
}

/** An occurrence as a meeting: it starts out with what its series says, and is published at once. */
function meetingOf(ctx: Context, series: MeetingSeries, { startsAtLocal }: Occurrence): Meeting {
  const now = ctx.clock.now();
  const time = meetingTime(startsAtLocal, series.timeZone, series.durationMinutes);
  const before = (minutes: number | null) =>
    minutes === null ? null : new Date(time.startsAt.getTime() - minutes * MINUTE_MS);
  return ctx.db.create(Meeting, {
    ...shared(series),
    ...time,
    id: newId(),
    groupId: series.groupId,
    seriesId: series.id,
    originalStart: startsAtLocal,
    rsvpOpensAt: before(series.rsvpOpensMinutesBefore),
    rsvpClosesAt: before(series.rsvpClosesMinutesBefore),
    publishedAt: now,
    createdAt: now,
    updatedAt: now,
  });
}

const shared = (s: MeetingSeries): Partial<Meeting> => ({
  title: s.title,
  description: s.description,
  agenda: s.agenda,
  language: s.language,
  mode: s.mode,
  placeName: s.placeName,
  placeAddress: s.placeAddress,
  placeCity: s.placeCity,
  placeCountry: s.placeCountry,
  placeLatitude: s.placeLatitude,
  placeLongitude: s.placeLongitude,
  onlineUrl: s.onlineUrl,
  guestsPerRsvpMax: s.guestsPerRsvpMax,
  offerMinutes: s.offerMinutes,
  offerCutoffMinutes: s.offerCutoffMinutes,
  needsApproval: s.needsApproval,
  allowsSelfCheckIn: s.allowsSelfCheckIn,
  costMinorUnits: s.costMinorUnits,
  currency: s.currency,
});
