import { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import type { CsvColumn } from "../platform/csv/match-heading.ts";
import { readMoment } from "../platform/csv/moment.ts";
import { ExternalIdKind } from "./external-id.entity.ts";
import { externalObjects } from "./external-objects.ts";

/** The column that names the meeting of a line. */
export const MEETING_COLUMN: CsvColumn = {
  about:
    "Id of the meeting in the files of this group; or its start, such as 2019-01-31 19:00; or its day, if it is the only one.",
  alsoCalled: ["meeting", "event", "event id", "meeting date", "session"],
};

export interface FoundMeetings {
  /** The meeting a line names; a fault of the line if there is none, or several. */
  of(row: CsvRow, column: string): Meeting | null;
}

/** Meetings of the group that these lines name. */
export async function findMeetings(
  ctx: Context,
  groupId: string,
  rows: readonly CsvRow[],
  column: string,
): Promise<FoundMeetings> {
  const texts = [...new Set(rows.map((row) => row.text(column)).filter((text) => text !== null))];
  const idOf = await externalObjects(ctx, groupId, ExternalIdKind.MEETING, texts);
  const days = texts.flatMap((text) => (idOf.has(text) ? [] : [readMoment(text, "UTC")?.day ?? null]));
  const found = await ctx.db
    .createQueryBuilder(Meeting, "meeting")
    .where("meeting.groupId = :groupId", { groupId })
    .andWhere("(meeting.id = any(:ids) or left(meeting.startsAtLocal, 10) = any(:days))", {
      ids: [...idOf.values()],
      days: [...new Set(days.filter((day) => day !== null))],
    })
    .getMany();
  return {
    of: (row, column) => {
      const text = row.text(column);
      if (text === null) return row.fault(`${column} is missing`);
      const meetings = found.filter(meetingNamed(text, idOf.get(text)));
      if (meetings.length > 1) return row.fault(`${column} could be ${meetings.length} meetings: give their ids`);
      return meetings[0] ?? row.fault(`${column} names no meeting of the group: import meetings first`);
    },
  };
}

function meetingNamed(text: string, id: string | undefined): (meeting: Meeting) => boolean {
  if (id !== undefined) return (meeting) => meeting.id === id;
  return (meeting) => {
    const moment = readMoment(text, meeting.timeZone);
    if (!moment) return false;
    return moment.local === null
      ? meeting.startsAtLocal.startsWith(moment.day)
      : moment.at.getTime() === meeting.startsAt.getTime();
  };
}
