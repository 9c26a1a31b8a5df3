/** HTTP below GraphQL: what every request and answer has, whatever it is about. */
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import Fastify, {
  type ConnectionError,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { newRequestId } from "../platform/ids.ts";
import { type Log, withoutRedaction } from "../platform/log.ts";
import { isOutage } from "../platform/outage.ts";
import { answerHeaders, type Headers, PREFLIGHT_HEADERS } from "./answer-headers.ts";
import { errorBody, internalBody, RETRY_AFTER_SECONDS, unavailableBody } from "./format-error.ts";
import type { Limits } from "./limits.ts";

export interface HttpSettings {
  /** Origins whose pages may send credentials. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** Proxies whose `X-Forwarded-For` is believed, as Fastify understands it; false for none. */
  readonly trustProxy: boolean | string | number;
  /** Whether browsers reach us over HTTPS only. */
  readonly isSecure: boolean;
}

/** Answers a request as it comes off the wire; false if it did nothing. */
export type Front = (request: IncomingMessage, response: ServerResponse) => boolean;

export function buildHttp(
  settings: HttpSettings,
  limits: Limits,
  log: Log,
  front: Front = () => false,
): FastifyInstance {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    // A number of hops is understood, although the types have forgotten it.
    trustProxy: settings.trustProxy as string | boolean,
    genReqId: newRequestId,
    requestIdHeader: false,
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: limits.requestTimeoutMs,
    serverFactory: (handler) =>
      serverOf(limits, (request, response) => {
        if (!front(request, response)) handler(request, response);
      }),
    forceCloseConnections: "idle",
    // Whoever still has a connection open is answered while we end, `/readyz` truthfully, and told to close it.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      setHeaders(reply, answerHeaders(settings, request.headers.origin));
      const status = error.statusCode ?? 400;
      void asJson(reply, status).send(errorBody("BAD_REQUEST", "The address is not one.", request.id));
    },
    clientErrorHandler: (error, socket) => answerUnread(error, socket, log),
  }) as unknown as FastifyInstance;
  app.server.maxConnections = limits.connectionsMax;
  app.addHook("onRequest", (request, reply, done) => {
    const { origin } = request.headers;
    setHeaders(reply, answerHeaders(settings, origin));
    if (request.method === "OPTIONS") return void setHeaders(reply, PREFLIGHT_HEADERS).code(204).send();
    done(hasUsableAddress(request) ? undefined : clientFault("The Host header is not one."));
  });
  // Nothing that has a body is answered here.
  app.removeAllContentTypeParsers();
  answerFaults(app);
  logAnswers(app, withoutRedaction(log));
  return app;
}

const setHeaders = (reply: FastifyReply, headers: Headers): FastifyReply =>
  reply.header("x-request-id", reply.request.id).headers(Object.fromEntries(headers));

/** A server with our patience. */
function serverOf(limits: Limits, listener: (request: IncomingMessage, response: ServerResponse) => void): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.connectionsCheckIntervalMs,
    },
    listener,
  );
  server.keepAliveTimeout = limits.keepAliveTimeoutMs;
  return server;
}

const PLAIN_HOST = /^[\w.-]+$/;

/** A host that is none is nobody's to answer for. */
const hasUsableAddress = ({ hostname }: FastifyRequest): boolean =>
  PLAIN_HOST.test(hostname) || URL.canParse(`http://${hostname}/`);

const clientFault = (message: string, statusCode = 400): Error => Object.assign(new Error(message), { statusCode });

/** Faults met before or outside of GraphQL, in the shape that GraphQL's clients read. */
function answerFaults(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    void asJson(reply, 404).send(errorBody("BAD_REQUEST", "There is nothing here.", request.id));
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return asJson(reply, status).send(errorBody("BAD_REQUEST", error.message, request.id));
    request.log.error({ err: error }, "answered outside of GraphQL");
    if (!isOutage(error) && status !== 503) return asJson(reply, 500).send(internalBody(request.id));
    return asJson(reply, 503).header("retry-after", String(RETRY_AFTER_SECONDS)).send(unavailableBody(request.id));
  });
}

const asJson = (reply: FastifyReply, status: number): FastifyReply =>
  reply.code(status).header("content-type", "application/json; charset=utf-8");

/** What never became a request, by the code of the fault. */
const UNREAD = new Map([
  [
    "HPE_HEADER_OVERFLOW",
    { status: 431, message: "The headers or the address are too large; send the operation by POST." },
  ],
  ["ERR_HTTP_REQUEST_TIMEOUT", { status: 408, message: "The request took too long to arrive." }],
]);
const UNREADABLE = { status: 400, message: "This is no HTTP request." };

/** The same shape of answer, written by hand: there is neither request nor reply. */
function answerUnread(error: ConnectionError, socket: Socket, log: Log): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const { status, message } = UNREAD.get(error.code) ?? UNREADABLE;
  const requestId = newRequestId();
  log.debug({ err: error, requestId, status }, "no request");
  const body = errorBody("BAD_REQUEST", message, requestId);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroy(error);
}

/** One line an answer: what was asked of whom and how it went, never what it said. */
function logAnswers(app: FastifyInstance, lines: Log): void {
  app.addHook("onResponse", (request, reply, done) => {
    const { id: requestId, method, ip: address, url } = request;
    const path = url.split("?", 1)[0];
    const durationMs = Math.round(reply.elapsedTime);
    lines.info({ requestId, method, path, address, status: reply.statusCode, durationMs }, "answered");
    done();
  });
}
