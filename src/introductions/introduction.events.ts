/** What this room announces. What somebody answered is in none of it: who reads events may be anybody. */
declare module "../platform/events.ts" {
  interface Events {
    /** Whether it reaches anybody is not told. */
    "introduction.proposed": { introductionId: string; connectorId: string };
    /** One side said something; what, stands in the consents. */
    "introduction.answered": { introductionId: string; sideId: string };
    /** The connector took it back. For nobody but the connector. */
    "introduction.withdrawn": { introductionId: string; connectorId: string };
    /** Both said yes. */
    "introduction.shared": { introductionId: string; connectorId: string; personIds: readonly [string, string] };
    /** One of the two says that they met, or that nothing came of it. */
    "introduction.met": { introductionId: string };
    "introduction.wentCold": { introductionId: string };
    /** One of the two thanked the connector. */
    "introduction.thanked": { introductionId: string };
    /** One of the two says what came of it; for whom it is, stands in the outcome. */
    "introduction.outcomeRecorded": { introductionId: string; outcomeId: string };
    "group.introductionDaysSet": { groupId: string };
  }
}

export {};
