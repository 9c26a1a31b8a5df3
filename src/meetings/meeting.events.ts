import type { TakePartMode } from "./meeting-mode.ts";

interface OfMeeting {
  readonly meetingId: string;
  readonly groupId: string;
}

declare module "../platform/events.ts" {
  interface Events {
    /** A meeting was put on the calendar for everybody who may see it. Occurrences come with `series.extended`. */
    "meeting.scheduled": OfMeeting;
    /** A draft was begun: nobody but the organisers may hear of it. */
    "meeting.drafted": OfMeeting;
    /** A draft became a scheduled meeting. */
    "meeting.published": OfMeeting;
    /** Anything but time and status changed; `placeChanged` if where it is held, or by which link, is new. */
    "meeting.updated": OfMeeting & { readonly placeChanged: boolean };
    /** The meeting has another time. `movedFrom` is the start it had, `wasPublished` whether anybody could know of it. */
    "meeting.rescheduled": OfMeeting & { readonly movedFrom: string; readonly wasPublished: boolean };
    /** The meeting does not take place. `wasPublished` as above. */
    "meeting.cancelled": OfMeeting & { readonly wasPublished: boolean };
    /** There are more seats than before, or no limit any more: whoever queues may move up. Comes beside `meeting.updated`. */
    "meeting.capacityRaised": OfMeeting & { readonly mode: TakePartMode };
  }
}
