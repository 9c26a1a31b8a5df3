import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import "./recall.events.ts";
import { FollowUp } from "./follow-up.entity.ts";

@InputType({ description: "Input of `deleteFollowUp`." })
export class DeleteFollowUpInput {
  @Field(() => ID, { description: "The follow-up." })
  followUpId: string;
}

export const DeleteFollowUpPayload = payloadType("DeleteFollowUp", {
  deletedFollowUpId: {
    type: () => ID,
    description: "The id that finds nothing any more. Null when `errors` is not empty.",
  },
});

/**
 * Takes a follow-up of the viewer's away, for ever.
 *
 * @throws NOT_FOUND
 */
export function deleteFollowUp(ctx: Context, input: DeleteFollowUpInput): Promise<string> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { id } = await visible(ctx, FollowUp, input.followUpId, "followUpId", { lock: true });
    await ctx.db.delete(FollowUp, { id });
    await emit(ctx, { name: "followUp.deleted", followUpId: id });
    return input.followUpId;
  });
}
