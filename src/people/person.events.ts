/** What this room announces. Ids only: what a profile says stays in the profile. */
declare module "../platform/events.ts" {
  interface Events {
    /** Somebody changed what they tell of themself. */
    "person.profileUpdated": { readonly personId: string };
    /** Somebody changed who may read which part of it. */
    "person.visibilityChanged": { readonly personId: string };
    /** For the rooms that must part the two; neither of them is ever told. */
    "person.blocked": { readonly blockerId: string; readonly blockedId: string };
    "person.unblocked": { readonly blockerId: string; readonly blockedId: string };
  }
}

export {};
