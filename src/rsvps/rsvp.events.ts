/** What this room announces. Ids only: who reacts looks at the rows as they are then. */
declare module "../platform/events.ts" {
  interface Events {
    /** Somebody answered, or somebody answered for them; `status` is what the answer became. */
    "rsvp.answered": { rsvpId: string; meetingId: string; status: string };
    /** A free seat is held for the one who is next in the queue. */
    "rsvp.offered": { rsvpId: string; meetingId: string };
    /** A free seat went to the one who is next, without asking: it was too near to the start. */
    "rsvp.promoted": { rsvpId: string; meetingId: string };
    /** An organiser let somebody in, past the queue and perhaps above the capacity. */
    "rsvp.admitted": { rsvpId: string; meetingId: string };
    /** An offer was not taken in time; its person stands at the tail of the queue. */
    "rsvp.offerExpired": { rsvpId: string; meetingId: string };
  }
}

export {};
