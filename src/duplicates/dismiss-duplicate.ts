import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Group } from "../groups/group.entity.ts";
import type { Context } from "../platform/context.ts";
import { signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { DuplicateDismissal, inOrder } from "./duplicate-dismissal.entity.ts";
import { LikelyDuplicate } from "./likely-duplicate.entity.ts";

@InputType({ description: "Two people who were taken for one, and are two." })
export class DismissDuplicateInput {
  @Field(() => ID, { description: "The pair in `Group.likelyDuplicates`." })
  likelyDuplicateId: string;
}

export const DismissDuplicatePayload = payloadType("DismissDuplicate", { group: () => Group });

/**
 * Takes a pair off the queue of its group for good: whoever one of the two is merged into later is not listed beside the
 * other either. Merging the two by hand stays possible, should it turn out otherwise. Who sees a pair organises its group.
 *
 * @throws NOT_FOUND, also the second time
 */
export async function dismissDuplicate(ctx: Context, { likelyDuplicateId }: DismissDuplicateInput): Promise<Group> {
  const dismissedById = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const pair = await visible(ctx, LikelyDuplicate, likelyDuplicateId, "likelyDuplicateId", { lock: true });
    const { groupId, personId, duplicateId } = pair;
    const now = ctx.clock.now();
    const dismissal = { groupId, ...inOrder(personId, duplicateId), dismissedById, dismissedAt: now };
    await ctx.db.createQueryBuilder().insert().into(DuplicateDismissal).values(dismissal).orIgnore().execute();
    await ctx.db.delete(LikelyDuplicate, { id: pair.id });
    await writeAuditEntry(ctx, {
      groupId,
      action: "dismissDuplicate",
      personId,
      objectId: globalId("per", duplicateId),
    });
    return ctx.db.findOneByOrFail(Group, { id: groupId });
  });
}
