/** The GraphQL types that connections share, and those made for each entity. */
import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { rowOf } from "./columns.ts";
import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from "./limits.ts";
import { declaredModel } from "./model.ts";
import type { AnyRow, Viewer } from "./policy.ts";
import type { Class } from "./reads.ts";
import type { Known, TypeThunk } from "./registry.ts";
import { NULL, TRUE } from "./sql.ts";

export enum OrderDirection {
  ASC = "ASC",
  DESC = "DESC",
}

registerEnumType(OrderDirection, {
  name: "OrderDirection",
  description: "Direction of an ordering.",
  valuesConfig: {
    ASC: { description: "From the least to the greatest: earliest first, A before Z." },
    DESC: { description: "From the greatest to the least: latest first, Z before A." },
  },
});

@ObjectType({ description: "Position of a page in a connection.", simpleResolvers: true })
export class PageInfo {
  @Field(() => String, { nullable: true, description: "Cursor of the first edge; null for an empty page." })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: "Cursor of the last edge; null for an empty page." })
  endCursor: string | null;

  @Field(() => Boolean, { description: "Whether an edge follows `endCursor`, in either direction of paging." })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: "Whether an edge precedes `startCursor`, in either direction of paging." })
  hasPreviousPage: boolean;
}

@InputType({ description: "Half-open span of time. At least one bound must be given." })
export class DateTimeRange {
  @Field(() => Date, { nullable: true, description: "Inclusive lower bound." })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: "Exclusive upper bound." })
  before?: Date | null;
}

/** The classes made for one entity, under the names that its connections have in the schema. */
export interface ConnectionTypes {
  readonly Connection: Class;
  readonly Edge: Class;
  readonly PageArgs: Class;
}

const made = new Map<Class, ConnectionTypes>();

/** A class of that name, for type-graphql to hang fields on. */
export const emptyClass = (name: string): Class => ({ [name]: class {} })[name] as Class;

/** Makes the types of an entity's connections, once. Called before the schema is built. */
export function makeConnectionTypes(known: Known): ConnectionTypes {
  const before = made.get(known.entity);
  if (before) return before;
  const types = {
    Connection: emptyClass(`${known.name}Connection`),
    Edge: emptyClass(`${known.name}Edge`),
    PageArgs: emptyClass(`${known.name}PageArgs`),
  };
  made.set(known.entity, types);
  const many = pluralOf(known);

  const edge = fieldsOf(types.Edge);
  edge("cursor", () => String, { description: "This place in the list, in this order; for `after` and `before`." });
  edge("node", () => known.entity, { description: `The row itself, one of the ${many}.` });
  ObjectType(types.Edge.name, { simpleResolvers: true, description: `One of the ${many} of a page, and its place.` })(
    types.Edge,
  );

  const connection = fieldsOf(types.Connection);
  connection("edges", () => [types.Edge], { description: "The rows of the page, in order." });
  connection("pageInfo", () => PageInfo, { description: "Where the page lies in the list." });
  connection("totalCount", () => Int, {
    description: `How many ${many} there are on all pages together, of those you may see. Costs 10 points.`,
  });
  ObjectType(types.Connection.name, { simpleResolvers: true, description: `A page of ${many}.` })(types.Connection);

  const page = fieldsOf(types.PageArgs);
  page("first", () => Int, {
    nullable: true,
    description: `Rows of the page, from its start, 1 to ${PAGE_SIZE_MAX}; ${PAGE_SIZE_DEFAULT} if neither \`first\` nor \`last\` is given.`,
  });
  page("after", () => String, { nullable: true, description: "Only rows after this cursor." });
  page("last", () => Int, {
    nullable: true,
    description: `Rows of the page, from its end, 1 to ${PAGE_SIZE_MAX}. Not together with \`first\`.`,
  });
  page("before", () => String, { nullable: true, description: "Only rows before this cursor." });
  addOrder(known, many, page);
  addFilter(known, many, page);
  ArgsType()(types.PageArgs);
  return types;
}

/** The edge type of an entity that some connection is declared of, for payloads: `() => edgeOf(Meeting)`. */
export function edgeOf(entity: Class): Class {
  const types = made.get(entity);
  if (!types) throw new Error(`No connection of ${entity.name} is declared, so there is no edge.`);
  return types.Edge;
}

type AddField = (
  name: string,
  type: TypeThunk,
  options: { description: string; nullable?: boolean; defaultValue?: unknown },
) => void;

const fieldsOf =
  (target: Class): AddField =>
  (name, type, options) =>
    Field(type as () => never, options)(target.prototype as object, name);

function addOrder(known: Known, many: string, page: AddField): void {
  const orders = Object.entries(known.orders(probeRow(known), PROBE_VIEWER, () => null));
  const [first] = orders;
  if (!first) return;
  const values = Object.fromEntries(orders.map(([name]) => [name, name]));
  registerEnumType(values, {
    name: `${known.name}OrderField`,
    description: `What ${many} can be ordered by.`,
    valuesConfig: Object.fromEntries(
      orders.map(([name, { description }]) => [name, { description: description ?? `By ${words(name)}.` }]),
    ),
  });
  const order = emptyClass(`${known.name}Order`);
  fieldsOf(order)("field", () => values, {
    description: "What to order by; rows that are equal in it are ordered by age.",
  });
  fieldsOf(order)("direction", () => OrderDirection, { description: "Which end comes first." });
  InputType(order.name, { description: `An ordering of ${many}.` })(order);
  page("orderBy", () => order, {
    description: "Order of the list. Cursors of one order cannot be used in another.",
    defaultValue: { field: first[0], direction: OrderDirection.ASC },
  });
}

function addFilter(known: Known, many: string, page: AddField): void {
  if (!known.filters) return;
  const filter = emptyClass(`${known.name}Filter`);
  for (const [name, { type, description }] of Object.entries(known.filters(probeRow(known), PROBE_VIEWER))) {
    fieldsOf(filter)(name, type, { nullable: true, description: description ?? `By ${words(name)}.` });
  }
  InputType(filter.name, { description: `Narrows a list of ${many}: everything given must hold.` })(filter);
  page("filter", () => filter, { nullable: true, description: `Which ${many} are in the list at all.` });
}

/** Orders and filters are asked for their names and types alone; what they would write is thrown away. */
const probeRow = (known: Known): AnyRow => rowOf(declaredModel, known.entity, "x");

const PROBE_VIEWER: Viewer = {
  app: false,
  reaches: () => TRUE,
  service: false,
  serves: () => TRUE,
  isDoor: () => TRUE,
  anonymous: false,
  id: NULL,
  now: NULL,
  sees: () => TRUE,
  via: () => TRUE,
  in: () => TRUE,
  exists: () => TRUE,
  once: (_row, _name, expression) => expression(),
  least: () => NULL,
  count: () => NULL,
};

/** `STARTS_AT` and `MemberProfile` as words. */
export const words = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();

/** What several of them are called in descriptions. */
export const pluralOf = (known: Known): string => known.description ?? `${words(known.name)}s`;
