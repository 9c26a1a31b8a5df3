/** What this room announces: keys alone, as all of it is its author's. */
declare module "../platform/events.ts" {
  interface Events {
    "recallNote.written": { readonly recallNoteId: string };
    "recallNote.updated": { readonly recallNoteId: string };
    "recallNote.deleted": { readonly recallNoteId: string };
    "followUp.added": { readonly followUpId: string };
    "followUp.updated": { readonly followUpId: string };
    "followUp.deleted": { readonly followUpId: string };
  }
}

export {};
