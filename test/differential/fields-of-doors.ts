/** What a door reads of itself and of its roll, the naive way. */
import type { Door } from "../../src/doors/door.entity.ts";
import { byPlace, personIdOfLine } from "./fields-of-attendance.ts";
import { type Fields, one } from "./naive.ts";
import type { Sight } from "./sight.ts";

const meetingOf = ({ meetingId }: Door, { rows }: Sight) => rows.Meeting.find(({ id }) => id === meetingId);

export const door: Fields = {
  meeting: one("Meeting", "meetingId"),
  meetingId: (d: Door) => `mtg_${d.meetingId.replaceAll("-", "")}`,
  meetingTitle: (d: Door, _args, sight) => meetingOf(d, sight)?.title,
  meetingStartsAt: (d: Door, _args, sight) => meetingOf(d, sight)?.startsAt,
  openedBy: one("Person", "openedById"),
  isOpen: (d: Door, _args, { now }) => d.closedAt === null && d.endsAt > now,
  viewerCanClose: (d: Door, _args, sight) => d.closedAt === null && sight.hosts(d.groupId),
  lines: (d: Door, _args, sight) =>
    sight.isDoor(d.id)
      ? sight.rows.DoorLine.filter((line) => line.meetingId === d.meetingId && sight.sees(line)).sort(byPlace)
      : null,
};

export const doorLine: Fields = { personId: (line) => personIdOfLine(line as never) };
