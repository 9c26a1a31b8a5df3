/** What this room announces. */
declare module "../platform/events.ts" {
  interface Events {
    /** Whether it reaches the connector is not told. */
    "introductionRequest.made": { requestId: string; askerId: string };
    "introductionRequest.withdrawn": { requestId: string; askerId: string };
    /** For nobody but the connector. */
    "introductionRequest.declined": { requestId: string; connectorId: string };
    /** Somebody wants to be introduced again, or for a time not. */
    "person.introductionsWanted": { personId: string; areWanted: boolean };
  }
}

export {};
