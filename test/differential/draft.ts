/** Operations of chance: selections, arguments and how their values are sent. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { Chance } from "./chance.ts";
import type { Operation, Order, Supplies } from "./operations.ts";
import { NEEDS } from "./pages.ts";

/** Fields that TypeScript answers, whole: nothing of them is compiled. Ways to people have a proof of their own. */
export const NOT_COMPILED: readonly string[] = [
  "rateLimit",
  "recurrencePreview",
  "suggestedIntroductions",
  "suggestedPeople",
  "warmPaths",
];
/** Around where the world has points, across the date line, and at a pole. */
const CIRCLES = {
  latitude: [0, -0.5, 51.5, 89.9],
  longitude: [0, 1e-7, -179.95, 180],
  radiusKm: [0.001, 30, 60, 500],
} as const;
const QUERIES = ["ada", "Zoé", "secnd", "poeple drop", "tab new", "n", "lon", "topic", "nobody", "brien the"];
const UNORDERED: Order = { field: "", direction: "ASC" };
const WRONG_IDS = [
  "",
  "mtg_",
  "mtg_zz",
  "xxx_01900000000070028000000000000007",
  "per_'; drop",
  `grp_${"f".repeat(32)}`,
];
const DEPTH_MAX = 5;
const DAY_PARTS_MAX = 4;
/** So many parts of an input that has many are given, on the average. */
const GIVEN_OF_MANY = 1.5;

interface Variable {
  readonly type: string;
  readonly value: unknown;
}

export class Draft {
  private readonly variables = new Map<string, Variable>();
  private readonly fragments: string[] = [];
  private names = 0;
  private budget: number;
  private readonly hunger: ReadonlyMap<string, number>;
  private faulty = false;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly chance: Chance,
    private readonly supplies: Supplies,
    private readonly visited: ReadonlySet<string>,
    private readonly asked: Map<string, number>,
    private readonly noted: Set<string>,
  ) {
    this.budget = 10 + chance.int(30);
    this.hunger = hungerOf(schema, visited);
  }

  /** An operation of chance. */
  write(): Omit<Operation, "document"> {
    const query = this.schema.getQueryType();
    if (!query) throw new Error("The schema has no queries.");
    return this.written(this.selection(query, DEPTH_MAX));
  }

  /** A whole list of `Query`, narrowed by one part of its filter. */
  search(list: GraphQLField<unknown, unknown>, part: GraphQLInputField): Omit<Operation, "document"> {
    const type = getNamedType(list.type).name.replace("Connection", "");
    const value = this.value(part.name, part.type, { type, order: UNORDERED, field: list, found: [] });
    const filter = `{ ${part.name}: ${this.literal(value, part.type)} }`;
    return this.written(`{ ${list.name}(first: 100, filter: ${filter}) { totalCount edges { node { id } } } }`);
  }

  /** A field that wants arguments, of many rows. */
  surveyWith(type: string, field: GraphQLField<unknown, unknown>, ids: readonly string[], selection: string) {
    const given = field.args.map((arg) => {
      this.noted.add(`${type}.${field.name}(${arg.name})`);
      const value = this.value(arg.name, arg.type, { type, order: UNORDERED, field, found: [] });
      return `${arg.name}: ${this.literal(value, arg.type)}`;
    });
    const asked = `${field.name}(${given.join(", ")}) ${selection}`;
    return this.written(`{ nodes(ids: ${JSON.stringify(ids)}) { ... on ${type} { ${asked} } } }`);
  }

  private written(body: string): Omit<Operation, "document"> {
    const all = [body, ...this.fragments].join(" ");
    const used = [...this.variables].filter(([name]) => new RegExp(`\\$${name}\\b`).test(all));
    const declared = used.map(([name, { type }]) => `$${name}: ${type}`).join(", ");
    const sent = used.filter(([, { value }]) => value !== undefined);
    return {
      text: `query${declared ? `(${declared})` : ""} ${body} ${this.fragments.join(" ")}`,
      variables: Object.fromEntries(sent.map(([name, { value }]) => [name, value])),
      faulty: this.faulty,
    };
  }

  // ---- selections

  private selection(type: GraphQLNamedType, depth: number, only?: readonly string[]): string {
    const parts: string[] = [];
    const wanted = (this.hunger.get(type.name) ?? 0) > 3 && !isInterfaceType(type) ? 8 : 1 + this.chance.int(5);
    for (let i = 0; i < wanted && this.budget > 0; i++) {
      this.budget--;
      const part = this.part(type, depth, only);
      parts.push(part);
      if (this.chance.chance(0.04)) parts.push(part);
    }
    return `{ ${parts.length > 0 ? parts.join(" ") : "__typename"} }`;
  }

  private part(type: GraphQLNamedType, depth: number, only?: readonly string[]): string {
    const dice = this.chance.int(100);
    if (dice < 5) return `${this.chance.chance(0.5) ? `t${++this.names}: ` : ""}__typename${this.directive()}`;
    const isNode = isInterfaceType(type);
    if (isNode && depth > 0 && dice < 90) return this.fragment(this.possible(type, only), depth);
    if (depth > 0 && dice < 15) return this.fragment(type.name === "Node" ? this.possible(type, only) : type, depth);
    if (depth > 0 && dice < 18 && isObjectType(type) && type.getInterfaces().length > 0) {
      const [node] = type.getInterfaces();
      if (node) return this.fragment(node, depth, [type.name]);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) return "__typename";
    const fields = Object.values(type.getFields()).filter(
      (field) => !NOT_COMPILED.includes(field.name) && (depth > 0 || isLeafType(getNamedType(field.type))),
    );
    const [first] = fields;
    if (!first) return "__typename";
    return this.field(
      type.name,
      this.chance.weighted(fields, (field) => this.weight(type.name, field)),
      depth,
    );
  }

  /** The less a field was asked, and answered, the likelier it is, and so are those that lead to such; the root leads everywhere. */
  private weight(type: string, { name, args, type: leadsTo }: GraphQLField<unknown, unknown>): number {
    const times = this.asked.get(`${type}.${name}`) ?? 0;
    if (type === "Query") return name === "viewer" || name === "topic" ? 0.5 : name.startsWith("node") ? 2 : 1;
    const worn = this.visited.has(`${type}.${name}`) ? 1 / (1 + times) : 4 / (1 + times / 8);
    return (
      worn + this.unmet(`${type}.${name}`, args) + Math.min(2, (this.hunger.get(getNamedType(leadsTo).name) ?? 0) / 4)
    );
  }

  /** Fields whose arguments were never all given are the likelier for it. */
  private unmet(field: string, args: readonly GraphQLArgument[]): number {
    const parts = args.flatMap(({ name, type }) => {
      const of = getNamedType(type);
      const within = isInputObjectType(of) ? Object.keys(of.getFields()).map((one) => `${of.name}.${one}`) : [];
      return [`${field}(${name})`, ...(name === "orderBy" ? [] : within)];
    });
    return Math.min(1, parts.filter((part) => !this.noted.has(part)).length / 4);
  }

  private possible(type: GraphQLNamedType, only?: readonly string[]): GraphQLObjectType {
    if (!isInterfaceType(type)) throw new Error(`${type.name} is no interface.`);
    const types = this.schema.getPossibleTypes(type).filter(({ name }) => !only || only.includes(name));
    return this.chance.pick(types);
  }

  private fragment(on: GraphQLNamedType, depth: number, only?: readonly string[]): string {
    if (this.chance.chance(0.5)) return `... on ${on.name}${this.directive()} ${this.selection(on, depth - 1, only)}`;
    const name = `F${++this.names}`;
    this.fragments.push(`fragment ${name} on ${on.name} ${this.selection(on, depth - 1, only)}`);
    return `...${name}${this.directive()}${this.chance.chance(0.1) ? ` ...${name}` : ""}`;
  }

  private field(parent: string, field: GraphQLField<unknown, unknown>, depth: number): string {
    const { name } = field;
    this.asked.set(`${parent}.${name}`, (this.asked.get(`${parent}.${name}`) ?? 0) + 1);
    const type = getNamedType(field.type);
    const found: string[] = [];
    const given = this.arguments(parent, field, type.name.replace(/Connection$/, ""), found);
    const below = isLeafType(type) ? "" : this.below(type, depth, found);
    const needsAlias = field.args.length > 0 || below !== "" || this.chance.chance(0.2);
    const alias = needsAlias && !(given === "" && this.chance.chance(0.1)) ? `a${++this.names}: ` : "";
    return `${alias}${name}${given}${this.directive()} ${below}`;
  }

  /** Pages are mostly asked for as clients do; sometimes in any other way that is allowed. */
  private below(type: GraphQLNamedType, depth: number, found: readonly string[]): string {
    const node = (edge: GraphQLNamedType): string => {
      const target = isObjectType(edge) ? getNamedType(edge.getFields()["node"]?.type) : undefined;
      return target ? `{ cursor node ${this.selection(target, depth - 1)} }` : "{ cursor }";
    };
    if (type.name.endsWith("Connection") && isObjectType(type) && this.chance.chance(0.75)) {
      const edge = getNamedType(type.getFields()["edges"]?.type);
      const count = this.chance.chance(0.4) ? "totalCount " : "";
      const info = this.chance.chance(0.6) ? "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } " : "";
      return `{ ${count}${info}edges ${edge ? node(edge) : "{ cursor }"} }`;
    }
    if (type.name.endsWith("Edge") && this.chance.chance(0.7)) return node(type);
    // Of ids that were drawn, it is mostly their own types that are asked for.
    return this.selection(type, depth - 1, found.length > 0 && this.chance.chance(0.95) ? found : undefined);
  }

  private directive(): string {
    if (!this.chance.chance(0.06)) return "";
    const name = this.chance.pick(["skip", "include"]);
    if (this.chance.chance(0.3)) return ` @${name}(if: ${this.chance.chance(0.5)})`;
    const flag = `flag${1 + this.chance.int(3)}`;
    if (!this.variables.has(flag)) this.variables.set(flag, { type: "Boolean!", value: this.chance.chance(0.6) });
    return ` @${name}(if: $${flag})`;
  }

  // ---- arguments

  private arguments(parent: string, field: GraphQLField<unknown, unknown>, type: string, found: string[]): string {
    const ordered = field.args.find(({ name }) => name === "orderBy");
    const order = ordered ? this.order(ordered) : UNORDERED;
    const isNewFromEnd =
      field.args.some(({ name }) => name === "last") && !this.noted.has(`${parent}.${field.name}(last)`);
    const way = isNewFromEnd && this.chance.chance(0.5) ? 60 : this.chance.int(100);
    const wanted = field.args.filter((arg) => {
      if (arg.name === "orderBy") return order !== ordered?.defaultValue;
      if (isNonNullType(arg.type)) return true;
      if (arg.name === "first") return way < 60 || way > 98;
      if (arg.name === "last") return way >= 60 && way < 88;
      if (arg.name === "filter" && NEEDS[order.field]) return true;
      const isNew = !this.noted.has(`${parent}.${field.name}(${arg.name})`);
      return this.chance.chance(isNew ? 0.8 : arg.name === "filter" ? 0.5 : 0.25);
    });
    if (way > 98 && field.args.some(({ name }) => name === "last")) this.faulty = true;
    const written = wanted.map((arg) => {
      this.noted.add(`${parent}.${field.name}(${arg.name})`);
      const about = { type, order, field, found };
      const value = arg.name === "orderBy" ? order : this.value(arg.name, arg.type, about);
      return `${arg.name}: ${this.given(arg, arg.name === "filter" ? this.fit(arg, value, about) : value)}`;
    });
    if (way > 98 && field.args.some(({ name }) => name === "last")) written.push("last: 2");
    return written.length > 0 ? `(${written.join(", ")})` : "";
  }

  /** Orders by something of the filter are mostly given it. */
  private fit(arg: GraphQLArgument, value: unknown, about: About): unknown {
    const needed = NEEDS[about.order.field];
    const type = getNamedType(arg.type);
    if (!needed || !isInputObjectType(type)) return value;
    const filter = (value ?? {}) as Record<string, unknown>;
    const of = type.getFields()[needed]?.type;
    if (filter[needed] == null && of && this.chance.chance(0.95)) filter[needed] = this.value(needed, of, about);
    if (filter[needed] == null) this.faulty = true;
    return filter;
  }

  private order(arg: GraphQLArgument): Order {
    const type = getNamedType(arg.type);
    if (this.chance.chance(0.4) || !isInputObjectType(type)) return arg.defaultValue as Order;
    const fields = getNamedType(type.getFields()["field"]?.type);
    const field = isEnumType(fields) ? this.chance.pick(fields.getValues()).name : "";
    if (isEnumType(fields)) this.noted.add(`${fields.name}.${field}`);
    return { field, direction: this.chance.pick(["ASC", "DESC"] as const) };
  }

  private value(name: string, type: GraphQLInputType, about: About): unknown {
    if (!isNonNullType(type) && this.chance.chance(0.04)) return null;
    const plain = getNullableType(type);
    if (isListType(plain)) return this.list(name, plain.ofType, about);
    if (isEnumType(plain)) {
      const values = plain.getValues().map((one) => one.name);
      const fresh = values.filter((one) => !this.noted.has(`${plain.name}.${one}`));
      const value = this.chance.pick(fresh.length > 0 ? fresh : values);
      this.noted.add(`${plain.name}.${value}`);
      return value;
    }
    if (isInputObjectType(plain)) {
      const fields = Object.values(plain.getFields());
      // Of many parts of a filter a few, so that something is left.
      const few = Math.min(0.5, GIVEN_OF_MANY / fields.length);
      const given = plain.isOneOf
        ? [this.chance.pick(fields)]
        : fields.filter(
            ({ name: one, type: of }) =>
              isNonNullType(of) || this.chance.chance(this.noted.has(`${plain.name}.${one}`) ? few : 0.7),
          );
      const value = Object.fromEntries(
        given.map((one) => {
          this.noted.add(`${plain.name}.${one.name}`);
          const made = this.value(one.name, one.type, about);
          return [one.name, plain.isOneOf && made === null ? "nothing" : made];
        }),
      );
      const bounds = Object.values(value);
      if (plain.name.endsWith("Range") && bounds.every((bound) => bound === null)) this.faulty = true;
      if (plain.name === "LocalTimeRange" && bounds.length === 2 && bounds[0] === bounds[1]) this.faulty = true;
      return value;
    }
    return this.scalar(name, plain.toString(), about);
  }

  private list(name: string, element: GraphQLInputType, about: About): unknown[] {
    const named = getNullableType(element);
    const isFresh = isEnumType(named) && named.getValues().some((one) => !this.noted.has(`${named.name}.${one.name}`));
    const length = name === "ids" || isFresh ? 1 + this.chance.int(6) : this.chance.int(4);
    if (name === "dayParts" && length > DAY_PARTS_MAX) this.faulty = true;
    return Array.from({ length }, () => {
      for (;;) {
        const value = this.value(name, element, about);
        if (value !== null) return value;
      }
    });
  }

  private scalar(name: string, type: string, about: About): unknown {
    const { chance, supplies } = this;
    if (type === "Boolean") return chance.chance(0.5);
    if (type === "Int") return this.pageSize();
    if (type === "Float") return this.degrees(name as keyof typeof CIRCLES);
    if (type === "DateTime") return chance.pick(supplies.instants);
    if (type === "LocalDate")
      return chance.pick(["2026-02-28", "2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01"]);
    if (name === "currency") return chance.pick(["GBP", "EUR", "JPY", "CHF"]);
    if (type === "LocalTime") return chance.pick(["00:00", "07:00", "09:00", "17:00", "22:30"]);
    if (type === "TimeZone") return chance.pick(["Europe/London", "Pacific/Kiritimati", "America/New_York", "UTC"]);
    if (type === "LanguageTag") return chance.pick(["en", "de", "de-CH", "zh-Hant", "fr"]);
    if (type === "CountryCode") return chance.pick(["GB", "DE", "FR"]);
    if (type === "ID") return this.id(name, about);
    if (name === "query") return this.query();
    if (name === "slug") return this.slug(about.field.name === "topic" ? "topic" : "group");
    if (name === "after" || name === "before") return this.cursor(about);
    throw new Error(`No values are known for ${type} ${name}: add them in draft.ts.`);
  }

  /** Words of the world as they are, begun, misspelt, and none. */
  private query(): string {
    if (!this.chance.chance(0.01)) return this.chance.pick(QUERIES);
    this.faulty = true;
    return this.chance.pick(["", " -%- ", "a b c d e f g h i"]);
  }

  private degrees(name: keyof typeof CIRCLES): number {
    if (!this.chance.chance(0.01)) return this.chance.pick(CIRCLES[name]);
    this.faulty = true;
    return -500.5;
  }

  private pageSize(): number {
    if (!this.chance.chance(0.01)) return 1 + this.chance.int(6);
    this.faulty = true;
    return this.chance.pick([0, -1, 101]);
  }

  private id(name: string, { field, found }: About): string {
    if (this.chance.chance(0.04)) return this.chance.pick(WRONG_IDS);
    if (field.name === "node" || field.name === "nodes") {
      const node = this.schema.getType("Node");
      const types = isInterfaceType(node) ? this.schema.getPossibleTypes(node) : [];
      const { name: drawn } = this.chance.weighted(
        types,
        (type) => 1 / (1 + (this.asked.get(`node ${type.name}`) ?? 0)),
      );
      this.asked.set(`node ${drawn}`, (this.asked.get(`node ${drawn}`) ?? 0) + 1);
      found.push(drawn);
      return this.supplies.idOf(drawn);
    }
    const meant = name === "topics" ? "Topic" : name === "meetingId" ? "Meeting" : "Group";
    return this.supplies.idOf(this.chance.chance(0.05) ? "Person" : meant);
  }

  private slug(of: "topic" | "group"): string {
    const slug = this.chance.pick(this.supplies.slugs[of]);
    return this.chance.chance(0.1) ? slug.toUpperCase() : slug;
  }

  private cursor({ type, order }: About): string {
    if (!this.chance.chance(0.01)) return this.supplies.cursorOf(type, order);
    this.faulty = true;
    return this.chance.pick(["nonsense", "", this.supplies.cursorOf(type, { ...order, field: "OTHER" })]);
  }

  // ---- how a value is sent

  private given(arg: GraphQLArgument, value: unknown): string {
    if (!this.chance.chance(0.4)) return this.literal(value, arg.type);
    // Left out, the argument has its default.
    const leftOut = !isNonNullType(arg.type) && arg.name !== "filter" && this.chance.chance(0.05);
    return this.variable(String(arg.type), leftOut ? undefined : value);
  }

  private variable(type: string, value: unknown): string {
    const name = `v${++this.names}`;
    this.variables.set(name, { type, value });
    return `$${name}`;
  }

  private literal(value: unknown, type: GraphQLInputType): string {
    const plain = getNullableType(type);
    if (value === null) return "null";
    if (isListType(plain)) return `[${(value as unknown[]).map((one) => this.literal(one, plain.ofType)).join(", ")}]`;
    if (isEnumType(plain)) return String(value);
    if (!isInputObjectType(plain)) return JSON.stringify(value);
    const fields = Object.entries(value as object).map(([name, one]) => {
      const of = plain.getFields()[name]?.type;
      if (!of) throw new Error(`${plain.name} has no ${name}.`);
      const asVariable = !plain.isOneOf && this.chance.chance(0.2);
      return `${name}: ${asVariable ? this.variable(String(of), one) : this.literal(one, of)}`;
    });
    return `{ ${fields.join(", ")} }`;
  }
}

/** How many fields of each type were never answered, those of the value objects and lists below it among them. */
function hungerOf(schema: GraphQLSchema, visited: ReadonlySet<string>): Map<string, number> {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const fields = (type: GraphQLObjectType) =>
    Object.values(type.getFields()).filter(({ name }) => !NOT_COMPILED.includes(name));
  const own = new Map(
    types.map((type) => [type.name, fields(type).filter(({ name }) => !visited.has(`${type.name}.${name}`)).length]),
  );
  const below = (type: GraphQLObjectType): number =>
    Math.max(0, ...fields(type).map((field) => own.get(getNamedType(field.type).name) ?? 0));
  return new Map(types.map((type) => [type.name, (own.get(type.name) ?? 0) + below(type) / 2]));
}

interface About {
  /** The type that the list is of. */
  readonly type: string;
  readonly order: Order;
  readonly field: GraphQLField<unknown, unknown>;
  /** Types of the ids drawn so far. */
  readonly found: string[];
}
