/** Tables as any spreadsheet reads them, and none executes. */

/**
 * What a spreadsheet would take for a formula: these signs in front, also in their wide forms, and what it skips
 * before them. The apostrophe itself too, or it could not be told from ours.
 */
const DANGEROUS = /^[=+\-@\t\r\n'＝＋－＠]/u;
const NEGATIVE_NUMBER = /^-\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;
const DISARMED = /^'[=+\-@\t\r\n'＝＋－＠]/u;

/** A cell that is text to every spreadsheet: one that could be a formula gets an apostrophe in front. */
export const disarmed = (text: string): string =>
  DANGEROUS.test(text) && !NEGATIVE_NUMBER.test(text) ? `'${text}` : text;

/** The cell as it was before `disarmed`. */
export const rearmed = (text: string): string => (DISARMED.test(text) ? text.slice(1) : text);

/** One record, with its line end. Null is an empty cell. */
export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map(cellOf).join(",")}\n`;

function cellOf(value: string | null): string {
  if (value === null || value === "") return "";
  const text = disarmed(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
