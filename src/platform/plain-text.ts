/**
 * Text that people write: kept as plain text, never as markup. Checked before it is stored, so that every
 * client and the database can hold it, and tidied, so that equal looks are equal characters.
 */
import { ValidateBy, type ValidationOptions } from "class-validator";

/** Shows something: not only blanks, marks and invisible joiners. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
/** Control characters (NUL among them), line ends, halves of a character, and what turns the direction of all that follows. */
const NOT_IN_A_LINE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** The same, but line feeds and tabs are wanted, and directions are turned on purpose. */
const NOT_IN_PARAGRAPHS = /[^\P{Cc}\n\t]|\p{Cs}/u;

/** Length as a reader counts it, roughly: characters of Unicode, not halves of them. */
const characters = (text: string): number => Array.from(text).length;

/** The form in which a single line is stored: composed, trimmed, runs of blanks made one. */
export const tidyLine = (text: string): string => text.normalize("NFC").trim().replace(/\s+/gu, " ");

/** The form in which paragraphs are stored: composed, every line end a line feed, nothing but text at either end. */
export const tidyParagraphs = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/\r\n?|[\u2028\u2029]/gu, "\n")
    .trim();

/** Whether a text, once tidied, is one visible line of at most `max` characters. */
export const isLine = (text: string, max: number): boolean =>
  text.length <= 4 * max + 64 && !NOT_IN_A_LINE.test(text.trim()) && fits(tidyLine(text), max);

/** Whether a text, once tidied, is visible and has at most `max` characters. */
export const isParagraphs = (text: string, max: number): boolean => {
  const tidy = tidyParagraphs(text);
  return !NOT_IN_PARAGRAPHS.test(tidy) && fits(tidy, max);
};

const fits = (text: string, max: number): boolean => VISIBLE.test(text) && characters(text) <= max;

const rule =
  (name: string, holds: (text: string, max: number) => boolean, what: string) =>
  (max: number, options?: ValidationOptions): PropertyDecorator =>
    ValidateBy(
      {
        name,
        validator: {
          validate: (value) => typeof value === "string" && holds(value, max),
          defaultMessage: () => `Must be ${what} of 1 to ${max.toLocaleString("en")} characters.`,
        },
      },
      options,
    );

/** One line of plain text, 1 to `max` characters. The act then stores `tidyLine` of it. */
export const IsLine = rule("isLine", isLine, "one line of plain text");

/** Plain text with line breaks, 1 to `max` characters. The act then stores `tidyParagraphs` of it. */
export const IsParagraphs = rule("isParagraphs", isParagraphs, "plain text");
