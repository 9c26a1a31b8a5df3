/** What this room announces. Ids only: who reacts looks at the rows as they are then. */
declare module "../platform/events.ts" {
  interface Events {
    /**
     * The sheet counts from now on, or counts anew. `isImported` if it was brought in from old files: then nobody is to
     * be written to about it, since the meeting may be years ago.
     */
    "roll.submitted": { meetingId: string; groupId: string; version: number; isImported: boolean };
    /** It is being corrected; what was submitted goes on counting. Or a skipped one is taken after all. */
    "roll.reopened": { meetingId: string; groupId: string; version: number };
    /** No roll is taken: the meeting counts for nobody. */
    "roll.skipped": { meetingId: string; groupId: string; version: number };
  }
}

export {};
