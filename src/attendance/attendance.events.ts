/** What this room announces. Ids only: who reacts looks at the rows as they are then. */
declare module "../platform/events.ts" {
  interface Events {
    /** Marks were added to a roll, by a host or by people who checked in; `version` is the roll's afterwards. */
    "attendance.recorded": { meetingId: string; groupId: string; version: number };
    /** An organiser accepted or dismissed a flagged mark; `markId` is the client's. */
    "mark.decided": { meetingId: string; groupId: string; markId: string; isAccepted: boolean };
  }
}

export {};
