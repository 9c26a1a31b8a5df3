/** How values of ours stand in the cells of an exported file: printed by SQL, read again by us. */
import type { GraphQLScalarType } from "graphql";
import { parsed } from "../platform/csv/csv-row.ts";
import { isEmailAddress, normaliseEmail } from "../platform/email.ts";
import { isHttpUrl } from "../platform/http-url.ts";
import { parseGlobalId } from "../platform/ids.ts";
import { isPhone, normalisePhone } from "../platform/phone.ts";
import { isLine, isParagraphs, tidyLine, tidyParagraphs } from "../platform/plain-text.ts";
import type { Restoring } from "./restoring.ts";

/** A kind of cell. */
export interface Cell {
  /** What a value is, behind “is not”. */
  readonly like: string;
  /** SQL that prints the value as text; null stays null. */
  readonly print: (value: string) => string;
  /** The value behind a text that is not empty; undefined if it is none. */
  readonly read: (text: string, run: Restoring) => unknown;
  /** Whether it is a list, one value a line. */
  readonly isList?: true;
}

const asText = (value: string): string => `${value}::text`;
const orUndefined = <T>(value: T | null): T | undefined => value ?? undefined;

/** A global id, as the API has it. */
export const id = (prefix: string): Cell => ({
  like: `an id such as ${prefix}_ and 32 digits`,
  print: (value) => `'${prefix}_' || replace(${value}::text, '-', '')`,
  read: (text) => {
    const key = parseGlobalId(text);
    return key?.prefix === prefix ? key.id : undefined;
  },
});

/** A UUID that a client made. */
export const uuid: Cell = {
  like: "a UUID",
  print: asText,
  read: (text) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined),
};

/** Somebody in people.csv. */
export const person: Cell = {
  like: "somebody in people.csv",
  print: id("per").print,
  read: (text, run) => run.people.get(text),
};

/** A membership of memberships.csv. */
export const membership: Cell = {
  like: "a membership in memberships.csv",
  print: id("mem").print,
  read: (text, run) => run.memberships.get(text)?.id,
};

/** A series of series.csv. */
export const series: Cell = {
  like: "a series in series.csv",
  print: id("ser").print,
  read: (text, run) => run.series.get(text),
};

/** A meeting of meetings.csv. */
export const meeting: Cell = {
  like: "a meeting in meetings.csv",
  print: id("mtg").print,
  read: (text, run) => run.meetings.get(text)?.id,
};

/** One line of text of at most `max` characters. */
export const line = (max: number): Cell => ({
  like: `one line of 1 to ${max} characters`,
  print: asText,
  read: (text) => (isLine(text, max) ? tidyLine(text) : undefined),
});

/** Text with line breaks of at most `max` characters. */
export const paragraphs = (max: number): Cell => ({
  like: `plain text of 1 to ${max} characters`,
  print: asText,
  read: (text) => (isParagraphs(text, max) ? tidyParagraphs(text) : undefined),
});

/** One of a few words, in the spelling of the API. */
export const word = (words: Readonly<Record<string, string>>): Cell => ({
  like: `one of ${Object.values(words).join(", ")}`,
  print: asText,
  read: (text) => (Object.values(words).includes(text) ? text : undefined),
});

/** A text of this pattern. */
export const pattern = (like: string, of: RegExp): Cell => ({
  like,
  print: asText,
  read: (text) => (of.test(text) ? text : undefined),
});

/** What a scalar of the API reads. */
export const scalar = (type: GraphQLScalarType<string, string>): Cell => ({
  like: `a ${type.name}`,
  print: asText,
  read: (text) => orUndefined(parsed(type, text)),
});

export const email: Cell = {
  like: "an e-mail address",
  print: asText,
  read: (text) => (isEmailAddress(text) ? normaliseEmail(text) : undefined),
};

export const phone: Cell = {
  like: "an international telephone number",
  print: asText,
  read: (text) => (isPhone(text) ? normalisePhone(text) : undefined),
};

export const url: Cell = {
  like: "an absolute https: or http: URL",
  print: asText,
  read: (text) => (isHttpUrl(text) ? text : undefined),
};

export const yesOrNo: Cell = {
  like: "yes or no",
  print: (value) => `case when ${value} then 'yes' when not ${value} then 'no' end`,
  read: (text) => (text === "yes" ? true : text === "no" ? false : undefined),
};

export const integer = (min: number, max: number): Cell => ({
  like: `a whole number from ${min} to ${max}`,
  print: asText,
  read: (text) => (/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined),
});

export const decimal: Cell = {
  like: "a number",
  print: asText,
  read: (text) => (/^-?\d+(?:\.\d+)?(?:e-?\d+)?$/.test(text) ? Number(text) : undefined),
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A moment, to the millisecond, in UTC. */
export const instant: Cell = {
  like: "a moment such as 2026-06-01T17:00:00.000Z",
  print: (value) => `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  read: (text) => (INSTANT.test(text) && !Number.isNaN(Date.parse(text)) ? new Date(Date.parse(text)) : undefined),
};

/** Flat JSON: values by name. */
export const values: Cell = {
  like: "a JSON object of plain values",
  print: asText,
  read: (text) => {
    try {
      const object: unknown = JSON.parse(text);
      const isFlat = typeof object === "object" && object !== null && !Array.isArray(object);
      return isFlat && Object.values(object).every((value) => typeof value !== "object" || value === null)
        ? JSON.stringify(object)
        : undefined;
    } catch {
      return undefined;
    }
  },
};

/** Several values, one a line. */
export const list = (of: Cell, max: number): Cell => ({
  like: `a list of at most ${max}, each ${of.like}`,
  isList: true,
  print: (value) => `nullif(array_to_string(${value}, E'\\n'), '')`,
  read: (text, run) => {
    const read = text.split("\n").map((one) => of.read(one, run));
    return read.length > max || read.includes(undefined) ? undefined : read;
  },
});
