/**
 * Queries that were answered before. Apollo has read, validated and kept their documents; when one comes again in the same
 * words, all that is left to do is what our own plugins do, and they do it here just as they would there.
 */
import { type GraphQLResponse, HeaderMap, type HTTPGraphQLHead } from "@apollo/server";
import { type DocumentNode, getOperationAST, type OperationDefinitionNode, OperationTypeNode } from "graphql";
import { type AllSteps, type OperationPlugin, type Resolved, stepsOf } from "../operation-plugin.ts";
import { stringifyResult } from "../raw-json.ts";
import { refusal } from "../read-plugin.ts";
import type { ServerContext } from "../request-context.ts";
import type { Exchange } from "./exchange.ts";

/** Documents remembered, and characters of their texts; about as many as Apollo keeps. */
const DOCUMENTS_MAX = 1_000;
const CHARACTERS_MAX = 4_194_304;

/** A query as it was sent. */
export interface SentQuery {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName: string | null | undefined;
}

/** What leaves by HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Iterable<[name: string, value: string]>;
  readonly body: string;
}

interface Found {
  readonly document: DocumentNode;
  /** What callers that accept the same are told to have got. */
  readonly contentType: string;
}

interface KnownDocument extends Pick<Found, "contentType"> {
  /** Lives as long as Apollo keeps it. */
  readonly document: WeakRef<DocumentNode>;
}

export class KnownQueries {
  /** By what the caller accepts and the text of the document, the longest unused first. */
  private readonly known = new Map<string, KnownDocument>();
  private characters = 0;

  constructor(private readonly plugins: readonly OperationPlugin[]) {}

  /** Remembers the query that Apollo has just answered. */
  remember(exchange: Exchange, { query }: SentQuery): void {
    const { document, headers } = exchange;
    const contentType = exchange.headerOf("content-type");
    if (!document || contentType === undefined) return;
    const key = keyOf(headers.accept, query);
    this.forget(key);
    this.known.set(key, { document: new WeakRef(document), contentType });
    this.characters += key.length;
    while (this.known.size > DOCUMENTS_MAX || this.characters > CHARACTERS_MAX)
      this.forget(this.known.keys().next().value ?? "");
  }

  /** Answers a query that is known; null for any other. */
  async answer(
    exchange: Exchange,
    sent: SentQuery,
    context: (exchange: Exchange) => Promise<ServerContext>,
  ): Promise<HttpAnswer | null> {
    const found = this.find(keyOf(exchange.headers.accept, sent.query));
    if (!found) return null;
    const operation = getOperationAST(found.document, sent.operationName);
    if (operation?.operation !== OperationTypeNode.QUERY) return null;
    // Whoever is refused here is refused by Apollo, in its own words.
    const contextValue = await context(exchange).catch(() => null);
    return contextValue && this.run(found, operation, sent, contextValue);
  }

  private find(key: string): Found | null {
    const found = this.known.get(key);
    const document = found?.document.deref();
    if (!found || !document) return null;
    this.known.delete(key);
    this.known.set(key, found);
    return { document, contentType: found.contentType };
  }

  private forget(key: string): void {
    if (this.known.delete(key)) this.characters -= key.length;
  }

  /** The steps that Apollo takes with a document of its store. */
  private async run(
    { document, contentType }: Found,
    operation: OperationDefinitionNode,
    request: SentQuery,
    contextValue: ServerContext,
  ): Promise<HttpAnswer> {
    const operationName = operation.name?.value ?? null;
    const http: HTTPGraphQLHead = { headers: new HeaderMap([["content-type", contentType]]) };
    const resolved = { request, document, operation, operationName, contextValue, response: { http } } as Resolved;
    const steps = stepsOf(this.plugins, resolved);
    const { body, http: head } = await respond(steps, resolved).catch((error: unknown) => refusal(error, contextValue));
    if (head.status) http.status = head.status;
    for (const [name, value] of head.headers) http.headers.set(name, value);
    if (body.kind !== "single") throw new Error("Nothing is answered in parts.");
    steps.willSendResponse({ ...resolved, response: { http, body } });
    const { errors, data, extensions } = body.singleResult;
    return { status: http.status ?? 200, headers: http.headers, body: stringifyResult({ errors, data, extensions }) };
  }
}

async function respond(steps: AllSteps, resolved: Resolved): Promise<GraphQLResponse> {
  await steps.didResolveOperation(resolved);
  const response = await steps.responseForOperation(resolved);
  if (!response) throw new Error("No plugin answers queries.");
  return response;
}

const keyOf = (accept: string | undefined, query: string): string => `${accept ?? ""}\n${query}`;
