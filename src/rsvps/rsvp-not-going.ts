import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { GiveAnswerInput, giveAnswer } from "./give-answer.ts";
import { Rsvp } from "./rsvp.entity.ts";

@InputType({ description: "Input of `rsvpNotGoing`." })
export class RsvpNotGoingInput extends GiveAnswerInput {}

export const RsvpNotGoingPayload = payloadType("RsvpNotGoing", { rsvp: () => Rsvp, rsvpEdge: () => edgeOf(Rsvp) });

/**
 * Says that somebody does not come. Gives back the seats they held, or their place in the queue.
 * For one meeting of a series with a standing RSVP it is the opt-out.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT as `openToAnswers`
 */
export const rsvpNotGoing = (ctx: Context, input: RsvpNotGoingInput): Promise<Rsvp> =>
  giveAnswer(ctx, input, "rsvpNotGoing", () => ({ kind: "notGoing" }));
