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
import { collectSubfields } from "./graphql-internals.ts";
import { textWriter, type Writer } from "./json.ts";
import { STATEMENT_PARTS_MAX } from "./limits.ts";
import type { Model } from "./model.ts";
import type { Ask, Compiled, Decision } from "./plans.ts";
import { type Bind, join, type Request, raw, render, Sql, sql } from "./sql.ts";

export type Nodes = readonly FieldNode[];
export type Fragments = Record<string, FragmentDefinitionNode>;

/** An operation that would be too large a statement. */
export const tooComplex = (): Refusal =>
  new Refusal("QUERY_TOO_COMPLEX", "This operation asks for too many things at once. Split it.");

/** A fault of an argument: the whole request is refused, before any SQL. */
export const badArgument = (message: string, nodes: Nodes): GraphQLError =>
  new GraphQLError(message, { nodes: [...nodes], extensions: { code: "BAD_USER_INPUT" } });

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
}

/** A set that depends on the viewer alone, and what makes two of them equal. */
interface ViewerSet {
  readonly name: string;
  readonly members: Sql;
  readonly text: string;
  readonly binds: readonly Bind[];
  /** Its members as an array, written when all is compiled. */
  readonly array: Sql;
  readonly parts: (string | Sql)[];
  isShared: boolean;
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
  private readonly sets: ViewerSet[] = [];
  private aliases = 0;
  private parts = 0;
  private slots = 0;

  constructor(
    /** The request whose values this runs over. */
    public request: Request,
    { schema, model, fragments, writer = textWriter, tagsTypes = false, tellsIds = false }: CompilationOptions,
  ) {
    this.schema = schema;
    this.model = model;
    this.fragments = fragments;
    this.writer = writer;
    this.tagsTypes = tagsTypes;
    this.tellsIds = tellsIds;
  }

  /** Something is selected that SQL cannot say: graphql-js goes over the answer. */
  leavesRest(): void {
    this.isWhole = false;
  }

  /** Ends the compilation. What it made lives on with the plan; the values of this one request do not. */
  finish(statement: Sql | null): Compiled {
    this.request = NO_REQUEST;
    return { statement: statement && this.withSets(statement), decisions: this.decisions, isWhole: this.isWhole };
  }

  /** Sets that are asked for once stand where they are asked for; the others ahead of the statement. */
  private withSets(statement: Sql): Sql {
    const shared = this.sets.filter(({ isShared }) => isShared);
    for (const { isShared, parts, members } of this.sets) {
      if (!isShared) parts.splice(0, 1, "array(", members, ")");
    }
    if (shared.length === 0) return statement;
    const all = shared.map(
      ({ name, members }) => sql`${raw(name)}(members) as materialized (select array(${members}))`,
    );
    return sql`with ${join(all, ", ")} ${statement}`;
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

  /**
   * A set that depends on the viewer alone, as an array: written once a statement however often it is asked for, and
   * read only when somebody asks. Null for what is known to be empty.
   */
  set(compile: () => { readonly members: Sql; readonly type: string } | null): Sql | null {
    const aliases = this.aliases;
    this.aliases = 0; // equal sets have equal texts; whatever encloses them is out of their reach
    const compiled = compile();
    this.aliases = aliases;
    if (!compiled) return null;
    const { members, type } = compiled;
    const { text, binds } = render(members);
    const known = this.sets.find((set) => set.text === text && set.binds.every((bind, at) => bind === binds[at]));
    if (known) {
      known.isShared = true;
      return known.array;
    }
    const name = `set${this.sets.length + 1}`;
    const parts: (string | Sql)[] = [`(select ${name}.members from ${name})::${type}[]`];
    const array = new Sql(parts);
    this.sets.push({ name, members, text, binds, parts, array, isShared: false });
    return array;
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
