/**
 * SQL as a value. Only other `Sql` can be put into the template, so that text of a client never becomes
 * text of a statement: what varies is a `Bind`, what is constant is written by us or quoted by `text`.
 */

/** A service that asks with a key: for which groups, and what it may read of them, sorted. */
export interface Service {
  readonly groupIds: readonly string[];
  readonly scopes: readonly string[];
}

/** An app that asks for a member: what it may, sorted, and for which of the groups; null for all. */
export interface App {
  readonly scopes: readonly string[];
  readonly groupIds: readonly string[] | null;
}

/** What one request brings to a finished plan. */
export interface Request {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewerId: string | null;
  readonly now: Date;
  /** The key that asks, if it may read more than everybody; left out for everybody else. */
  readonly service?: Service | undefined;
  /** The app that asks in the viewer's place; left out for everybody else. */
  readonly app?: App | undefined;
  /** Primary key of the door that asks; left out for everybody else. */
  readonly doorId?: string | undefined;
  /** Hash of the viewer's credential while its proof is owed; else null. */
  readonly credentialHash: Buffer | null;
  /** Arguments already coerced, one slot a field that has variables. */
  frame: unknown[];
}

const NOTHING: ReadonlySet<string> = new Set();

export class Sql {
  constructor(
    readonly parts: readonly (string | Sql)[],
    /** Facts that hold for every row that satisfies this predicate, such as "that group is within sight". */
    readonly proves: ReadonlySet<string> = NOTHING,
  ) {}
}

/** A parameter: `$3::uuid`, always with its cast, so that PostgreSQL never guesses a type. */
export class Bind extends Sql {
  constructor(
    readonly type: string,
    readonly of: (request: Request) => unknown,
  ) {
    super([]);
  }
}

/** The only way to write SQL by hand. A bare string is refused, at compile time and at run time. */
export function sql(strings: TemplateStringsArray, ...values: readonly Sql[]): Sql {
  if (!Object.isFrozen(strings) || !Array.isArray(strings.raw)) throw new TypeError("sql is a template tag.");
  const parts: (string | Sql)[] = [];
  strings.forEach((part, index) => {
    parts.push(part);
    if (index === values.length) return;
    const value: unknown = values[index];
    if (!(value instanceof Sql)) throw new TypeError(`Only Sql may stand in a statement, not ${typeof value}.`);
    parts.push(value);
  });
  return new Sql(parts);
}

/** Text that the engine itself made, such as an alias. Not for rooms. */
export const raw = (text: string): Sql => new Sql([text]);

export const TRUE = raw("true");
export const FALSE = raw("false");
export const NULL = raw("null");

/** A constant of ours, quoted. Relies on `standard_conforming_strings`, PostgreSQL's default. */
export function text(constant: string): Sql {
  if (constant.includes("\0")) throw new TypeError("PostgreSQL has no NUL character.");
  return raw(`'${constant.replaceAll("'", "''")}'`);
}

/** A whole number of ours, such as a stated maximum. */
export function integer(constant: number): Sql {
  if (!Number.isSafeInteger(constant)) throw new TypeError("Not a whole number.");
  return raw(String(constant));
}

const is = (expression: Sql, constant: Sql): boolean =>
  expression.parts.length === 1 && expression.parts[0] === constant.parts[0];

/** Whether an expression is the constant NULL, such as a column that nobody of this audience sees. */
export const isNull = (expression: Sql): boolean => is(expression, NULL);

/** Whether a predicate is known to hold, or known not to, while the statement is compiled. */
export const always = (predicate: Sql): boolean => is(predicate, TRUE);
export const never = (predicate: Sql): boolean => is(predicate, FALSE) || isNull(predicate);

export const join = (expressions: readonly Sql[], separator: string): Sql =>
  new Sql(expressions.flatMap((expression, index) => (index === 0 ? [expression] : [separator, expression])));

/** Several predicates, all of which must hold. */
class Conjunction extends Sql {
  constructor(
    readonly predicates: readonly Sql[],
    proves: ReadonlySet<string>,
  ) {
    super(["(", join(predicates, " and "), ")"], proves);
  }
}

/** Holds if all hold; what any of them proves is proved. */
export function and(...predicates: readonly Sql[]): Sql {
  if (predicates.some(never)) return FALSE;
  const proves = new Set(predicates.flatMap((predicate) => [...predicate.proves]));
  const open = predicates.filter((predicate) => !always(predicate));
  if (open.length === 0) return new Sql(TRUE.parts, proves);
  return open.length === 1 ? new Sql(open, proves) : new Conjunction(open, proves);
}

/** What must hold for the predicate to hold, each by itself. */
export const conjunctsOf = (predicate: Sql): readonly Sql[] =>
  predicate instanceof Conjunction ? predicate.predicates.flatMap(conjunctsOf) : [predicate];

/** Holds if one holds; only what all of them prove is proved. */
export function or(...predicates: readonly Sql[]): Sql {
  const open = predicates.filter((predicate) => !never(predicate));
  const [first] = open;
  if (first === undefined) return FALSE;
  const proves = new Set([...first.proves].filter((fact) => open.every((predicate) => predicate.proves.has(fact))));
  if (open.some(always)) return new Sql(TRUE.parts, proves);
  return open.length === 1 ? first : new Sql(["(", join(open, " or "), ")"], proves);
}

/**
 * Judged row by row, along the index that gives a list its order. PostgreSQL would else gather the rows of both sides of
 * an `or` by two indexes and sort them all, also where a list ends at the first of them, or judge parts of it twice.
 */
export const oneByOne = (predicate: Sql): Sql =>
  always(predicate) || never(predicate) ? predicate : new Sql(["(", predicate, " is true)"], predicate.proves);

/** Unknown counts as false before it is negated: NULL negated would be NULL again. */
export function not(predicate: Sql): Sql {
  if (never(predicate)) return TRUE;
  return always(predicate) ? FALSE : sql`(not coalesce(${predicate}, false))`;
}

/** Equal, and both known; nothing equals the id of an anonymous viewer. */
export const eq = (left: Sql, right: Sql): Sql => (is(left, NULL) || is(right, NULL) ? FALSE : sql`${left} = ${right}`);

/** `isOneOf(m.status, "ACTIVE", "TRIAL")`: constants of ours only. */
export function isOneOf(value: Sql, ...constants: readonly string[]): Sql {
  const [first] = constants;
  if (first === undefined) return FALSE;
  return constants.length === 1
    ? sql`${value} = ${text(first)}`
    : sql`${value} in (${join(constants.map(text), ", ")})`;
}

export const present = (value: Sql): Sql => sql`${value} is not null`;
export const absent = (value: Sql): Sql => sql`${value} is null`;

/** The value where the condition holds, else NULL. */
export function when(condition: Sql, value: Sql): Sql {
  if (always(condition)) return value;
  return never(condition) ? NULL : sql`case when ${condition} then ${value} end`;
}

/** The text of a statement and its parameters, numbered by identity: the viewer is one, however often used. */
export function render(statement: Sql): { readonly text: string; readonly binds: readonly Bind[] } {
  const out: string[] = [];
  const numbers = new Map<Bind, number>();
  const write = (part: string | Sql): void => {
    if (typeof part === "string") out.push(part);
    else if (part instanceof Bind) {
      const number = numbers.get(part) ?? numbers.size + 1;
      numbers.set(part, number);
      out.push(`$${number}::${part.type}`);
    } else part.parts.forEach(write);
  };
  write(statement);
  return { text: out.join(""), binds: [...numbers.keys()] };
}

/** The text alone, to tell expressions apart. */
export const fingerprint = (expression: Sql): string => render(expression).text;
