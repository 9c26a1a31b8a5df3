import type { GraphQLScalarType } from "graphql";
import { isEmailAddress, normaliseEmail } from "../email.ts";
import { isHttpUrl } from "../http-url.ts";
import { isPhone, normalisePhone } from "../phone.ts";
import { isLine, isParagraphs, tidyLine, tidyParagraphs } from "../plain-text.ts";
import { type Moment, readMoment } from "./moment.ts";
import { rearmed } from "./write-csv.ts";

const YES = new Set(["1", "yes", "y", "true", "x", "ja", "oui", "si", "sí"]);
const NO = new Set(["0", "no", "n", "false", "-", "nein", "non"]);

/**
 * One line of a file, read column by column. An empty cell says nothing and is null; one that cannot be read is noted
 * as a fault and null as well, so that all faults of a line are found at once.
 */
export class CsvRow {
  readonly faults: string[] = [];

  constructor(
    readonly line: number,
    private readonly cells: ReadonlyMap<string, string>,
  ) {}

  get isGood(): boolean {
    return this.faults.length === 0;
  }

  /** Notes what is wrong; answers null, so that a reader can end with it. */
  fault(reason: string): null {
    this.faults.push(reason);
    return null;
  }

  /** Notes what is wrong if it is. */
  refuse(isWrong: boolean, reason: string): void {
    if (isWrong) this.faults.push(reason);
  }

  text(column: string): string | null {
    const cell = this.cells.get(column);
    return cell === undefined ? null : rearmed(cell).trim() || null;
  }

  oneLine(column: string, max: number): string | null {
    const text = this.text(column);
    if (text === null) return null;
    return isLine(text, max) ? tidyLine(text) : this.fault(`${column} is not one line of 1 to ${max} characters`);
  }

  paragraphs(column: string, max: number): string | null {
    const text = this.text(column);
    if (text === null) return null;
    return isParagraphs(text, max)
      ? tidyParagraphs(text)
      : this.fault(`${column} is not plain text of 1 to ${max} characters`);
  }

  email(column: string): string | null {
    return this.read(column, "is not an e-mail address", (text) =>
      isEmailAddress(text) ? normaliseEmail(text) : null,
    );
  }

  phone(column: string): string | null {
    const like = "is not an international telephone number, such as +44 20 7946 0018";
    return this.read(column, like, (text) => (isPhone(text) ? normalisePhone(text) : null));
  }

  url(column: string): string | null {
    return this.read(column, "is not an absolute https: or http: URL", (text) => (isHttpUrl(text) ? text : null));
  }

  /** What a scalar of the schema reads, in the form in which it is kept. */
  scalar(column: string, scalar: GraphQLScalarType<string, string>): string | null {
    return this.read(column, `is no ${scalar.name}`, (text) => parsed(scalar, text));
  }

  integer(column: string, min: number, max: number): number | null {
    return this.read(column, `is not a whole number from ${min} to ${max}`, (text) => {
      const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return number >= min && number <= max ? number : null;
    });
  }

  yesOrNo(column: string): boolean | null {
    return this.read(column, "is neither yes nor no", (text) => {
      const word = text.toLowerCase();
      return YES.has(word) ? true : NO.has(word) ? false : null;
    });
  }

  /** One of a few words, each with the ways of writing it; blanks, hyphens and letter case do not matter. */
  word<Value extends string>(column: string, words: Readonly<Record<Value, readonly string[]>>): Value | null {
    const known = Object.entries<readonly string[]>(words);
    const names = known.map(([value]) => value.toLowerCase().replaceAll("_", " ")).join(", ");
    return this.read(column, `is none of: ${names}`, (text) => {
      const plain = letters(text);
      const found = known.find(([value, others]) => [value, ...others].some((word) => letters(word) === plain));
      return found ? (found[0] as Value) : null;
    });
  }

  /** A date, or a date and time; in this zone unless it carries an offset. */
  moment(column: string, timeZone: string): Moment | null {
    const like = "is not a date, such as 2019-01-31, or a date and time, such as 2019-01-31 19:00";
    return this.read(column, like, (text) => readMoment(text, timeZone));
  }

  /** A time of day, on that day. */
  momentAt(column: string, day: string, timeZone: string): Moment | null {
    return this.read(column, "is not a time of day, such as 19:00", (text) => readMoment(`${day} ${text}`, timeZone));
  }

  /** Several values in one cell, separated by semicolons, bars, commas or line ends. */
  list(
    column: string,
    max: number,
    one: (text: string) => string | null,
    separator: RegExp = /[;|,\n]/,
  ): string[] | null {
    const text = this.text(column);
    if (text === null) return null;
    const parts = text.split(separator).map((part) => part.trim());
    const values = [...new Set(parts.filter((part) => part !== "").map(one))];
    if (values.length > max) return this.fault(`${column} has more than ${max} entries`);
    return values.includes(null) ? this.fault(`${column} has an entry that cannot be read`) : (values as string[]);
  }

  /** Several absolute URLs. A comma is a letter of an address, and separates only where another one follows, or none. */
  urls(column: string, max: number): string[] | null {
    return this.list(column, max, (text) => (isHttpUrl(text) ? text : null), /[;|\n]|,(?=\s*(?:https?:\/\/|[;|]|$))/i);
  }

  private read<Value>(column: string, otherwise: string, reader: (text: string) => Value | null): Value | null {
    const text = this.text(column);
    if (text === null) return null;
    const value = reader(text);
    return value === null ? this.fault(`${column} ${otherwise}`) : value;
  }
}

const letters = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]+/g, "");

/** What a scalar makes of a text, or null. */
export function parsed(scalar: GraphQLScalarType<string, string>, text: string): string | null {
  try {
    return scalar.parseValue(text);
  } catch {
    return null;
  }
}
