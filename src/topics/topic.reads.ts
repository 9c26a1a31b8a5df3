import { ArgsType, Field } from "type-graphql";
import { queries, reads } from "../platform/reads/declare.ts";
import { eq, sql, TRUE } from "../platform/reads/sql.ts";
import { Topic } from "./topic.entity.ts";

@ArgsType()
class TopicArgs {
  @Field(() => String, { description: "Its one spelling, for example `food-and-drink`." })
  slug: string;
}

reads(Topic, {
  prefix: "top",
  description: "topics",
  // A topic alone is a word; who is interested in it is told by people and groups, under their own policies.
  visible: () => TRUE,
  orders: (topic) => ({ NAME: sql`${topic.name} collate "C"` }),
});

queries((t) => ({
  topic: t.first(Topic, (topic, _row, _viewer, args) => eq(topic.slug, args.slug), {
    args: TopicArgs,
    description: "A topic by its slug; null for one that nobody has named yet.",
  }),
}));
