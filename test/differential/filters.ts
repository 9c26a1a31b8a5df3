/** What each filter of a list leaves, the naive way. */

import type { Invitation } from "../../src/groups/invitation.entity.ts";
import type { Membership } from "../../src/groups/membership.entity.ts";
import type { ApiKey } from "../../src/keys/api-key.entity.ts";
import type { Meeting } from "../../src/meetings/meeting.entity.ts";
import type { Anything } from "../support/anything.ts";
import { dayPartOf, isInSpan, type Span, weekdayOf } from "./clocks.ts";
import { isLiveKey, keysOf, statusOfMeeting } from "./facts.ts";
import { codeOf, isUndecided, joinedAt } from "./fields-of-attendance.ts";
import { FILTERS_OF_GIVING } from "./fields-of-giving.ts";
import * as introductions from "./fields-of-introductions.ts";
import { FILTERS_OF_RECALL } from "./fields-of-recall.ts";
import type { Type } from "./naive.ts";
import { relevanceIn } from "./pages.ts";
import { type Circle, isWithin } from "./places.ts";
import type { Sight } from "./sight.ts";
import { isInTitle } from "./words.ts";

const isWithinSpan = ({ startsAt }: Anything, { from, before }: Anything): boolean =>
  (from == null || startsAt >= new Date(from as string)) && (before == null || startsAt < new Date(before as string));
const isSpoken = (spoken: readonly string[], tags: readonly string[]): boolean =>
  spoken.some((tag) => tags.includes(tag) || tags.includes(tag.split("-")[0] ?? ""));
const hasFreeSeat = ({ id }: Meeting, { rows }: Sight): boolean =>
  rows.MeetingSeats.some((s) => s.meetingId === id && (s.capacity === null || s.taken < s.capacity));
/** A meeting that is to come, and that everybody sees who sees its group. */
const isComing = (m: Meeting, g: Anything, { now }: Sight): boolean =>
  m.groupId === g.id && m.publishedAt !== null && m.cancelledAt === null && m.endsAt > now;
/** One and the same meeting must fit the day, the hour and the mode. */
const fitsGroup = (m: Meeting, g: Anything, sight: Sight, { weekdays, dayParts, modes, timeZone }: Anything): boolean =>
  isComing(m, g, sight) &&
  (weekdays == null || weekdays.includes(weekdayOf(m, timeZone))) &&
  (dayParts == null || dayParts.includes(dayPartOf(m, timeZone))) &&
  (modes == null || modes.includes(m.mode));

type Filters = Readonly<Record<string, (row: Anything, value: Anything, sight: Sight, filter: Anything) => boolean>>;
export const FILTERS: Readonly<Partial<Record<Type, Filters>>> = {
  ...FILTERS_OF_GIVING,
  Attendance: { codes: (a, codes: string[], { rows }) => codes.includes(codeOf(rows, a as never) ?? "") },
  Mark: { undecided: (m, value, { rows }) => isUndecided(rows, m as never) === value },
  GroupImport: { statuses: (i, statuses: string[]) => statuses.includes(i.status) },
  PersonMerge: { standing: (m, value) => (m.undoneAt === null) === value },
  ApiKey: { isLive: (k, value, sight) => isLiveKey(k as ApiKey, sight) === value },
  RoleTerm: { standing: (t, value) => (t.takenUpAt !== null && t.endedOn === null) === value },
  GroupReport: { isOpen: (r, value) => (r.decidedAt === null) === value },
  Ban: { standing: (b, value) => (b.liftedAt === null) === value },
  Visitor: { hasJoined: (x, value, { rows }) => (joinedAt(rows, x as never) !== null) === value },
  ...FILTERS_OF_RECALL,
  ConnectedPair: { origins: (c, origins: string[]) => origins.includes(c.origin as string) },
  Group: {
    topics: (g, ids: string[], { rows }) =>
      rows.GroupTopic.some((link) => link.groupId === g.id && keysOf("Topic", ids).includes(link.topicId)),
    near: (g, circle: Circle) => isWithin(circle, g.latitude as number | null, g.longitude as number | null),
    countries: (g, countries: string[]) => countries.includes(g.country as string),
    query: (g, query: string) => relevanceIn(query, g as object) !== null,
    languages: (g, tags: string[]) => isSpoken(g.languages as string[], tags),
    weekdays: (g, _days, sight, filter) => sight.rows.Meeting.some((m) => fitsGroup(m, g, sight, filter)),
    dayParts: (g, _parts, sight, filter) => sight.rows.Meeting.some((m) => fitsGroup(m, g, sight, filter)),
    modes: (g, _modes, sight, filter) => sight.rows.Meeting.some((m) => fitsGroup(m, g, sight, filter)),
    timeZone: () => true,
    hasSeatsWithin: (g, span, sight) =>
      sight.rows.Meeting.some((m) => isComing(m, g, sight) && isWithinSpan(m, span) && hasFreeSeat(m, sight)),
    joinModes: (g, modes: string[]) => modes.includes(g.joinMode as string),
    viewerIsMember: (g, value, sight) => sight.isMember(g.id as string) === value,
  },
  Introduction: {
    states: (i, states: string[], sight) => states.includes(introductions.stateOf(i as never, sight)),
    asConnector: (i, value, sight) =>
      value ? introductions.isConnector(i as never, sight) : introductions.isParty(i as never, sight),
  },
  IntroductionRequest: introductions.FILTERS_OF_REQUESTS,
  Invitation: { isOpen: (i, value, sight) => sight.isOpen(i as Invitation) === value },
  Meeting: {
    upcoming: (m, value, { now }) => m.endsAt > now === value,
    startsAt: (m, span) => isWithinSpan(m, span),
    query: (m, query: string, { rows }) => {
      const group = rows.Group.find((g) => g.id === m.groupId);
      const found = group !== undefined && relevanceIn(query, group) !== null;
      return found || isInTitle(query, m.title as string);
    },
    topics: (m, ids: string[], { rows }) =>
      rows.GroupTopic.some((link) => link.groupId === m.groupId && keysOf("Topic", ids).includes(link.topicId)),
    near: (m, circle: Circle, { rows }) => {
      const group = rows.Group.find((g) => g.id === m.groupId);
      const own = m.placeLatitude !== null;
      const [latitude, longitude] = own
        ? [m.placeLatitude, m.placeLongitude]
        : [group?.latitude ?? null, group?.longitude ?? null];
      return m.mode !== "ONLINE" && isWithin(circle, latitude as number | null, longitude as number | null);
    },
    weekdays: (m, days: string[], _sight, { timeZone }) => days.includes(weekdayOf(m as Meeting, timeZone)),
    dayParts: (m, parts: string[], _sight, { timeZone }) => parts.includes(dayPartOf(m as Meeting, timeZone)),
    localTime: (m, span: Span, _sight, { timeZone }) => isInSpan(m as Meeting, span, timeZone),
    timeZone: () => true,
    languages: (m, tags: string[], { rows }) =>
      isSpoken(
        m.language === null ? (rows.Group.find((g) => g.id === m.groupId)?.languages ?? []) : [m.language],
        tags,
      ),
    hasSeats: (m, value, sight) => hasFreeSeat(m as Meeting, sight) === value,
    statuses: (m, statuses: string[]) => statuses.includes(statusOfMeeting(m as Meeting)),
    groups: (m, ids: string[]) => keysOf("Group", ids).includes(m.groupId as string),
    modes: (m, modes: string[]) => modes.includes(m.mode as string),
  },
  Topic: { query: (t, query: string) => relevanceIn(query, t as object) !== null },
  Membership: {
    roles: (m, roles: string[]) => roles.includes(m.role as string),
    statuses: (m, statuses: string[], sight) => statuses.includes(sight.statusOf(m as Membership)),
  },
  Rsvp: {
    statuses: (r, statuses: string[]) => statuses.includes(r.status as string),
    modes: (r, modes: string[]) => modes.includes(r.mode as string),
    upcoming: (r, value, { rows, now }) => rows.Meeting.some((m) => m.id === r.meetingId && m.endsAt > now === value),
  },
};
