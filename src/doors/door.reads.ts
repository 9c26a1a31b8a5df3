import { ID } from "type-graphql";
import { hosts } from "../groups/group.policy.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { hang, queries, reads, subscriptions } from "../platform/reads/declare.ts";
import type { Row } from "../platform/reads/policy.ts";
import { absent, type Sql, sql } from "../platform/reads/sql.ts";
import { Door } from "./door.entity.ts";
import { isOpenDoor, visibleDoor } from "./door.policy.ts";

type D = Row<Door>;

/** Of the door's own meeting, which may be out of the door's sight as a meeting. */
const ofMeeting = (door: D, column: Sql): Sql => sql`(select ${column} from meetings m where m.id = ${door.meetingId})`;

reads(Door, {
  prefix: "dor",
  description: "doors",
  visible: visibleDoor,
  orders: (door) => ({ CREATED_AT: { by: door.createdAt, description: "By the moment it was made." } }),
  fields: (t) => ({
    meeting: t.one(Meeting, "meetingId", {
      description: "Whose roll it takes. Null for a meeting out of sight, as that of a private group is to the door.",
    }),
    meetingId: t.value(
      () => ID,
      (door) => sql`'mtg_' || replace(${door.meetingId}::text, '-', '')`,
      {
        description: "What `recordAttendance` calls the meeting by.",
      },
    ),
    meetingTitle: t.value(
      () => String,
      (door) => ofMeeting(door, sql`m.title`),
      {
        description: "What the meeting is called.",
      },
    ),
    meetingStartsAt: t.value(
      () => Date,
      (door) => ofMeeting(door, sql`m.starts_at`),
      {
        description: "When the meeting starts.",
      },
    ),
    openedBy: t.one(Person, "openedById", {
      description: "Who opened it, in whose name its marks stand. Null for people out of sight.",
    }),
    isOpen: t.bool(isOpenDoor, { description: "Whether it is neither closed nor past its end." }),
    viewerCanClose: t.bool((door, v) => sql`(${absent(door.closedAt)} and ${hosts(v, door.groupId)})`, {
      description: "Whether the viewer may close it.",
    }),
  }),
});

hang(Meeting, (t) => ({
  doors: t.connection(Door, "meetingId", {
    when: (m, v) => hosts(v, m.groupId),
    description: "Its doors, also those of the past. For hosts, organisers and owners; null for everybody else.",
  }),
}));

queries((t) => ({
  door: t.first(Door, (door, _row, v) => v.isDoor(door.id), {
    description: "The door that this request came with; null for everybody else.",
  }),
}));

subscriptions((t) => ({
  doorChanged: t.first(Door, (door, _row, v) => v.isDoor(door.id), {
    description:
      "The door that this request came with: how it stands now, and again after each change of its meeting's roll. So several telephones at one entrance see what each of them took down. Null for everybody else.",
  }),
}));
