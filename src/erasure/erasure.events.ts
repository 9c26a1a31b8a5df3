declare module "../platform/events.ts" {
  interface Events {
    /** Nothing that tells who it was is left. */
    "person.erased": { personId: string };
  }
}

export {};
