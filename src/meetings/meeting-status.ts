import { registerEnumType } from "type-graphql";
import type { Meeting } from "./meeting.entity.ts";

/** Life of a meeting; that it is past follows from the clock and is no status. */
export enum MeetingStatus {
  DRAFT = "DRAFT",
  SCHEDULED = "SCHEDULED",
  CANCELLED = "CANCELLED",
}

registerEnumType(MeetingStatus, {
  name: "MeetingStatus",
  description: "Life of a meeting. One that has ended is simply past.",
  valuesConfig: {
    DRAFT: { description: "Being prepared; only organisers of the group know of it." },
    SCHEDULED: { description: "Takes place, or took place." },
    CANCELLED: { description: "Does not take place." },
  },
});

/** Whether a meeting, at an instant, is over. */
export const hasEnded = (meeting: Pick<Meeting, "endsAt">, now: Date): boolean => meeting.endsAt <= now;

/** Whether a meeting, at an instant, has begun. */
export const hasStarted = (meeting: Pick<Meeting, "startsAt">, now: Date): boolean => meeting.startsAt <= now;
