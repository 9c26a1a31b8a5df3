declare module "../platform/events.ts" {
  interface Events {
    /** Somebody asked for a link by which to come to a meeting. Whose the address is, is not looked at. */
    "visit.requested": { visitRequestId: string; meetingId: string };
    /** The link was used; what became of the answer comes with `rsvp.answered`. */
    "visit.confirmed": { visitRequestId: string; meetingId: string; personId: string };
  }
}

export {};
