import { In } from "typeorm";
import { Meeting } from "../meetings/meeting.entity.ts";
import {
  CAPACITY_MAX,
  DESCRIPTION_LENGTH_MAX,
  DURATION_MINUTES_MAX,
  newDetails,
  TITLE_LENGTH_MAX,
} from "../meetings/meeting-details.ts";
import type { TakePartMode } from "../meetings/meeting-mode.ts";
import { MeetingMode, waysToTakePart } from "../meetings/meeting-mode.ts";
import { PLACE_ADDRESS_LENGTH_MAX, PLACE_CITY_LENGTH_MAX, PLACE_NAME_LENGTH_MAX } from "../meetings/meeting-place.ts";
import { MeetingSeats } from "../meetings/meeting-seats.entity.ts";
import { meetingTime } from "../meetings/meeting-time.ts";
import { insertRows } from "../platform/bulk-rows.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import type { CsvColumns } from "../platform/csv/match-heading.ts";
import type { Moment } from "../platform/csv/moment.ts";
import { newId } from "../platform/ids.ts";
import { CountryCode } from "../platform/scalars/country-code.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { changeMeeting } from "./change-meeting.ts";
import { EXTERNAL_ID_LENGTH_MAX, ExternalId, ExternalIdKind } from "./external-id.entity.ts";
import { externalObjects } from "./external-objects.ts";
import type { Importer, ImportJob } from "./import-job.ts";

const COLUMNS: CsvColumns = {
  meeting_id: {
    about: "The meeting's id in the files of this group, up to 200 characters; its start if empty.",
    alsoCalled: ["id", "external id", "event id", "no", "number"],
  },
  title: {
    about: "Up to 200 characters; must be given for a new meeting.",
    alsoCalled: ["name", "topic", "subject", "event"],
  },
  starts: {
    about: "Date and time, such as 2019-01-31 19:00, in the group's zone unless it carries an offset.",
    alsoCalled: ["start", "starts at", "start time", "date", "date time", "when", "starts at local"],
  },
  time: { about: "Time of day, such as 19:00, where `starts` is only a date.", alsoCalled: ["time of day", "hour"] },
  ends: { about: "When it ends; or give the duration.", alsoCalled: ["end", "ends at", "end time"] },
  duration_minutes: {
    about: "Length in minutes, 1 to 10,080; 120 if neither this nor `ends` is given.",
    alsoCalled: ["duration", "minutes", "length"],
  },
  time_zone: { about: "IANA name of the zone its clock is in; the group's if empty.", alsoCalled: ["tz"] },
  mode: {
    about: "in person, online or hybrid; if empty, by whether a place or a link is given.",
    alsoCalled: ["format", "type"],
  },
  place: {
    about: "Name of the place, up to 200 characters.",
    alsoCalled: ["venue", "location", "where", "place name"],
  },
  address: { about: "Street and house, up to 500 characters.", alsoCalled: ["street"] },
  city: { about: "Up to 120 characters.", alsoCalled: ["town"] },
  country: { about: "Two letters, such as GB.", alsoCalled: ["country code"] },
  online_url: { about: "Link to take part online.", alsoCalled: ["link", "url", "online link"] },
  description: { about: "Up to 10,000 characters; line breaks are kept.", alsoCalled: ["details", "about"] },
  agenda: { about: "Up to 10,000 characters." },
  language: { about: "BCP 47 tag, such as en." },
  in_person_capacity: {
    about: "Seats at the place; no limit if empty.",
    alsoCalled: ["capacity", "seats", "max attendees", "places"],
  },
  online_capacity: { about: "Seats online; no limit if empty." },
  status: { about: "scheduled, draft or cancelled; scheduled if empty.", alsoCalled: ["state"] },
};

const MODES: Readonly<Record<MeetingMode, readonly string[]>> = {
  IN_PERSON: ["on site", "offline", "physical", "f2f", "face to face"],
  ONLINE: ["virtual", "remote", "zoom"],
  HYBRID: ["both"],
};
type ImportedStatus = "SCHEDULED" | "DRAFT" | "CANCELLED";
const STATUSES: Readonly<Record<ImportedStatus, readonly string[]>> = {
  SCHEDULED: ["published", "past", "upcoming", "held", "active", "confirmed"],
  DRAFT: [],
  CANCELLED: ["canceled"],
};

const DURATION_MINUTES = 120;
const MINUTE_MS = 60_000;

/** What a line says of a meeting: columns to write, and its seats. */
export interface MeetingTold {
  readonly columns: Partial<Meeting>;
  readonly mode: MeetingMode | null;
  readonly status: ImportedStatus | null;
  readonly seats: Readonly<Record<TakePartMode, number | null>>;
}

/** Brings in meetings, past ones above all: what no act can do any more. A file may correct what an earlier one said. */
export const importMeetings = (): Importer => ({ columns: COLUMNS, required: [["starts"]], take });

async function take(ctx: Context, job: ImportJob, rows: readonly CsvRow[]): Promise<void> {
  const lines = rows.map((row) => ({ row, told: told(job, row), externalId: "" }));
  for (const line of lines) {
    // Whoever keeps no ids knows their meetings by their time.
    line.externalId = line.row.oneLine("meeting_id", EXTERNAL_ID_LENGTH_MAX) ?? line.told.columns.startsAtLocal ?? "";
  }
  const single = lines.filter(
    ({ row, externalId }) => externalId !== "" && job.isFirst(row, "this meeting", externalId),
  );
  const idOf = await externalObjects(
    ctx,
    job.group.id,
    ExternalIdKind.MEETING,
    single.map(({ externalId }) => externalId),
  );
  const known = await ctx.db.findBy(Meeting, { id: In([...idOf.values()]) });
  const byId = new Map(known.map((meeting) => [meeting.id, meeting]));

  const made: {
    meeting: Partial<Meeting> & { id: string; mode: MeetingMode };
    told: MeetingTold;
    externalId: string;
  }[] = [];
  for (const { row, told, externalId } of single) {
    const meeting = byId.get(idOf.get(externalId) ?? "");
    if (!meeting && !told.columns.title) row.fault("title is missing");
    if (!row.isGood) continue;
    if (meeting) job.counts[await changeMeeting(ctx, row, meeting, told)]++;
    else made.push({ meeting: newMeeting(ctx, job, told), told, externalId });
  }
  await insertRows(
    ctx.db,
    Meeting,
    made.map(({ meeting }) => meeting),
  );
  await insertRows(
    ctx.db,
    MeetingSeats,
    made.flatMap(({ meeting, told }) =>
      waysToTakePart(meeting.mode).map((mode) => ({ meetingId: meeting.id, mode, capacity: told.seats[mode] })),
    ),
  );
  await insertRows(
    ctx.db,
    ExternalId,
    made.map(({ meeting, externalId }) => ({
      groupId: job.group.id,
      kind: ExternalIdKind.MEETING,
      externalId,
      objectId: meeting.id,
    })),
  );
  job.counts.created += made.length;
}

function told(job: ImportJob, row: CsvRow): MeetingTold {
  const given = {
    ...timeOf(job, row),
    title: row.oneLine("title", TITLE_LENGTH_MAX),
    placeName: row.oneLine("place", PLACE_NAME_LENGTH_MAX),
    placeAddress: row.oneLine("address", PLACE_ADDRESS_LENGTH_MAX),
    placeCity: row.oneLine("city", PLACE_CITY_LENGTH_MAX),
    placeCountry: row.scalar("country", CountryCode),
    onlineUrl: row.url("online_url"),
    description: row.paragraphs("description", DESCRIPTION_LENGTH_MAX),
    agenda: row.paragraphs("agenda", DESCRIPTION_LENGTH_MAX),
    language: row.scalar("language", LanguageTag),
  };
  const mode = row.word("mode", MODES);
  if (mode === MeetingMode.ONLINE && given.placeName) row.fault("place does not go with a meeting that is only online");
  if (mode === MeetingMode.IN_PERSON && given.onlineUrl) {
    row.fault("online_url does not go with a meeting that is only in person");
  }
  if (!given.placeName && (given.placeAddress ?? given.placeCity ?? given.placeCountry)) {
    row.fault("an address needs the name of the place");
  }
  return {
    columns: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
    mode,
    status: row.word("status", STATUSES),
    seats: {
      IN_PERSON: row.integer("in_person_capacity", 0, CAPACITY_MAX),
      ONLINE: row.integer("online_capacity", 0, CAPACITY_MAX),
    },
  };
}

function timeOf(job: ImportJob, row: CsvRow): Partial<Meeting> {
  const timeZone = row.scalar("time_zone", TimeZone) ?? job.group.timeZone;
  const start = startOf(row, timeZone);
  const end = row.moment("ends", timeZone);
  const length = row.integer("duration_minutes", 1, DURATION_MINUTES_MAX);
  if (start === null || start.local === null) {
    row.refuse(row.isGood, start ? "starts has no time of day" : "starts is missing");
    return {};
  }
  const minutes = minutesFrom(start, end, length);
  if (minutes === null) {
    row.fault("ends is not 1 to 10,080 whole minutes after starts");
    return {};
  }
  // By the instant, as an offset may say which of two equal times on the wall is meant.
  const time = meetingTime(start.local, timeZone, minutes);
  return { ...time, startsAt: start.at, endsAt: new Date(start.at.getTime() + minutes * MINUTE_MS) };
}

function minutesFrom(start: Moment, end: Moment | null, length: number | null): number | null {
  const minutes = end ? (end.at.getTime() - start.at.getTime()) / MINUTE_MS : (length ?? DURATION_MINUTES);
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= DURATION_MINUTES_MAX ? minutes : null;
}

function startOf(row: CsvRow, timeZone: string): Moment | null {
  const start = row.moment("starts", timeZone);
  const time = row.text("time");
  if (!start || start.local !== null || time === null) return start;
  return row.momentAt("time", start.day, timeZone);
}

function newMeeting(ctx: Context, job: ImportJob, { columns, mode, status }: MeetingTold) {
  const now = ctx.clock.now();
  const announced = columns.startsAt && columns.startsAt < now ? columns.startsAt : now;
  return {
    ...newDetails({}),
    id: newId(),
    groupId: job.group.id,
    mode: mode ?? modeBy(columns),
    publishedAt: status === "DRAFT" ? null : announced,
    cancelledAt: status === "CANCELLED" ? announced : null,
    createdAt: now,
    updatedAt: now,
    ...columns,
  };
}

const modeBy = ({ placeName, onlineUrl }: Partial<Meeting>): MeetingMode => {
  if (!onlineUrl) return MeetingMode.IN_PERSON;
  return placeName ? MeetingMode.HYBRID : MeetingMode.ONLINE;
};
