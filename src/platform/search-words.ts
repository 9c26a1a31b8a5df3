/**
 * Searching by words. The database keeps the words of what can be found, and `found_…` functions tell which rows have all
 * the words of a query, each of them as it is, as a beginning, or misspelt, and how well.
 */
import type { Filter, FilterValue } from "./reads/registry.ts";
import type { Sql } from "./reads/sql.ts";

/** Longest query, in characters. */
export const QUERY_LENGTH_MAX = 100;
/** Words of a query. */
export const QUERY_WORDS_MAX = 8;
/** What stands between words, for us and for `words_in` of the database alike. */
const BETWEEN_WORDS = /[\s!-/:-@[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+/u;

/** What is wrong with a query, or null. */
export function queryFault(query: string): string | null {
  if ([...query].length > QUERY_LENGTH_MAX) return `\`query\` has at most ${QUERY_LENGTH_MAX} characters.`;
  const words = query.split(BETWEEN_WORDS).filter((word) => word !== "");
  if (words.length === 0) return "`query` needs a letter or a digit.";
  return words.length > QUERY_WORDS_MAX ? `\`query\` has at most ${QUERY_WORDS_MAX} words.` : null;
}

/** The part of a filter that is a query; `where` is given its text. */
export const searchedBy = (description: string, where: (query: Sql) => Sql): Filter => ({
  type: () => String,
  description: `${description} At most ${QUERY_LENGTH_MAX} characters and ${QUERY_WORDS_MAX} words.`,
  where: (value) => where(queryOf(value)),
});

export function queryOf(value: FilterValue): Sql {
  value.check(queryFault);
  return value.bind("text");
}
