/** Where requests are answered from memory: before anything else looks at them, or once their body is read. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { newRequestId } from "../../platform/ids.ts";
import type { Log } from "../../platform/log.ts";
import { answerHeaders } from "../answer-headers.ts";
import type { CallerAddress } from "../caller-address.ts";
import type { Exchange } from "../endpoint/exchange.ts";
import type { HttpSettings } from "../http.ts";
import { rateLimitHeaders, throttleOf } from "../price-plugin.ts";
import type { Bucket, Fill, RateLimits } from "../rate-limits.ts";
import { cacheControl, namesEtag, ownPageHeaders, VARY } from "./page-headers.ts";
import type { AliasedPage } from "./page-store.ts";
import type { PublicPages } from "./public-pages.ts";

/** Points that a page from memory costs, whatever making it did. */
const KEPT_PAGE_POINTS = 1;

export interface DoorDeps {
  readonly pages: PublicPages;
  readonly http: HttpSettings;
  readonly addressOf: CallerAddress;
  readonly rateLimits: RateLimits;
  readonly log: Log;
}

export class PublicDoor {
  /** Headers that every page has alike; those for origins that we know, and for all others. */
  private readonly fixed: ReadonlyMap<string, readonly string[]>;
  private readonly fixedForAll: readonly string[];

  constructor(private readonly deps: DoorDeps) {
    const { http } = deps;
    this.fixed = new Map([...http.allowedOrigins].map((origin) => [origin, fixedHeaders(http, origin)]));
    this.fixedForAll = fixedHeaders(http, undefined);
  }

  /** Answers a plain GET as it comes off the wire, if there is a page for just this request; else does nothing. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (!isPlainGet(request)) return false;
    const { pages, addressOf, rateLimits, log } = this.deps;
    const { url = "", headers } = request;
    const found = pages.store.findAlias(aliasOf(headers.accept, url), pages.now());
    if (!found) return false;
    const address = addressOf(request);
    if (!rateLimits.pour(rateLimits.bucketOfAddress(address), KEPT_PAGE_POINTS).allowed) return false;
    const { page } = found;
    pages.countAnswer(page);
    const requestId = newRequestId();
    const isKnown = namesEtag(headers["if-none-match"], page.etag);
    response.writeHead(isKnown ? 304 : 200, this.headers(found, headers.origin ?? "", requestId, isKnown));
    response.end(isKnown ? undefined : page.body);
    log.debug({ requestId, address, operationName: page.operationName }, "answered from memory");
    return true;
  }

  /** Names and values in turn, which is what costs `node:http` least. */
  private headers({ page, contentType }: AliasedPage, origin: string, requestId: string, isKnown: boolean): string[] {
    const fixed = this.fixed.get(origin) ?? this.fixedForAll;
    const own = ["x-request-id", requestId, "etag", page.etag, "cache-control", cacheControl(page, this.deps.pages)];
    const ofBody = isKnown ? [] : ["content-type", contentType, "content-length", String(page.body.length)];
    return [...fixed, ...own, ...ofBody];
  }

  /**
   * Answers a POST whose body was met before. Whatever may be answered with what everybody is answered is marked so,
   * for those who come after.
   */
  answerAgain(exchange: Exchange): boolean {
    if (!isPublic(exchange.headers)) return false;
    exchange.asking = { page: null };
    if (exchange.bodyText === undefined) return false;
    return this.answerFrom(exchange, this.deps.rateLimits.bucketOfAddress(exchange.address));
  }

  /**
   * The same for whoever sees what everybody sees, by GET too: out of a bucket of their own, and telling what is left in
   * it. Such an answer is for nobody else to keep.
   */
  answerFrom(exchange: Exchange, bucket: Bucket): boolean {
    const { pages, rateLimits } = this.deps;
    const asked = askedBy(exchange);
    const found = asked && pages.store.findAlias(aliasOf(exchange.headers.accept, asked), pages.now());
    if (!found) return false;
    const fill = rateLimits.pour(bucket, KEPT_PAGE_POINTS);
    if (!fill.allowed) return false;
    pages.countAnswer(found.page);
    exchange.report = { operationName: found.page.operationName, outcome: "ok" };
    for (const [name, value] of rateLimitHeaders(fill, new Date(pages.now()))) exchange.header(name, value);
    sendPage(exchange, found, fill);
    return true;
  }

  /** The next request that looks just like this one can be answered at once. */
  remember(exchange: Exchange): void {
    const { request, headers, bodyText, asking } = exchange;
    const contentType = exchange.headerOf("content-type");
    const asked = request.method === "GET" ? request.url : bodyText;
    if (!asking?.page || asked === undefined || contentType === undefined) return;
    this.deps.pages.store.alias(aliasOf(headers.accept, asked), { page: asking.page, contentType });
  }
}

/** The body of a POST, or the address of a plain GET. */
const askedBy = ({ request, bodyText }: Exchange): string | undefined =>
  bodyText ?? (request.method === "GET" && request.headers["content-type"] === undefined ? request.url : undefined);

function sendPage(exchange: Exchange, { page, contentType }: AliasedPage, fill: Fill): void {
  exchange.header("content-type", contentType);
  if (exchange.method === "GET") {
    for (const [name, value] of ownPageHeaders(page)) exchange.header(name, value);
    if (namesEtag(exchange.headers["if-none-match"], page.etag)) return exchange.send(304, "");
  }
  exchange.send(200, page.withExtensions({ cost: { ...page.cost, throttle: throttleOf(fill) } }));
}

/** What does not depend on the page, without what pages say otherwise. */
function fixedHeaders(http: HttpSettings, origin: string | undefined): string[] {
  const headers = new Map(answerHeaders(http, origin));
  headers.delete("cache-control");
  return [...headers.set("vary", VARY)].flat();
}

/** A GET with a type for its body is refused, elsewhere. */
const isPlainGet = ({ method, headers }: IncomingMessage): boolean =>
  method === "GET" && headers["content-type"] === undefined && isPublic(headers);

/** Whoever sends a credential, or might, is answered for themself. */
const isPublic = ({ cookie, authorization }: IncomingHttpHeaders): boolean =>
  cookie === undefined && authorization === undefined;

/** What is asked, in the words of the request: an address begins with a slash, a body with none. */
const aliasOf = (accept: string | undefined, asked: string): string => `${accept ?? ""}\n${asked}`;
