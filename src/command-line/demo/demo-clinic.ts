import { newDetails } from "../../meetings/meeting-details.ts";
import { MeetingMode } from "../../meetings/meeting-mode.ts";
import { MeetingSeries } from "../../meetings/meeting-series.entity.ts";
import type { Context } from "../../platform/context.ts";
import { makeOccurrences } from "../../series/make-occurrences.ts";
import { daysFrom, localOn } from "./demo-days.ts";
import { groupId, zoneOf } from "./demo-groups.ts";
import { demoId } from "./demo-people.ts";

/** Every Thursday evening, in English, with chairs enough: what a newcomer finds. */
export async function plantClinic(ctx: Context): Promise<void> {
  const timeZone = zoneOf("kanalCoders");
  const series = ctx.db.create(MeetingSeries, {
    ...newDetails({}),
    id: demoId(0x202),
    groupId: groupId("kanalCoders"),
    title: "Code clinic: bring what does not work",
    mode: MeetingMode.IN_PERSON,
    durationMinutes: 90,
    placeName: "Werkstatt an der Schleuse",
    placeCity: "Berlin",
    placeCountry: "DE",
    recurrenceRule: "FREQ=WEEKLY;BYDAY=TH",
    firstStartsAtLocal: localOn(ctx, timeZone, 0, "18:30"),
    timeZone,
    language: "en",
    inPersonCapacity: 12,
    onlineCapacity: null,
    rsvpOpensMinutesBefore: null,
    rsvpClosesMinutesBefore: null,
    madeUntil: null,
    endedAt: null,
    createdAt: daysFrom(ctx, -30),
    updatedAt: daysFrom(ctx, -30),
    version: 1,
  });
  await ctx.db.insert(MeetingSeries, series);
  await makeOccurrences(ctx, series);
}
