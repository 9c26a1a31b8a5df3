import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { close, holdIntroduction } from "./hold-introduction.ts";
import { Introduction } from "./introduction.entity.ts";
import { IntroductionAnswer } from "./introduction-side.entity.ts";
import { note, refuseAfterEnd, tellConnector } from "./say.ts";

@InputType({ description: "Taking a yes back." })
export class WithdrawAnswerInput {
  @Field(() => ID, { description: "The introduction." })
  introductionId: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether the connector may know it. The other side never learns of it.",
  })
  tellConnector: boolean;
}

export const WithdrawAnswerPayload = payloadType("WithdrawAnswer", { introduction: () => Introduction });

/**
 * Takes the viewer's own yes back, for good, as long as the other has not said yes too: whichever was first stands.
 * Nobody else can tell it from silence. Doing it again changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN for the connector, CONFLICT without a yes, once it was shared or expired
 */
export async function withdrawAnswer(ctx: Context, input: WithdrawAnswerInput): Promise<Introduction> {
  const viewerId = signedIn(ctx);
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { id } = await visible(ctx, Introduction, input.introductionId, "introductionId");
    const held = await holdIntroduction(ctx, id);
    const { introduction, sides } = held;
    const side = sides.find(({ personId, askedAt }) => personId === viewerId && askedAt);
    if (!side) throw forbidden("answer an introduction of your own");
    if (side.answer === IntroductionAnswer.WITHDRAWN) return introduction;
    refuseAfterEnd(ctx, introduction);
    if (side.answer !== IntroductionAnswer.YES) throw conflict("introductionId", "You have not said yes.");

    const words = { answer: IntroductionAnswer.WITHDRAWN, shares: [], laterUntil: null, word: null };
    await note(ctx, side, words, { tell: input.tellConnector, byLink: false });
    await close(ctx, introduction);
    if (input.tellConnector) await tellConnector(ctx, held, side);
    return introduction;
  });
}
