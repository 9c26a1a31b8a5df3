declare module "../platform/events.ts" {
  interface Events {
    /** `isFirst`: there was no account before; the person may have been known as a walk-in or from an import. */
    "person.signed-in": { personId: string; sessionId: string; isFirst: boolean };
    "person.signed-out": { personId: string; sessionIds: string[] };
    "person.email-changed": { personId: string };
    /** Somebody without an account was called by an address that another person proved. */
    "person.email-released": { personId: string };
  }
}

export {};
