/** One compilation: the request whose values it runs over, and what it has asked and named so far. */

import type { ASTNode, DocumentNode } from "graphql";
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  visit,
} from "graphql";
import { Refusal } from "../errors.ts";
import { keyRefusalOf, REFUSED, refusalOf } from "./field-scopes.ts";
import { collectSubfields } from "./graphql-internals.ts";
import { built, constant, type Json, textWriter, type Writer } from "./json.ts";
import { STATEMENT_PARTS_MAX } from "./limits.ts";
import type { Model } from "./model.ts";
import type { Ask, Compiled, Decision } from "./plans.ts";
import { join, type Request, raw, Sql } from "./sql.ts";
import { type SetRows, ViewerSets } from "./viewer-sets.ts";

export type Nodes = readonly FieldNode[];
export type Fragments = Record<string, FragmentDefinitionNode>;

/** An operation that would be too large a statement. */
export const tooComplex = (): Refusal =>
  new Refusal("QUERY_TOO_COMPLEX", "This operation asks for too many things at once. Split it.");

/** A fault of an argument: the whole request is refused, before any SQL. */
export const badArgument = (message: string, nodes: Nodes): GraphQLError =>
  new GraphQLError(message, { nodes: [...nodes], extensions: { code: "BAD_USER_INPUT" } });

const asSql = (part: string | Sql): Sql => (typeof part === "string" ? raw(part) : part);

const NO_REQUEST: Request = { variables: {}, viewerId: null, now: new Date(0), credentialHash: null, frame: [] };

export interface CompilationOptions {
  readonly schema: GraphQLSchema;
  readonly model: Model;
  readonly fragments: Fragments;
  /** How JSON is written; as text, unless said otherwise. */
  readonly writer?: Writer;
  /** Whether rows of abstract types carry the name of theirs, `~t`, for graphql-js to read. */
  readonly tagsTypes?: boolean;
  /** Whether rows carry their ids and those of the rows they point at, `~d`, for `trace.ts` to take out again. */
  readonly tellsIds?: boolean;
  /** Whether anybody is told of reads that are to be noted. */
  readonly notes?: boolean;
}

export class Compilation {
  readonly schema: GraphQLSchema;
  readonly model: Model;
  readonly fragments: Fragments;
  readonly writer: Writer;
  readonly tagsTypes: boolean;
  readonly tellsIds: boolean;
  private readonly decisions: Decision[] = [];
  /** Whether SQL answers every field that is selected. */
  private isWhole = true;
  private isNoted = false;
  private readonly notes: boolean;
  private readonly sets = new ViewerSets();
  /** What stands beside the tables of the statement itself. */
  private readonly tables: (string | Sql)[] = [];
  private aliases = 0;
  /** Whether a set is being compiled: whatever encloses it is out of its reach. */
  isInSet = false;
  private parts = 0;
  private slots = 0;

  constructor(
    /** The request whose values this runs over. */
    public request: Request,
    options: CompilationOptions,
  ) {
    const {
      schema,
      model,
      fragments,
      writer = textWriter,
      tagsTypes = false,
      tellsIds = false,
      notes = false,
    } = options;
    this.schema = schema;
    this.model = model;
    this.fragments = fragments;
    this.writer = writer;
    this.tagsTypes = tagsTypes;
    this.tellsIds = tellsIds;
    this.notes = notes;
  }

  /** Something is selected that SQL cannot say: graphql-js goes over the answer. */
  leavesRest(): void {
    this.isWhole = false;
  }

  /** Whether what is read here is to be noted: somebody is told, and a person asks, by themself or through an app. */
  noted(): boolean {
    if (!this.notes || this.request.viewerId === null) return false;
    this.isNoted = true;
    return true;
  }

  /** Ends the compilation. What it made lives on with the plan; the values of this one request do not. */
  finish(statement: Sql | null): Compiled {
    this.request = NO_REQUEST;
    const written = statement && this.sets.write(statement, (rows) => this.standBeside(rows));
    return { statement: written, decisions: this.decisions, isWhole: this.isWhole, isNoted: this.isNoted };
  }

  /** The tables of the statement itself, of which it may have none; each statement says where they stand. */
  from(tables?: Sql): Sql {
    if (tables) this.tables.push(" from ", tables);
    return new Sql(this.tables);
  }

  private standBeside(rows: readonly Sql[]): void {
    const [, ...tables] = this.tables;
    this.tables.splice(0, this.tables.length, " from ", join([...rows, ...tables.map(asSql)], " cross join "));
  }

  /** Asks what the text of the statement depends on. Each answer has its own plan. */
  decide(ask: Ask): string {
    const answer = ask(this.request);
    this.decisions.push({ ask, answer });
    return answer;
  }

  /** Asks about every `@include` and `@skip` at once, since they decide which fields there are at all. */
  decideDirectives(nodes: readonly ASTNode[]): void {
    const flags = new Set<string>();
    for (const node of [...nodes, ...Object.values(this.fragments)]) {
      visit(node, {
        Directive({ name, arguments: given = [] }) {
          if (name.value !== "skip" && name.value !== "include") return false;
          for (const { value } of given) if (value.kind === Kind.VARIABLE) flags.add(value.name.value);
          return false;
        },
      });
    }
    if (flags.size === 0) return;
    this.decide(({ variables }) => [...flags].map((flag) => (variables[flag] ? "1" : "0")).join(""));
  }

  /**
   * Counts one more field or table.
   *
   * @throws Refusal QUERY_TOO_COMPLEX beyond what a statement may hold, so that compiling ends as early as it must
   */
  count(): void {
    if (++this.parts > STATEMENT_PARTS_MAX) throw tooComplex();
  }

  /** A table alias nobody else has. */
  alias(name: string): string {
    this.count();
    return `${name.charAt(0).toLowerCase()}${++this.aliases}`;
  }

  /** A set that depends on the viewer alone, as an array; null for what is known to be empty. */
  set(compile: () => SetRows | null): Sql | null {
    const { aliases, isInSet } = this;
    this.aliases = 0; // equal sets have equal texts
    this.isInSet = true;
    const rows = compile();
    this.aliases = aliases;
    this.isInSet = isInSet;
    return rows && this.sets.array(rows);
  }

  /** Why the app that asks does not get this field, if so. */
  refusalOf(type: string, field: string): GraphQLError | null {
    const { app } = this.request;
    return app ? refusalOf(app.scopes, type, field) : null;
  }

  /** @throws GraphQLError INSUFFICIENT_SCOPE for an order or a part of a filter that would tell what the app does not get */
  demandScope(type: string, field: string): void {
    const refusal = this.refusalOf(type, field);
    if (refusal) throw refusal;
  }

  /** What stands for a field that nobody like the one who asks is shown: null, unless a scope of a key would show it. */
  closed(type: string, field: string): Json {
    const { service } = this.request;
    const refusal = service ? keyRefusalOf(service.scopes, type, field) : null;
    if (!refusal) return constant(null);
    this.leavesRest();
    return built(this.writer.object([[REFUSED, constant(true)]]));
  }

  /** A place in the frame of every request of this plan. */
  slot(): number {
    return this.slots++;
  }

  objectType(name: string): GraphQLObjectType {
    const type = this.schema.getType(name);
    if (!isObjectType(type)) throw new Error(`The schema has no object type ${name}.`);
    return type;
  }

  /** The fields selected below these nodes, merged, by response key and in response order. */
  subfields(type: GraphQLObjectType, nodes: Nodes): ReadonlyMap<string, Nodes> {
    return collectSubfields(this.schema, this.fragments, { ...this.request.variables }, type, nodes);
  }
}

export const fragmentsOf = (document: DocumentNode): Fragments =>
  Object.fromEntries(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
