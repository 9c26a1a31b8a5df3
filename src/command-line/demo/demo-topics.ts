import type { Context } from "../../platform/context.ts";
import { addSynonym } from "../../topics/add-synonym.ts";
import { findOrMakeTopics } from "../../topics/find-or-make-topics.ts";

/** What people call some of the topics of the demo world, too. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  Programming: ["Coding", "Software development"],
  "Small business": ["SME"],
  "Start-ups": ["Startups", "New ventures"],
};

/** Before groups and people name them, so that all of them mean the same. */
export async function plantTopics(ctx: Context): Promise<void> {
  await findOrMakeTopics(ctx, Object.keys(OTHER_NAMES));
  for (const [topic, names] of Object.entries(OTHER_NAMES)) {
    for (const name of names) await addSynonym(ctx, topic, name);
  }
}
