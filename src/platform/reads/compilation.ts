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
import { collectSubfields } from "./graphql-internals.ts";
import type { Model } from "./model.ts";
import type { Ask, Decision } from "./plans.ts";
import type { Request } from "./sql.ts";

export type Nodes = readonly FieldNode[];
export type Fragments = Record<string, FragmentDefinitionNode>;

/** A fault of an argument: the whole request is refused, before any SQL. */
export const badArgument = (message: string, nodes: Nodes): GraphQLError =>
  new GraphQLError(message, { nodes: [...nodes], extensions: { code: "BAD_USER_INPUT" } });

export class Compilation {
  readonly decisions: Decision[] = [];
  private aliases = 0;
  private slots = 0;

  constructor(
    readonly schema: GraphQLSchema,
    readonly model: Model,
    readonly request: Request,
    readonly fragments: Fragments,
  ) {}

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

  /** A table alias nobody else has. */
  alias(name: string): string {
    return `${name.charAt(0).toLowerCase()}${++this.aliases}`;
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
