interface OfResponse {
  readonly askId: string;
  readonly responseId: string;
}

interface OfOfferResponse {
  readonly offerId: string;
  readonly responseId: string;
}

declare module "../platform/events.ts" {
  interface Events {
    "ask.posted": { readonly askId: string };
    "ask.closed": { readonly askId: string };
    "ask.responded": OfResponse;
    /** The asker said that a response helped. */
    "ask.helped": OfResponse;
    "offer.posted": { readonly offerId: string };
    "offer.closed": { readonly offerId: string };
    "offer.responded": OfOfferResponse;
    /** Whoever responded said that it helped them. */
    "offer.helped": OfOfferResponse;
  }
}

export {};
