import { organises } from "../groups/group.policy.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { hang } from "../platform/reads/declare.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import { absent, and, isOneOf, type Sql, sql } from "../platform/reads/sql.ts";
import { Rsvp } from "../rsvps/rsvp.entity.ts";

/** The viewer runs the group, and the meeting is still to come. */
const mayDecide = (rsvp: Row<Rsvp>, viewer: Viewer): Sql =>
  and(
    organises(viewer, rsvp.groupId),
    viewer.via(Meeting, rsvp.meetingId, (meeting) =>
      and(absent(meeting.cancelledAt), sql`${meeting.startsAt} > ${viewer.now}`),
    ),
  );

hang(Rsvp, (t) => ({
  viewerCanDecide: t.bool((r, v) => and(isOneOf(r.status, "REQUESTED"), mayDecide(r, v)), {
    description: "Whether the viewer may approve or decline it now.",
  }),
  viewerCanAdmit: t.bool((r, v) => and(isOneOf(r.status, "REQUESTED", "WAITLISTED", "OFFERED"), mayDecide(r, v)), {
    description: "Whether the viewer may let the person in now, past the queue and above the capacity.",
  }),
}));
