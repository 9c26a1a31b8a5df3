import { ArgsType, Field } from "type-graphql";
import { queries, reads } from "../platform/reads/declare.ts";
import { type Sql, sql, TRUE } from "../platform/reads/sql.ts";
import { searchedBy, searchOf } from "../platform/search-words.ts";
import { Topic } from "./topic.entity.ts";
import { SYNONYMS_MAX, TopicSynonym } from "./topic-synonym.entity.ts";

@ArgsType()
class TopicArgs {
  @Field(() => String, { description: "Its one spelling, for example `food-and-drink`." })
  slug: string;
}

/** No other name is the slug of a topic, so these two never mean different ones. */
const meantBy = (slug: Sql) => sql`coalesce(
  (select called.id from topics called where called.slug = ${slug}),
  (select other.topic_id from topic_synonyms other where other.slug = ${slug}))`;

const words = searchOf((query) => sql`best_topics(${query})`);

reads(Topic, {
  prefix: "top",
  description: "topics",
  // A topic alone is a word; who is interested in it is told by people and groups, under their own policies.
  visible: () => TRUE,
  orders: (topic, _v, parts) => ({
    NAME: sql`${topic.name} collate "C"`,
    RELEVANCE: words.order(topic.id, parts),
  }),
  walk: words.walk,
  filters: (topic) => ({
    query: searchedBy(
      "With all of these words in its name or in another name of it, each as it is, as the beginning of one, or misspelt.",
      (query) => words.isFound(topic.id, query),
    ),
  }),
  fields: (t) => ({
    synonyms: t.list(TopicSynonym, "topicId", {
      max: SYNONYMS_MAX,
      order: (synonym) => sql`${synonym.slug} collate "C"`,
      description: "Its other names, at most 20.",
    }),
  }),
});

reads(TopicSynonym, { description: "other names of topics", visible: () => TRUE });

queries((t) => ({
  topics: t.all(Topic, { description: "Topics that anybody has named; for type-ahead, by `filter.query`." }),
  topic: t.first(Topic, (topic, _row, _viewer, args) => sql`${topic.id} = ${meantBy(args.slug)}`, {
    args: TopicArgs,
    description:
      "A topic by its slug, or by that of another name of it; null for one that nobody has named yet. Compare its `slug` with what you asked for to know which.",
  }),
}));
