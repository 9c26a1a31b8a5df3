/** The library on a database of its own, answering operations as one viewer or another. */
import { type ExecutionResult, GraphQLInputObjectType, type GraphQLSchema, parse, validate } from "graphql";
import { buildSchema } from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../../src/platform/context.ts";
import { makeDataSource } from "../../../src/platform/database.ts";
import { globalId } from "../../../src/platform/ids.ts";
import { makeLog } from "../../../src/platform/log.ts";
import { createReads } from "../../../src/platform/reads/execute.ts";
import { prepareSchema } from "../../../src/platform/reads/prepare-schema.ts";
import type { Class, CompiledReads } from "../../../src/platform/reads/reads.ts";
import { readResolvers } from "../../../src/platform/reads/schema-fields.ts";
import { DateTime } from "../../../src/platform/scalars/date-time.ts";
import { createEmptyDatabase } from "./empty-database.ts";
import { entities } from "./library.ts";

export const NOW = new Date("2026-06-01T09:00:00.000Z");

export interface Library {
  readonly schema: GraphQLSchema;
  readonly dataSource: DataSource;
  readonly reads: CompiledReads;
  /** Statements sent since the last `ask`. */
  readonly statements: string[];
  context(viewerId: string | null): Context;
  ask(query: string, viewerId?: string | null, variables?: Record<string, unknown>): Promise<ExecutionResult>;
  close(): Promise<void>;
}

export async function startLibrary(doors: readonly Class[] = []): Promise<Library> {
  const { url, drop } = await createEmptyDatabase();
  const dataSource = makeDataSource(url, { entities });
  await dataSource.initialize();
  await dataSource.synchronize();
  const schema = prepareSchema(await librarySchema(doors));
  const statements: string[] = [];
  const reads = createReads({ schema, dataSource, onStatement: (text) => statements.push(text) });
  const context = (viewerId: string | null): Context => ({
    db: dataSource.manager,
    clock: { now: () => new Date(NOW) },
    principal: viewerId ? { kind: "person", personId: viewerId, sessionId: viewerId } : { kind: "anonymous" },
    viewerId,
    address: "127.0.0.1",
    userAgent: null,
    requestId: "test",
    log: makeLog("silent"),
    reads,
    secretKey: "secret",
    sessionCookie: null,
  });
  return {
    schema,
    dataSource,
    reads,
    statements,
    context,
    async ask(query, viewerId = null, variables = {}) {
      statements.length = 0;
      const document = parse(query);
      const faults = validate(schema, document);
      if (faults.length > 0) throw new Error(faults.join("\n"));
      const answer = await reads.answer(document, undefined, variables, context(viewerId));
      return JSON.parse(JSON.stringify(answer)) as ExecutionResult;
    },
    async close() {
      await dataSource.destroy();
      await drop();
    },
  };
}

export async function librarySchema(doors: readonly Class[] = []): Promise<GraphQLSchema> {
  const resolvers = [...readResolvers(), ...doors] as unknown as [Class, ...Class[]];
  const schema = await buildSchema({ resolvers, scalarsMap: [{ type: Date, scalar: DateTime }], validate: false });
  const locator = schema.getType("ShelfLocator");
  if (locator instanceof GraphQLInputObjectType) locator.isOneOf = true;
  return schema;
}

/** A uuid made of a kind and a number, so that tests can name rows. */
export const uuid = (kind: number, number: number): string =>
  `0190000${kind}-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;

export const gid = (prefix: string, kind: number, number: number): string => globalId(prefix, uuid(kind, number));
