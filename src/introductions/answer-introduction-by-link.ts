import { IsOptional, MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs } from "../platform/plain-text.ts";
import { hashOf, sameSecret } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { type HeldIntroduction, holdIntroduction } from "./hold-introduction.ts";
import { INTRODUCTION_TEXT_LENGTH_MAX } from "./introduction.entity.ts";
import { GivenAnswer, IntroductionAnswer, IntroductionSide } from "./introduction-side.entity.ts";
import { type Said, say } from "./say.ts";

const TOKEN_LENGTH_MAX = 200;

@InputType({ description: "What an outsider answers, who was asked by mail." })
export class AnswerIntroductionByLinkInput implements Said {
  @Field(() => String, { description: "What stands behind the `#` of the mailed link, `ngx_…`." })
  @MaxLength(TOKEN_LENGTH_MAX)
  token: string;

  @Field(() => GivenAnswer, {
    description:
      "A no is for good. With a yes the address passes to the other once they say yes too, and nothing else.",
  })
  answer: GivenAnswer;

  @Field(() => Date, { nullable: true, description: "With `LATER`: when to be asked again, once." })
  laterUntil?: Date | null;

  @Field(() => Boolean, { defaultValue: false, description: "Whether the connector may know this answer." })
  tellConnector: boolean;

  @Field(() => String, { nullable: true, description: "With `tellConnector`: a word to the connector alone." })
  @IsOptional()
  @IsParagraphs(INTRODUCTION_TEXT_LENGTH_MAX)
  word?: string | null;
}

export const AnswerIntroductionByLinkPayload = payloadType("AnswerIntroductionByLink", {
  answer: { type: () => IntroductionAnswer, description: "What stands as their answer now." },
});

/**
 * Answers for whoever reads the mail of that address, with no session: the token is the credential. Like
 * `answerIntroduction` in everything else.
 *
 * @throws NOT_FOUND for an unknown token, INVALID, CONFLICT once it expired, was shared, or after a no
 */
export async function answerIntroductionByLink(
  ctx: Context,
  input: AnswerIntroductionByLinkInput,
): Promise<IntroductionAnswer> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { held, side } = await heldByToken(ctx, input.token);
    await say(ctx, held, side, input, { byLink: true });
    return side.answer;
  });
}

/** @throws NOT_FOUND for an unknown token */
export async function heldByToken(
  ctx: Context,
  token: string,
): Promise<{ readonly held: HeldIntroduction; readonly side: IntroductionSide }> {
  const shown = hashOf(token);
  const known = await ctx.db.findOneBy(IntroductionSide, { tokenHash: shown });
  const held = known && (await holdIntroduction(ctx, known.introductionId));
  // Asked again meanwhile, under another token.
  const side = held?.sides.find(({ id, tokenHash }) => id === known?.id && tokenHash && sameSecret(tokenHash, shown));
  if (!held || !side) throw notFound("token", "This link is unknown.");
  return { held, side };
}
