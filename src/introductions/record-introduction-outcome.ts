import { IsOptional, ValidateNested } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { MoneyInput } from "../meetings/money.ts";
import type { Context } from "../platform/context.ts";
import { limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import "./introduction.events.ts";
import { holdShared } from "./hold-shared.ts";
import { INTRODUCTION_TEXT_LENGTH_MAX } from "./introduction.entity.ts";
import { IntroductionOutcome, OutcomeKind } from "./introduction-outcome.entity.ts";

/** Most outcomes that one of the two records of one introduction. */
export const OUTCOMES_MAX = 20;

@InputType({ description: "What came of an introduction." })
export class RecordIntroductionOutcomeInput {
  @Field(() => ID, { description: "The introduction." })
  introductionId: string;

  @Field(() => OutcomeKind, { description: "Of what kind." })
  kind: OutcomeKind;

  @Field(() => String, { nullable: true, description: "In the viewer's words: at most 1,000 characters." })
  @IsOptional()
  @IsParagraphs(INTRODUCTION_TEXT_LENGTH_MAX)
  words?: string | null;

  @Field(() => MoneyInput, { nullable: true, description: "What it was worth." })
  @IsOptional()
  @ValidateNested()
  amount?: MoneyInput | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Whether nobody else reads it; false shows it to the other and to the connector.",
  })
  isConfidential: boolean;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const RecordIntroductionOutcomePayload = payloadType("RecordIntroductionOutcome", {
  outcome: () => IntroductionOutcome,
  outcomeEdge: () => edgeOf(IntroductionOutcome),
});

/**
 * Records what came of an introduction, for either of the two.
 *
 * @throws NOT_FOUND, FORBIDDEN for the connector, INVALID, CONFLICT before it was shared, LIMIT_REACHED above 20
 */
export async function recordIntroductionOutcome(
  ctx: Context,
  input: RecordIntroductionOutcomeInput,
): Promise<IntroductionOutcome> {
  const recordedById = signedIn(ctx);
  await valid(input);
  return once(ctx, "recordIntroductionOutcome", input, IntroductionOutcome, async (ctx) => {
    const { introduction } = await holdShared(ctx, input.introductionId);
    const introductionId = introduction.id;
    if ((await ctx.db.countBy(IntroductionOutcome, { introductionId, recordedById })) >= OUTCOMES_MAX) {
      throw limitReached("introductionId", `At most ${OUTCOMES_MAX} outcomes.`);
    }
    const outcome = ctx.db.create(IntroductionOutcome, {
      ...{ id: newId(), introductionId, recordedById, kind: input.kind },
      words: input.words ? tidyParagraphs(input.words) : null,
      amountMinorUnits: input.amount?.amountMinorUnits ?? null,
      currency: input.amount?.currency ?? null,
      ...{ isConfidential: input.isConfidential, recordedAt: ctx.clock.now() },
    });
    await ctx.db.insert(IntroductionOutcome, outcome);
    await emit(ctx, { name: "introduction.outcomeRecorded", introductionId, outcomeId: outcome.id });
    return outcome;
  });
}
