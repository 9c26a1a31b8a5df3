declare module "../platform/events.ts" {
  interface Events {
    "group.created": { groupId: string };
    "group.updated": { groupId: string };
    /** Nothing new happens in it from now on. */
    "group.archived": { groupId: string };
    /** A person is a member from now on, for the first time or again. */
    "membership.began": { membershipId: string; groupId: string; personId: string };
  }
}

export {};
