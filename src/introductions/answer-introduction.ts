import { ArrayMaxSize, IsOptional } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs } from "../platform/plain-text.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { holdIntroduction } from "./hold-introduction.ts";
import { INTRODUCTION_TEXT_LENGTH_MAX, Introduction } from "./introduction.entity.ts";
import { ContactDetail, GivenAnswer } from "./introduction-side.entity.ts";
import { type Said, say } from "./say.ts";

@InputType({ description: "What somebody answers who is to be introduced." })
export class AnswerIntroductionInput implements Said {
  @Field(() => ID, { description: "The introduction." })
  introductionId: string;

  @Field(() => GivenAnswer, { description: "A no is for good; a yes can be withdrawn until the other says yes." })
  answer: GivenAnswer;

  @Field(() => Date, {
    nullable: true,
    description: "With `LATER`: when to be asked again, once, before the introduction expires.",
  })
  laterUntil?: Date | null;

  @Field(() => [ContactDetail], {
    nullable: true,
    description:
      "With `YES`: what passes to the other once both said yes, and nothing else; at least one. Left out, the address.",
  })
  @IsOptional()
  @ArrayMaxSize(3)
  shares?: ContactDetail[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Whether the connector may know this answer; a second yes they are told once it is shared. The other side never learns of it.",
  })
  tellConnector: boolean;

  @Field(() => String, {
    nullable: true,
    description: "With `tellConnector`: a word to the connector alone, 1 to 1,000 characters.",
  })
  @IsOptional()
  @IsParagraphs(INTRODUCTION_TEXT_LENGTH_MAX)
  word?: string | null;
}

export const AnswerIntroductionPayload = payloadType("AnswerIntroduction", { introduction: () => Introduction });

/**
 * Answers for one's own side. It works, and reads, the same whatever the other side, the connector or a block made of
 * the introduction meanwhile; only where it is still alive does a second yes share it. Answering the same again changes
 * nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN for the connector, INVALID, CONFLICT once it expired, was shared, or after a no
 */
export async function answerIntroduction(ctx: Context, input: AnswerIntroductionInput): Promise<Introduction> {
  const viewerId = signedIn(ctx);
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { id } = await visible(ctx, Introduction, input.introductionId, "introductionId");
    const held = await holdIntroduction(ctx, id);
    const side = held.sides.find(({ personId, askedAt }) => personId === viewerId && askedAt);
    if (!side) throw forbidden("answer an introduction of your own");
    await say(ctx, held, side, input);
    return held.introduction;
  });
}
