import type { Filter, FilterValue } from "../platform/reads/registry.ts";
import { type Sql, sql } from "../platform/reads/sql.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";

/** Whether a tag is one of those asked for, or a kind of one: `en-GB` is `en`. */
export const isSpokenLanguage = (value: FilterValue, tag: Sql): Sql =>
  sql`(${tag} = any(${value.bind("text[]")}) or split_part(${tag}, '-', 1) = any(${value.bind("text[]")}))`;

/** The part of a filter that names languages. */
export const spokenLanguages = (description: string, where: (value: FilterValue) => Sql): Filter => ({
  type: () => [LanguageTag],
  description,
  where,
});
