/** The other half of the world: series, meetings, their seats, hosts and speakers, and the answers to them. */
import type { Group } from "../../src/groups/group.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { MeetingMode, TakePartMode, waysToTakePart } from "../../src/meetings/meeting-mode.ts";
import { MeetingRole, MeetingRoleKind } from "../../src/meetings/meeting-role.entity.ts";
import { MeetingSeats } from "../../src/meetings/meeting-seats.entity.ts";
import { MeetingSeries } from "../../src/meetings/meeting-series.entity.ts";
import type { Person } from "../../src/people/person.entity.ts";
import { localTimeOf } from "../../src/platform/zones.ts";
import { Rsvp, RsvpStatus } from "../../src/rsvps/rsvp.entity.ts";
import { StandingRsvp } from "../../src/standing-rsvps/standing-rsvp.entity.ts";
import { at, type Planter } from "./planter.ts";
import { plantAttendance } from "./world-of-attendance.ts";

type Rows<E> = readonly (Partial<E> & { readonly id: string })[];

const MEETINGS_PER_GROUP = 9;

export async function plantMeetings(p: Planter, people: Rows<Person>, groups: Rows<Group>): Promise<void> {
  p.begin("meetings");
  const series = await plantSeries(p, groups);
  const meetings = groups.flatMap(({ id: groupId }) =>
    Array.from({ length: MEETINGS_PER_GROUP }, (_, index) => {
      const own = series.filter((one) => one.groupId === groupId);
      const made = { ...meeting(p, groupId), ...(index % 2 ? occurrence(p, own, index) : {}), ...aheadOf(p, index) };
      return { ...made, startsAtLocal: localTimeOf(made.startsAt, made.timeZone) };
    }),
  );
  await p.insert(Meeting, meetings);
  await p.insert(
    MeetingSeats,
    meetings.flatMap((one) => seatsOf(p, one)),
  );
  await p.insert(
    MeetingRole,
    meetings.flatMap(({ id }) => rolesOf(p, id, people)),
  );
  // Half of the people answer to nothing of a group, so that it knows them by other things, or not at all.
  const answerersOf = ({ groupId }: { groupId: string }) => {
    const odd = groups.findIndex(({ id }) => id === groupId) % 2;
    return people.filter((_, index) => index % 2 === odd || index < 4);
  };
  p.begin("attendance");
  await plantAttendance(p, people, meetings);
  p.begin("answers");
  await p.insert(
    StandingRsvp,
    series.flatMap((one) => standingAnswers(p, one, people)),
  );
  await p.insert(
    Rsvp,
    meetings.flatMap((one) => answersTo(p, one, answerersOf(one))),
  );
}

function place(p: Planter) {
  const { latitude, longitude } = p.point();
  return p.chance.chance(0.3)
    ? {}
    : {
        placeName: p.text(),
        placeAddress: p.orNull(p.text()),
        placeCity: p.orNull(p.text()),
        placeCountry: p.orNull(p.country()),
        placeLatitude: latitude,
        placeLongitude: longitude,
      };
}

async function plantSeries(p: Planter, groups: Rows<Group>): Promise<Rows<MeetingSeries>> {
  const series = groups.flatMap(({ id: groupId }) =>
    Array.from({ length: 2 }, (_, index) => ({
      id: p.id(),
      groupId,
      recurrenceRule: "FREQ=WEEKLY;BYDAY=TU",
      firstStartsAtLocal: "2026-05-05T07:00:00",
      timeZone: p.zone(),
      durationMinutes: 60,
      title: p.text(),
      description: p.orNull(p.text()),
      language: p.orNull(p.language()),
      mode: p.chance.pick(Object.values(MeetingMode)),
      ...place(p),
      agenda: p.orNull(p.text()),
      onlineUrl: p.orNull(p.link()),
      inPersonCapacity: p.chance.pick([null, 5]),
      costMinorUnits: index ? 1250 : null,
      currency: index ? "GBP" : null,
      offerMinutes: 60,
      onlineCapacity: p.orNull(p.chance.int(9)),
      rsvpOpensMinutesBefore: p.orNull(20_160),
      rsvpClosesMinutesBefore: p.orNull(60),
      offerCutoffMinutes: 0,
      endedAt: index ? p.orNull(p.moment()) : null,
      madeUntil: p.orNull(p.moment()),
      createdAt: p.moment(),
      updatedAt: p.moment(),
      version: 1 + p.chance.int(3),
    })),
  );
  await p.insert(MeetingSeries, series);
  return series;
}

function meeting(p: Planter, groupId: string) {
  const { chance } = p;
  // Over, over just now, running, about to start, and starting at the same time as others.
  const start = chance.pick([-300, -1, -0.5, 0, 1, 1, 24, 24, 500]);
  const cancelled = chance.chance(0.25);
  const costs = chance.chance(0.4);
  return {
    id: p.id(),
    groupId,
    title: p.text(),
    description: p.orNull(p.text()),
    agenda: p.orNull(p.text()),
    language: p.orNull(p.language()),
    mode: chance.pick(Object.values(MeetingMode)),
    ...place(p),
    onlineUrl: p.orNull(p.link()),
    startsAt: at(start),
    endsAt: at(start + 1),
    timeZone: p.zone(),
    startsAtLocal: "",
    durationMinutes: 60,
    ...answeringHours(p),
    guestsPerRsvpMax: chance.int(3),
    offerMinutes: 60,
    offerCutoffMinutes: 0,
    needsApproval: chance.chance(0.5),
    allowsSelfCheckIn: chance.chance(0.5),
    costMinorUnits: costs ? chance.pick([0, 1250]) : null,
    currency: costs ? chance.pick(["GBP", "JPY"]) : null,
    publishedAt: chance.chance(0.7) ? p.moment() : null,
    cancelledAt: cancelled ? p.moment() : null,
    cancellationReason: cancelled ? p.orNull(p.text()) : null,
    movedFrom: p.orNull(at(-400)),
    sequence: chance.int(3),
    createdAt: p.moment(),
    updatedAt: p.moment(),
    version: 1 + chance.int(3),
  };
}

/** A draft, one open to answers, one closed to them on the dot, one not open yet, a cancelled one, one at the door. */
const AHEAD = [{ publishedAt: null }, {}, { rsvpClosesAt: at(0) }, { rsvpOpensAt: at(1 / 3_600_000) }] as const;

const aheadOf = (p: Planter, index: number) =>
  index < AHEAD.length
    ? {
        startsAt: at(24),
        endsAt: at(25),
        rsvpOpensAt: null,
        rsvpClosesAt: null,
        publishedAt: p.moment(),
        cancelledAt: null,
        cancellationReason: null,
        ...AHEAD[index],
      }
    : {};

/** Answers open before they close. */
function answeringHours(p: Planter) {
  const opens = p.orNull(p.chance.pick([-3, 0, 1 / 3_600_000]));
  const closes = p.orNull(p.chance.pick([-1, 0, 0.5, 23]));
  const closed = opens !== null && closes !== null && opens >= closes;
  return {
    rsvpOpensAt: opens === null ? null : at(opens),
    rsvpClosesAt: closes === null || closed ? null : at(closes),
  };
}

function occurrence(p: Planter, series: Rows<MeetingSeries>, index: number) {
  const originalStart = `2026-06-0${index}T07:00:00`;
  return { seriesId: p.chance.pick(series).id, originalStart, differsFromSeries: p.chance.chance(0.5) };
}

const seatsOf = (p: Planter, { id: meetingId, mode }: { id: string; mode: MeetingMode }) =>
  waysToTakePart(mode).map((way) => {
    const [capacity, taken] = p.chance.pick([
      [null, 7],
      [10, 0],
      [10, 10],
      [10, 12],
      [0, 0],
    ] as const);
    return { meetingId, mode: way, capacity, taken, admittedAbove: 2 };
  });

const rolesOf = (p: Planter, meetingId: string, people: Rows<Person>) =>
  p.chance.some(people, 0.15).map(({ id: personId }, index) => ({
    id: p.id(),
    meetingId,
    personId,
    role: p.chance.pick(Object.values(MeetingRoleKind)),
    takesSeat: p.chance.chance(0.5),
    // Neither by age nor by person.
    position: (index * 7 + 3) % 29,
  }));

/** The first, who is nothing to any group, stands at every door. */
const comesAsStranger = ({ id }: { id: string }, { endsAt }: { endsAt: Date }, people: Rows<Person>): boolean =>
  id === people[0]?.id && endsAt.getTime() === at(2).getTime();

const answersTo = (p: Planter, meeting: { id: string; groupId: string; endsAt: Date }, people: Rows<Person>) =>
  people
    .filter((one) => comesAsStranger(one, meeting, people) || p.chance.chance(0.6))
    .map((one) => {
      const { chance } = p;
      const [{ id: meetingId, groupId }, personId] = [meeting, one.id];
      const drawn = chance.weighted(Object.values(RsvpStatus), (one) =>
        one === "MAYBE" || one === "NOT_GOING" ? 1 : 2,
      );
      const status = comesAsStranger(one, meeting, people) ? RsvpStatus.GOING : drawn;
      const waits = status === RsvpStatus.WAITLISTED || status === RsvpStatus.OFFERED;
      const mode = chance.pick(Object.values(TakePartMode));
      return {
        id: p.id(),
        groupId,
        meetingId,
        personId,
        status,
        mode,
        onlineMeanwhile: mode === TakePartMode.IN_PERSON && chance.chance(0.5),
        guests: chance.int(3),
        isStanding: chance.chance(0.3),
        queuedAt: waits || chance.chance(0.3) ? p.moment() : null,
        offerExpiresAt: status === RsvpStatus.OFFERED ? at(chance.pick([-1, 0, 5])) : null,
        answeredById: chance.chance(0.6) ? personId : chance.pick(people).id,
        respondedAt: p.moment(),
        createdAt: p.moment(),
        updatedAt: p.moment(),
      };
    });

const standingAnswers = (p: Planter, { id, groupId }: Partial<MeetingSeries>, people: Rows<Person>) =>
  p.chance.some(people, 0.3).map(({ id: personId }) => ({
    id: p.id(),
    groupId,
    seriesId: id,
    personId,
    mode: p.chance.pick(Object.values(TakePartMode)),
    guests: p.chance.int(3),
    createdAt: p.moment(),
    updatedAt: p.moment(),
    endedAt: p.orNull(p.moment()),
  }));
