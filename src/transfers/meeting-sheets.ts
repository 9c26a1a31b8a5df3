import { REASON_LENGTH_MAX } from "../meetings/cancel-meeting.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import {
  CAPACITY_MAX,
  DESCRIPTION_LENGTH_MAX,
  DURATION_MINUTES_MAX,
  GUESTS_PER_RSVP_MAX,
  OFFER_MINUTES_MAX,
  TITLE_LENGTH_MAX,
} from "../meetings/meeting-details.ts";
import { MeetingMode, TakePartMode, waysToTakePart } from "../meetings/meeting-mode.ts";
import { PLACE_ADDRESS_LENGTH_MAX, PLACE_CITY_LENGTH_MAX, PLACE_NAME_LENGTH_MAX } from "../meetings/meeting-place.ts";
import { MeetingRole, MeetingRoleKind } from "../meetings/meeting-role.entity.ts";
import { MeetingSeats } from "../meetings/meeting-seats.entity.ts";
import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import { MINOR_UNITS_MAX } from "../meetings/money.ts";
import { copyRows } from "../platform/copy-rows.ts";
import { globalId } from "../platform/ids.ts";
import { CountryCode } from "../platform/scalars/country-code.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { LocalDateTime } from "../platform/scalars/local-date-time.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { parseRule, RULE_LENGTH_MAX } from "../series/recurrence-rule.ts";
import { StandingRsvp } from "../standing-rsvps/standing-rsvp.entity.ts";
import {
  type Cell,
  decimal,
  id,
  instant,
  integer,
  line,
  meeting,
  paragraphs,
  pattern,
  person,
  scalar,
  series,
  url,
  word,
  yesOrNo,
} from "./cell.ts";
import type { Restoring } from "./restoring.ts";
import { type Column, column, copying, type Line, required, type Sheet, type Values } from "./sheet.ts";

const ofGroup = (_: Values, { group }: Restoring) => ({ groupId: group.id });
const capacity = integer(0, CAPACITY_MAX);
const SEQUENCE_MAX = 999_999_999;
const MINUTES_BEFORE_MAX = 5_256_000;

/** An RFC 5545 rule as we keep it. */
const rule: Cell = {
  ...line(RULE_LENGTH_MAX),
  like: "a recurrence rule",
  read: (text) => {
    try {
      parseRule(text);
      return text;
    } catch {
      return undefined;
    }
  },
};

/** What a series and a meeting share. */
const details = (of: string): Record<string, Column> => ({
  title: required(line(TITLE_LENGTH_MAX), `${of}.title`, "Title."),
  description: column(paragraphs(DESCRIPTION_LENGTH_MAX), `${of}.description`, "Line breaks are kept."),
  agenda: column(paragraphs(DESCRIPTION_LENGTH_MAX), `${of}.agenda`, "Line breaks are kept."),
  language: column(scalar(LanguageTag), `${of}.language`, "BCP 47 tag."),
  mode: required(word(MeetingMode), `${of}.mode`, "How one takes part."),
  place: column(line(PLACE_NAME_LENGTH_MAX), `${of}.place_name`, "Name of the place."),
  address: column(line(PLACE_ADDRESS_LENGTH_MAX), `${of}.place_address`, "Street and house."),
  city: column(line(PLACE_CITY_LENGTH_MAX), `${of}.place_city`, "Town or city."),
  country: column(scalar(CountryCode), `${of}.place_country`, "Two letters."),
  latitude: column(decimal, `${of}.place_latitude`, "Degrees, WGS 84."),
  longitude: column(decimal, `${of}.place_longitude`, "Degrees, WGS 84."),
  online_url: column(url, `${of}.online_url`, "Link to take part online."),
  guests_max: required(integer(0, GUESTS_PER_RSVP_MAX), `${of}.guests_per_rsvp_max`, "People that one may bring."),
  offer_minutes: required(integer(1, OFFER_MINUTES_MAX), `${of}.offer_minutes`, "How long a freed seat is held."),
  offer_cutoff_minutes: required(
    integer(0, MINUTES_BEFORE_MAX),
    `${of}.offer_cutoff_minutes`,
    "From so long before the start on a freed seat is given at once.",
  ),
  needs_approval: required(yesOrNo, `${of}.needs_approval`, "Whether an organiser approves each answer."),
  self_check_in: required(yesOrNo, `${of}.allows_self_check_in`, "Whether people may mark themselves present."),
  cost_minor_units: column(
    integer(0, MINOR_UNITS_MAX),
    `${of}.cost_minor_units`,
    "What it costs, in cents or the like.",
  ),
  currency: column(pattern("a currency such as EUR", /^[A-Z]{3}$/), `${of}.currency`, "ISO 4217."),
  time_zone: required(scalar(TimeZone), `${of}.time_zone`, "IANA name of the zone its clock is in."),
  duration_minutes: required(integer(1, DURATION_MINUTES_MAX), `${of}.duration_minutes`, "Length."),
});

const seriesColumns = {
  series_id: required(id("ser"), "s.id", "Id."),
  rule: required(rule, "s.recurrence_rule", "RFC 5545 rule."),
  first_starts: required(scalar(LocalDateTime), "s.first_starts_at_local", "First start, on the clock of its zone."),
  ...details("s"),
  in_person_capacity: column(capacity, "s.in_person_capacity", "Seats at the place; no limit if empty."),
  online_capacity: column(capacity, "s.online_capacity", "Seats online; no limit if empty."),
  rsvp_opens_minutes_before: column(
    integer(0, MINUTES_BEFORE_MAX),
    "s.rsvp_opens_minutes_before",
    "How long before the start answers are taken.",
  ),
  rsvp_closes_minutes_before: column(
    integer(0, MINUTES_BEFORE_MAX),
    "s.rsvp_closes_minutes_before",
    "Until how long before the start they are.",
  ),
  made_until: column(instant, "s.made_until", "Until when its meetings are made."),
  ended: column(instant, "s.ended_at", "When it was ended."),
  created: required(instant, "s.created_at", "When it was made."),
  updated: required(instant, "s.updated_at", "When it was last changed."),
};
const copySeries = copying(MeetingSeries, seriesColumns, ofGroup);

const seatsOf = (mode: TakePartMode): string =>
  `(select c.capacity from meeting_seats c where c.meeting_id = m.id and c.mode = '${mode}')`;

const meetings = {
  meeting_id: required(id("mtg"), "m.id", "Id."),
  series_id: column(series, "m.series_id", "Series that it is of."),
  original_start: column(scalar(LocalDateTime), "m.original_start", "What names it within its series."),
  differs_from_series: required(yesOrNo, "m.differs_from_series", "Whether it was changed by itself."),
  starts: required(instant, "m.starts_at", "Start."),
  ends: required(instant, "m.ends_at", "End."),
  starts_local: required(scalar(LocalDateTime), "m.starts_at_local", "Start on the clock of its zone."),
  ...details("m"),
  in_person_capacity: column(capacity, seatsOf(TakePartMode.IN_PERSON), "Seats at the place; no limit if empty."),
  online_capacity: column(capacity, seatsOf(TakePartMode.ONLINE), "Seats online; no limit if empty."),
  rsvp_opens: column(instant, "m.rsvp_opens_at", "From when on answers are taken."),
  rsvp_closes: column(instant, "m.rsvp_closes_at", "Until when."),
  published: column(instant, "m.published_at", "When it was published; empty for a draft."),
  cancelled: column(instant, "m.cancelled_at", "When it was cancelled."),
  cancellation_reason: column(paragraphs(REASON_LENGTH_MAX), "m.cancellation_reason", "Why, as people were told."),
  moved_from: column(instant, "m.moved_from", "Its start before it was last moved."),
  sequence: required(integer(0, SEQUENCE_MAX), "m.sequence", "How often its time, place or status changed."),
  created: required(instant, "m.created_at", "When it was made."),
  updated: required(instant, "m.updated_at", "When it was last changed."),
};
const copyMeetings = copying(Meeting, meetings, ofGroup);

const roles = {
  role_id: required(id("mro"), "r.id", "Id."),
  meeting_id: required(meeting, "r.meeting_id", "At which meeting."),
  person_id: required(person, "r.person_id", "Who."),
  role: required(word(MeetingRoleKind), "r.role", "What they do."),
  takes_seat: required(yesOrNo, "r.takes_seat", "Whether they take a seat when they come."),
  position: required(integer(0, SEQUENCE_MAX), "r.position", "Order in which they are named."),
};

const rsvps = {
  rsvp_id: required(id("rsv"), "r.id", "Id."),
  meeting_id: required(meeting, "r.meeting_id", "To which meeting."),
  person_id: required(person, "r.person_id", "Who answered."),
  answer: required(word(RsvpStatus), "r.status", "What they said, or where they wait."),
  mode: required(word(TakePartMode), "r.mode", "How they take part."),
  online_meanwhile: required(yesOrNo, "r.online_meanwhile", "Whether they come online while they wait for a chair."),
  guests: required(integer(0, GUESTS_PER_RSVP_MAX), "r.guests", "People they bring."),
  takes_seat: required(yesOrNo, "r.takes_seat", "Whether they take a seat themself."),
  queued: column(instant, "r.queued_at", "Their place in the queue."),
  offer_expires: column(instant, "r.offer_expires_at", "Until when a seat is held for them."),
  admitted_above: required(yesOrNo, "r.admitted_above", "Whether an organiser let them in above the capacity."),
  standing: required(yesOrNo, "r.is_standing", "Whether it follows from a standing answer."),
  answered_by: required(person, "r.answered_by_id", "Who gave the answer."),
  responded: required(instant, "r.responded_at", "When."),
  created: required(instant, "r.created_at", "When they first answered."),
  updated: required(instant, "r.updated_at", "When it was last changed."),
};

const standing = {
  standing_rsvp_id: required(id("srs"), "r.id", "Id."),
  series_id: required(series, "r.series_id", "To which series."),
  person_id: required(person, "r.person_id", "Whose."),
  mode: required(word(TakePartMode), "r.mode", "How they take part."),
  guests: required(integer(0, GUESTS_PER_RSVP_MAX), "r.guests", "People they bring."),
  created: required(instant, "r.created_at", "When it was given."),
  updated: required(instant, "r.updated_at", "When it was last changed."),
  ended: column(instant, "r.ended_at", "When it was ended."),
};

/** What the group planned, and who said they would come. */
export const meetingSheets: readonly Sheet[] = [
  {
    file: "series.csv",
    about: "Series of meetings.",
    columns: seriesColumns,
    from: "from meeting_series s where s.group_id = $1",
    order: "s.id",
    write: async (run, lines) => {
      for (const { values } of lines) {
        const key = values["series_id"] as string;
        run.series.set(globalId("ser", key), key);
      }
      await copySeries(run, lines);
    },
  },
  {
    file: "standing-rsvps.csv",
    about: "Answers to a whole series.",
    columns: standing,
    from: "from standing_rsvps r where r.group_id = $1",
    order: "r.series_id, r.id",
    write: copying(StandingRsvp, standing, ofGroup),
  },
  {
    file: "meetings.csv",
    about: "Meetings: past, coming, drafts and cancelled ones.",
    columns: meetings,
    from: "from meetings m where m.group_id = $1",
    order: "m.starts_at, m.id",
    write: writeMeetings,
  },
  {
    file: "meeting-roles.csv",
    about: "Hosts and speakers of meetings.",
    columns: roles,
    from: "from meeting_roles r join meetings m on m.id = r.meeting_id where m.group_id = $1",
    order: "m.starts_at, r.meeting_id, r.position, r.id",
    write: copying(MeetingRole, roles),
  },
  {
    file: "rsvps.csv",
    about: "What people said beforehand.",
    columns: rsvps,
    from: "from rsvps r join meetings m on m.id = r.meeting_id where m.group_id = $1",
    order: "m.starts_at, r.meeting_id, r.id",
    write: copying(Rsvp, rsvps, ofGroup),
  },
];

/** Meetings with their seats; how many of those are taken is counted when the answers are there. */
async function writeMeetings(run: Restoring, lines: readonly Line[]): Promise<void> {
  for (const { values } of lines) {
    const key = values["meeting_id"] as string;
    run.meetings.set(globalId("mtg", key), { id: key, startsAt: values["starts"] as Date });
  }
  await copyMeetings(run, lines);
  const seats = lines.flatMap(({ values }) =>
    waysToTakePart(values["mode"] as MeetingMode).map((mode) => ({
      meetingId: values["meeting_id"] as string,
      mode,
      capacity: values[mode === TakePartMode.IN_PERSON ? "in_person_capacity" : "online_capacity"] as number | null,
    })),
  );
  await copyRows(run.ctx.db, MeetingSeats, seats);
}
