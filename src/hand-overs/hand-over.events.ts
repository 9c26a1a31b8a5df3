declare module "../platform/events.ts" {
  interface Events {
    /** Roles of a group were handed over; each change of a role is announced as `membership.roleChanged` beside it. */
    "group.handedOver": { groupId: string };
    /** Parts of a hand-over came to nothing on the day for which they were planned. */
    "handOver.refused": { groupId: string; givenById: string; termIds: readonly string[] };
  }
}

export {};
