import { ArgsType, Field, ID } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { organises } from "../groups/group.policy.ts";
import { Person } from "../people/person.entity.ts";
import type { Arguments } from "../platform/reads/arguments.ts";
import { hang, queries, reads, subscriptions } from "../platform/reads/declare.ts";
import { among, between, flag, idsOf } from "../platform/reads/filters.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import { absent, and, eq, integer, isOneOf, not, type Sql, sql, TRUE } from "../platform/reads/sql.ts";
import { Meeting } from "./meeting.entity.ts";
import { isListedMeeting, visibleMeeting, visibleMeetingRole, visibleMeetingSeats } from "./meeting.policy.ts";
import { DURATION_MINUTES_MAX } from "./meeting-details.ts";
import { MeetingMode, TakePartMode } from "./meeting-mode.ts";
import { placeOf } from "./meeting-place.ts";
import { MeetingRole, MeetingRoleKind } from "./meeting-role.entity.ts";
import { MEETING_ROLES_MAX } from "./meeting-roles.ts";
import { MeetingSeats, SeatsByMode } from "./meeting-seats.entity.ts";
import { MeetingStatus } from "./meeting-status.ts";
import { costOf } from "./money.ts";

type M = Row<Meeting>;

/** The status as it follows from two moments. */
const status = (m: M): Sql =>
  sql`case when ${m.cancelledAt} is not null then 'CANCELLED' when ${m.publishedAt} is not null then 'SCHEDULED' else 'DRAFT' end`;

/** Over, by the request's clock. */
export const ended = (m: M, v: Viewer): Sql => sql`${m.endsAt} <= ${v.now}`;

/** Not yet ended. The second half follows from the longest duration; it is there for the indexes on the start. */
export const upcoming = (m: M, v: Viewer): Sql =>
  and(
    sql`${m.endsAt} > ${v.now}`,
    sql`${m.startsAt} > ${v.now} - ${integer(DURATION_MINUTES_MAX)} * interval '1 minute'`,
  );

const open = (m: M, v: Viewer): Sql => and(absent(m.cancelledAt), not(ended(m, v)));

reads(Meeting, {
  prefix: "mtg",
  description: "meetings",
  visible: visibleMeeting,
  orders: (m) => ({
    STARTS_AT: { by: m.startsAt, description: "By start, soonest first when ascending." },
    CREATED_AT: { by: m.createdAt, description: "By when they were put on the calendar." },
  }),
  filters: (m, v) => ({
    upcoming: flag(upcoming(m, v), ended(m, v), {
      description: "Not yet ended by the server's clock when true, over when false; cancelled ones are among both.",
    }),
    startsAt: between(m.startsAt, { description: "Starting within this span of time." }),
    statuses: among(status(m), MeetingStatus),
    groups: idsOf(m.groupId, Group),
    modes: among(m.mode, MeetingMode),
  }),
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "The group that meets." }),
    status: t.value(() => MeetingStatus, status, {
      description: "Whether it is a draft, takes place, or was cancelled.",
    }),
    hasStarted: t.bool((m, v) => sql`${m.startsAt} <= ${v.now}`, {
      description: "Whether it has begun, by the server's clock.",
    }),
    hasEnded: t.bool(ended, { description: "Whether it is over, by the server's clock." }),
    place: placeOf(t, "Where it is held; null for a meeting that is only online, or while no place is settled."),
    cost: costOf(t),
    seats: t.object(SeatsByMode, {
      description: "Seats for each way of taking part, and how many are taken.",
      fields: (t) => ({
        inPerson: t.first(MeetingSeats, "meetingId", {
          where: (s) => isOneOf(s.mode, TakePartMode.IN_PERSON),
          description: "Seats at the place; null for a meeting that is only online.",
        }),
        online: t.first(MeetingSeats, "meetingId", {
          where: (s) => isOneOf(s.mode, TakePartMode.ONLINE),
          description: "Seats online; null for a meeting that is only in person.",
        }),
      }),
    }),
    hosts: t.list(MeetingRole, "meetingId", {
      description: "Who welcomes people, in the organiser's order; at most 20.",
      where: (r) => isOneOf(r.role, MeetingRoleKind.HOST),
      max: MEETING_ROLES_MAX,
      order: (r) => r.position,
    }),
    speakers: t.list(MeetingRole, "meetingId", {
      description: "Who speaks, in the organiser's order; at most 20.",
      where: (r) => isOneOf(r.role, MeetingRoleKind.SPEAKER),
      max: MEETING_ROLES_MAX,
      order: (r) => r.position,
    }),
  }),
});

hang(Meeting, (t) => ({
  viewerCanUpdate: t.bool((m, v) => organises(v, m.groupId), {
    description: "Whether the viewer may change it; once it is over or cancelled, only its words and names.",
  }),
  viewerCanReschedule: t.bool(
    (m, v) => and(organises(v, m.groupId), absent(m.cancelledAt), sql`${m.startsAt} > ${v.now}`),
    {
      description: "Whether the viewer may move it now.",
    },
  ),
  viewerCanCancel: t.bool((m, v) => and(organises(v, m.groupId), open(m, v)), {
    description: "Whether the viewer may cancel it now.",
  }),
  viewerCanPublish: t.bool((m, v) => and(organises(v, m.groupId), absent(m.publishedAt), open(m, v)), {
    description: "Whether the viewer may publish it now.",
  }),
}));

reads(MeetingSeats, {
  visible: visibleMeetingSeats,
  fields: (t) => ({
    free: t.int((s) => sql`greatest(${s.capacity} - ${s.taken}, 0 * ${s.capacity})`, {
      nullable: true,
      description: "How many are left; null for no limit.",
    }),
  }),
});

reads(MeetingRole, {
  visible: visibleMeetingRole,
  fields: (t) => ({ person: t.one(Person, "personId", { description: "Who it is." }) }),
});

hang(Group, (t) => ({
  meetings: t.connection(Meeting, "groupId", { description: "Its meetings, past and coming." }),
  nextMeeting: t.first(Meeting, "groupId", {
    where: (m, _group, v) => and(isOneOf(status(m), MeetingStatus.SCHEDULED), upcoming(m, v)),
    order: (m) => sql`${m.startsAt}, ${m.id}`,
    description: "Soonest scheduled meeting that has not ended.",
  }),
  viewerCanScheduleMeetings: t.bool((g, v) => and(organises(v, g.id), absent(g.archivedAt)), {
    description: "Whether the viewer may put meetings on its calendar.",
  }),
}));

queries((t) => ({
  meetings: t.all(Meeting, {
    // Whoever can name an unlisted group knows of it already.
    where: (m, v, { filter }) => (filter.given("groups") ? TRUE : isListedMeeting(m, v)),
    description:
      "Meetings of public groups, and of the viewer's own. Those of an unlisted group only if `filter.groups` names it.",
  }),
}));

@ArgsType()
class MeetingChangedArgs {
  @Field(() => ID, { description: "Global ID of the meeting." })
  meetingId: string;
}

subscriptions((t) => ({
  meetingChanged: t.first(
    Meeting,
    (m, _row, _viewer, args: Arguments<MeetingChangedArgs>) => eq(m.id, args.idOf(Meeting, "meetingId")),
    {
      args: MeetingChangedArgs,
      description:
        "A meeting as the viewer sees it now, and again after each change of it: of itself, its answers, its roll. Null while it is out of sight.",
    },
  ),
}));
