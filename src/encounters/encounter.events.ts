/** What this room announces: keys alone, as the book is its author's. */
declare module "../platform/events.ts" {
  interface Events {
    /** Somebody wrote down whom they met. */
    "encounter.logged": { readonly encounterId: string; readonly authorId: string };
    "encounter.updated": { readonly encounterId: string; readonly authorId: string };
    "encounter.deleted": { readonly encounterId: string; readonly authorId: string };
  }
}

export {};
