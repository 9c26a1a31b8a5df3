import { Int } from "type-graphql";
import { Meeting } from "../meetings/meeting.entity.ts";
import { ended, upcoming } from "../meetings/meeting.reads.ts";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import { Person } from "../people/person.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { among, flag } from "../platform/reads/filters.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import { and, eq, FALSE, isOneOf, type Sql, sql } from "../platform/reads/sql.ts";
import { URL as HttpUrl } from "../platform/scalars/url.ts";
import { Rsvp, RsvpStatus } from "./rsvp.entity.ts";
import { canRsvp, isOwnOrHosted, mayJoinOnline, visibleRsvp } from "./rsvp.policy.ts";

const isOwn = (personId: Sql, viewer: Viewer): Sql => (viewer.anonymous ? FALSE : eq(personId, viewer.id));

/** How many parties wait before this one for seats of the same mode, and itself. */
const placeInQueue = (rsvp: Row<Rsvp>, viewer: Viewer): Sql =>
  viewer.count(Rsvp, (other) =>
    and(
      eq(other.meetingId, rsvp.meetingId),
      eq(other.mode, rsvp.mode),
      isOneOf(other.status, RsvpStatus.WAITLISTED),
      sql`(${other.queuedAt}, ${other.id}) <= (${rsvp.queuedAt}, ${rsvp.id})`,
    ),
  );

/** Whoever sees an answer sees its meeting. */
const startOfMeeting = (rsvp: Row<Rsvp>): Sql =>
  sql`(select m.starts_at from meetings m where m.id = ${rsvp.meetingId})`;

reads(Rsvp, {
  prefix: "rsv",
  description: "RSVPs",
  visible: visibleRsvp,
  guards: { isStanding: isOwnOrHosted },
  orders: (r) => ({
    RESPONDED_AT: { by: r.respondedAt, description: "By when they answered." },
    MEETING_STARTS_AT: { by: startOfMeeting(r), type: "timestamptz", description: "By the start of the meeting." },
  }),
  filters: (r, v) => ({
    statuses: among(r.status, RsvpStatus),
    modes: among(r.mode, TakePartMode),
    upcoming: flag(
      v.via(Meeting, r.meetingId, (m) => upcoming(m, v)),
      v.via(Meeting, r.meetingId, (m) => ended(m, v)),
      {
        description:
          "To meetings that have not yet ended by the server's clock when true, that are over when false; cancelled ones are among both.",
      },
    ),
  }),
  fields: (t) => ({
    meeting: t.one(Meeting, "meetingId", { description: "The meeting it is an answer to." }),
    person: t.one(Person, "personId", { description: "Who would come." }),
    answeredBy: t.one(Person, "answeredById", {
      when: isOwnOrHosted,
      description: "Who gave this answer: the person, or an organiser for them. For the person and who hosts.",
    }),
    offerExpiresAt: t.value(
      () => Date,
      (r) => r.offerExpiresAt,
      {
        when: isOwnOrHosted,
        description: "Until when the offered seat is held; for the person and who hosts.",
      },
    ),
    placeInQueue: t.value(() => Int, placeInQueue, {
      when: (r, v) => and(isOwnOrHosted(r, v), isOneOf(r.status, RsvpStatus.WAITLISTED)),
      description: "1 is next, though a party larger than the free seats is passed over; for the person and who hosts.",
    }),
  }),
});

hang(Meeting, (t) => ({
  rsvps: t.connection(Rsvp, "meetingId", {
    description:
      "Answers that the viewer may see: every one for who hosts the group; for others who is going, as the group's `attendeeListAudience` and each person's own wish allow, and their own.",
  }),
  viewerRsvp: t.first(Rsvp, "meetingId", {
    where: (r, _meeting, v) => isOwn(r.personId, v),
    description: "The viewer's own answer, with the place in the queue and the deadline of an offer.",
  }),
  // A count and no name: a full room is no secret, and a page shows it to everybody.
  goingCount: t.int((m, v) => v.count(Rsvp, (r) => and(eq(r.meetingId, m.id), isOneOf(r.status, RsvpStatus.GOING))), {
    description: "How many people are going, guests not counted, whether or not their names can be seen.",
  }),
  onlineUrl: t.value(
    () => HttpUrl,
    (m) => m.onlineUrl,
    {
      when: mayJoinOnline,
      description:
        "Where to click; for those going, or coming online while they wait for a chair, for its hosts and speakers, and for who hosts the group. Not for those whom the group has banned, nor for who ceased to be a member since it began.",
    },
  ),
  viewerCanRsvp: t.bool(canRsvp, {
    description:
      "Whether answers are open to the viewer now. Organisers may also answer outside of the stated hours, for others.",
  }),
}));

hang(Person, (t) => ({
  rsvps: t.connection(Rsvp, "personId", {
    // Else the open lists of many groups would add up to where somebody goes.
    where: (r, _person, v) => isOwnOrHosted(r, v),
    description: "What they said about meetings: for themself, and for those who host the group that meets.",
  }),
}));
