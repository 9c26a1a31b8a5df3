import type { DocumentNode, ExecutionResult, GraphQLResolveInfo, GraphQLSchema } from "graphql";
import type { Question } from "../ask.ts";
import type { Context } from "../context.ts";
import type { AnyRow, Viewer } from "./policy.ts";
import type { Sql } from "./sql.ts";

// biome-ignore lint/suspicious/noExplicitAny: a class is known by its constructor, whatever that takes
export type Class<T = object> = new (...args: any[]) => T;

/** Which rows a search of a room is about. A constant: its plan is kept as long as it is. */
export interface WhichRows {
  readonly entity: Class;
  /** Of columns as they are, as the viewer sees them (`guarded`), and values that come with the request. */
  readonly where: (of: {
    readonly row: AnyRow;
    readonly guarded: AnyRow;
    readonly viewer: Viewer;
    readonly given: (name: string, type: string) => Sql;
  }) => Sql;
  /** Most rows that are answered, those with the least keys. */
  readonly max: number;
}

/** The data of an operation as finished JSON text, or what graphql-js made of it. */
export type Answer = { readonly text: string } | ExecutionResult;

/** What acts may ask of the compiled reads; the same policies answer as for queries. */
export interface Reads {
  /** Whether the viewer of `ctx` may see the row of `entity` with this primary key. Inside a transaction, as it stands there. */
  canSee(ctx: Context, entity: Class, id: string): Promise<boolean>;
  /** What `canSee` asks of the database, for acts that ask it together with more: rows mean yes. Null where nobody sees any. */
  sightOf?(ctx: Context, entity: Class, id: string): Question | null;
  /** Primary key of the row that stands for this one in the viewer's eyes, seen or not; null where none does. */
  standIn?(ctx: Context, entity: Class, id: string): Promise<string | null>;
  /** Primary keys of the rows that a question is about and the viewer may see, in order. */
  whichSeen?(ctx: Context, question: WhichRows, values: Readonly<Record<string, unknown>>): Promise<string[]>;
  /** The schema that they were compiled for, and what they answer over it: for jobs that read as somebody. */
  readonly schema?: GraphQLSchema;
  answer?(
    document: DocumentNode,
    operationName: string | null | undefined,
    variables: Readonly<Record<string, unknown>> | null | undefined,
    ctx: Context,
  ): Promise<Answer>;
}

/** What the server asks of them, besides. */
export interface CompiledReads extends Reads {
  /** Answers a validated query operation whole: one statement for all that is declared, graphql-js for the rest. */
  answer(
    document: DocumentNode,
    operationName: string | null | undefined,
    variables: Readonly<Record<string, unknown>> | null | undefined,
    ctx: Context,
  ): Promise<Answer>;
  /**
   * What a resolver returned for a field of an entity's type (an entity, an `EntityRef`, or a list), as the
   * viewer may see it: one statement by primary key. Null for what is hidden; a list leaves it out.
   */
  fill(ctx: Context, value: unknown, info: GraphQLResolveInfo): Promise<unknown>;
  /**
   * The same data as `answer` gives, in one statement, and what it depends on. Null where that is not known: for what
   * SQL does not answer whole, for statements that are not understood, and for requests that are refused.
   */
  trace(
    document: DocumentNode,
    operationName: string | null | undefined,
    variables: Readonly<Record<string, unknown>> | null | undefined,
    ctx: Context,
    options: TraceOptions,
  ): Promise<Traced | null>;
}

export interface TraceOptions {
  /** Tables whose changes are told; null if it does not matter. */
  readonly told: ReadonlySet<string> | null;
  /** Milliseconds for which it matters when the clock changes the answer. */
  readonly within: number;
}

/** An answer, and what would change it. */
export interface Traced {
  readonly text: string;
  /** Keys of rows: a change of them, or of a row that points at them. */
  readonly ids: ReadonlySet<string>;
  /** All tables that were read. */
  readonly tables: ReadonlySet<string>;
  /** Tables of which any change matters. */
  readonly whole: ReadonlySet<string>;
  /** `table.column` that matter in whichever row. */
  readonly columns: ReadonlySet<string>;
  /** When the clock alone changes it; null if it does not, or not that soon. */
  readonly changesAt: Date | null;
}
