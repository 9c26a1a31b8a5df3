import { Field, ID, InputType } from "type-graphql";
import { holdGroup } from "../groups/hold-group.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { CAME_WITH_GROUP, PersonMerge } from "./person-merge.entity.ts";
import { mayUnmergePeople } from "./person-merge.policy.ts";
import { laterMerge, undoMerge } from "./undo-merge.ts";

@InputType({ description: "Two people who were merged, and are not one." })
export class UnmergePeopleInput {
  @Field(() => ID, { description: "The merge." })
  mergeId: string;
}

export const UnmergePeoplePayload = payloadType("UnmergePeople", { merge: () => PersonMerge });

/**
 * Makes two people again of those who were merged: each gets back what was theirs. What was written since belongs to who
 * stayed; an answer that was withdrawn for a coming meeting stays withdrawn. Undoing twice changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN unless the viewer organises the group, CONFLICT while a later merge rests on it, and for
 *   one that came in with the group
 */
export async function unmergePeople(ctx: Context, input: UnmergePeopleInput): Promise<PersonMerge> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { id, groupId } = await visible(ctx, PersonMerge, input.mergeId, "mergeId");
    await holdGroup(ctx, groupId);
    if (!mayUnmergePeople(await standingIn(ctx, groupId))) throw forbidden("part people of this group");
    const merge = await ctx.db.findOneByOrFail(PersonMerge, { id });
    if (merge.undoneAt) return merge;
    if (merge.membershipVersion === CAME_WITH_GROUP) {
      throw conflict("mergeId", "This merge came in with the group: what it moved is not known here.");
    }
    const later = await laterMerge(ctx, merge);
    if (later) throw conflict("mergeId", "Undo the later merge first.", { entity: PersonMerge, id: later.id });
    return undoMerge(ctx, merge);
  });
}
