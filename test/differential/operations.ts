/**
 * Random operations, made of whatever the schema offers: fragments, aliases, directives, variables, both ways of
 * paging, every order and filter, `node` and `nodes`. What has been asked least is asked most often.
 */
import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
  validate,
} from "graphql";
import { placeOf } from "../../src/platform/reads/field-scopes.ts";
import type { Chance } from "./chance.ts";
import { Draft, NOT_COMPILED } from "./draft.ts";

export interface Operation {
  readonly text: string;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether some argument was made wrong on purpose; the whole operation may then be refused. */
  readonly faulty: boolean;
}

/** Values that exist in the world, for arguments that would find nothing by chance. */
export interface Supplies {
  /** A global id of that type. */
  idOf(type: string): string;
  /** Global ids of that type, each of another row: of all there are, or of so many. */
  idsOf(type: string, max: number): readonly string[];
  /** A cursor of that type's lists in that order. */
  cursorOf(type: string, orderBy: Order): string;
  readonly slugs: Readonly<Record<"topic" | "group", readonly string[]>>;
  readonly instants: readonly string[];
}

export interface Order {
  readonly field: string;
  readonly direction: "ASC" | "DESC";
}

/** Rows of one type that are looked at as a whole: as many as `nodes` takes, so often. */
const SURVEYED_MAX = 100;
const SURVEYS_MAX = 3;
/** How often a list is narrowed by one part of its filter alone. */
const SEARCHES = 3;
/** How often a field that wants arguments is given some, beside what chance makes of it. */
const SURVEYS_WITH_ARGUMENTS = 8;

export class OperationMaker {
  private readonly asked = new Map<string, number>();
  /** What was given so far: `Type.field(argument)`, `Input.field`, `Enum.VALUE`. */
  readonly given = new Set<string>();
  /** How many were made that the schema refuses, for fragments that do not merge. */
  invalid = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly chance: Chance,
    private readonly supplies: Supplies,
    /** Fields that were answered with something so far, `Type.field`; filled by whoever reads. */
    private readonly visited: ReadonlySet<string>,
  ) {}

  /**
   * So that what is rare is met surely: for each type of `Node` every field without arguments, of many rows, and then
   * the first page of each of its lists.
   */
  surveys(): Operation[] {
    const node = this.schema.getType("Node");
    if (!isInterfaceType(node)) throw new Error("The schema has no nodes.");
    const types = this.schema.getPossibleTypes(node);
    const lists = types.flatMap((type) => this.pagesIn(type).map((selection) => [type, selection] as const));
    const survey = (type: GraphQLObjectType, selection: string, rounds: number): Operation[] => {
      const text = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type.name} ${selection} } }`;
      const document = parse(text);
      const all = this.supplies.idsOf(type.name, SURVEYED_MAX * rounds);
      return Array.from({ length: Math.ceil(all.length / SURVEYED_MAX) }, (_, round) => {
        const ids = all.slice(round * SURVEYED_MAX, (round + 1) * SURVEYED_MAX);
        return { text, document, variables: { ids }, faulty: false };
      });
    };
    return [
      ...types.flatMap((type) => survey(type, surveyOf(type), SURVEYS_MAX)),
      ...types.filter(isForApps).flatMap((type) => survey(type, surveyOf(type, isForApp), SURVEYS_MAX)),
      ...lists.flatMap(([type, selection]) => survey(type, selection, 1)),
      ...types.flatMap((type) => this.surveysWithArguments(type)),
      ...this.searches(),
    ];
  }

  /** The first page of each list of a type, one by one; of those within its values, which chance seldom reaches, more. */
  private pagesIn(type: GraphQLObjectType, isValue = false): string[] {
    return Object.values(type.getFields()).flatMap((field) => {
      const of = getNamedType(field.type);
      if (!isObjectType(of) || field.args.some(isRequiredArgument)) return [];
      if (of.name.endsWith("Connection")) {
        const turns = ["", ...(isValue ? this.turnsOf(type, field) : [])];
        return turns.map(
          (turn) =>
            `{ ${field.name}${turn} { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } } }`,
        );
      }
      return of.getInterfaces().length > 0 ? [] : this.pagesIn(of, true).map((inner) => `{ ${field.name} ${inner} }`);
    });
  }

  /** A list from its other end, in each of its orders, from a row on and up to one, and narrowed to some of its values. */
  private turnsOf(type: GraphQLObjectType, { name, args, type: list }: GraphQLField<unknown, unknown>): string[] {
    for (const arg of args) this.given.add(`${type.name}.${name}(${arg.name})`);
    const order = getNullableType(args.find((arg) => arg.name === "orderBy")?.type);
    const by = isInputObjectType(order) ? getNamedType(order.getFields()["field"]?.type) : undefined;
    const orders = isEnumType(by) ? by.getValues() : [];
    const cursor = (): string =>
      this.supplies.cursorOf(getNamedType(list).name.replace("Connection", ""), {
        field: orders[0]?.name ?? "",
        direction: "ASC",
      });
    const filter = getNullableType(args.find((arg) => arg.name === "filter")?.type);
    const parts = isInputObjectType(filter) ? Object.values(filter.getFields()) : [];
    return [
      "(last: 2)",
      `(after: "${cursor()}")`,
      `(before: "${cursor()}")`,
      ...orders.map((one) => `(first: 2, orderBy: { field: ${one.name}, direction: DESC })`),
      ...parts.flatMap((part) => {
        const of = getNamedType(part.type);
        return isEnumType(of) ? [`(filter: { ${part.name}: [${of.getValues()[0]?.name ?? ""}] })`] : [];
      }),
    ];
  }

  /** Each field of a type that wants arguments, of many rows, a few times. */
  private surveysWithArguments(type: GraphQLObjectType): Operation[] {
    const fields = Object.values(type.getFields()).filter(
      ({ name, args }) => args.some(isRequiredArgument) && !NOT_COMPILED.includes(name),
    );
    const asked = fields.map((field) => [field, selectionOf(field)] as const).filter(([, of]) => of !== "");
    return asked.flatMap(([field, selection]) =>
      Array.from({ length: SURVEYS_WITH_ARGUMENTS }, () => {
        const ids = this.supplies.idsOf(type.name, SURVEYED_MAX);
        const made = this.draft().surveyWith(type.name, field, ids, selection);
        return { ...made, document: parse(made.text) };
      }),
    );
  }

  /** Each list of `Query`, narrowed by each part of its filter alone, a few times. */
  private searches(): Operation[] {
    const lists = Object.values(this.schema.getQueryType()?.getFields() ?? {});
    return lists.flatMap((list) => {
      const filter = getNullableType(list.args.find(({ name }) => name === "filter")?.type);
      const parts = isInputObjectType(filter) ? Object.values(filter.getFields()) : [];
      return parts.flatMap((part) =>
        Array.from({ length: SEARCHES }, () => {
          const made = this.draft().search(list, part);
          return { ...made, document: parse(made.text) };
        }),
      );
    });
  }

  next(): Operation {
    for (;;) {
      const made = this.draft().write();
      const document = parse(made.text);
      if (validate(this.schema, document).length === 0) return { ...made, document };
      this.invalid++;
    }
  }

  private draft(): Draft {
    return new Draft(this.schema, this.chance, this.supplies, this.visited, this.asked, this.given);
  }
}

/** Which fields are asked for. */
type Keeps = (type: string, field: string) => boolean;
const all: Keeps = () => true;
/** What is never for apps is refused, and takes a whole row with it where the schema promises a value. */
const isForApp: Keeps = (type, field) => (placeOf(type, field) ?? "never") !== "never";
const isForApps = ({ name }: GraphQLObjectType): boolean => isForApp(name, "id");

/** All of a type and of the value objects in it; of other nodes the id alone. */
const surveyOf = (type: GraphQLObjectType, keeps: Keeps = all): string =>
  `{ ${fieldsOf(type, keeps)
    .map((field) => surveyOfField(field, keeps))
    .join(" ")} }`;

const fieldsOf = (type: GraphQLObjectType, keeps: Keeps): GraphQLField<unknown, unknown>[] =>
  Object.values(type.getFields()).filter(({ name }) => keeps(type.name, name));

/** What is asked of a value object; of what has a page or an identity of its own, that alone. */
function selectionOf(field: GraphQLField<unknown, unknown>, keeps: Keeps = all): string {
  const of = getNamedType(field.type);
  if (!isObjectType(of) || of.name.endsWith("Connection")) return "";
  if (of.getInterfaces().length > 0) return "{ id }";
  return fieldsOf(of, keeps).length > 0 ? surveyOf(of, keeps) : "";
}

export function surveyOfField(field: GraphQLField<unknown, unknown>, keeps: Keeps = all): string {
  if (NOT_COMPILED.includes(field.name) || field.args.some(isRequiredArgument)) return "";
  if (isLeafType(getNamedType(field.type))) return field.name;
  const selection = selectionOf(field, keeps);
  return selection && `${field.name} ${selection}`;
}
