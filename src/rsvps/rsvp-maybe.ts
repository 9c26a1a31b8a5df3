import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { GiveAnswerInput, giveAnswer } from "./give-answer.ts";
import { Rsvp } from "./rsvp.entity.ts";

@InputType({ description: "Input of `rsvpMaybe`." })
export class RsvpMaybeInput extends GiveAnswerInput {}

export const RsvpMaybePayload = payloadType("RsvpMaybe", { rsvp: () => Rsvp, rsvpEdge: () => edgeOf(Rsvp) });

/**
 * Says that somebody does not know yet. Gives back the seats they held, or their place in the queue.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT as `openToAnswers`
 */
export const rsvpMaybe = (ctx: Context, input: RsvpMaybeInput): Promise<Rsvp> =>
  giveAnswer(ctx, input, "rsvpMaybe", () => ({ kind: "maybe" }));
