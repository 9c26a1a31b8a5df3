/** The whole server on a database of its own, answering over real HTTP on a free port. */

import { execute, type GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import type { Clock } from "../../src/platform/clock.ts";
import { type Log, makeLog } from "../../src/platform/log.ts";
import type { CompiledReads } from "../../src/platform/reads/reads.ts";
import type { Limits } from "../../src/server/limits.ts";
import type { PublicPagesSettings } from "../../src/server/public-pages/public-pages.ts";
import type { Authenticate } from "../../src/server/request-context.ts";
import { buildServer, type Server, type ServerSettings } from "../../src/server/server.ts";
import type { Anything } from "./anything.ts";
import { openTestDatabase, type TestDatabase } from "./database.ts";

/** The moment at which tests happen unless they say otherwise: a Monday morning, summer time in Europe. */
export const TEST_NOW = new Date("2026-06-01T09:00:00.000Z");

export const fixedClock = (now: Date = TEST_NOW): Clock => ({ now: () => new Date(now) });

export interface ApiOptions {
  clock?: Clock;
  limits?: Partial<Limits>;
  settings?: Partial<ServerSettings>;
  schema?: GraphQLSchema;
  /** What answers queries over that schema; graphql-js, unless given. */
  reads?: CompiledReads;
  authenticate?: Authenticate;
  log?: Log;
  /** Keeps public pages in memory, for tests of that: elsewhere every answer is read. */
  publicPages?: Partial<PublicPagesSettings>;
  /** A database that is there already, for a second server; whoever made it drops it. */
  database?: TestDatabase;
}

export interface GraphQLAnswer<Data = Record<string, unknown>> {
  data?: Data | null;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } & Record<string, Anything> }[];
  extensions?: Record<string, Anything>;
  status: number;
  headers: Headers;
}

export interface Api {
  readonly url: string;
  readonly dataSource: DataSource;
  readonly server: Server;
  /** Sends one operation; `as` is a session token, null for nobody. */
  graphql<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    options?: { as?: string | null; headers?: Record<string, string> },
  ): Promise<GraphQLAnswer<Data>>;
  close(): Promise<void>;
}

export const testSettings: ServerSettings = {
  publicUrl: "http://localhost:4000",
  allowedOrigins: ["https://groups.example"],
  trustProxy: false,
  secretKey: "a secret key that only tests know, 32 bytes and more",
};

/** Buckets that a test file does not empty, since its clock stands still; and patience with a slow machine. */
const roomyLimits: Partial<Limits> = {
  anonymousPointsPerMinute: 10_000_000,
  signedInPointsPerMinute: 10_000_000,
  deadlineMs: 60_000,
};

const testPages = { bytesMax: 4_000_000, ageSecondsMax: 60, cdnSeconds: 1 };

/** Lets graphql-js answer a schema that no room declared. */
const plainReads = (schema: GraphQLSchema): CompiledReads => ({
  answer: async (document, operationName, variableValues, contextValue) =>
    execute({
      schema,
      document,
      contextValue,
      operationName: operationName ?? null,
      variableValues: variableValues ?? null,
    }),
  canSee: () => Promise.resolve(false),
  fill: (_ctx, value) => Promise.resolve(value),
  trace: () => Promise.resolve(null),
});

export async function startApi(options: ApiOptions = {}): Promise<Api> {
  const database = options.database ?? (await openTestDatabase());
  const { dataSource } = database;
  const server = await buildServer({
    settings: { ...testSettings, ...options.settings },
    dataSource,
    clock: options.clock ?? fixedClock(),
    log: options.log ?? makeLog(process.env["TEST_LOG_LEVEL"] ?? "silent"),
    limits: { ...roomyLimits, ...options.limits },
    ...(options.schema ? { schema: options.schema, reads: options.reads ?? plainReads(options.schema) } : {}),
    ...(options.authenticate ? { authenticate: options.authenticate } : {}),
    ...(options.publicPages
      ? { publicPages: { ...testPages, databaseUrl: database.url, ...options.publicPages } }
      : {}),
  });
  const origin = await server.app.listen({ port: 0, host: "127.0.0.1" });
  const url = `${origin}/graphql`;
  return {
    url,
    dataSource,
    server,
    graphql: async <Data>(
      query: string,
      variables?: Record<string, unknown>,
      { as = null, headers = {} }: { as?: string | null; headers?: Record<string, string> } = {},
    ) => {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...(as ? { authorization: `Bearer ${as}` } : {}), ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const answer = (await response.json()) as GraphQLAnswer<Data>;
      return { ...answer, status: response.status, headers: response.headers };
    },
    close: async () => {
      await server.close();
      if (!options.database) await database.drop();
    },
  };
}
