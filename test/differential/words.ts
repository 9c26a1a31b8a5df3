/** Searching by words, the naive way. Which words a row has is read from the database; how they fit is told here. */
import { GraphQLError } from "graphql";

interface Weighed {
  readonly word: string;
  readonly weight: number;
}

const ACCENTS = /[\u0300-\u036f]/gu;
export const plain = (text: string): string => text.normalize("NFKD").replace(ACCENTS, "").toLowerCase();

function askedOf(query: string): string[] {
  const words = plain(query).match(/[a-z0-9]+/g) ?? [];
  if (words.length === 0 || words.length > 8) {
    throw new GraphQLError("No query.", { extensions: { code: "BAD_USER_INPUT" } });
  }
  return [...new Set(words)];
}

const trigramsOf = (word: string): Set<string> => {
  const letters = [..." ", " ", ...word, " "];
  return new Set(letters.slice(2).map((_, at) => letters.slice(at, at + 3).join("")));
};

function similarity(one: string, other: string): number {
  const [ours, theirs] = [trigramsOf(one), trigramsOf(other)];
  const common = [...ours].filter((trigram) => theirs.has(trigram)).length;
  return Math.fround(common / (ours.size + theirs.size - common));
}

function scoreOf(asked: string, word: string): number {
  if (word === asked) return 1;
  if (word.startsWith(asked)) return 0.8;
  const alike = similarity(asked, word);
  return asked.length > 3 && alike >= 0.4 ? alike : 0;
}

/** How well these words fit a query; null if one of its words is not among them in any way. */
export function relevanceOf(query: string, words: readonly Weighed[]): number | null {
  const best = askedOf(query).map((asked) => Math.max(0, ...words.map((one) => one.weight * scoreOf(asked, one.word))));
  return best.includes(0) ? null : Math.round(100 * best.reduce((sum, one) => sum + one, 0));
}

const hasDigit = (word: string): boolean => /[0-9]/.test(word);

/** Whether a title has all the words of a query; those with digits are found as they are. */
export function isInTitle(query: string, title: string): boolean {
  const words = plain(title).match(/[a-z0-9]+/g) ?? [];
  return askedOf(query).every((asked) =>
    words.some((word) => (hasDigit(asked) || hasDigit(word) ? word === asked : scoreOf(asked, word) > 0)),
  );
}
