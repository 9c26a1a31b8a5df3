import { conflict } from "../platform/errors.ts";
import { Meeting } from "./meeting.entity.ts";

/** @throws CONFLICT, at `field`, for a meeting that does not take place: a draft, or a cancelled one */
export function refuseUnlessScheduled(meeting: Meeting, field: string): void {
  const about = { entity: Meeting, id: meeting.id };
  if (meeting.cancelledAt) throw conflict(field, "The meeting is cancelled.", about);
  if (!meeting.publishedAt) throw conflict(field, "The meeting is a draft.", about);
}
