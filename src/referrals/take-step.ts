import { IsOptional } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { emit, type NewEvent } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { Referral } from "./referral.entity.ts";
import { mayMoveReferralOn } from "./referral.policy.ts";
import { ReferralStatus } from "./referral-status.ts";
import { ReferralStep } from "./referral-step.entity.ts";
import "./referral.events.ts";

/** Longest word to a step, in characters. */
export const STEP_WORD_LENGTH_MAX = 500;

@InputType()
export abstract class TakeStepInput {
  @Field(() => ID, { description: "The referral." })
  referralId: string;

  @Field(() => String, {
    nullable: true,
    description: "A word to the giver: one line of plain text, 1 to 500 characters.",
  })
  @IsOptional()
  @IsLine(STEP_WORD_LENGTH_MAX)
  word?: string | null;
}

type Taken = Exclude<ReferralStatus, ReferralStatus.PASSED>;

/** From where each step is taken. */
const FROM: Readonly<Record<Taken, ReferralStatus>> = {
  [ReferralStatus.ACKNOWLEDGED]: ReferralStatus.PASSED,
  [ReferralStatus.RETURNED]: ReferralStatus.PASSED,
  [ReferralStatus.CONTACTED]: ReferralStatus.ACKNOWLEDGED,
  [ReferralStatus.WON]: ReferralStatus.CONTACTED,
  [ReferralStatus.LOST]: ReferralStatus.CONTACTED,
};

const EVENTS = {
  [ReferralStatus.ACKNOWLEDGED]: "referral.acknowledged",
  [ReferralStatus.RETURNED]: "referral.returned",
  [ReferralStatus.CONTACTED]: "referral.contacted",
  [ReferralStatus.WON]: "referral.won",
  [ReferralStatus.LOST]: "referral.lost",
} as const satisfies Readonly<Record<Taken, NewEvent["name"]>>;

/**
 * The receiver moves a referral on. A step that was taken before changes nothing, also when later ones followed; of two
 * different steps at once, the first to commit counts.
 *
 * @throws NOT_FOUND, FORBIDDEN for the giver, CONFLICT for a step that does not follow
 */
export async function takeStep(ctx: Context, input: TakeStepInput, status: Taken): Promise<Referral> {
  await valid(input);
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const referral = await visible(ctx, Referral, input.referralId, "referralId");
    if (!mayMoveReferralOn(referral, viewerId)) throw forbidden("move on a referral that you passed");

    const now = ctx.clock.now();
    const { affected } = await ctx.db
      .createQueryBuilder()
      .update(Referral)
      .set({ status, updatedAt: now, version: () => "version + 1" })
      .where("id = :id and status = :from", { id: referral.id, from: FROM[status] })
      .execute();
    if (affected === 0) return takenBefore(ctx, referral, status);

    const moved = await ctx.db.findOneByOrFail(Referral, { id: referral.id });
    await noteStep(ctx, moved, input.word ?? null);
    await emit(ctx, { name: EVENTS[status], referralId: moved.id, groupId: moved.groupId });
    return moved;
  });
}

/** @throws CONFLICT unless it stands among the steps that were taken */
async function takenBefore(ctx: Context, { id }: Referral, status: Taken): Promise<Referral> {
  const referral = await ctx.db.findOneByOrFail(Referral, { id });
  if (await ctx.db.existsBy(ReferralStep, { referralId: id, status })) return referral;
  throw conflict("referralId", `It stands at ${referral.status}: this step does not follow.`, { entity: Referral, id });
}

/** Writes down where a referral stands from now on. */
export async function noteStep(
  ctx: Context,
  { id, status, version, updatedAt }: Referral,
  word: string | null,
): Promise<void> {
  await ctx.db.insert(ReferralStep, {
    referralId: id,
    status,
    place: version,
    takenAt: updatedAt,
    word: word === null ? null : tidyLine(word),
  });
}
