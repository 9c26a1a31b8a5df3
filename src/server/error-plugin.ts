import type { ApolloServerPlugin } from "@apollo/server";
import type { GraphQLError } from "graphql";
import { type ErrorCode, judgeErrors, RETRY_AFTER_SECONDS } from "./format-error.ts";
import type { OperationPlugin } from "./operation-plugin.ts";
import type { ServerContext } from "./request-context.ts";

/** Faults of a request, as opposed to faults met while answering it. */
const REQUEST_ERRORS: ReadonlySet<unknown> = new Set<ErrorCode>([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_USER_INPUT",
  "QUERY_TOO_COMPLEX",
]);

/** Judges errors while the request is known, and gives answers the status that GraphQL over HTTP asks for. */
export const errorPlugin: OperationPlugin = () => ({
  didEncounterErrors({ errors, contextValue, response }) {
    const { unavailable } = judgeErrors(errors, contextValue.requestId, contextValue.log);
    const retryAfterSeconds = unavailable ? RETRY_AFTER_SECONDS : limitedFor(errors);
    if (retryAfterSeconds === 0) return;
    response.http.status = unavailable ? 503 : 429;
    response.http.headers.set("retry-after", String(retryAfterSeconds));
  },
  willSendResponse({ contextValue, response }) {
    if (response.body.kind !== "single") return;
    const { errors, data } = response.body.singleResult;
    if (!errors || data !== undefined || !errors.every((error) => REQUEST_ERRORS.has(error.extensions?.["code"])))
      return;
    // A client that knows only `application/json` takes any other status for a broken transport.
    const { headers, takesStream } = contextValue.exchange;
    const isStrict = takesStream || (headers.accept ?? "").includes("application/graphql-response+json");
    response.http.status = isStrict ? 400 : 200;
  },
});

/** Tells the log what went wrong between the steps. */
export const unexpectedErrorPlugin: ApolloServerPlugin<ServerContext> = {
  async unexpectedErrorProcessingRequest({ error, requestContext: { contextValue } }) {
    judgeErrors([error], contextValue.requestId, contextValue.log);
  },
};

/** Seconds until an act that met its own limit (`platform/quota.ts`) may be tried again; 0 if none did. */
function limitedFor(errors: readonly GraphQLError[]): number {
  const seconds = errors
    .filter(({ extensions }) => extensions["code"] === "RATE_LIMITED")
    .map(({ extensions }) => Number(extensions["retryAfterSeconds"]));
  return Math.max(0, ...seconds);
}
