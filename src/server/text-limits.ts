/** What no string of a request may hold, wherever it stands: in variables or written into the document. */
import type { Limits } from "./limits.ts";

/** Half of a character: JSON can carry it, UTF-8 and PostgreSQL cannot. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Why a string is refused, or null. PostgreSQL has no U+0000 in text. */
export function textFault(text: string, { stringLengthMax }: Pick<Limits, "stringLengthMax">): string | null {
  if (text.length > stringLengthMax) return `A string is longer than ${stringLengthMax} characters.`;
  if (text.includes("\0")) return "A string holds the character U+0000.";
  if (LONE_SURROGATE.test(text)) return "A string holds half of a surrogate pair.";
  return null;
}
