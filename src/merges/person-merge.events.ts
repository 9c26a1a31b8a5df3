interface OfMerge {
  readonly mergeId: string;
  readonly groupId: string;
}

declare module "../platform/events.ts" {
  interface Events {
    /** In a group's books one person stands for another from now on. */
    "people.merged": OfMerge;
    /** They are two again: an organiser said so, or the one who had been merged proved an address. */
    "people.unmerged": OfMerge;
  }
}

export {};
