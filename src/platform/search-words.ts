/**
 * Searching by words. The database keeps the words of what can be found, and `best_…` functions tell which rows have all
 * the words of a query, each of them as it is, as a beginning, or misspelt, and how well.
 */
import type { Filter, FilterParts, FilterValue, Order, Walk } from "./reads/registry.ts";
import { integer, type Sql, sql } from "./reads/sql.ts";

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

/** The part of a filter that is a query; `where` is given its text, and the other parts. */
export const searchedBy = (description: string, where: (query: Sql, parts: FilterParts) => Sql): Filter => ({
  type: () => String,
  description: `${description} At most ${QUERY_LENGTH_MAX} characters and ${QUERY_WORDS_MAX} words.`,
  where: (value, parts) => where(queryOf(value), parts),
});

export function queryOf(value: FilterValue): Sql {
  value.check(queryFault);
  return value.bind("text");
}

/** A search by a `best_…` function of the database, of rows of one type. */
export interface WordSearch {
  /** The row has all the words of a query. */
  readonly isFound: (id: Sql, query: Sql) => Sql;
  readonly order: (id: Sql, parts: FilterParts) => Order;
  /** The best rows first, in the order of relevance. */
  readonly walk: (parts: FilterParts, order: string) => Walk | null;
}

/** @param best a call of that function */
export const searchOf = (best: (query: Sql) => Sql): WordSearch => ({
  isFound: (id, query) => sql`${id} = any((select (${best(query)}).ids)::uuid[])`,
  order: (id, parts) => ({
    get by() {
      const query = parts("query");
      return query ? relevanceOf(id, best(queryOf(query))) : integer(0);
    },
    type: "integer",
    needs: "query",
    description: "By how well it fits `filter.query`, which it needs; best first when descending.",
  }),
  walk(parts, order) {
    const query = parts("query");
    if (order !== "RELEVANCE" || !query) return null;
    return {
      given: best(queryOf(query)),
      ways: (found) => [{ ids: sql`(${found}).ids`, values: sql`(${found}).relevances`, covers: ["query"] }],
    };
  },
});

const relevanceOf = (id: Sql, best: Sql): Sql =>
  sql`coalesce(((select jsonb_object_agg(f.id, f.relevance) from (select ${best} as found offset 0) b cross join unnest((b.found).ids, (b.found).relevances) f(id, relevance)) ->> ${id}::text)::integer, 0)`;
