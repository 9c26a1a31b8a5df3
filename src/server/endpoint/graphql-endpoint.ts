/**
 * `/graphql`, straight on `node:http`: reading a body, a few headers and one answer are all it takes, and what a framework
 * does besides would cost each operation a good part of what the operation itself does.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest } from "@apollo/server";
import { isOutage } from "../../platform/outage.ts";
import type { Admission } from "../admission.ts";
import { wantsPage } from "../explorer/explorer.ts";
import { internalBody } from "../format-error.ts";
import type { Limits } from "../limits.ts";
import type { HttpTurn, LiveAnswers } from "../live/live-answers.ts";
import type { PublicDoor } from "../public-pages/door.ts";
import type { ServerContext } from "../request-context.ts";
import { Exchange, type ExchangeDeps } from "./exchange.ts";
import { BodyFault, readJsonBody } from "./json-body.ts";
import type { HttpAnswer, KnownQueries, SentQuery } from "./known-queries.ts";

const OWN_NAME = /^https?:\/\/[^/?#]*/i;
const PATH = /^\/graphql(\?|$)/;
/** A credential that sees what everybody sees. */
const PAGE_KEY = /^Bearer +ngp_/i;
/** Header that tells Apollo's cross-site protection that the request is none to fear. */
const PREFLIGHTED = "apollo-require-preflight";
/** The headers that Apollo or our plugins look at. */
const READ_HEADERS = ["accept", "content-type", "if-none-match", "x-apollo-operation-name", PREFLIGHTED] as const;
/** What each event of a stream holds. */
const EVENT_DATA_TYPE = "application/graphql-response+json";
const ANSWERED_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);
const PLAIN_HOST = /^[\w.-]+(:\d+)?$/;

interface EndpointDeps extends ExchangeDeps {
  readonly apollo: ApolloServer<ServerContext>;
  readonly admission: Admission;
  readonly limits: Pick<Limits, "bodyBytesMax" | "deadlineMs">;
  readonly context: (exchange: Exchange) => Promise<ServerContext>;
  readonly knownQueries: KnownQueries;
  readonly publicDoor: PublicDoor | null;
  readonly live: LiveAnswers;
}

export class GraphqlEndpoint {
  constructor(private readonly deps: EndpointDeps) {}

  /** Takes a request that is for the endpoint; false for any other, also for a browser that wants the explorer's page. */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    // A request may name us in full, as one to a proxy does.
    request.url = (request.url ?? "").replace(OWN_NAME, "");
    if (!PATH.test(request.url) || wantsPage(request)) return false;
    const exchange = new Exchange(request, response, this.deps);
    this.answer(exchange).catch((error: unknown) => fail(exchange, error));
    return true;
  }

  private async answer(exchange: Exchange): Promise<void> {
    if (isAnsweredByHead(exchange)) return;
    let body: unknown;
    if (exchange.method === "POST") {
      const read = await readJsonBody(exchange.request, this.deps.limits.bodyBytesMax);
      if (read === null) return;
      exchange.bodyText = read.text;
      body = read.value;
    }
    if (exchange.takesStream) return this.deps.live.begin(exchange, (turn) => this.takeTurn(turn, body));
    if (!this.deps.publicDoor?.answerAgain(exchange)) await this.answerInTurn(exchange, body);
  }

  /** A place for each operation, and an answer in time for each that got one. */
  private async answerInTurn(exchange: Exchange, body: unknown): Promise<void> {
    const { admission, limits } = this.deps;
    if (!(await admission.enter())) {
      exchange.refuseForNow();
      return;
    }
    const timer = setTimeout(() => exchange.refuseForNow(), limits.deadlineMs);
    try {
      const context = await this.contextOf(exchange);
      if (context) await this.execute(exchange, body, context);
    } finally {
      clearTimeout(timer);
      admission.leave();
    }
  }

  /** One answer of a stream; null if there is no place for the operation. */
  private async takeTurn(exchange: Exchange, body: unknown): Promise<HttpTurn | null> {
    const { admission, context } = this.deps;
    if (!(await admission.enter())) return null;
    try {
      return await this.askApollo(exchange, body, context);
    } finally {
      admission.leave();
    }
  }

  private async execute(exchange: Exchange, asked: unknown, context: EndpointDeps["context"]): Promise<void> {
    const { knownQueries, publicDoor } = this.deps;
    const sent = sentQuery(asked);
    const known = sent && (await knownQueries.answer(exchange, sent, context));
    const { status, headers, body } = known ?? (await this.askApollo(exchange, asked, context));
    if (exchange.isSent) return;
    for (const [name, value] of headers) exchange.header(name, value);
    if (status === 200) publicDoor?.remember(exchange);
    if (status === 200 && sent && !known) knownQueries.remember(exchange, sent);
    exchange.send(status, body);
  }

  /**
   * How the request's context is made. Whoever comes with the key of a page sees what everybody sees, so once the key is
   * proved a page from memory may answer: null, when that is done.
   */
  private async contextOf(exchange: Exchange): Promise<EndpointDeps["context"] | null> {
    const { context, publicDoor } = this.deps;
    if (!publicDoor || !PAGE_KEY.test(exchange.headers.authorization ?? "")) return context;
    // Whoever is refused here is refused by Apollo, in its own words.
    const made = await context(exchange).catch(() => null);
    if (made === null) return context;
    return publicDoor.answerFrom(exchange, made.spending.bucket) ? null : () => Promise.resolve(made);
  }

  private async askApollo(exchange: Exchange, asked: unknown, context: EndpointDeps["context"]): Promise<HttpAnswer> {
    const { apollo } = this.deps;
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: requestOf(exchange, asked),
      context: () => context(exchange),
    });
    const { status = 200, headers, body } = answer;
    if (body.kind !== "complete") throw new Error("Nothing is answered in parts.");
    // Apollo's own last resort knows no request; ours does.
    const isNameless = status === 500 && !body.string.includes('"requestId"');
    return { status, headers, body: isNameless ? internalBody(exchange.requestId) : body.string };
  }
}

/** Answers what needs no body to be answered: preflights, and what is refused by its head. */
function isAnsweredByHead(exchange: Exchange): boolean {
  const { method, headers } = exchange;
  if (method === "OPTIONS") exchange.sendPreflight();
  else if (!isHost(headers.host)) exchange.refuse(400, "BAD_REQUEST", "The Host header is not one.");
  else if (!ANSWERED_METHODS.has(method)) {
    exchange.header("allow", "GET, POST");
    exchange.refuse(405, "BAD_REQUEST", "Only GET and POST are answered here.");
  }
  return exchange.isSent;
}

/** What a body asks for, if it is nothing but a query in words. */
function sentQuery(body: unknown): SentQuery | null {
  if (!isRecord(body)) return null;
  const { query, variables, operationName, extensions } = body;
  const isPlain = typeof query === "string" && isAbsent(extensions);
  const isNamed = isAbsent(operationName) || typeof operationName === "string";
  if (!isPlain || !isNamed || !(isAbsent(variables) || isRecord(variables))) return null;
  return { query, variables, operationName };
}

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isHost = (host = ""): boolean => PLAIN_HOST.test(host) || URL.canParse(`http://${host}/`);

/** A request as Apollo takes it. */
function requestOf({ method, headers, search, takesStream }: Exchange, body: unknown): HTTPGraphQLRequest {
  const map = new HeaderMap();
  for (const name of READ_HEADERS) {
    const value = headers[name];
    if (value) map.set(name, typeof value === "string" ? value : value.join(", "));
  }
  if (takesStream) map.set("accept", EVENT_DATA_TYPE);
  // A GET without a cookie has nobody's rights, so no page can misuse them: a group's site needs no preflight.
  if (method === "GET" && headers.cookie === undefined) map.set(PREFLIGHTED, "1");
  return { method, headers: map, search, body };
}

function fail(exchange: Exchange, error: unknown): void {
  if (error instanceof BodyFault) {
    // What was not read may still be on its way.
    exchange.header("connection", "close");
    return exchange.refuse(error.status, "BAD_REQUEST", error.message);
  }
  exchange.log.error({ err: error }, "answered outside of GraphQL");
  if (isOutage(error)) return exchange.refuseForNow();
  exchange.header("content-type", "application/json; charset=utf-8");
  exchange.send(500, internalBody(exchange.requestId));
}
