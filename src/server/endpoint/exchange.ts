/** One request to the endpoint and its answer, below GraphQL. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { parseCookie, type SerializeOptions, stringifySetCookie } from "cookie";
import type { DocumentNode } from "graphql";
import { newRequestId } from "../../platform/ids.ts";
import type { Log } from "../../platform/log.ts";
import { answerHeaders, PREFLIGHT_HEADERS } from "../answer-headers.ts";
import type { CallerAddress } from "../caller-address.ts";
import { type ErrorCode, errorBody, RETRY_AFTER_SECONDS, unavailableBody } from "../format-error.ts";
import type { HttpSettings } from "../http.ts";
import type { Watch } from "../live/live-answers.ts";
import type { PublicAsking } from "../public-pages/public-pages.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const STREAM_TYPE = "text/event-stream";
/** Statuses whose answers have no body, nor say how long it is. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

export interface ExchangeDeps {
  readonly http: HttpSettings;
  readonly addressOf: CallerAddress;
  readonly log: Log;
  /** The log for lines of fixed shape that hold no secret. */
  readonly lines: Log;
  /** Whether connections are to end with their answers. */
  readonly isDraining: () => boolean;
  /** Told of each answer that refuses what never became an operation. */
  readonly refused: (status: number) => void;
}

/** What the log says of an operation. */
export interface OperationReport {
  readonly operationName: string | null;
  readonly outcome: string;
}

export class Exchange {
  readonly requestId = newRequestId();
  readonly address: string;
  /** Part of the address before the question mark, and from it on. */
  readonly path: string;
  readonly search: string;
  report: OperationReport | null = null;
  /** What the log says in place of the path, if that is not for the log. */
  loggedPath: string | undefined;
  /** The body as it came. */
  bodyText: string | undefined;
  /** Set if what everybody is answered may answer this. */
  asking: PublicAsking | undefined;
  /** What was asked for, once Apollo found it valid. */
  document: DocumentNode | undefined;
  /** What to wait for, if it is a subscription. */
  watch: Watch | undefined;
  /** Headers of the answer beside, or in place of, those that every answer has. */
  private readonly own = new Map<string, string>();
  private readonly setCookies = new Map<string, string>();
  private readonly beganAt = performance.now();
  private ownLog: Log | undefined;
  private sent = false;

  constructor(
    readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly deps: ExchangeDeps,
  ) {
    const { url = "" } = request;
    const mark = url.indexOf("?");
    this.path = mark < 0 ? url : url.slice(0, mark);
    this.search = mark < 0 ? "" : url.slice(mark);
    this.address = deps.addressOf(request);
  }

  get headers(): IncomingHttpHeaders {
    return this.request.headers;
  }

  get method(): string {
    return this.request.method ?? "";
  }

  get isSent(): boolean {
    return this.sent;
  }

  /** Whether it is to be answered by a stream of events. */
  get takesStream(): boolean {
    return this.method === "POST" && (this.headers.accept ?? "").includes(STREAM_TYPE);
  }

  /** The same request once more, with an id of its own. */
  again(): Exchange {
    return new Exchange(this.request, this.response, this.deps);
  }

  /** The log, with this request's id in every line. */
  get log(): Log {
    this.ownLog ??= this.deps.log.child({ requestId: this.requestId });
    return this.ownLog;
  }

  cookie(name: string): string | undefined {
    const { cookie } = this.headers;
    return cookie === undefined ? undefined : parseCookie(cookie)[name];
  }

  setCookie(name: string, value: string, options: SerializeOptions): void {
    this.setCookies.set(name, stringifySetCookie(name, value, options));
  }

  /** Sets a header of the answer; what was said before under this name is replaced. */
  header(name: string, value: string): void {
    this.own.set(name, value);
  }

  headerOf(name: string): string | undefined {
    return this.own.get(name);
  }

  /** Answers, unless that was done. */
  send(status: number, body: string | Buffer): void {
    if (this.sent) return;
    this.sent = true;
    const hasBody = !BODILESS.has(status);
    if (hasBody) this.own.set("content-length", String(Buffer.byteLength(body)));
    if (this.deps.isDraining()) this.own.set("connection", "close");
    this.response.writeHead(status, this.head());
    this.response.end(hasBody && this.method !== "HEAD" ? body : undefined);
    if (status >= 400 && this.report === null) this.deps.refused(status);
    this.writeLine(status);
  }

  /** Begins an answer that goes on, and hands out what it is written to. */
  openStream(): ServerResponse {
    this.sent = true;
    this.header("content-type", `${STREAM_TYPE}; charset=utf-8`);
    // Whoever stands between must not gather events.
    this.header("cache-control", "no-store, no-transform");
    this.header("x-accel-buffering", "no");
    // So the connection ends with the stream, on whichever side.
    this.header("connection", "close");
    this.response.writeHead(200, this.head());
    this.writeLine(200);
    return this.response;
  }

  /** Names and values in turn, which is what costs `node:http` least. */
  private head(): string[] {
    const head = ["x-request-id", this.requestId];
    for (const [name, value] of answerHeaders(this.deps.http, this.headers.origin))
      if (!this.own.has(name)) head.push(name, value);
    for (const [name, value] of this.own) head.push(name, value);
    for (const cookie of this.setCookies.values()) head.push("set-cookie", cookie);
    return head;
  }

  /** Refuses what never reached GraphQL, in the shape that GraphQL's clients read. */
  refuse(status: number, code: ErrorCode, message: string): void {
    this.header("content-type", JSON_TYPE);
    this.send(status, errorBody(code, message, this.requestId));
  }

  /** There is no place, no time, or no database. */
  refuseForNow(): void {
    this.header("content-type", JSON_TYPE);
    this.header("retry-after", String(RETRY_AFTER_SECONDS));
    this.send(503, unavailableBody(this.requestId));
  }

  /** Tells a browser what it may ask. */
  sendPreflight(): void {
    for (const [name, value] of PREFLIGHT_HEADERS) this.own.set(name, value);
    this.send(204, "");
  }

  /** What was asked of whom and how it went, never what was said. */
  writeLine(status: number): void {
    const { requestId, method, address, loggedPath: path = this.path } = this;
    const durationMs = Math.round(performance.now() - this.beganAt);
    this.deps.lines.info({ requestId, method, path, address, status, durationMs, ...this.report }, "answered");
  }
}
