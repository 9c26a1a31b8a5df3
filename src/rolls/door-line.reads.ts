/** What a door reads of the roll that it takes: whom it calls how, and who is in already. */
import { ID } from "type-graphql";
import { Door } from "../doors/door.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { eq, sql } from "../platform/reads/sql.ts";
import { DoorLine } from "./door-line.entity.ts";
import { readsDoorLines, visibleDoorLine } from "./door-line.policy.ts";
import { markedAs } from "./roll.reads.ts";

/** Most lines that a door reads. */
const DOOR_LINES_MAX = 1_000;

reads(DoorLine, {
  description: "lines of a door",
  visible: visibleDoorLine,
  fields: (t) => ({
    personId: t.value(() => ID, markedAs, {
      description: "What `MarkInput.personId` calls them by. It finds nothing but their line on this roll.",
    }),
  }),
});

hang(Door, (t) => ({
  lines: t.list(DoorLine, (line, door) => eq(line.meetingId, door.meetingId), {
    when: readsDoorLines,
    max: DOOR_LINES_MAX,
    order: (line) => sql`${line.place}, ${line.name} collate "C", ${line.subjectId}`,
    description:
      "Whom the roll must account for, those going, and whoever has a mark, at most 1,000. For the door itself; null for everybody else, who reads `Meeting.roll`.",
  }),
}));
