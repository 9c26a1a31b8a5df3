interface OfStandingRsvp {
  readonly standingRsvpId: string;
  readonly seriesId: string;
}

declare module "../platform/events.ts" {
  interface Events {
    /** Somebody answered to a whole series, or changed that answer; single meetings come with `rsvp.answered`. */
    "standingRsvp.set": OfStandingRsvp;
    /** The answer to the series no longer gives answers to its meetings. */
    "standingRsvp.ended": OfStandingRsvp;
  }
}

export {};
