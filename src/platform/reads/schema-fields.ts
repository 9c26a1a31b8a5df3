/** Turns what was declared into type-graphql fields, by calling its decorators as functions. */
import { Args, Extensions, Field, getMetadataStorage, Query, Resolver, Subscription } from "type-graphql";
import { emptyClass } from "./connection-types.ts";
import { type MadeField, madeField } from "./made-fields.ts";
import type { Class } from "./reads.ts";
import { type Hung, hung, type Known, known, type Read, type RootType, rootReads } from "./registry.ts";

const resolvers: Class[] = [];
/** Fields of value objects, which may be declared in several places. */
const objectFields = new Map<Class, Map<string, MadeField>>();

/**
 * Makes GraphQL fields of everything declared so far, and answers with the classes that `buildSchema` must
 * be told of. Call it before the first schema of the process is built: type-graphql reads a class only once.
 *
 * @throws Error naming every record that leads to what nobody declared, or is declared twice
 */
export function readResolvers(): readonly Class[] {
  const faults: string[] = [];
  for (const { owner, fields } of hung.splice(0)) {
    if (typeof owner === "string") {
      addRootFields(owner, fields, faults);
      continue;
    }
    const declaration = known.get(owner);
    if (declaration) addFields(declaration, fields, faults);
    else faults.push(`Fields are hung on ${owner.name}, which ${UNDECLARED}.`);
  }
  if (faults.length > 0) throw new Error(`These reads cannot be served:\n${faults.join("\n")}`);
  return resolvers;
}

const UNDECLARED = "declares no reads: nobody said who may see it";

function addFields(owner: Known, fields: Hung["fields"], faults: string[]): void {
  for (const [name, read] of recorded(owner.name, fields, owner.fields, faults)) {
    addField(owner.entity, name, madeField(read, name, owner));
    if (read.kind === "object") addObjectFields(read.target, read.fields, owner);
  }
}

function addRootFields(root: RootType, fields: Hung["fields"], faults: string[]): void {
  const target = emptyClass(`${root}Reads${resolvers.length}`);
  for (const [name, read] of recorded(root, fields, rootReads[root], faults)) {
    addRootField(root, target, { name, ...madeField(read, name, null) });
    if (read.kind === "object") addObjectFields(read.target, read.fields, null);
  }
  Resolver()(target);
  resolvers.push(target);
}

/** Enters what can be served into the registry, and names the rest. */
function recorded(
  type: string,
  fields: Hung["fields"],
  declared: Map<string, Read>,
  faults: string[],
): [string, Read][] {
  return Object.entries(fields).filter(([name, read]) => {
    const unknown = undeclaredTarget(read);
    if (declared.has(name)) faults.push(`${type}.${name} is declared twice.`);
    else if (unknown) faults.push(`${type}.${name} leads to ${unknown.name}, which ${UNDECLARED}.`);
    else declared.set(name, read);
    return declared.get(name) === read;
  });
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

/** A value object may be declared in several places; the first makes its fields, and the others must agree. */
function addObjectFields(target: Class, fields: Hung["fields"], owner: Known | null): void {
  const made = objectFields.get(target) ?? new Map<string, MadeField>();
  objectFields.set(target, made);
  for (const [name, read] of Object.entries(fields)) {
    const field = madeField(read, name, owner);
    const before = made.get(name);
    if (before && before.nullable !== field.nullable) {
      throw new Error(`${target.name}.${name} is nullable at one of its places, and non-null at another.`);
    }
    if (!before && !isOnClass(target, name)) addField(target, name, field);
    made.set(name, field);
    if (read.kind === "object") addObjectFields(read.target, read.fields, owner);
  }
}

/** Whether the class itself says what the field is; what is declared then says how it is read at some place. */
const isOnClass = (target: Class, name: string): boolean =>
  getMetadataStorage().fields.some((field) => field.target === target && field.name === name);

function addField(target: Class, name: string, { args, type, listSize, ...options }: MadeField): void {
  Field(type as () => never, given(options))(target.prototype as object, name);
  if (listSize !== undefined) Extensions({ listSize })(target.prototype as object, name);
  if (args) Args(() => args)(target.prototype as object, name, 0);
}

function addRootField(
  root: RootType,
  target: Class,
  { name, args, type, ...options }: MadeField & { name: string },
): void {
  const unanswered = () => unreachable(root, name);
  const answer = { value: unanswered, configurable: true, enumerable: true, writable: true };
  Object.defineProperty(target.prototype, name, answer);
  const returns = type as () => never;
  const decorate =
    root === "Query"
      ? Query(returns, given(options))
      : Subscription(returns, { ...given(options), subscribe: unanswered });
  decorate(target.prototype as object, name, answer);
  if (args) Args(() => args)(target.prototype as object, name, 0);
}

function unreachable(root: RootType, name: string): never {
  throw new Error(`${root}.${name} is answered by SQL, never by this method.`);
}

const given = ({ nullable, description }: Pick<MadeField, "nullable" | "description">) => ({
  nullable,
  ...(description === undefined ? {} : { description }),
});
