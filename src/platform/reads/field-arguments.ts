/** Arguments of one field, coerced once a field and request, and given to its declaration as parameters. */
import {
  BREAK,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  Kind,
  visit,
} from "graphql";
import type { AnyArguments } from "./arguments.ts";
import type { Compilation, Nodes } from "./compilation.ts";
import { keyOf, keysOf } from "./global-ids.ts";
import { getArgumentValues } from "./graphql-internals.ts";
import type { Class } from "./reads.ts";
import { Bind, type Request, type Sql } from "./sql.ts";

type Values = Readonly<Record<string, unknown>>;

export interface FieldArguments {
  /** The coerced values of a request. */
  of(request: Request): Values;
  /** Asks what the text depends on; without variables the answer is the same for ever, and nothing is recorded. */
  decide(ask: (values: Values, request: Request) => string): string;
}

export function fieldArguments(c: Compilation, field: GraphQLField<unknown, unknown>, nodes: Nodes): FieldArguments {
  const [node] = nodes;
  if (!node) throw new Error(`No node selects ${field.name}.`);
  if (!hasVariables(node)) {
    const values = getArgumentValues(field, node, {});
    return { of: () => values, decide: (ask) => ask(values, c.request) };
  }
  const slot = c.slot();
  const of = (request: Request): Values => {
    request.frame[slot] ??= getArgumentValues(field, node, { ...request.variables });
    return request.frame[slot] as Values;
  };
  return { of, decide: (ask) => c.decide((request) => ask(of(request), request)) };
}

function hasVariables(node: FieldNode): boolean {
  let found = false;
  const variable = () => {
    found = true;
    return BREAK;
  };
  for (const argument of node.arguments ?? []) visit(argument, { [Kind.VARIABLE]: variable });
  return found;
}

const PARAMETER_TYPES: Record<string, string> = {
  Int: "integer",
  Float: "double precision",
  Boolean: "boolean",
  DateTime: "timestamptz",
  LocalDate: "date",
  LocalDateTime: "timestamp",
};

interface InputField {
  readonly name: string;
  readonly type: GraphQLInputType;
}

type Step = (request: Request) => unknown;

/** What a declaration is given as its arguments: see `Arguments`. */
export function declaredArguments(args: FieldArguments, field: GraphQLField<unknown, unknown>): AnyArguments {
  return argumentsAt(args, field.args, (request) => args.of(request), `${field.name}(`);
}

function argumentsAt(args: FieldArguments, fields: readonly InputField[], at: Step, where: string): AnyArguments {
  const step =
    (name: string): Step =>
    (request) =>
      (at(request) as Values | null | undefined)?.[name] ?? null;
  const made = new Map<string, unknown>();
  const once = <T>(key: string, make: () => T): T => {
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as T;
  };

  const methods = {
    given: (name: string): boolean =>
      once(`given ${name}`, () => args.decide((_values, request) => (step(name)(request) === null ? "" : "1")) !== ""),
    idOf: (entity: Class, name: string): Sql =>
      once(`idOf ${entity.name} ${name}`, () => new Bind("uuid", (request) => keyOf(entity, step(name)(request)))),
    idsOf: (entity: Class, name: string): Sql =>
      once(`idsOf ${entity.name} ${name}`, () => {
        const values = step(name);
        return new Bind("uuid[]", (request) => keysOf(entity, (values(request) as unknown[] | null) ?? []));
      }),
  };
  return new Proxy(methods, {
    get(_target, property) {
      if (typeof property !== "string") return undefined;
      if (Object.hasOwn(methods, property)) return methods[property as keyof typeof methods];
      const field = fields.find(({ name }) => name === property);
      if (!field) throw new Error(`${where}${property}) is no argument.`);
      return once(property, () => argument(args, field, step(property), where));
    },
  });
}

function argument(args: FieldArguments, { name, type }: InputField, at: Step, where: string): unknown {
  const named = getNamedType(type);
  if (isInputObjectType(named)) return argumentsAt(args, Object.values(named.getFields()), at, `${where}${name}.`);
  if (named.name === "ID") throw new Error(`${where}${name}): say whose global id it is, by idOf or idsOf.`);
  const element = isEnumType(named) ? "text" : (PARAMETER_TYPES[named.name] ?? "text");
  return new Bind(isListType(getNullableType(type)) ? `${element}[]` : element, at);
}
