import { IsDefined } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { inTransaction } from "../platform/transaction.ts";
import { IfGiven, valid } from "../platform/valid.ts";
import { FOLLOW_UP_TEXT_LENGTH_MAX, FollowUp, FollowUpStatus } from "./follow-up.entity.ts";
import "./recall.events.ts";

@InputType({ description: "Input of `updateFollowUp`. A field left out stays as it is." })
export class UpdateFollowUpInput {
  @Field(() => ID, { description: "The follow-up." })
  followUpId: string;

  @Field(() => Int, { nullable: true, description: "Refuse with `STALE` if it is no longer at this version." })
  expectedVersion?: number | null;

  @IfGiven()
  @IsLine(FOLLOW_UP_TEXT_LENGTH_MAX)
  @Field(() => String, { nullable: true, description: "What: one line of 1 to 500 characters; cannot be cleared." })
  text?: string;

  @IfGiven()
  @IsDefined()
  @Field(() => LocalDate, { nullable: true, description: "By which day; cannot be cleared." })
  dueOn?: string;

  @IfGiven()
  @IsDefined()
  @Field(() => FollowUpStatus, {
    nullable: true,
    description: "What became of it: done, dropped, or open again; cannot be cleared.",
  })
  status?: FollowUpStatus;
}

export const UpdateFollowUpPayload = payloadType("UpdateFollowUp", { followUp: () => FollowUp });

/**
 * Changes one of the viewer's promises, keeps it, or drops it. What is settled keeps the moment at which it first was.
 *
 * @throws NOT_FOUND, INVALID, STALE
 */
export async function updateFollowUp(ctx: Context, input: UpdateFollowUpInput): Promise<FollowUp> {
  signedIn(ctx);
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const followUp = await visible(ctx, FollowUp, input.followUpId, "followUpId", { lock: true });
    const { text, dueOn, status } = input;
    const now = ctx.clock.now();
    const settled = status === FollowUpStatus.OPEN ? null : (followUp.settledAt ?? now);
    const changes: Partial<FollowUp> = {
      ...(text === undefined ? {} : { text: tidyLine(text) }),
      ...(dueOn === undefined ? {} : { dueOn }),
      ...(status === undefined ? {} : { status, settledAt: settled }),
      updatedAt: now,
    };
    await revise(ctx, followUp, changes, input.expectedVersion);
    await emit(ctx, { name: "followUp.updated", followUpId: followUp.id });
    return followUp;
  });
}
