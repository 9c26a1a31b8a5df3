declare module "../platform/events.ts" {
  interface Events {
    "idea.captured": { readonly ideaId: string; readonly meetingId: string };
    "idea.discarded": { readonly ideaId: string };
    "groupSuggestion.given": { readonly suggestionId: string };
    /** The receiver said what became of it, for the first time or otherwise than before. */
    "groupSuggestion.answered": { readonly suggestionId: string };
  }
}

export {};
