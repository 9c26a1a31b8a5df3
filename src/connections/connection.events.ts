/** What this room announces. Neither side of a connection is ever told who ended it. */
declare module "../platform/events.ts" {
  interface Events {
    /** Two people are connected, for the first time or again. */
    "connection.began": { readonly connectionId: string };
    /** Somebody imported addresses of people with whom they would like to be connected. */
    "contacts.imported": { readonly personId: string };
    /** One of the two, or a block, ended it. */
    "connection.ended": { readonly connectionId: string };
    /** One of the two allowed, or allows no longer, to be asked for the other. */
    "connection.bridgeConsentChanged": { readonly connectionId: string };
  }
}

export {};
