/** The library on a database of its own, answering operations as one viewer or another. */
import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLInputObjectType,
  type GraphQLSchema,
  parse,
  validate,
} from "graphql";
import { buildSchema } from "type-graphql";
import type { DataSource } from "typeorm";
import { ReadsNull1795422151827 } from "../../../migrations/1795422151827-reads-null.ts";
import type { Context } from "../../../src/platform/context.ts";
import { type DataSourceSettings, makeDataSource } from "../../../src/platform/database.ts";
import { globalId } from "../../../src/platform/ids.ts";
import { makeLog } from "../../../src/platform/log.ts";
import { createReads } from "../../../src/platform/reads/execute.ts";
import type { Writer } from "../../../src/platform/reads/json.ts";
import { prepareSchema } from "../../../src/platform/reads/prepare-schema.ts";
import type { Class, CompiledReads } from "../../../src/platform/reads/reads.ts";
import { nodeTypes } from "../../../src/platform/reads/registry.ts";
import { readResolvers } from "../../../src/platform/reads/schema-fields.ts";
import { DateTime } from "../../../src/platform/scalars/date-time.ts";
import { resultOf } from "../../support/answers.ts";
import { createEmptyDatabase } from "./empty-database.ts";
import { Book, entities, Format, Keeper, Reader, Review, Shelf, Shunning } from "./library.ts";

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

export async function startLibrary(
  doors: readonly Class[] = [],
  settings: Pick<DataSourceSettings, "poolSize" | "prepared" | "lockTimeoutMs"> & { readonly writer?: Writer } = {},
): Promise<Library> {
  const { url, drop } = await createEmptyDatabase();
  const dataSource = makeDataSource(url, { entities, ...settings });
  await dataSource.initialize();
  await dataSource.synchronize();
  const runner = dataSource.createQueryRunner();
  await new ReadsNull1795422151827().up(runner);
  await runner.release();
  const schema = prepareSchema(await librarySchema(doors));
  const statements: string[] = [];
  /** As a server's document store: plans live as long as their document. */
  const documents = new Map<string, DocumentNode>();
  const reads = createReads({ schema, dataSource, ...settings, onStatement: (text) => statements.push(text) });
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
    publicUrl: "http://localhost",
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
      const document = documents.get(query) ?? parse(query);
      const faults = documents.has(query) ? [] : validate(schema, document);
      if (faults.length > 0) throw new Error(faults.join("\n"));
      documents.set(query, document);
      const answer = await reads.answer(document, undefined, variables, context(viewerId));
      return JSON.parse(JSON.stringify(resultOf(answer))) as ExecutionResult;
    },
    async close() {
      await dataSource.destroy();
      await drop();
    },
  };
}

export async function librarySchema(doors: readonly Class[] = []): Promise<GraphQLSchema> {
  const resolvers = [...readResolvers(), ...doors] as unknown as [Class, ...Class[]];
  const schema = await buildSchema({
    resolvers,
    orphanedTypes: nodeTypes(),
    scalarsMap: [{ type: Date, scalar: DateTime }],
    validate: false,
  });
  const locator = schema.getType("ShelfLocator");
  if (locator instanceof GraphQLInputObjectType) locator.isOneOf = true;
  return schema;
}

/** A uuid made of a kind and a number, so that tests can name rows. */
export const uuid = (kind: number, number: number): string =>
  `0190000${kind}-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;

export const gid = (prefix: string, kind: number, number: number): string => globalId(prefix, uuid(kind, number));

export const ann = uuid(1, 1);
export const bob = uuid(1, 2);
export const cyd = uuid(1, 3);
export const dot = uuid(1, 4);

const reader = (id: string, name: string, showsCompany: boolean): Partial<Reader> => ({
  id,
  name,
  company: `${name} & Co`,
  showsCompany,
  motto: `I am "${name}"\\ \u2028`,
  email: `${name}@example.org`,
  phone: null,
});

interface BookOf {
  readonly number: number;
  readonly shelf: number;
  readonly title: string;
  readonly day: number;
  readonly published?: boolean;
  readonly borrower?: string | null;
}

export const book = ({ number, shelf, title, day, published = true, borrower = null }: BookOf): Partial<Book> => ({
  id: uuid(3, number),
  shelfId: uuid(2, shelf),
  borrowerId: borrower,
  title,
  format: number % 2 === 0 ? Format.AUDIO : Format.PAPER,
  formats: [Format.PAPER, Format.BRAILLE],
  shelvedAt: new Date(Date.UTC(2026, 4, 20 + day, 12)),
  pages: number % 3 === 0 ? null : number * 100,
  keepersNote: `note ${number}`,
  doorCode: `code ${number}`,
  publishedAt: published ? NOW : null,
});

/**
 * Ann keeps the hidden shelf and the tidy one; everybody sees the open ones. Dot shuns Bob. Book 4 is not
 * yet published; review 3 is a draft of Bob's on a book of Ann's shelf.
 */
export async function plant({ manager }: DataSource): Promise<void> {
  await manager.insert(Reader, [
    reader(ann, "Ann", true),
    reader(bob, "Bob", false),
    reader(cyd, "Cyd", false),
    reader(dot, "Dot", true),
  ]);
  await manager.insert(Shunning, [{ shunnerId: dot, shunnedId: bob }]);
  await manager.insert(Shelf, [
    { id: uuid(2, 1), slug: "open", label: "Open", topics: ["sea", 'a "b"'], isOpen: true },
    { id: uuid(2, 2), slug: "hidden", label: "Hidden", topics: [], isOpen: false },
    { id: uuid(2, 3), slug: "tidy", label: "Tidy", topics: ["x"], isOpen: true },
  ]);
  await manager.insert(Keeper, [
    { shelfId: uuid(2, 2), readerId: ann },
    { shelfId: uuid(2, 3), readerId: ann },
  ]);
  await manager.insert(Book, [
    book({ number: 1, shelf: 1, title: 'It\'s "odd"', day: 1, borrower: bob }),
    book({ number: 2, shelf: 1, title: "back\\slash", day: 2 }),
    book({ number: 3, shelf: 2, title: "Secret plans", day: 3, borrower: cyd }),
    book({ number: 4, shelf: 3, title: "Not yet", day: 30, published: false }),
    book({ number: 5, shelf: 3, title: "émigré \u2028 line", day: 5 }),
  ]);
  await manager.insert(Review, [
    { id: uuid(4, 1), bookId: uuid(3, 1), readerId: bob, stars: 5, isDraft: false },
    { id: uuid(4, 2), bookId: uuid(3, 5), readerId: cyd, stars: 3, isDraft: false },
    { id: uuid(4, 3), bookId: uuid(3, 5), readerId: bob, stars: 1, isDraft: true },
    { id: uuid(4, 4), bookId: uuid(3, 3), readerId: ann, stars: 4, isDraft: false },
  ]);
}
