/**
 * Reads the text of a compiled statement as far as it matters for what the answer depends on: which rows each subquery
 * ranges over, and under which conditions. Whatever it does not know it refuses, so that nothing is overlooked.
 */

/** A word, an operator, a quoted constant; or what stands in a pair of parentheses or brackets. */
export type Item = string | Items;
export type Items = readonly Item[];

/** What stands behind FROM under an alias. */
export type Source =
  /** `on` where it is joined to the sources before it. */
  | { readonly kind: "table"; readonly alias: string; readonly table: string; readonly on?: Items }
  | { readonly kind: "select"; readonly alias: string; readonly items: Items }
  /** A list that came with the request. */
  | { readonly kind: "values"; readonly alias: string; readonly items: Items };

export interface Select {
  readonly output: Items;
  readonly sources: readonly Source[];
  /** All of these hold for every row that is read. */
  readonly conditions: readonly Items[];
  /** Order and limits. */
  readonly rest: Items;
}

/** Text that is not of the kind that the compiler writes. */
export class UnknownShape extends Error {}

const TOKEN = /\s+|('(?:[^']|'')*'|"(?:[^"]|"")*"|\$\d+|::|<=|>=|<>|!=|\|\||[A-Za-z_]\w*|\d+(?:\.\d+)?|[^\s\w])/gy;
const OPENING = new Set(["(", "["]);
const CLOSING = new Set([")", "]"]);

export function itemsOf(text: string): Items {
  const open: Item[][] = [[]];
  for (const [, token] of text.matchAll(TOKEN)) {
    if (token === undefined) continue;
    if (OPENING.has(token)) open.push([]);
    else if (CLOSING.has(token)) {
      const closed = open.pop() ?? [];
      open.at(-1)?.push(closed);
    } else open.at(-1)?.push(token);
  }
  const [items] = open;
  if (!items || open.length !== 1) throw new UnknownShape("Parentheses that are not closed.");
  return items;
}

export const isGroup = (item: Item | undefined): item is Items => typeof item === "object";
export const isSelect = (item: Item | undefined): item is Items => isGroup(item) && item[0] === "select";
export const isWord = (item: Item | undefined): item is string => typeof item === "string" && /^[A-Za-z_]/.test(item);

/** Functions whose arguments are parted by FROM. */
const PARTED_BY_FROM = new Set<Item | undefined>(["extract", "substring", "trim", "overlay"]);

/** Every select inside of these, at any depth, but none inside of another. */
export function selectsIn(items: Items): Items[] {
  return items.flatMap((item, at) => {
    if (isSelect(item)) return [item];
    if (!isGroup(item)) return [];
    if (item.some((part) => part === "from" || part === "table") && !PARTED_BY_FROM.has(items[at - 1]))
      throw new UnknownShape("Rows read in another way.");
    return selectsIn(item);
  });
}

const END_OF_FROM = new Set(["where", "order", "limit", "offset"]);
const END_OF_WHERE = new Set(["order", "limit", "offset"]);
const UNKNOWN = new Set(["union", "except", "intersect", "group", "having", "window", "fetch", "for"]);

export function selectOf(items: Items): Select {
  if (items.some((item) => isWord(item) && UNKNOWN.has(item))) throw new UnknownShape("A select of another kind.");
  const from = items.findIndex((item, at) => item === "from" && items[at - 1] !== "distinct");
  if (from < 0) return { output: items.slice(1), sources: [], conditions: [], rest: [] };
  const where = endOf(items, from + 1, END_OF_FROM);
  const rest = items[where] === "where" ? endOf(items, where + 1, END_OF_WHERE) : where;
  // `distinct on (…)` names columns that stand in the output.
  const output = items[1] === "distinct" && items[2] === "on" ? 4 : 1;
  const sources = sourcesOf(items.slice(from + 1, where));
  const joining = sources.flatMap((source) => (source.kind === "table" && source.on ? [source.on] : []));
  return {
    output: items.slice(output, from),
    sources,
    conditions: [...joining, ...(where < rest ? [items.slice(where + 1, rest)] : [])].flatMap(conjuncts),
    rest: items.slice(rest),
  };
}

function endOf(items: Items, start: number, words: ReadonlySet<string>): number {
  const end = items.findIndex((item, at) => at >= start && isWord(item) && words.has(item));
  return end < 0 ? items.length : end;
}

/**
 * `"groups" g1`, `(select …) p2`, `unnest(…) with ordinality i3(…)`, and more of them behind `cross join`, `lateral` or not;
 * or `join "groups" g4 on …`.
 */
function sourcesOf(items: Items): Source[] {
  const sources: Source[] = [];
  let at = 0;
  while (at < items.length) {
    const [source, next] = sourceAt(items, at);
    sources.push(source);
    at = next;
    while (items[at] === "join") {
      const [joined, end] = joinedAt(items, at + 1);
      sources.push(joined);
      at = end;
    }
    if (at === items.length) break;
    if (items[at] !== "cross" || items[at + 1] !== "join") throw new UnknownShape("A join of another kind.");
    at += items[at + 2] === "lateral" ? 3 : 2;
  }
  return sources;
}

const END_OF_ON = new Set(["join", "cross"]);

function joinedAt(items: Items, at: number): [Source, number] {
  const [source, on] = sourceAt(items, at);
  if (source.kind !== "table" || items[on] !== "on") throw new UnknownShape("A join of another kind.");
  const end = endOf(items, on, END_OF_ON);
  return [{ ...source, on: items.slice(on + 1, end) }, end];
}

function sourceAt(items: Items, at: number): [Source, number] {
  const [first, second] = [items[at], items[at + 1]];
  if (isSelect(first) && isWord(second)) return [{ kind: "select", alias: second, items: first }, at + 2];
  if (first === "unnest" && isGroup(second)) return unnestAt(items, at, second);
  if (typeof first === "string" && /^"?[a-z]\w*"?$/.test(first) && isWord(second))
    return [{ kind: "table", alias: second, table: first.replaceAll('"', "") }, at + 2];
  throw new UnknownShape("Something else than a table.");
}

function unnestAt(items: Items, at: number, values: Items): [Source, number] {
  const alias = at + (items[at + 2] === "with" && items[at + 3] === "ordinality" ? 4 : 2);
  const name = items[alias];
  if (!isWord(name)) throw new UnknownShape("A list without a name.");
  return [{ kind: "values", alias: name, items: values }, alias + (isGroup(items[alias + 1]) ? 2 : 1)];
}

/** The parts of a condition that all hold; one that is an alternative stays whole. */
function conjuncts(items: Items): Items[] {
  const [only] = items;
  if (items.length === 1 && isGroup(only) && !isSelect(only)) return conjuncts(only);
  const open = withoutCases(items);
  if (open.includes("or") || open.includes("between")) return [items];
  const ands = open.flatMap((item, at) => (item === "and" ? [at] : []));
  if (ands.length === 0) return [items];
  return [...ands, items.length].flatMap((end, index) => conjuncts(items.slice((ands[index - 1] ?? -1) + 1, end)));
}

/** What stands between CASE and END is one value: its words are hidden. */
function withoutCases(items: Items): Item[] {
  let depth = 0;
  return items.map((item) => {
    if (item === "case") depth++;
    const isHidden = depth > 0;
    if (item === "end") depth--;
    return isHidden ? "" : item;
  });
}
