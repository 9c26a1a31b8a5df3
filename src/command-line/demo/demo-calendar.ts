/** What happened in the demo world, and what is planned. */

import { Meeting } from "../../meetings/meeting.entity.ts";
import { newDetails } from "../../meetings/meeting-details.ts";
import { MeetingMode, TakePartMode } from "../../meetings/meeting-mode.ts";
import { MeetingSeries } from "../../meetings/meeting-series.entity.ts";
import type { Context } from "../../platform/context.ts";
import { localTimeOf } from "../../platform/zones.ts";
import { makeOccurrences } from "../../series/make-occurrences.ts";
import { occurrences } from "../../series/occurrences.ts";
import { parseRule } from "../../series/recurrence-rule.ts";
import { daysFrom, localOn } from "./demo-days.ts";
import { groupId, zoneOf } from "./demo-groups.ts";
import { plantMeeting, plantRoll, plantRsvps, soon } from "./demo-meetings.ts";
import { demoId, personId } from "./demo-people.ts";

const { IN_PERSON, ONLINE, HYBRID } = MeetingMode;
const AT_THE_BOATHOUSE = {
  placeName: "The Boathouse",
  placeAddress: "Wharf Road 3",
  placeCity: "Bristol",
  placeCountry: "GB",
};
const AT_THE_LOCK = { placeName: "Werkstatt an der Schleuse", placeCity: "Berlin", placeCountry: "DE" };

export async function plantCalendar(ctx: Context): Promise<void> {
  await plantBreakfasts(ctx);
  await plantCoffee(ctx);
  await plantSpecialMeetings(ctx);
  await plantEvenings(ctx);
  await plantElsewhere(ctx);
}

/** A weekly series that has run for seven weeks: its rolls are taken, its coming meetings made. */
async function plantBreakfasts(ctx: Context): Promise<void> {
  const seriesId = demoId(0x200);
  const rule = "FREQ=WEEKLY;BYDAY=TU";
  const timeZone = zoneOf("harbourBreakfast");
  const firstStartsAtLocal = localOn(ctx, timeZone, -49, "07:30");
  const details = { title: "Tuesday breakfast", mode: IN_PERSON, durationMinutes: 60, ...AT_THE_BOATHOUSE };
  const series = ctx.db.create(MeetingSeries, {
    ...newDetails({}),
    ...details,
    id: seriesId,
    groupId: groupId("harbourBreakfast"),
    recurrenceRule: rule,
    firstStartsAtLocal,
    timeZone,
    inPersonCapacity: 24,
    onlineCapacity: null,
    guestsPerRsvpMax: 1,
    rsvpOpensMinutesBefore: null,
    rsvpClosesMinutesBefore: 60,
    madeUntil: null,
    endedAt: null,
    createdAt: daysFrom(ctx, -60),
    updatedAt: daysFrom(ctx, -60),
    version: 1,
  });
  await ctx.db.insert(MeetingSeries, series);

  const past = occurrences(parseRule(rule), firstStartsAtLocal, timeZone, { before: daysFrom(ctx, -1 / 24), limit: 8 });
  for (const [index, { startsAtLocal, startsAt }] of past.entries()) {
    const id = demoId(0x210 + index);
    const rsvpClosesAt = new Date(startsAt.getTime() - 3_600_000);
    const occurrence = { seriesId, originalStart: startsAtLocal, startsAtLocal, rsvpClosesAt, guestsPerRsvpMax: 1 };
    await plantMeeting(ctx, { ...details, ...occurrence, id, of: "harbourBreakfast", inPersonCapacity: 24 });
    await plantPastBreakfast(ctx, id, index);
  }
  const [next] = await makeOccurrences(ctx, series);
  if (next) await plantNextBreakfast(ctx, next);
}

async function plantPastBreakfast(ctx: Context, meetingId: string, index: number): Promise<void> {
  const isOdd = index % 2 === 1;
  await plantRsvps(ctx, meetingId, [
    ["ada", "GOING"],
    ["hana", "GOING"],
    ["ben", "GOING", isOdd ? { guests: 1 } : {}],
    ["priya", isOdd ? "NOT_GOING" : "GOING"],
    ["dev", "GOING"],
    ["finn", isOdd ? "GOING" : "MAYBE"],
  ]);
  await plantRoll(ctx, meetingId, "hana", [
    ["ada", "PRESENT"],
    ["hana", "PRESENT"],
    ["ben", "PRESENT"],
    ...(isOdd ? [["walt", "PRESENT"] as const, ["priya", "EXCUSED"] as const] : [["priya", "PRESENT"] as const]),
    ...(index % 3 === 0 ? [["dev", "LATE"] as const] : [["dev", "PRESENT"] as const]),
    ...(index === 4 ? [["ines", "PRESENT"] as const] : []),
  ]);
}

/** By its key, as TypeORM gives the rows in no order of time. */
async function plantNextBreakfast(ctx: Context, made: string): Promise<void> {
  const { seriesId } = await ctx.db.findOneByOrFail(Meeting, { id: made });
  const [next] = await ctx.db.query<[{ id: string }]>(
    "select id from meetings where series_id = $1 and starts_at >= $2 order by starts_at limit 1",
    [seriesId, ctx.clock.now()],
  );
  await plantRsvps(ctx, next.id, [
    ["ada", "GOING"],
    ["hana", "GOING"],
    ["dev", "GOING"],
    ["priya", "MAYBE"],
    ["kit", "NOT_GOING"],
    ["ines", "GOING"],
  ]);
}

/** The one whose roll is open already. */
export const COFFEE_ID = demoId(0x220);

async function plantCoffee(ctx: Context): Promise<void> {
  const of = "harbourBreakfast";
  const startsAtLocal = localTimeOf(soon(ctx), zoneOf(of));
  await plantMeeting(ctx, {
    id: COFFEE_ID,
    of,
    title: "Coffee on the quay",
    description: "No agenda. The roll is open already: try it.",
    startsAtLocal,
    durationMinutes: 90,
    mode: HYBRID,
    ...AT_THE_BOATHOUSE,
    onlineUrl: "https://meet.harbour.example/coffee",
    inPersonCapacity: 12,
    allowsSelfCheckIn: true,
  });
  await plantRsvps(ctx, COFFEE_ID, [
    ["ada", "GOING"],
    ["ben", "GOING"],
    ["hana", "GOING"],
    ["finn", "GOING"],
    ["sam", "GOING", { mode: TakePartMode.ONLINE }],
    ["walt", "GOING", { answeredById: personId("ben") }],
    ["priya", "NOT_GOING"],
  ]);
}

/** One of each that an organiser has to do with: a full meeting with a queue, a draft, a cancelled one. */
async function plantSpecialMeetings(ctx: Context): Promise<void> {
  const of = "harbourBreakfast";
  const at = (days: number, time: string) => localOn(ctx, zoneOf(of), days, time);
  const supper = demoId(0x221);
  await plantMeeting(ctx, {
    id: supper,
    of,
    title: "Harbour supper: five chairs, one pot",
    description: "Full, as every time. Join the queue: somebody's boat always leaves early.",
    startsAtLocal: at(9, "19:00"),
    durationMinutes: 150,
    mode: IN_PERSON,
    ...AT_THE_BOATHOUSE,
    inPersonCapacity: 5,
    guestsPerRsvpMax: 1,
    costMinorUnits: 1_800,
    currency: "GBP",
  });
  await plantRsvps(ctx, supper, [
    ["ada", "GOING"],
    ["ben", "GOING", { guests: 1 }],
    ["priya", "GOING"],
    ["tomasz", "OFFERED", { offerExpiresAt: daysFrom(ctx, 1) }],
    ["finn", "WAITLISTED"],
    ["sam", "WAITLISTED", { guests: 1 }],
  ]);

  const outing = { of, startsAtLocal: at(30, "10:00"), durationMinutes: 360, mode: IN_PERSON } as const;
  await plantMeeting(ctx, { ...outing, id: demoId(0x222), title: "Boat trip, if the boat floats", publishedAt: null });
  await plantMeeting(ctx, {
    of,
    id: demoId(0x223),
    title: "Workshop: your story in two minutes",
    startsAtLocal: at(5, "18:00"),
    durationMinutes: 120,
    mode: ONLINE,
    onlineUrl: "https://meet.harbour.example/story",
    cancelledAt: daysFrom(ctx, -1),
    cancellationReason: "Our speaker is at sea. We find a new date.",
    sequence: 1,
  });
}

/** A monthly series, held in both ways, for everybody. */
async function plantEvenings(ctx: Context): Promise<void> {
  const timeZone = zoneOf("kanalCoders");
  const details = { title: "Kanal Coders: zwei Vorträge", mode: HYBRID, durationMinutes: 150, ...AT_THE_LOCK };
  const onlineUrl = "https://meet.kanal.example/abend";
  const series = ctx.db.create(MeetingSeries, {
    ...newDetails({}),
    ...details,
    id: demoId(0x201),
    groupId: groupId("kanalCoders"),
    recurrenceRule: "FREQ=MONTHLY;BYDAY=2TH",
    firstStartsAtLocal: localOn(ctx, timeZone, 0, "19:00"),
    timeZone,
    language: "de",
    onlineUrl,
    inPersonCapacity: 60,
    onlineCapacity: null,
    rsvpOpensMinutesBefore: null,
    rsvpClosesMinutesBefore: null,
    madeUntil: null,
    endedAt: null,
    createdAt: daysFrom(ctx, -300),
    updatedAt: daysFrom(ctx, -300),
    version: 1,
  });
  await ctx.db.insert(MeetingSeries, series);
  await makeOccurrences(ctx, series);

  const last = demoId(0x230);
  const startsAtLocal = localOn(ctx, timeZone, -12, "19:00");
  await plantMeeting(ctx, { ...details, id: last, of: "kanalCoders", startsAtLocal, onlineUrl, speakers: ["omar"] });
  await plantRsvps(ctx, last, [
    ["lena", "GOING"],
    ["omar", "GOING"],
    ["tomasz", "GOING"],
  ]);
  await plantRoll(ctx, last, "lena", [
    ["lena", "PRESENT"],
    ["omar", "LATE"],
  ]);
}

async function plantElsewhere(ctx: Context): Promise<void> {
  const noon = demoId(0x240);
  await plantMeeting(ctx, {
    id: noon,
    of: "southernFounders",
    title: "Lunch with numbers",
    startsAtLocal: localOn(ctx, zoneOf("southernFounders"), 3, "12:30"),
    durationMinutes: 45,
    mode: ONLINE,
    onlineUrl: "https://meet.southern.example/lunch",
    needsApproval: true,
  });
  await plantRsvps(ctx, noon, [
    ["mere", "GOING"],
    ["sam", "REQUESTED"],
  ]);
  await plantMeeting(ctx, {
    id: demoId(0x241),
    of: "quaysideCircle",
    title: "The circle",
    startsAtLocal: localOn(ctx, zoneOf("quaysideCircle"), 4, "20:00"),
    durationMinutes: 120,
    mode: IN_PERSON,
    placeName: "Eva's kitchen",
    inPersonCapacity: 6,
  });
  await plantRsvps(ctx, demoId(0x241), [
    ["eva", "GOING"],
    ["ben", "GOING"],
  ]);
  await plantMeeting(ctx, {
    id: demoId(0x242),
    of: "lanternAlumni",
    title: "First Thursday drinks",
    startsAtLocal: localOn(ctx, zoneOf("lanternAlumni"), 6, "18:30"),
    durationMinutes: 120,
    mode: IN_PERSON,
    placeName: "The Lantern Room",
    placeCity: "New York",
    placeCountry: "US",
  });
}
