import { Field, ID, InputType } from "type-graphql";
import { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import { type EntityRef, forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Idea } from "./idea.entity.ts";
import { mayDiscardIdea } from "./meeting-value.policy.ts";
import "./meeting-value.events.ts";

@InputType({ description: "An idea that is not to be kept." })
export class DiscardIdeaInput {
  @Field(() => ID, { description: "The viewer's own." })
  ideaId: string;
}

export const DiscardIdeaPayload = payloadType("DiscardIdea", { meeting: () => Meeting });

/**
 * Throws an idea of the viewer's away, for good.
 *
 * @throws NOT_FOUND, also the second time, FORBIDDEN for whoever it is credited to
 */
export function discardIdea(ctx: Context, input: DiscardIdeaInput): Promise<EntityRef> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const idea = await visible(ctx, Idea, input.ideaId, "ideaId", { lock: true });
    if (!mayDiscardIdea(idea, viewerId)) throw forbidden("throw away what somebody else wrote down");
    await ctx.db.delete(Idea, { id: idea.id });
    await emit(ctx, { name: "idea.discarded", ideaId: idea.id });
    return { entity: Meeting, id: idea.meetingId };
  });
}
