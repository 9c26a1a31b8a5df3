import { invalid } from "../platform/errors.ts";
import { isLine, tidyLine } from "../platform/plain-text.ts";
import { TOPIC_NAME_LENGTH_MAX } from "./topic.entity.ts";
import { topicSlug } from "./topic-slug.ts";

/** What is wrong with the name of a topic, or null. */
export function topicNameFault(name: string): string | null {
  if (!isLine(name, TOPIC_NAME_LENGTH_MAX)) return `A topic is one line of 1 to ${TOPIC_NAME_LENGTH_MAX} characters.`;
  return topicSlug(name) === "" ? "A topic needs a letter or a digit." : null;
}

export interface TopicName {
  readonly name: string;
  readonly slug: string;
}

/** @throws INVALID */
export function topicName(written: string): TopicName {
  const fault = topicNameFault(written);
  if (fault !== null) throw invalid("name", fault);
  return { name: tidyLine(written), slug: topicSlug(written) };
}
