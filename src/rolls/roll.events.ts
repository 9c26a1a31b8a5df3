/** What this room announces. Ids only: who reacts looks at the rows as they are then. */
declare module "../platform/events.ts" {
  interface Events {
    /** The sheet counts from now on, or counts anew. */
    "roll.submitted": { meetingId: string; groupId: string; version: number };
    /** It is being corrected; what was submitted goes on counting. Or a skipped one is taken after all. */
    "roll.reopened": { meetingId: string; groupId: string; version: number };
    /** No roll is taken: the meeting counts for nobody. */
    "roll.skipped": { meetingId: string; groupId: string; version: number };
  }
}

export {};
