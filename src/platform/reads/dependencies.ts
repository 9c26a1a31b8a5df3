/**
 * What the answer of a compiled statement depends on, beside the rows that it shows. Those are known by the ids that a
 * traced plan writes into it; here is found what else could change it: a row that would come to be among them, a row
 * that only a policy looks at, and the clock.
 *
 * Each table in the statement is one of these:
 *  - tied to a row of the answer, or to an id of the request, by a reference: its changes name that id themselves;
 *  - looked up by id from a row that is not in the answer: the columns that are asked of it matter, in whichever row;
 *  - looked up by a unique column: as long as something is found, a change names it; else any change matters;
 *  - anything else: every change of the table matters.
 *
 * What a policy forbids to everybody stands there too, below `where false`: nothing of it is ever read.
 */
import {
  type Item,
  type Items,
  isGroup,
  isSelect,
  itemsOf,
  type Source,
  selectOf,
  selectsIn,
  UnknownShape,
} from "./statement-shape.ts";

/** What the text alone does not say. */
export interface Tables {
  isUuid(table: string, column: string): boolean;
  isUnique(table: string, column: string): boolean;
}

/** A column whose moments change the answer when the clock comes to them, or so much later. */
export interface Moment {
  readonly table: string;
  readonly column: string;
  readonly laterMs: number;
}

export interface Dependencies {
  /** All tables that are read. */
  readonly tables: ReadonlySet<string>;
  /** Tables of which any change matters. */
  readonly whole: ReadonlySet<string>;
  /** The same if a root field shows no row. */
  readonly wholeIfEmpty: ReadonlySet<string>;
  /** `table.column` that matter in whichever row. */
  readonly columns: ReadonlySet<string>;
  readonly moments: readonly Moment[];
}

/** The key under which a row of a traced answer carries its ids: no name that GraphQL knows. */
export const IDS_KEY = "~d";
/** Between the ids that a row of a traced answer carries. Nobody else concatenates by it. */
export const ID_SEPARATOR = "~";

/** Functions that read tables by themselves (`search-words.ts`). */
const READS_WITHIN = /\b(best|found|searched)_\w+\(/;

/** @returns null for a statement that is not understood, whose answer must not be kept */
export function dependenciesOf(text: string, clock: number | null, tables: Tables): Dependencies | null {
  if (READS_WITHIN.test(text)) return null;
  try {
    return new Reading(itemsOf(text), tables).dependencies(clock);
  } catch (error) {
    if (error instanceof UnknownShape) return null;
    throw error;
  }
}

type Tie =
  | { readonly column: string; readonly to: "key" | "constant" }
  | { readonly column: string; readonly to: "column"; readonly alias: string; readonly target: string };

/** A table under one alias. */
interface Use {
  readonly alias: string;
  readonly table: string;
  /** Aliases of rows that are in the answer wherever this one is read. */
  readonly anchors: ReadonlySet<string>;
  readonly ties: readonly Tie[];
}

/** Key of a joined row, as the row that points at it carries it along. */
const CARRIED_KEY = /^~\d+\.id$/;

/** Milliseconds from a column's moment to when its comparison with the clock comes out differently. */
const COMPARISONS: ReadonlyMap<unknown, number> = new Map([
  ["<=", 0],
  [">", 0],
  ["<", 1],
  [">=", 1],
]);
const MINUTE_MS = 60_000;

class Reading {
  private readonly uses: Use[] = [];
  /** The table behind every alias, those of subqueries included. */
  private readonly tableOf = new Map<string, string>();
  private readonly columnsOf = new Map<string, Set<string>>();
  /** Aliases whose rows say their ids wherever they are shown. */
  private readonly told = new Set<string>();
  /** Joined rows: the column by which a row beside them points at each. */
  private readonly pointers = new Map<string, Side>();
  /** Columns of joined rows that come along with others', by the alias of those and the name they come under. */
  private readonly carried = new Map<string, ReadonlyMap<string, Side>>();
  /** Aliases that never have a row. */
  private readonly empty = new Set<string>();
  /** Selects about such a row, which nobody ever runs. */
  private readonly idle = new Set<Items>();

  constructor(
    private readonly items: Items,
    private readonly tables: Tables,
  ) {}

  dependencies(clock: number | null): Dependencies {
    if (this.items[0] !== "select") throw new UnknownShape("No select.");
    this.readSelect(this.items, new Set());
    const found = { tables: new Set<string>(), whole: new Set<string>(), wholeIfEmpty: new Set<string>() };
    const columns = new Set<string>();
    for (const use of this.uses) {
      const { table, alias } = use;
      found.tables.add(table);
      const way = this.wayTo(use);
      if (way === "whole" || way === "wholeIfEmpty") found[way].add(table);
      if (way === "columns") for (const name of this.columnsOf.get(alias) ?? []) columns.add(`${table}.${name}`);
    }
    return { ...found, columns, moments: clock === null ? [] : this.moments(clock) };
  }

  /** Goes over a select and all inside of it; answers the alias whose rows it hands on as they are, if it does. */
  private readSelect(items: Items, anchors: ReadonlySet<string>): string | null {
    const { output, sources, conditions, rest } = selectOf(items);
    const inAnswer = new Set(anchors);
    for (const source of sources) this.readSource(source, anchors, inAnswer, conditions);
    const told = sources.map(({ alias }) => alias).filter((alias) => tellsIds(output, alias));
    for (const alias of told) this.told.add(alias);
    // What is shown of a row that says its ids, or is handed on to where it does, is named by them, and so is what is
    // shown of a row that it points at; what chose it is not.
    const shown = new Set([...told, handedOn(output)]);
    for (const { alias } of sources) {
      const isNamed = told.includes(alias) || shown.has(this.pointers.get(alias)?.alias ?? "");
      this.noteColumns(alias, [...conditions, rest, isNamed ? [] : output]);
    }
    // In a condition a row is only a candidate; in the output it is in the answer, if it says its ids there.
    for (const select of this.run([...conditions, rest])) this.readSelect(select, new Set(inAnswer));
    for (const select of this.run(output)) this.readSelect(select, new Set([...inAnswer, ...told]));
    this.noteCarried(output);
    return handedOn(output);
  }

  /** The selects inside of these, but for those that are about a row which there never is. */
  private run(items: Items): Items[] {
    return selectsIn(items).filter((select) => !this.isIdle(select));
  }

  private isIdle(select: Items): boolean {
    const isIdle = [...this.empty].some((alias) => isAbout(select, alias));
    if (isIdle) this.idle.add(select);
    return isIdle;
  }

  private readSource(
    source: Source,
    anchors: ReadonlySet<string>,
    inAnswer: Set<string>,
    conditions: readonly Items[],
  ) {
    const { alias } = source;
    // Sets of the viewer's count their aliases anew: a name may come again.
    this.empty.delete(alias);
    if (source.kind === "table") this.tableOf.set(alias, source.table);
    if (conditions.some(isNever) || (source.kind === "select" && this.isIdle(source.items))) {
      this.empty.add(alias);
    } else if (source.kind === "values") {
      // Ids that came with the request are known as those of the answer are.
      if (isGiven(source.items)) inAnswer.add(alias);
    } else if (source.kind === "select") {
      const inner = this.readSelect(source.items, anchors);
      if (inner !== null) this.standFor(alias, inner);
    } else {
      const ties = conditions.flatMap((condition) => this.tiesIn(condition)).flatMap((tie) => tieOf(tie, alias));
      this.uses.push({ alias, table: source.table, anchors: inAnswer, ties });
      this.notePointer(alias, source.on ?? []);
    }
  }

  private notePointer(alias: string, on: Items): void {
    for (const tie of equality(on).flatMap((tie) => tieOf(tie, alias)))
      if (tie.to === "column" && tie.column === "id")
        this.pointers.set(alias, { alias: tie.alias, column: tie.target });
  }

  /** The rows of one alias are those of another, with what they carry along. */
  private standFor(alias: string, inner: string): void {
    const [table, carried] = [this.tableOf.get(inner), this.carried.get(inner)];
    if (table !== undefined) this.tableOf.set(alias, table);
    if (carried) this.carried.set(alias, carried);
    if (this.empty.has(inner)) this.empty.add(alias);
  }

  /** `m6.*, g7."name" as "~0.name"` */
  private noteCarried(output: Items): void {
    const row = handedOn(output);
    if (row === null) return;
    const carried = new Map(this.carried.get(row));
    output.forEach((word, at) => {
      const of = sideOf(output.slice(at - 3, at));
      const [as] = output.slice(at + 1);
      if (word === "as" && of && typeof as === "string") carried.set(unquoted(as), of);
    });
    this.carried.set(row, carried);
  }

  /** Equalities that hold with this condition, those inside of EXISTS included. */
  private tiesIn(condition: Items): Equality[] {
    const [exists, select] = condition;
    if (exists === "exists" && condition.length === 2 && isSelect(select))
      return selectOf(select).conditions.flatMap((inner) => this.tiesIn(inner));
    return equality(condition);
  }

  private wayTo(use: Use): "named" | "columns" | "wholeIfEmpty" | "whole" {
    const { table, ties, anchors } = use;
    const isKey = ({ column }: Tie): boolean => this.tables.isUuid(table, column);
    if (ties.some((tie) => isKey(tie) && this.isNamed(tie, anchors))) return "named";
    if (ties.some((tie) => tie.column === "id" && tie.to === "column" && this.tableOf.has(tie.alias))) return "columns";
    return anchors.size === 0 && this.isFoundWithWhatItShows(use) ? "wholeIfEmpty" : "whole";
  }

  /** There can be only one such row, and it is a root field's own or points at that: shown, it is named. */
  private isFoundWithWhatItShows({ alias, table, ties }: Use): boolean {
    if (!ties.some((tie) => tie.to !== "column" && this.tables.isUnique(table, tie.column))) return false;
    if (this.told.has(alias)) return true;
    return ties.some((tie) => tie.to === "column" && this.told.has(tie.alias) && this.tables.isUuid(table, tie.column));
  }

  /** Whether what it equals is among the ids of the answer or of the request. */
  private isNamed(tie: Tie, anchors: ReadonlySet<string>): boolean {
    if (tie.to !== "column") return tie.to === "key";
    const pointer = tie.target === "id" ? this.pointers.get(tie.alias) : undefined;
    const { alias, column } = pointer ?? { alias: tie.alias, column: tie.target };
    if (!anchors.has(alias)) return false;
    const table = this.tableOf.get(alias);
    return table === undefined || CARRIED_KEY.test(column) || this.tables.isUuid(table, column);
  }

  private noteColumns(alias: string, items: Items): void {
    items.forEach((item, at) => {
      if (isGroup(item)) this.noteColumns(alias, item);
      else if (item === alias && items[at + 1] === "." && typeof items[at + 2] === "string") {
        const columns = this.columnsOf.get(item) ?? new Set();
        const name = unquoted(items[at + 2] as string);
        // A key never changes; all columns together are handed on, not asked.
        if (name !== "id" && name !== "*") this.columnsOf.set(item, columns.add(name));
      }
    });
  }

  /** Every use of the clock must be a comparison with a column, or it is not known when it changes the answer. */
  private moments(clock: number): Moment[] {
    const moments: Moment[] = [];
    const read = (items: Items): void => {
      items.forEach((item, at) => {
        if (isGroup(item)) {
          if (!this.idle.has(item)) read(item);
        } else if (item === `$${clock}`) moments.push(this.momentAt(items, at));
      });
    };
    read(this.items);
    return moments;
  }

  private momentAt(items: Items, at: number): Moment {
    const [comparison] = items.slice(at - 1, at);
    const seen = sideOf(items.slice(Math.max(0, at - 4), at - 1));
    const of = seen && (this.carried.get(seen.alias)?.get(seen.column) ?? seen);
    const table = of ? this.tableOf.get(of.alias) : undefined;
    const laterMs = COMPARISONS.get(comparison);
    if (!of || table === undefined || laterMs === undefined) throw new UnknownShape("A use of the clock.");
    return { table, column: of.column, laterMs: laterMs + shiftOf(items.slice(at + 1, at + 8)) };
  }
}

const AFTER_COMPARISON: ReadonlySet<Item> = new Set(["and", "or", ",", "then", "order", "limit"]);
/** Behind the parameter's cast: `- 10080 * interval '1 minute'` */
const SPAN = /^([+-]) (\d+) \* interval '1 minute'$/;

/** Milliseconds by which the column's moment matters later than it is. */
function shiftOf([cast, type, ...span]: Items): number {
  if (cast !== "::" || type !== "timestamptz") throw new UnknownShape("A use of the clock.");
  const [next] = span;
  if (next === undefined || AFTER_COMPARISON.has(next)) return 0;
  const [, sign, minutes] = SPAN.exec(span.join(" ")) ?? [];
  if (sign === undefined) throw new UnknownShape("A span of time.");
  return Number(minutes) * MINUTE_MS * (sign === "-" ? 1 : -1);
}

interface Side {
  readonly alias: string;
  readonly column: string;
}
interface Equality {
  readonly left: Side;
  readonly right: Side | "key" | "constant";
}

function equality(items: Items): Equality[] {
  const [alias, dot, column, equals] = items;
  const left = sideOf([alias, dot, column]);
  if (!left || equals !== "=") return [];
  const right = rightOf(items.slice(4));
  return right ? [{ left, right }] : [];
}

function rightOf(items: Items): Equality["right"] | null {
  const [first, second, third] = items;
  if (items.length === 3 && second === ".") return sideOf([first, second, third]);
  if (isUuidParameter(items)) return "key";
  if (first === "any" && isGroup(second) && items.length === 2 && isUuidParameter(second)) return "key";
  return items.every(isConstant) ? "constant" : null;
}

/** `$1::uuid`, `$1::uuid[]` */
const isUuidParameter = ([parameter, cast, type, ...array]: Items): boolean =>
  typeof parameter === "string" &&
  parameter.startsWith("$") &&
  cast === "::" &&
  type === "uuid" &&
  array.every((item) => isGroup(item) && item.length === 0);

/** A parameter, a constant, or a function of them; no column, no operator, no subquery. */
const isConstant = (item: Item): boolean =>
  isGroup(item)
    ? item[0] !== "select" && item.every(isConstant)
    : /^(?:\$\d+|::|,|'.*'|\d+|lower|upper|text|uuid)$/s.test(item);

const sideOf = ([alias, dot, column]: (Item | undefined)[]): Side | null =>
  typeof alias === "string" && dot === "." && typeof column === "string" ? { alias, column: unquoted(column) } : null;

/** An equality as a tie of that alias, from whichever side. */
function tieOf({ left, right }: Equality, alias: string): Tie[] {
  const ties: Tie[] = [];
  if (left.alias === alias)
    ties.push(
      typeof right === "string"
        ? { column: left.column, to: right }
        : { column: left.column, to: "column", alias: right.alias, target: right.column },
    );
  if (typeof right === "object" && right.alias === alias)
    ties.push({ column: right.column, to: "column", alias: left.alias, target: left.column });
  return ties;
}

/** `concat_ws('~', g1."id", …)`, outside of any subquery. */
function tellsIds(items: Items, alias: string): boolean {
  return items.some((item, at) => {
    if (!isGroup(item)) return false;
    if (isSelect(item)) return false;
    const isTelling = items[at - 1] === "concat_ws" && item[0] === `'${ID_SEPARATOR}'` && item[2] === alias;
    return isTelling || tellsIds(item, alias);
  });
}

/** `q.*` */
function handedOn([alias, dot, star]: Items): string | null {
  return dot === "." && star === "*" && typeof alias === "string" ? alias : null;
}

/** A list that came with the request, in a subquery or not. */
function isGiven(items: Items): boolean {
  const [only] = items;
  return (isSelect(only) && items.length === 1 ? only.slice(1) : items).every(isConstant);
}

/** `where false` */
const isNever = (condition: Items): boolean => condition.length === 1 && condition[0] === "false";

/** Whether it mentions that alias, which something around it introduced: there it is followed by no point. */
function isAbout(select: Items, alias: string): boolean {
  const followers = followersOf(select, alias);
  return followers.length > 0 && followers.every((item) => item === ".");
}

const followersOf = (items: Items, alias: string): (Item | undefined)[] =>
  items.flatMap((item, at) => {
    if (isGroup(item)) return followersOf(item, alias);
    return item === alias ? [items[at + 1]] : [];
  });

const unquoted = (name: string): string => name.replaceAll('"', "");
