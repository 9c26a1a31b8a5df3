import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import fastifyCookie from "@fastify/cookie";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import type { Clock } from "../platform/clock.ts";
import { newId } from "../platform/ids.ts";
import type { Log } from "../platform/log.ts";
import type { Reads } from "../platform/reads/reads.ts";
import { authenticate } from "../sign-in/session.ts";
import { errorPlugin } from "./error-plugin.ts";
import { formatError } from "./format-error.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { RateLimits } from "./price-plugin.ts";
import { type Authenticate, type ContextDeps, requestContext, type ServerContext } from "./request-context.ts";
import { buildApiSchema } from "./schema.ts";

/** What the roof needs to know of the configuration. */
export interface ServerSettings {
  /** Origin under which browsers reach us, such as `https://api.example.org`. */
  readonly publicUrl: string;
  /** Further origins whose pages may use the session cookie. */
  readonly allowedOrigins: readonly string[];
  /** Proxies whose `X-Forwarded-For` is believed, as Fastify understands it; false for none. */
  readonly trustProxy: boolean | string | number;
  readonly secretKey: string;
}

export interface ServerDeps {
  readonly settings: ServerSettings;
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly log: Log;
  /** The principal behind a token; the sign-in room's, unless a test brings its own. */
  readonly authenticate?: Authenticate;
  readonly reads?: Reads;
  readonly schema?: GraphQLSchema;
  readonly limits?: Partial<Limits>;
}

export interface Server {
  readonly app: FastifyInstance;
  readonly schema: GraphQLSchema;
  /** Ends in order: not ready, no new connections, running requests finish, idle connections are closed. */
  close(): Promise<void>;
}

/** The whole HTTP side, not yet listening: `main.ts` lets it listen, tests inject requests or listen on a free port. */
export async function buildServer(deps: ServerDeps): Promise<Server> {
  const limits = { ...LIMITS, ...deps.limits };
  const schema = deps.schema ?? (await buildApiSchema());
  const app = buildHttp(deps, limits);
  const apollo = buildApollo(deps, schema, limits);
  await apollo.start();

  const contextDeps = buildContextDeps(deps, limits);
  await app.register(fastifyCookie);
  app.route({
    method: ["GET", "POST"],
    url: "/graphql",
    handler: fastifyApolloHandler(apollo, {
      context: (request: FastifyRequest, reply: FastifyReply) => requestContext(contextDeps, request, reply),
    }),
  });
  app.get("/healthz", () => ({ status: "ok" }));
  await app.ready();
  return {
    app,
    schema,
    close: async () => {
      await app.close();
      await apollo.stop();
    },
  };
}

const noReads: Reads = { canSee: () => Promise.resolve(false) };

const buildHttp = (deps: ServerDeps, limits: Limits): FastifyInstance =>
  Fastify({
    loggerInstance: deps.log,
    disableRequestLogging: true,
    trustProxy: deps.settings.trustProxy as boolean,
    genReqId: newId,
    requestIdHeader: false,
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    http: { headersTimeout: limits.headersTimeoutMs, connectionsCheckingInterval: limits.connectionsCheckIntervalMs },
    forceCloseConnections: "idle",
  }) as unknown as FastifyInstance;

const buildApollo = (deps: ServerDeps, schema: GraphQLSchema, limits: Limits): ApolloServer<ServerContext> =>
  new ApolloServer<ServerContext>({
    schema,
    logger: deps.log,
    nodeEnv: "production",
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    introspection: true,
    maxRecursiveSelections: limits.recursiveSelectionsMax,
    parseOptions: { maxTokens: limits.tokensMax },
    validationOptions: { maxErrors: limits.validationErrorsMax },
    executionOptions: { maxCoercionErrors: limits.coercionErrorsMax },
    formatError,
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginCacheControlDisabled(), errorPlugin],
  });

function buildContextDeps(deps: ServerDeps, limits: Limits): ContextDeps {
  const { publicUrl, allowedOrigins, secretKey } = deps.settings;
  return {
    dataSource: deps.dataSource,
    clock: deps.clock,
    reads: deps.reads ?? noReads,
    secretKey,
    authenticate: deps.authenticate ?? authenticate,
    rateLimits: new RateLimits(deps.clock, limits),
    allowedOrigins: new Set([new URL(publicUrl).origin, ...allowedOrigins]),
    secureCookies: publicUrl.startsWith("https:"),
  };
}
