/** The GraphQL side of each kind of read: its type, its nullability, its arguments, and words for who wrote none. */
import { ArgsType, Field, ID, Int } from "type-graphql";
import { Node } from "../node.ts";
import { makeConnectionTypes, pluralOf, words } from "./connection-types.ts";
import { NODES_MAX, SHORT_LIST_MAX } from "./limits.ts";
import { isAlwaysSeen } from "./proofs.ts";
import type { Class } from "./reads.ts";
import { type Known, knownOf, type Read, type RowRead, type TypeThunk } from "./registry.ts";

@ArgsType()
class NodeArgs {
  @Field(() => ID, { description: "Global ID of the object." })
  id: string;
}

@ArgsType()
class NodesArgs {
  @Field(() => [ID], { description: `Global IDs, at most ${NODES_MAX}.` })
  ids: string[];
}

export interface MadeField {
  readonly type: TypeThunk;
  readonly nullable: boolean | "items";
  readonly description: string | undefined;
  readonly args?: Class | undefined;
  /** Rows at which a list is priced (`extensions.listSize`), where that is not the habit. */
  readonly listSize?: number | undefined;
}

/** What a read is made of: itself, its name, and the entity whose row it is read from (null for Query). */
type Maker<R> = (read: R, name: string, owner: Known | null) => MadeField;

const makers: { readonly [K in Read["kind"]]: Maker<Extract<Read, { readonly kind: K }>> } = {
  value: ({ type, nullable, description, args }) => ({ type, nullable, description, args }),

  resolved: ({ type, nullable, description, args }) => ({ type, nullable, description, args }),

  one(read, name, owner) {
    const nullable = !isSure(read, owner);
    const derived = `Its ${words(name)}${nullable ? "; null if there is none that you may see" : ""}.`;
    return { type: () => read.target, nullable, description: read.description ?? derived, args: read.args };
  },

  connection({ target, when, description = `The ${many(target)} that you may see.` }) {
    const { Connection, PageArgs } = makeConnectionTypes(knownOf(target));
    return { type: () => Connection, nullable: when !== undefined, description, args: PageArgs };
  },

  count: ({ target, when, description = `How many ${many(target)} you may see.` }) => ({
    type: () => Int,
    nullable: when !== undefined,
    description,
  }),

  list: ({ target, when, max, description = `The ${many(target)} that you may see, at most ${max}.` }) => ({
    type: () => [target],
    nullable: when !== undefined,
    description,
    listSize: max > SHORT_LIST_MAX ? max : undefined,
  }),

  object: ({ target, when, description, args }, name) => ({
    type: () => target,
    nullable: when !== undefined,
    args,
    description: description ?? `Its ${words(name)}.`,
  }),

  node: () => ({
    type: () => Node,
    nullable: true,
    description: "Any object by its global ID; null if there is none that you may see.",
    args: NodeArgs,
  }),

  nodes: () => ({
    type: () => [Node],
    nullable: "items",
    description: "Objects by their global IDs, in that order; null for what you may not see.",
    args: NodesArgs,
  }),
};

export const madeField = (read: Read, name: string, owner: Known | null): MadeField =>
  (makers[read.kind] as Maker<Read>)(read, name, owner);

const many = (target: Class): string => pluralOf(knownOf(target));

const isSure = ({ key, when, target }: RowRead, owner: Known | null): boolean =>
  owner !== null && key !== undefined && !when && isAlwaysSeen(owner, key, target);
