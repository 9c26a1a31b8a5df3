import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  parse,
} from "graphql";

/** Entries of one list read at once: the most that any list gives. */
const PAGE_SIZE = 100;
/** How far values are followed that are no objects of their own. */
const DEPTH_MAX = 4;

/** One value of an entry: where it stands in the answer, and how a table writes it. */
export interface OwnColumn {
  readonly path: readonly string[];
  /** Several values, or further lists: written as JSON. */
  readonly isCompound: boolean;
}

/** What the service answers somebody about themself: the person, or one of their lists. */
export interface OwnPart {
  readonly name: string;
  /** With `$after`, for a list. */
  readonly document: DocumentNode;
  readonly isList: boolean;
  readonly columns: readonly OwnColumn[];
  /** Lists of an entry that are in its document with their first page. */
  readonly within: readonly ListWithin[];
}

/** The rest of a list of one entry: asked with `$id` of the entry, and `$after`. */
export interface ListWithin {
  readonly name: string;
  readonly document: DocumentNode;
}

/** What others are called by, beside their id; everything else about them is theirs. */
const LABELS: Readonly<Record<string, string>> = {
  Person: "id profile { displayName }",
  Group: "id name slug",
  Meeting: "id title startsAt",
  Topic: "id name slug",
};
/** What the viewer may do now, or sees of others, is no part of what is known of them. */
const isAboutNow = (name: string): boolean => name.startsWith("viewer") || name === "isCurrent";

/**
 * Everything that hangs on a person and needs no argument, made from the schema: a room that hangs something new on people is
 * in what they take along, without a line here. Read as the person themself, so the same policies hold as for
 * every question.
 */
export function ownParts(schema: GraphQLSchema): readonly OwnPart[] {
  const person = schema.getType("Person");
  if (!isObjectType(person)) throw new Error("The schema has no people.");
  const fields = Object.values(person.getFields()).filter(isAsked);
  const own = fields.filter((field) => !nodeOf(field)).map((field) => selected(field, [], 1));
  const lists = fields.flatMap((field) => {
    const node = nodeOf(field);
    return node ? [partOfList(field.name, node)] : [];
  });
  return [
    {
      name: "person",
      isList: false,
      document: parse(`{ viewer { ${own.map(({ text }) => text).join(" ")} } }`),
      columns: own.flatMap(({ columns }) => columns),
      within: [],
    },
    ...lists,
  ];
}

type Field = GraphQLField<unknown, unknown>;
const isAsked = (field: Field): boolean => !field.args.some(isRequiredArgument) && !isAboutNow(field.name);

function partOfList(name: string, node: GraphQLObjectType): OwnPart {
  const { text, columns } = entry(node);
  const inner = Object.values(node.getFields())
    .filter(isAsked)
    .flatMap((field) => {
      const of = nodeOf(field);
      return of ? [restOf(node, field.name, of)] : [];
    });
  return {
    name,
    isList: true,
    document: parse(
      `query ($after: String) { viewer { list: ${name}(first: ${PAGE_SIZE}, after: $after) {
         pageInfo { hasNextPage endCursor } edges { node { ${text} } } } } }`,
    ),
    columns,
    within: inner,
  };
}

interface Selected {
  readonly text: string;
  readonly columns: readonly OwnColumn[];
}

/** An entry of a list of theirs, with the lists that hang on it. */
const entry = (node: GraphQLObjectType): Selected =>
  together(
    Object.values(node.getFields())
      .filter(isAsked)
      .map((field) => selected(field, [], 1)),
  );

const together = (parts: readonly Selected[]): Selected => ({
  text: parts.map(({ text }) => text).join(" "),
  columns: parts.flatMap(({ columns }) => columns),
});

function selected(field: Field, above: readonly string[], depth: number): Selected {
  const path = [...above, field.name];
  const type = getNamedType(field.type);
  if (isLeafType(type)) return { text: field.name, columns: [{ path, isCompound: isList(field) }] };
  const node = nodeOf(field);
  if (node) return depth > 1 ? NOTHING : listWithin(field.name, node, path);
  // Unions and interfaces are told by their kind alone.
  if (!isObjectType(type)) return { text: `${field.name} { __typename }`, columns: [{ path, isCompound: true }] };
  const within = valuesOf(type, path, depth);
  if (within.text === "") return NOTHING;
  return {
    text: `${field.name} { ${within.text} }`,
    columns: isList(field) ? [{ path, isCompound: true }] : within.columns,
  };
}

const NOTHING: Selected = { text: "", columns: [] };

/** Of another object its label; of a value everything. */
function valuesOf(type: GraphQLObjectType, path: readonly string[], depth: number): Selected {
  const label = LABELS[type.name] ?? (isEntity(type) ? "id" : null);
  if (label !== null) return { text: label, columns: labelColumns(label, path) };
  if (depth > DEPTH_MAX || type.name.endsWith("Connection")) return NOTHING;
  return together(
    Object.values(type.getFields())
      .filter(isAsked)
      .map((field) => selected(field, path, depth + 1)),
  );
}

const labelColumns = (label: string, path: readonly string[]): readonly OwnColumn[] =>
  label.startsWith("id profile")
    ? [["id"], ["profile", "displayName"]].map((end) => ({ path: [...path, ...end], isCompound: false }))
    : label.split(" ").map((end) => ({ path: [...path, end], isCompound: false }));

/** A list of an entry of theirs, such as the responses to their ask. */
const listWithin = (name: string, node: GraphQLObjectType, path: readonly string[]): Selected => ({
  text: `${name}(first: ${PAGE_SIZE}) { pageInfo { hasNextPage endCursor } edges { node { ${innerEntry(node)} } } }`,
  columns: [{ path, isCompound: true }],
});

const innerEntry = (node: GraphQLObjectType): string =>
  together(
    Object.values(node.getFields())
      .filter((field) => isAsked(field) && !nodeOf(field))
      .map((field) => selected(field, [], 2)),
  ).text;

const restOf = (of: GraphQLObjectType, name: string, node: GraphQLObjectType): ListWithin => ({
  name,
  document: parse(
    `query ($id: ID!, $after: String) { node(id: $id) { ... on ${of.name} { list: ${name}(first: ${PAGE_SIZE}, after: $after) {
       pageInfo { hasNextPage endCursor } edges { node { ${innerEntry(node)} } } } } } }`,
  ),
});

/** The type of the entries, for a field that is a list in pages. */
function nodeOf(field: Field): GraphQLObjectType | null {
  const type = getNamedType(field.type);
  if (!isObjectType(type) || !type.name.endsWith("Connection")) return null;
  const edge = objectAt(type, "edges");
  return edge && objectAt(edge, "node");
}

function objectAt(type: GraphQLObjectType, name: string): GraphQLObjectType | null {
  const field = type.getFields()[name];
  const of = field && getNamedType(field.type);
  return isObjectType(of) ? of : null;
}

const isEntity = (type: GraphQLObjectType): boolean => type.getInterfaces().some(({ name }) => name === "Node");

function isList(field: Field): boolean {
  const type = isNonNullType(field.type) ? field.type.ofType : field.type;
  return isListType(type);
}
