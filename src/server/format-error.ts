import { HeaderMap } from "@apollo/server";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Log } from "../platform/log.ts";
import { isOutage } from "../platform/outage.ts";

/** The closed list of `extensions.code` at the top level; docs/API.md tells clients about each. */
export const ERROR_CODES = [
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_USER_INPUT",
  "BAD_REQUEST",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "PERSISTED_QUERY_NOT_FOUND",
  "INSUFFICIENT_SCOPE",
  "QUERY_TOO_COMPLEX",
  "RATE_LIMITED",
  "UNAVAILABLE",
  "INTERNAL_SERVER_ERROR",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Characters of a message that leaves the server: messages of graphql-js repeat the value at fault. */
export const ERROR_MESSAGE_LENGTH_MAX = 500;
/** Seconds after which a caller may try again when the database was away. */
export const RETRY_AFTER_SECONDS = 1;

const KNOWN: ReadonlySet<unknown> = new Set(ERROR_CODES);
const MASKED_MESSAGE = "Something went wrong on our side.";
const UNAVAILABLE_MESSAGE = "The service cannot answer at the moment. Try again.";

/** Faults of the arguments that graphql-js finds while running, and gives no code. */
const ARGUMENT_FAULT = /^(Variable "\$|Argument "|Too many errors processing variables)/;

/** Faults of automatic persisted queries that Apollo gives no code. */
const PERSISTED_QUERY_FAULTS = new Set(["provided sha does not match query", "Unsupported persisted query version"]);

/** A request error with its own HTTP status; for faults found before anything ran. */
export function requestError(
  code: ErrorCode,
  status: number,
  message: string,
  more: { extensions?: Record<string, unknown>; headers?: Record<string, string> } = {},
): GraphQLError {
  return new GraphQLError(message, {
    extensions: {
      ...more.extensions,
      code,
      http: { status, headers: new HeaderMap(Object.entries(more.headers ?? {})) },
    },
  });
}

/** What to throw instead of an error that was met before Apollo knows the request; `log` is the request's own, with its id. */
export function maskedFault(error: unknown, requestId: string, log: Log): GraphQLError {
  const met = error instanceof Error ? error : new Error(String(error));
  const verdict = judge(met);
  if (met instanceof GraphQLError && verdict === null) return met;
  log.error({ err: met }, "the request's context could not be made");
  if (verdict !== "UNAVAILABLE") return requestError("INTERNAL_SERVER_ERROR", 500, "", { extensions: { requestId } });
  return requestError("UNAVAILABLE", 503, "", {
    extensions: { requestId },
    headers: { "retry-after": String(RETRY_AFTER_SECONDS) },
  });
}

/** What the caller is told instead of an error that is none of theirs. */
interface Verdict {
  readonly code: "UNAVAILABLE" | "INTERNAL_SERVER_ERROR" | "BAD_USER_INPUT" | "BAD_REQUEST";
  readonly requestId: string;
}

/** Errors that were judged and logged with their request, on the way to `formatError`, which knows no request. */
const verdicts = new WeakMap<Error, Verdict>();

/**
 * Judges the errors of one request before they are formatted: unexpected ones are logged with the
 * request's id and will be masked. Returns whether the answer as a whole is "later".
 */
export function judgeErrors(errors: readonly Error[], requestId: string, log: Log): { unavailable: boolean } {
  let unavailable = false;
  for (const error of errors) {
    const verdict = judge(error);
    if (!verdict) continue;
    unavailable ||= verdict === "UNAVAILABLE";
    verdicts.set(error, { code: verdict, requestId });
    if (verdict === "UNAVAILABLE" || verdict === "INTERNAL_SERVER_ERROR")
      log.error({ err: rootCause(error) }, `answered ${verdict}`);
  }
  return { unavailable };
}

/** Null for what passes as it is. An outage is told to nobody but the log, also where a read has named it already. */
function judge(error: Error): Verdict["code"] | null {
  const code = codeOf(error);
  if (code === "UNAVAILABLE") return code;
  if (code !== undefined && code !== "INTERNAL_SERVER_ERROR" && KNOWN.has(code)) return null;
  if (isOutage(error)) return "UNAVAILABLE";
  if (isArgumentFault(error)) return "BAD_USER_INPUT";
  if (error instanceof GraphQLError && PERSISTED_QUERY_FAULTS.has(error.message)) return "BAD_REQUEST";
  return "INTERNAL_SERVER_ERROR";
}

/** Something that a resolver threw has both a path and an original, whatever it says. */
const isArgumentFault = (error: Error): boolean =>
  error instanceof GraphQLError && !(error.path && error.originalError) && ARGUMENT_FAULT.test(error.message);

const codeOf = (error: Error): unknown => (error instanceof GraphQLError ? error.extensions["code"] : undefined);

const rootCause = (error: Error): Error => (error instanceof GraphQLError && error.originalError) || error;

/** Apollo's last word on every error: known ones pass, all others leave no trace of what they were. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const verdict = error instanceof Error ? verdicts.get(error) : undefined;
  const code = verdict?.code ?? formatted.extensions?.["code"];
  const id = idOf(formatted, verdict);
  if (code === "UNAVAILABLE") return place(formatted, UNAVAILABLE_MESSAGE, { code, retryable: true, ...id });
  if (code === "INTERNAL_SERVER_ERROR" || !KNOWN.has(code)) {
    return place(formatted, MASKED_MESSAGE, { code: "INTERNAL_SERVER_ERROR", ...id });
  }
  return place(formatted, cut(formatted.message), { ...formatted.extensions, code });
}

function idOf(formatted: GraphQLFormattedError, verdict: Verdict | undefined): { requestId?: unknown } {
  const requestId = verdict?.requestId ?? formatted.extensions?.["requestId"];
  return requestId === undefined ? {} : { requestId };
}

const cut = (message: string): string =>
  message.length <= ERROR_MESSAGE_LENGTH_MAX ? message : `${message.slice(0, ERROR_MESSAGE_LENGTH_MAX)}…`;

const place = (
  { locations, path }: GraphQLFormattedError,
  message: string,
  extensions: Record<string, unknown>,
): GraphQLFormattedError => ({
  message,
  ...(locations ? { locations } : {}),
  ...(path ? { path } : {}),
  extensions,
});

/** The body of an answer that never reached GraphQL. */
export const errorBody = (code: ErrorCode, message: string, requestId: string): string =>
  JSON.stringify({ errors: [{ message, extensions: { code, requestId } }] });

export const unavailableBody = (requestId: string): string =>
  JSON.stringify({
    errors: [{ message: UNAVAILABLE_MESSAGE, extensions: { code: "UNAVAILABLE", retryable: true, requestId } }],
  });

export const internalBody = (requestId: string): string =>
  errorBody("INTERNAL_SERVER_ERROR", MASKED_MESSAGE, requestId);
