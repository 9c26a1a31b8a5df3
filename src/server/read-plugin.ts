import type { GraphQLResponse, HTTPGraphQLHead } from "@apollo/server";
import { HeaderMap } from "@apollo/server";
import {
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
  OperationTypeNode,
} from "graphql";
import type { Answer, CompiledReads } from "../platform/reads/reads.ts";
import { formatError, judgeErrors, RETRY_AFTER_SECONDS } from "./format-error.ts";
import type { OperationPlugin } from "./operation-plugin.ts";
import { RawJson } from "./raw-json.ts";
import type { ServerContext } from "./request-context.ts";

/** Queries and subscriptions are answered by the compiled reads, whole; mutations go on to graphql-js. */
export const readPlugin =
  (reads: CompiledReads): OperationPlugin =>
  () => ({
    async responseForOperation(pending): Promise<GraphQLResponse | null> {
      const { document, request, contextValue } = pending;
      // The types promise an operation; where the document has none of that name, Apollo says so a step later.
      const operation = pending.operation as OperationDefinitionNode | undefined;
      if (!operation || operation.operation === OperationTypeNode.MUTATION) return null;
      const { exchange } = contextValue;
      if (operation.operation === OperationTypeNode.QUERY) exchange.document = document;
      const { operationName, variables } = request;
      const answer = await reads.answer(document, operationName, variables, contextValue).catch(asResult);
      if (exchange.watch) exchange.watch.text = dataOf(answer);
      return "text" in answer ? passedThrough(answer.text) : responseOf(answer, contextValue);
    },
  });

/** The data as text; null where something failed. */
function dataOf(answer: Answer): string | null {
  if ("text" in answer) return answer.text;
  return answer.errors ? null : JSON.stringify(answer.data);
}

/** Acts begin with a proof of who acts; reads bring it themselves. */
export const proofPlugin: OperationPlugin = () => ({
  didResolveOperation({ operation, contextValue }) {
    return operation?.operation === OperationTypeNode.QUERY ? undefined : contextValue.proof?.demand();
  },
});

/** The database has written the answer: nobody reads it on the way. Apollo's type does not know of such data. */
const passedThrough = (text: string): GraphQLResponse => ({
  body: { kind: "single", singleResult: { data: new RawJson(text) as never } },
  http: { headers: new HeaderMap() },
});

/** The answer to an operation that fails as one. */
export const refusal = (error: unknown, ctx: ServerContext): GraphQLResponse => responseOf(asResult(error), ctx);

/** Nothing of the operation was read. */
const asResult = (error: unknown): ExecutionResult => ({
  errors: [
    error instanceof GraphQLError
      ? error
      : new GraphQLError("", { originalError: error instanceof Error ? error : new Error(String(error)) }),
  ],
});

/** What Apollo does with the answers of graphql-js: errors judged, masked, and an HTTP status for what is no answer. */
function responseOf({ errors: met, ...result }: ExecutionResult, { requestId, log }: ServerContext): GraphQLResponse {
  const headers = new HeaderMap();
  const answer = (singleResult: FormattedExecutionResult, status?: number): GraphQLResponse => ({
    body: { kind: "single", singleResult },
    http: { headers, ...(status ? { status } : {}) },
  });
  if (!met) return answer(result);

  const { unavailable } = judgeErrors(met, requestId, log);
  const errors = met.map(formatted);
  if (unavailable) headers.set("retry-after", String(RETRY_AFTER_SECONDS));
  if (unavailable) return answer({ ...result, errors }, 503);
  const own = ownHead(met);
  for (const [name, value] of own?.headers ?? []) headers.set(name, value);
  return answer({ ...result, errors }, own?.status ?? (result.data === undefined ? statusOf(errors) : undefined));
}

/** Status and headers that an error brings with it (`requestError`) are not told in the body. */
function formatted(error: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions;
  return formatError({ ...error.toJSON(), extensions }, error);
}

const ownHead = (errors: readonly GraphQLError[]): HTTPGraphQLHead | undefined =>
  errors.map((error) => error.extensions["http"] as HTTPGraphQLHead | undefined).find((head) => head !== undefined);

const statusOf = (errors: readonly GraphQLFormattedError[]): number =>
  errors.some((error) => error.extensions?.["code"] === "INTERNAL_SERVER_ERROR") ? 500 : 400;
