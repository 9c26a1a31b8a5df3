import { ID } from "type-graphql";
import { among, flag } from "../platform/reads/filters.ts";
import { keysOf } from "../platform/reads/global-ids.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import type { Filter } from "../platform/reads/registry.ts";
import { type Sql, sql } from "../platform/reads/sql.ts";
import { searchedBy } from "../platform/search-words.ts";
import { TOPICS_SEARCHED_MAX, Topic } from "../topics/topic.entity.ts";
import { HelpKind } from "./help-kind.ts";
import type { Posting } from "./posting.entity.ts";
import { isAuthor, isOpen } from "./posting.policy.ts";

/**
 * What lists of asks, and those of offers, can be narrowed by. `isAbout`: one of its topics has such a key; `found`: the
 * keys of those with all the words of a query.
 */
export const postingLists = (
  posting: Row<Posting>,
  v: Viewer,
  isAbout: (isOneOfThem: (topicId: Sql) => Sql) => Sql,
  found: (query: Sql) => Sql,
): Readonly<Record<string, Filter>> => ({
  query: searchedBy(
    "With all of these words in its text, each as it is, as the beginning of one, or misspelt.",
    (query) => sql`${posting.id} = any((select ${found(query)})::uuid[])`,
  ),
  topics: {
    type: () => [ID],
    description: `About one of these topics, by global ID; at most ${TOPICS_SEARCHED_MAX}.`,
    where: (value) => {
      value.check((ids: readonly string[]) =>
        ids.length > TOPICS_SEARCHED_MAX ? `\`filter.topics\` takes at most ${TOPICS_SEARCHED_MAX} topics.` : null,
      );
      const topics = value.bind("uuid[]", "", (ids: string[]) => keysOf(Topic, ids));
      return isAbout((topicId) => sql`${topicId} = any(${topics})`);
    },
  },
  kinds: among(posting.kind, HelpKind, { description: "Of one of these kinds." }),
  isOpen: flag(isOpen(posting, v), undefined, { description: "Those that stand, or those that have ended." }),
  isOwn: flag(isAuthor(posting, v), undefined, { description: "The viewer's own, or those of others." }),
});
