import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest } from "@apollo/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Admission } from "./admission.ts";
import { errorBody, internalBody, RETRY_AFTER_SECONDS, unavailableBody } from "./format-error.ts";
import type { Limits } from "./limits.ts";
import type { PublicDoor } from "./public-pages/door.ts";
import type { ServerContext } from "./request-context.ts";

/** Header that tells Apollo's cross-site protection that the request is none to fear. */
const PREFLIGHTED = "apollo-require-preflight";

interface RouteDeps {
  readonly apollo: ApolloServer<ServerContext>;
  readonly admission: Admission;
  readonly limits: Pick<Limits, "deadlineMs">;
  readonly context: (request: FastifyRequest, reply: FastifyReply) => Promise<ServerContext>;
  /** Answers a browser that wants a page; false when it does not. */
  readonly explorer: (request: FastifyRequest, reply: FastifyReply) => boolean;
  /** Answers from memory what everybody is answered alike. */
  readonly publicDoor: PublicDoor | null;
}

/** `/graphql`: GET and POST for clients, and the explorer for people. */
export function addGraphqlRoute(
  app: FastifyInstance,
  { apollo, admission, limits, context, explorer, publicDoor }: RouteDeps,
): void {
  /** The body of Apollo's answer; its status and headers go into the reply. */
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: askedOf(request),
      context: () => context(request, reply),
    });
    if (body.kind !== "complete") throw new Error("Nothing is answered in parts.");
    reply.code(status ?? 200);
    for (const [name, value] of headers) reply.header(name, value);
    return body.string;
  };

  /** A place for each operation, and an answer in time for each that got one. */
  const answerInTurn = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!(await admission.enter())) {
      sendUnavailable(request, reply);
      return;
    }
    const timer = setTimeout(() => sendUnavailable(request, reply), limits.deadlineMs);
    try {
      allowPlainReads(request);
      const body = await answer(request, reply);
      // Apollo's own last resort knows no request; ours does.
      const isNameless = reply.statusCode === 500 && !body.includes('"requestId"');
      if (reply.statusCode === 200) publicDoor?.remember(request, reply);
      if (!reply.sent) reply.send(isNameless ? internalBody(request.id) : body);
    } finally {
      clearTimeout(timer);
      admission.leave();
    }
  };

  app.route({
    method: ["GET", "POST"],
    url: "/graphql",
    handler: async (request, reply) => {
      const isAnswered = explorer(request, reply) || publicDoor?.answerInRoute(request, reply);
      if (!isAnswered) await answerInTurn(request, reply);
      return reply;
    },
  });

  app.route({
    method: ["PUT", "PATCH", "DELETE"],
    url: "/graphql",
    handler: (request, reply) =>
      reply
        .code(405)
        .header("allow", "GET, POST")
        .header("content-type", "application/json; charset=utf-8")
        .send(errorBody("BAD_REQUEST", "Only GET and POST are answered here.", request.id)),
  });
}

/** A request as Apollo takes it. */
function askedOf({ method, headers, url, body }: FastifyRequest): HTTPGraphQLRequest {
  const map = new HeaderMap();
  for (const name in headers) {
    const value = headers[name];
    if (value) map.set(name, typeof value === "string" ? value : value.join(", "));
  }
  const at = url.indexOf("?");
  return { method, headers: map, search: at < 0 ? "" : url.slice(at), body };
}

/**
 * A GET without a cookie has nobody's rights, so no page can misuse them: it passes Apollo's
 * cross-site protection, and a group's site needs no preflight.
 */
function allowPlainReads(request: FastifyRequest): void {
  if (request.method === "GET" && request.headers.cookie === undefined) request.headers[PREFLIGHTED] = "1";
}

function sendUnavailable(request: FastifyRequest, reply: FastifyReply): void {
  reply
    .code(503)
    .header("retry-after", String(RETRY_AFTER_SECONDS))
    .header("content-type", "application/json; charset=utf-8")
    .send(unavailableBody(request.id));
}
