/** Turns what was declared into type-graphql fields, by calling its decorators as functions. */
import { Args, ArgsType, Field, ID, Int, Query, Resolver } from "type-graphql";
import { Node } from "../node.ts";
import { emptyClass, makeConnectionTypes, pluralOf, words } from "./connection-types.ts";
import { NODES_MAX } from "./limits.ts";
import { isAlwaysSeen } from "./proofs.ts";
import type { Class } from "./reads.ts";
import { type Hung, hung, type Known, known, type Read, rootReads, type TypeThunk } from "./registry.ts";

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

interface MadeField {
  readonly type: TypeThunk;
  readonly nullable: boolean | "items";
  readonly description: string | undefined;
  readonly args?: Class | undefined;
}

const resolvers: Class[] = [];
/** Fields of value objects, which may be declared in several places. */
const objectFields = new Map<Class, Set<string>>();

/**
 * Makes GraphQL fields of everything declared so far, and answers with the classes that `buildSchema` must
 * be told of. Refuses declarations that could never be answered safely, all at once.
 */
export function readResolvers(): readonly Class[] {
  const faults: string[] = [];
  for (const { entity, fields } of hung.splice(0)) {
    if (entity && !known.has(entity)) {
      faults.push(`Fields are hung on ${entity.name}, which declares no reads: nobody said who may see it.`);
      continue;
    }
    addFields(entity, fields, faults);
  }
  if (faults.length > 0) throw new Error(`These reads cannot be served:\n${faults.join("\n")}`);
  return resolvers;
}

function addFields(entity: Hung["entity"], fields: Hung["fields"], faults: string[]): void {
  const owner = entity ? (known.get(entity) ?? null) : null;
  const declared = owner ? owner.fields : rootReads;
  const target = entity ?? emptyClass(`QueryReads${resolvers.length}`);
  for (const [name, read] of Object.entries(fields)) {
    const title = `${owner?.name ?? "Query"}.${name}`;
    if (declared.has(name)) {
      faults.push(`${title} is declared twice.`);
      continue;
    }
    const unknown = undeclaredTarget(read);
    if (unknown) {
      faults.push(`${title} leads to ${unknown.name}, which declares no reads: nobody said who may see it.`);
      continue;
    }
    declared.set(name, read);
    const field = madeField(owner, read, name);
    if (owner) addField(target, name, field);
    else addQuery(target, name, field);
  }
  if (!entity) {
    Resolver()(target);
    resolvers.push(target);
  }
}

function undeclaredTarget(read: Read): Class | null {
  if (read.kind === "object") {
    for (const inner of Object.values(read.fields)) {
      const unknown = undeclaredTarget(inner);
      if (unknown) return unknown;
    }
    return null;
  }
  return "target" in read && !known.has(read.target) ? read.target : null;
}

function addField(target: Class, name: string, { args, type, ...options }: MadeField): void {
  Field(type as () => never, given(options))(target.prototype as object, name);
  if (args) Args(() => args)(target.prototype as object, name, 0);
}

function addQuery(target: Class, name: string, { args, type, ...options }: MadeField): void {
  const answer = { value: () => unreachable(name), configurable: true, enumerable: true, writable: true };
  Object.defineProperty(target.prototype, name, answer);
  Query(type as () => never, given(options))(target.prototype as object, name, answer);
  if (args) Args(() => args)(target.prototype as object, name, 0);
}

function unreachable(name: string): never {
  throw new Error(`Query.${name} is answered by SQL, never by this method.`);
}

const given = ({ nullable, description }: Pick<MadeField, "nullable" | "description">) => ({
  nullable,
  ...(description === undefined ? {} : { description }),
});

function madeField(owner: Known | null, read: Read, name: string): MadeField {
  switch (read.kind) {
    case "value":
    case "resolved":
      return { type: read.type, nullable: read.nullable, description: read.description, args: read.args };
    case "one": {
      const sure = owner !== null && read.key !== undefined && !read.when && isAlwaysSeen(owner, read.key, read.target);
      const description =
        read.description ?? `Its ${words(name)}${sure ? "" : "; null if there is none that you may see"}.`;
      return { type: () => read.target, nullable: !sure, description, args: read.args };
    }
    case "connection": {
      const target = targetOf(read.target);
      const { Connection, PageArgs } = makeConnectionTypes(target);
      const description = read.description ?? `The ${pluralOf(target)} that you may see.`;
      return { type: () => Connection, nullable: !!read.when, description, args: PageArgs };
    }
    case "count":
      return {
        type: () => Int,
        nullable: !!read.when,
        description: read.description ?? `How many ${pluralOf(targetOf(read.target))} you may see.`,
      };
    case "list": {
      const description =
        read.description ?? `The ${pluralOf(targetOf(read.target))} that you may see, at most ${read.max}.`;
      return { type: () => [read.target], nullable: !!read.when, description };
    }
    case "object":
      addObjectFields(read.target, read.fields);
      return { type: () => read.target, nullable: !!read.when, description: read.description ?? `Its ${words(name)}.` };
    case "node":
      return {
        type: () => Node,
        nullable: true,
        description: "Any object by its global ID; null if there is none that you may see.",
        args: NodeArgs,
      };
    case "nodes":
      return {
        type: () => [Node],
        nullable: "items",
        description: "Objects by their global IDs, in that order; null for what you may not see.",
        args: NodesArgs,
      };
  }
}

function targetOf(entity: Class): Known {
  const target = known.get(entity);
  if (!target) throw new Error(`${entity.name} declares no reads.`);
  return target;
}

/** A value object may be declared in several places; its GraphQL fields are made by the first. */
function addObjectFields(target: Class, fields: Readonly<Record<string, Read>>): void {
  const have = objectFields.get(target) ?? new Set<string>();
  objectFields.set(target, have);
  for (const [name, read] of Object.entries(fields)) {
    const field = madeField(null, read, name);
    if (!have.has(name)) addField(target, name, field);
    have.add(name);
  }
}
