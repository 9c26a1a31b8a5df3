/**
 * What acts throw. A `DomainError` is data for the caller and ends in the payload's `errors`; a
 * `Refusal` stays a top-level GraphQL error, because the whole request is at fault.
 */
import { GraphQLError } from "graphql";

/** Causes of a `UserError`, as GraphQL prints them. */
export type FaultCode = "CONFLICT" | "DUPLICATE" | "INVALID" | "NOT_FOUND" | "STALE" | "LIMIT_REACHED";

/** An entity that a fault points at: filled from the database with the viewer's own sight. */
export interface EntityRef {
  readonly entity: new () => object;
  readonly id: string;
  /** Whose sight answers it, where that is not the request's: who has just signed in reads their own name. */
  readonly seenBy?: string;
}

export interface Fault {
  readonly code: FaultCode;
  readonly message: string;
  /** Argument at fault, below the mutation, for example `["input", "startsAtLocal"]`. */
  readonly path: readonly string[] | null;
  /** The object in the way, or the object as it is now. */
  readonly about?: EntityRef;
}

/** Reasons the caller can act on, one or several at once. */
export class DomainError extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map((fault) => fault.message).join(" "));
    this.name = "DomainError";
  }
}

/** `field` names an input field, or a path into one: `"mark"`, `["marks", "3", "code"]`. */
const inputPath = (field: string | readonly string[] | null): readonly string[] | null =>
  field === null ? null : ["input", ...(typeof field === "string" ? [field] : field)];

const fault =
  (code: FaultCode) =>
  (field: string | readonly string[] | null, message: string, about?: EntityRef): DomainError =>
    new DomainError([{ code, message, path: inputPath(field), ...(about ? { about } : {}) }]);

/** No such object, or one that the viewer may not know of: the two are never told apart. */
export const notFound = fault("NOT_FOUND");
/** The value does not satisfy the documented rules. */
export const invalid = fault("INVALID");
/** Not possible in the present state of things. */
export const conflict = fault("CONFLICT");
/** An equal record exists already. */
export const duplicate = fault("DUPLICATE");
/** A stated maximum is reached. */
export const limitReached = fault("LIMIT_REACHED");
/** The object changed since the caller read it. */
export const stale = fault("STALE");

/** The closed list of top-level codes, in `extensions.code`. */
export type RefusalCode =
  | "BAD_USER_INPUT"
  | "BAD_REQUEST"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "INSUFFICIENT_SCOPE"
  | "QUERY_TOO_COMPLEX"
  | "RATE_LIMITED"
  | "UNAVAILABLE";

/** A known top-level error: passes to the client as it is. */
export class Refusal extends GraphQLError {
  /** `cause` is for the log alone. */
  constructor(code: RefusalCode, message: string, extensions: Record<string, unknown> = {}, cause?: Error) {
    super(message, { extensions: { ...extensions, code }, ...(cause && { originalError: cause }) });
    this.name = "Refusal";
  }
}

/** `forbidden("cancel this group's meetings")`: the viewer sees the object, but may not do that. */
export const forbidden = (what: string): Refusal => new Refusal("FORBIDDEN", `You may not ${what}.`);
export const unauthenticated = (message = "Sign in first."): Refusal => new Refusal("UNAUTHENTICATED", message);
export const badInput = (message: string, extensions: Record<string, unknown> = {}): Refusal =>
  new Refusal("BAD_USER_INPUT", message, extensions);
