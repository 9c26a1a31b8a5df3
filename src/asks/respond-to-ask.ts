import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import { Ask } from "./ask.entity.ts";
import { AskResponse } from "./ask-response.entity.ts";
import { ResponseInput, responseTo } from "./response-input.ts";
import "./ask.events.ts";

@InputType({ description: "A message to somebody who asked for help." })
export class RespondToAskInput extends ResponseInput {
  @Field(() => ID, { description: "The ask." })
  askId: string;
}

export const RespondToAskPayload = payloadType("RespondToAsk", {
  response: () => AskResponse,
  responseEdge: () => edgeOf(AskResponse),
});

/**
 * Answers an ask, once, with a message that only the asker reads. They hear of it by mail.
 *
 * @throws NOT_FOUND, INVALID for one's own, CONFLICT for one that has ended, DUPLICATE for a second response,
 *   LIMIT_REACHED above 10 responses in a week, and for an ask with 20
 */
export function respondToAsk(ctx: Context, input: RespondToAskInput): Promise<AskResponse> {
  const personId = signedIn(ctx);
  return once(ctx, "respondToAsk", input, AskResponse, async (ctx) => {
    await valid(input);
    const { id: askId, personId: authorId } = await visible(ctx, Ask, input.askId, "askId");
    const given = await responseTo(ctx, { kind: "ask", id: askId, authorId }, { personId, text: input.text });
    const response = ctx.db.create(AskResponse, { ...given, askId });
    await ctx.db.insert(AskResponse, response);
    await emit(ctx, { name: "ask.responded", askId, responseId: response.id });
    return response;
  });
}
