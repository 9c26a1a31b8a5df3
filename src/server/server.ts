import type { Socket } from "node:net";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import { ContactLog } from "../contact-reads/contact-log.ts";
import { TrustedIssuers } from "../identities/trusted-issuers.ts";
import type { Clock } from "../platform/clock.ts";
import type { Context } from "../platform/context.ts";
import { jobContext } from "../platform/job-context.ts";
import { LastUses } from "../platform/last-uses.ts";
import { type Log, withoutRedaction } from "../platform/log.ts";
import { createReads } from "../platform/reads/execute.ts";
import type { CompiledReads } from "../platform/reads/reads.ts";
import type { TrustedIssuer } from "../platform/trusted-issuer.ts";
import { sessionHolds } from "../sign-in/session.ts";
import { Admission } from "./admission.ts";
import { authenticateWith } from "./authenticate-with.ts";
import { callerAddress } from "./caller-address.ts";
import { documentLimits } from "./document-limits.ts";
import { doorPlugin } from "./door-plugin.ts";
import type { ExchangeDeps } from "./endpoint/exchange.ts";
import { GraphqlEndpoint } from "./endpoint/graphql-endpoint.ts";
import { KnownQueries } from "./endpoint/known-queries.ts";
import { errorPlugin, unexpectedErrorPlugin } from "./error-plugin.ts";
import { addExplorer } from "./explorer/explorer.ts";
import { addExportRoute } from "./export-route.ts";
import { formatError } from "./format-error.ts";
import { addFrontDoor } from "./front-door.ts";
import { addHealthRoutes, Readiness } from "./health.ts";
import { buildHttp, type HttpSettings } from "./http.ts";
import { addImportRoute } from "./import-route.ts";
import { KnownCredentials } from "./known-credentials.ts";
import { KnownPrices } from "./known-prices.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { LiveAnswers } from "./live/live-answers.ts";
import { subscriptionPlugin } from "./live/subscription-plugin.ts";
import { addMailPages } from "./mail-pages.ts";
import { Metrics } from "./metrics.ts";
import { OauthDoor } from "./oauth/oauth-door.ts";
import { asOne, type OperationPlugin } from "./operation-plugin.ts";
import { addOwnDataRoute } from "./own-data-route.ts";
import { PagesDoor } from "./pages/pages-door.ts";
import { pricePlugin } from "./price-plugin.ts";
import { PublicDoor } from "./public-pages/door.ts";
import { PublicPages, type PublicPagesSettings } from "./public-pages/public-pages.ts";
import { RateLimits } from "./rate-limits.ts";
import { stringifyResult } from "./raw-json.ts";
import { proofPlugin, readPlugin } from "./read-plugin.ts";
import { type Authenticate, type ContextDeps, guardedContext, type ServerContext } from "./request-context.ts";
import { revalidationPlugin } from "./revalidation-plugin.ts";
import { buildApiSchema } from "./schema.ts";
import { scopePlugin } from "./scope-plugin.ts";
import { StatementCounter } from "./statement-counter.ts";

/** Milliseconds between looks for connections that have become idle while the server ends. */
const IDLE_SWEEP_MS = 50;

/** What the roof needs to know of the configuration. */
export interface ServerSettings {
  /** Origin under which browsers reach us, such as `https://api.example.org`. */
  readonly publicUrl: string;
  /** Domain that passkeys are bound to; the host of `publicUrl`, unless given. */
  readonly passkeyDomain?: string | null;
  /** Further origins whose pages may send credentials. */
  readonly allowedOrigins: readonly string[];
  /** Proxies whose `X-Forwarded-For` is believed, as Fastify understands it; false for none. */
  readonly trustProxy: boolean | string | number;
  readonly secretKey: string;
  /** Others whose signed tokens sign people in; nobody, if left out. */
  readonly trustedIssuers?: readonly TrustedIssuer[];
}

export interface ServerDeps {
  readonly settings: ServerSettings;
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly log: Log;
  /** The principal behind a credential, unless a test brings its own. */
  readonly authenticate?: Authenticate;
  /** The schema of all rooms, and the reads compiled from it, unless a test of the roof alone brings its own. */
  readonly schema?: GraphQLSchema;
  readonly reads?: CompiledReads;
  /** What those reads tell of contact details that they show; it is written before the server has closed. */
  readonly contactLog?: ContactLog;
  readonly limits?: Partial<Limits>;
  /** How answers to nobody in particular are kept in memory; not at all if left out. */
  readonly publicPages?: PublicPagesSettings | undefined;
}

export interface Server {
  readonly app: FastifyInstance;
  readonly schema: GraphQLSchema;
  /** SQL statements since the start, for tests that count them. */
  readonly statements: { readonly total: number };
  /** Answers kept in memory, if any are. */
  readonly publicPages: PublicPages | null;
  /** When credentials were used, on its way to the database. */
  readonly lastUses: LastUses;
  /** Who read contact details, on its way to the database. */
  readonly contactLog: ContactLog;
  /** Ends in order: not ready, no new connections, running requests finish, idle connections are closed. */
  close(): Promise<void>;
}

/** The whole HTTP side, not yet listening: `main.ts` lets it listen, tests listen on a free port. */
export async function buildServer(deps: ServerDeps): Promise<Server> {
  const { dataSource, clock, log } = deps;
  const limits: Limits = { ...LIMITS, ...deps.limits };
  const schema = deps.schema ?? (await buildApiSchema());
  const http = httpSettings(deps.settings);
  const admission = new Admission(limits);
  const statements = new StatementCounter();
  statements.watch(dataSource);
  const publicPages = await startPages(deps);
  const live = liveAnswers(limits, publicPages);
  const metrics = new Metrics({ dataSource, admission, statements, publicPages, live });
  const readiness = new Readiness(dataSource);
  const rateLimits = new RateLimits(clock, limits);
  const addressOf = callerAddress(http.trustProxy);
  const publicDoor = publicPages && new PublicDoor({ pages: publicPages, http, addressOf, rateLimits, log });
  const contactLog = deps.contactLog ?? new ContactLog({ dataSource, log });
  const onNoted = contactLog.note;
  const reads = deps.reads ?? createReads({ schema, dataSource, credentialHolds: sessionHolds, onNoted });
  const pricing = pricePlugin(limits, rateLimits, new KnownPrices(schema));
  const reading = readPlugin(publicPages?.over(reads) ?? reads);
  const guards = [proofPlugin, scopePlugin, doorPlugin, subscriptionPlugin];
  const plugins = [errorPlugin, reading, ...guards, pricing, revalidationPlugin(publicPages), metrics.plugin];
  const apollo = buildApollo({ schema, log, limits, plugins });
  await apollo.start();

  const lastUses = new LastUses({ dataSource, log });
  const contextDeps = contextDepsOf(deps, { http, rateLimits, reads, lastUses });
  const exchanges = exchangeDeps({ http, addressOf, log, readiness, metrics });
  const endpoint = new GraphqlEndpoint({
    ...exchanges,
    apollo,
    admission,
    limits,
    context: (exchange) => guardedContext(contextDeps, exchange),
    publicDoor,
    live,
    knownQueries: new KnownQueries(plugins),
  });
  const oauthDoor = new OauthDoor({ ...exchanges, context: contextDeps, publicUrl: deps.settings.publicUrl });
  const pagesDoor = new PagesDoor({ ...exchanges, context: contextDeps });
  const { app, closeHttp } = closeable(
    buildHttp(http, limits, log, (request, response) => {
      if (publicDoor?.answer(request, response) === true) return true;
      return endpoint.take(request, response) || oauthDoor.take(request, response) || pagesDoor.take(request, response);
    }),
  );
  addWatching(app, readiness, metrics);
  const contextOf = (requestId: string) =>
    jobContext({ ...deps, ...deps.settings, db: dataSource.manager, reads }, requestId);
  await addPages(app, contextOf, contactLog);

  const close = async () => {
    readiness.drain();
    // From here on nothing is in memory, so that idle callers are not kept by quick answers.
    await publicPages?.stop();
    live.close();
    await closeHttp();
    await apollo.stop();
    await Promise.all([lastUses.flush(), contactLog.flush()]);
    metrics.stop();
  };
  return { app, schema, statements, publicPages, lastUses, contactLog, close };
}

/** What Fastify answers, beside how we are. */
async function addPages(
  app: FastifyInstance,
  contextOf: (requestId: string) => Context,
  contactLog: ContactLog,
): Promise<void> {
  addExplorer(app);
  addFrontDoor(app);
  addMailPages(app);
  addExportRoute(app, contextOf, contactLog);
  addOwnDataRoute(app, contextOf);
  await addImportRoute(app, contextOf);
  await app.ready();
}

/** How we are, for whoever runs us. */
function addWatching(app: FastifyInstance, readiness: Readiness, metrics: Metrics): void {
  addHealthRoutes(app, readiness);
  metrics.addRoute(app);
}

/**
 * Who is answered while it closes has an idle connection, for which closing would wait as long as callers like; and so it
 * would for who connected and never asked.
 */
function closeable(app: FastifyInstance): { app: FastifyInstance; closeHttp: () => Promise<void> } {
  const connections = new Set<Socket>();
  app.server.on("connection", (connection: Socket) => {
    connections.add(connection);
    connection.once("close", () => connections.delete(connection));
  });
  const closeHttp = async () => {
    const sweep = setInterval(() => {
      app.server.closeIdleConnections();
      for (const connection of connections) if (connection.bytesRead === 0) connection.destroy();
    }, IDLE_SWEEP_MS);
    await app.close();
    clearInterval(sweep);
  };
  return { app, closeHttp };
}

async function startPages({ publicPages: settings, clock, log }: ServerDeps): Promise<PublicPages | null> {
  const publicPages = settings ? new PublicPages({ settings, clock, log }) : null;
  await publicPages?.start();
  return publicPages;
}

/** Those that are told what the pages' listener hears; without it they are asked again by the clock alone. */
function liveAnswers(limits: Limits, publicPages: PublicPages | null): LiveAnswers {
  const live = new LiveAnswers(limits);
  publicPages?.connection.on("happened", (ids: readonly string[] | null) => live.tell(ids));
  // What happened while nobody listened is not known.
  publicPages?.connection.on("listening", () => live.tell(null));
  return live;
}

function httpSettings({ publicUrl, allowedOrigins, trustProxy }: ServerSettings): HttpSettings {
  const own = new URL(publicUrl);
  const origins = new Set([own.origin, ...allowedOrigins]);
  // On a developer's machine the two names of the loopback mean the same page.
  if (own.hostname === "localhost") origins.add(own.origin.replace("localhost", "127.0.0.1"));
  return { allowedOrigins: origins, trustProxy, isSecure: own.protocol === "https:" };
}

interface ApolloDeps {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  readonly limits: Limits;
  readonly plugins: readonly OperationPlugin[];
}

const buildApollo = ({ schema, log, limits, plugins }: ApolloDeps): ApolloServer<ServerContext> =>
  new ApolloServer<ServerContext>({
    schema,
    logger: log,
    // Whatever NODE_ENV says: nothing of the inside is ever shown.
    nodeEnv: "production",
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    // `main.ts` ends things in order; Apollo's own handlers would end the process before that.
    stopOnTerminationSignals: false,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Documents and persisted queries: each store keeps at most 30 MiB and forgets the longest unused.
    cache: "bounded",
    maxRecursiveSelections: limits.recursiveSelectionsMax,
    parseOptions: { maxLexicalTokens: limits.tokensMax },
    validationOptions: { maxErrors: limits.validationErrorsMax },
    executionOptions: { maxCoercionErrors: limits.coercionErrorsMax },
    validationRules: [documentLimits(limits)],
    formatError,
    stringifyResult,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      unexpectedErrorPlugin,
      asOne(plugins),
    ],
  });

interface ExchangeParts extends Pick<ExchangeDeps, "http" | "addressOf" | "log"> {
  readonly readiness: Readiness;
  readonly metrics: Metrics;
}

const exchangeDeps = ({ readiness, metrics, ...parts }: ExchangeParts): ExchangeDeps => ({
  ...parts,
  lines: withoutRedaction(parts.log),
  isDraining: () => readiness.isDraining,
  refused: (status) => metrics.countRefusal(status),
});

interface ContextParts {
  readonly http: HttpSettings;
  readonly rateLimits: RateLimits;
  readonly reads: CompiledReads;
  readonly lastUses: LastUses;
}

const issuersOf = ({ trustedIssuers = [] }: ServerSettings): TrustedIssuers | null =>
  trustedIssuers.length > 0 ? new TrustedIssuers(trustedIssuers) : null;

const contextDepsOf = (deps: ServerDeps, { http, rateLimits, reads, lastUses }: ContextParts): ContextDeps => ({
  dataSource: deps.dataSource,
  clock: deps.clock,
  reads,
  secretKey: deps.settings.secretKey,
  publicUrl: deps.settings.publicUrl,
  authenticate: deps.authenticate ?? authenticateWith(lastUses, issuersOf(deps.settings)),
  credentials: deps.authenticate ? null : new KnownCredentials(),
  rateLimits,
  allowedOrigins: http.allowedOrigins,
  relyingParty: {
    id: deps.settings.passkeyDomain ?? new URL(deps.settings.publicUrl).hostname,
    origins: [...http.allowedOrigins],
  },
  secureCookies: http.isSecure,
});
