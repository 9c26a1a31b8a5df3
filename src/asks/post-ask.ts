import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import { findOrMakeTopics } from "../topics/find-or-make-topics.ts";
import { Ask } from "./ask.entity.ts";
import { AskGroup } from "./ask-group.entity.ts";
import { AskTopic } from "./ask-topic.entity.ts";
import { audienceOf, PostingInput, postingOf, refuseTooMany } from "./posting-input.ts";
import "./ask.events.ts";

/** Asks of one person that may be open at once: who needs everything is helped with nothing. */
export const OPEN_ASKS_MAX = 5;

@InputType({ description: "What the viewer needs." })
export class PostAskInput extends PostingInput {}

export const PostAskPayload = payloadType("PostAsk", { ask: () => Ask, askEdge: () => edgeOf(Ask) });

/**
 * Says what the viewer needs, to those who may help.
 *
 * @throws INVALID, NOT_FOUND and CONFLICT for groups, LIMIT_REACHED with 5 open ones
 */
export function postAsk(ctx: Context, input: PostAskInput): Promise<Ask> {
  const personId = signedIn(ctx);
  return once(ctx, "postAsk", input, Ask, async (ctx) => {
    await valid(input);
    const groupIds = await audienceOf(ctx, input);
    await refuseTooMany(ctx, { entity: Ask, personId, most: OPEN_ASKS_MAX });
    const topics = await findOrMakeTopics(ctx, input.topics);
    const ask = ctx.db.create(Ask, postingOf(ctx, personId, input));
    const { id: askId } = ask;
    await ctx.db.insert(Ask, ask);
    if (topics.length > 0)
      await ctx.db.insert(
        AskTopic,
        topics.map(({ id: topicId }) => ({ askId, topicId })),
      );
    if (groupIds.length > 0)
      await ctx.db.insert(
        AskGroup,
        groupIds.map((groupId) => ({ askId, groupId })),
      );
    await emit(ctx, { name: "ask.posted", askId });
    return ask;
  });
}
