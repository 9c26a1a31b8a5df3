/**
 * Recurrence rules of RFC 5545 (section 3.3.10), as far as meetings need them. What is outside of the
 * accepted subset is refused and never guessed at: docs/decisions has the list and the reasons.
 */
import { LocalDate } from "../platform/scalars/local-date.ts";

/** Longest rule that is read, in characters; lists inside it are bounded by that too. */
export const RULE_LENGTH_MAX = 500;

export type RuleFrequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

/** `BYDAY`: each such weekday, or only the n-th of its month or year, from the end where negative. */
export interface RuleWeekday {
  /** 0 is Monday, 6 is Sunday. */
  readonly weekday: number;
  readonly ordinal: number | null;
}

export interface RecurrenceRule {
  readonly frequency: RuleFrequency;
  readonly interval: number;
  readonly count: number | null;
  /** As in the rule: `YYYYMMDD`, `YYYYMMDDTHHMMSS`, or the latter with `Z`. */
  readonly until: string | null;
  readonly months: readonly number[];
  readonly monthDays: readonly number[];
  readonly weekdays: readonly RuleWeekday[];
  readonly positions: readonly number[];
  /** First day of the week, 0 for Monday. */
  readonly weekStart: number;
}

export type RuleFault = "INVALID_RULE" | "UNSUPPORTED_RULE";

/** Not a rule of RFC 5545, or one outside of the accepted subset. The message is fit for clients. */
export class RecurrenceRuleError extends Error {
  constructor(
    readonly reason: RuleFault,
    message: string,
  ) {
    super(message);
    this.name = "RecurrenceRuleError";
  }
}

const invalidRule = (message: string): RecurrenceRuleError => new RecurrenceRuleError("INVALID_RULE", message);
const unsupportedRule = (what: string): RecurrenceRuleError =>
  new RecurrenceRuleError("UNSUPPORTED_RULE", `${what} is not supported in the rule of a meeting series.`);

const FREQUENCIES: readonly string[] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] satisfies RuleFrequency[];
const FREQUENCIES_UNSUPPORTED = ["SECONDLY", "MINUTELY", "HOURLY"];
const PARTS = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"];
/** RSCALE and SKIP are RFC 7529. */
const PARTS_UNSUPPORTED = ["BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO", "RSCALE", "SKIP"];
const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/**
 * Reads the text of a rule, with or without `RRULE:` in front, in any order of its parts and any case.
 *
 * @throws RecurrenceRuleError with `INVALID_RULE`, or `UNSUPPORTED_RULE` for what RFC 5545 allows and we do not
 */
export function parseRule(text: string): RecurrenceRule {
  const parts = partsOf(text);
  const rule: RecurrenceRule = {
    frequency: frequencyOf(parts.get("FREQ")),
    interval: wholeNumber("INTERVAL", parts.get("INTERVAL"), 1) ?? 1,
    count: wholeNumber("COUNT", parts.get("COUNT"), 0),
    until: untilOf(parts.get("UNTIL")),
    months: numbers("BYMONTH", parts.get("BYMONTH"), /^\d{1,2}$/, 12),
    monthDays: numbers("BYMONTHDAY", parts.get("BYMONTHDAY"), /^[+-]?\d{1,2}$/, 31),
    weekdays: weekdaysOf(parts.get("BYDAY")),
    positions: numbers("BYSETPOS", parts.get("BYSETPOS"), /^[+-]?\d{1,3}$/, 366),
    weekStart: weekStartOf(parts.get("WKST")),
  };
  refuseOtherParts([...parts.keys()]);
  refuseContradictions(rule);
  return rule;
}

/** The rule in one canonical spelling: the same rule always gives the same text, and reads back equal. */
export function printRule(rule: RecurrenceRule): string {
  const weekday = ({ weekday, ordinal }: RuleWeekday) => `${ordinal ?? ""}${WEEKDAYS[weekday] ?? ""}`;
  const parts: [string, string | number | null][] = [
    ["FREQ", rule.frequency],
    ["INTERVAL", rule.interval === 1 ? null : rule.interval],
    ["COUNT", rule.count],
    ["UNTIL", rule.until],
    ["BYMONTH", rule.months.join(",")],
    ["BYMONTHDAY", rule.monthDays.join(",")],
    ["BYDAY", rule.weekdays.map(weekday).join(",")],
    ["BYSETPOS", rule.positions.join(",")],
    ["WKST", rule.weekStart === 0 ? null : (WEEKDAYS[rule.weekStart] ?? null)],
  ];
  return parts.flatMap(([name, value]) => (value === null || value === "" ? [] : [`${name}=${value}`])).join(";");
}

function partsOf(text: string): Map<string, string> {
  if (text.length > RULE_LENGTH_MAX) throw invalidRule(`A rule has at most ${RULE_LENGTH_MAX} characters.`);
  const parts = new Map<string, string>();
  for (const part of text
    .toUpperCase()
    .replace(/^RRULE:/, "")
    .split(";")) {
    const [, name = "", value = ""] = /^([A-Z-]+)=([A-Z0-9,+-]+)$/.exec(part) ?? [];
    if (name === "") throw invalidRule("A rule is a list of NAME=VALUE, divided by semicolons.");
    if (parts.has(name)) throw invalidRule(`${name} is given twice.`);
    parts.set(name, value);
  }
  return parts;
}

function refuseOtherParts(names: readonly string[]): void {
  const others = names.filter((name) => !PARTS.includes(name));
  const unsupported = others.filter((name) => PARTS_UNSUPPORTED.includes(name) || name.startsWith("X-"));
  if (others.length > unsupported.length) throw invalidRule("The rule has a part that RFC 5545 does not know.");
  if (unsupported.length > 0) throw unsupportedRule(unsupported.join(", "));
}

function frequencyOf(value: string | undefined): RuleFrequency {
  const isAccepted = (text: string): text is RuleFrequency => FREQUENCIES.includes(text);
  if (value !== undefined && isAccepted(value)) return value;
  if (value !== undefined && FREQUENCIES_UNSUPPORTED.includes(value)) throw unsupportedRule(`FREQ=${value}`);
  throw invalidRule("FREQ is one of DAILY, WEEKLY, MONTHLY, YEARLY.");
}

function wholeNumber(name: string, value: string | undefined, least: number): number | null {
  if (value === undefined) return null;
  if (!/^\d{1,9}$/.test(value) || Number(value) < least) throw invalidRule(`${name} is a whole number from ${least}.`);
  return Number(value);
}

function untilOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})(?:T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?$/.exec(value) ?? [];
  try {
    LocalDate.parseValue(`${year ?? ""}-${month ?? ""}-${day ?? ""}`);
    return value;
  } catch {
    throw invalidRule("UNTIL is a date, or a date and time, such as 20261224T183000Z.");
  }
}

/** A sorted list without repetitions; zero is never a value. */
function numbers(name: string, value: string | undefined, form: RegExp, most: number): number[] {
  if (value === undefined) return [];
  const list = value.split(",").map((item) => (form.test(item) ? Number(item) : 0));
  if (list.some((number) => number === 0 || Math.abs(number) > most))
    throw invalidRule(`${name} holds a value that it cannot have.`);
  return [...new Set(list)].sort((a, b) => a - b);
}

function weekdaysOf(value: string | undefined): RuleWeekday[] {
  if (value === undefined) return [];
  const list = value.split(",").map((item): RuleWeekday => {
    const [, ordinal, weekday] = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(item) ?? [];
    const number = ordinal === undefined ? null : Number(ordinal);
    if (weekday === undefined || number === 0 || Math.abs(number ?? 1) > 53) {
      throw invalidRule("BYDAY holds weekdays such as MO, 2TU or -1FR.");
    }
    return { weekday: WEEKDAYS.indexOf(weekday), ordinal: number };
  });
  const distinct = new Map(list.map((item) => [`${item.ordinal ?? ""} ${item.weekday}`, item]));
  return [...distinct.values()].sort((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0) || a.weekday - b.weekday);
}

function weekStartOf(value: string | undefined): number {
  const weekday = WEEKDAYS.indexOf(value ?? "MO");
  if (weekday < 0) throw invalidRule("WKST is a weekday such as MO.");
  return weekday;
}

/** What RFC 5545 forbids between parts; BYMONTHDAY in weekly rules, which it forbids too, only has one sensible meaning and passes. */
function refuseContradictions(rule: RecurrenceRule): void {
  if (rule.count !== null && rule.until !== null) throw invalidRule("COUNT and UNTIL exclude each other.");
  if (
    rule.weekdays.some(({ ordinal }) => ordinal !== null) &&
    (rule.frequency === "DAILY" || rule.frequency === "WEEKLY")
  ) {
    throw invalidRule("BYDAY counts weekdays in monthly and yearly rules only.");
  }
  const isNarrowed = rule.months.length + rule.monthDays.length + rule.weekdays.length > 0;
  if (rule.positions.length > 0 && !isNarrowed)
    throw invalidRule("BYSETPOS stands beside BYMONTH, BYMONTHDAY or BYDAY.");
}
