import { COERCION_ERRORS_MAX } from "../platform/reads/limits.ts";

/**
 * Every bound on a request, in one place. Each has a test that sends just under and just over.
 * Bounds of single fields (a title's length, a page's size) stand with the act or the read that owns them.
 */
export interface Limits {
  /** Bytes of a request's body: room for 500 marks with every field full, even where each letter is escaped (`\u…`). */
  bodyBytesMax: number;
  /** Milliseconds until the headers of a request must be there. */
  headersTimeoutMs: number;
  /** Milliseconds until a request must have arrived whole. */
  requestTimeoutMs: number;
  /** Milliseconds an idle connection is kept; longer than any proxy's in front, so that the proxy closes first. */
  keepAliveTimeoutMs: number;
  /** Milliseconds between looks for connections past their time. */
  connectionsCheckIntervalMs: number;
  /** Open connections; above it new ones are closed at once. */
  connectionsMax: number;
  /** Operations worked on at the same time. */
  inFlightMax: number;
  /** Operations that wait for a place; one more is answered 503 at once. */
  queueLengthMax: number;
  /** Milliseconds an operation waits for a place before it is answered 503. */
  queueWaitMs: number;
  /** Milliseconds until an operation is answered, with 503 if need be. */
  deadlineMs: number;

  /** Subscriptions open at the same time. */
  liveAnswersMax: number;
  /** Of those, a signed-in person's, a key's, or an address's without a credential. */
  liveAnswersPerCallerMax: number;
  /** Milliseconds between two answers of one subscription, at least. */
  livePauseMs: number;
  /** Milliseconds after which a subscription is looked at again, though nothing was told: time passes, rights end. */
  liveRefreshMs: number;

  /** Lexical tokens of a document. */
  tokensMax: number;
  /** Nesting of fields in one operation, root fields being 1; introspection is exempt. */
  depthMax: number;
  /** Aliases in one operation, fragments followed, `__typename` counted. */
  aliasesMax: number;
  /** Fields at the root of one operation, fragments followed, `__typename` counted. */
  rootFieldsMax: number;
  /** Directives in one operation, fragments followed. */
  directivesMax: number;
  /** Selections of one operation with every fragment written out. */
  recursiveSelectionsMax: number;
  /** Errors that validating a document reports before it stops. */
  validationErrorsMax: number;
  /** Errors that reading the variables reports before it stops. */
  coercionErrorsMax: number;

  /** Values in the variables, objects and lists counted too. */
  variableValuesMax: number;
  /** Nesting of the variables, `variables` itself being 0. */
  variableDepthMax: number;
  /** Characters of any one string; most fields allow fewer. */
  stringLengthMax: number;
  /** Items of any one list; most fields allow fewer. */
  listLengthMax: number;

  /** Points that one operation of an anonymous caller may cost. */
  anonymousPointsMax: number;
  /** Points that one operation of a signed-in caller may cost. */
  signedInPointsMax: number;
  /** Points that fit into the bucket of an address without a credential; they drain out in a minute. */
  anonymousPointsPerMinute: number;
  /** Points that fit into the bucket of a signed-in person; they drain out in a minute. */
  signedInPointsPerMinute: number;
  /** Buckets remembered; above it the longest idle is forgotten. */
  bucketsMax: number;
}

export const LIMITS: Limits = {
  bodyBytesMax: 2 * 1024 * 1024,
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  keepAliveTimeoutMs: 65_000,
  connectionsCheckIntervalMs: 1_000,
  connectionsMax: 2_000,
  inFlightMax: 64,
  queueLengthMax: 128,
  queueWaitMs: 500,
  deadlineMs: 9_000,

  liveAnswersMax: 1_000,
  liveAnswersPerCallerMax: 20,
  livePauseMs: 500,
  liveRefreshMs: 30_000,

  tokensMax: 2_000,
  depthMax: 15,
  aliasesMax: 30,
  rootFieldsMax: 20,
  directivesMax: 10,
  recursiveSelectionsMax: 1_000,
  validationErrorsMax: 5,
  coercionErrorsMax: COERCION_ERRORS_MAX,

  variableValuesMax: 10_000,
  variableDepthMax: 16,
  stringLengthMax: 20_000,
  listLengthMax: 1_000,

  anonymousPointsMax: 1_000,
  signedInPointsMax: 5_000,
  anonymousPointsPerMinute: 6_000,
  signedInPointsPerMinute: 30_000,
  bucketsMax: 50_000,
};
