import { Field, ID, InputType, Int } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Group } from "../groups/group.entity.ts";
import { mayArchiveGroup } from "../groups/group.policy.ts";
import { holdGroup } from "../groups/hold-group.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";

@InputType({ description: "The end of a group." })
export class ArchiveGroupInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;

  @Field(() => Int, { nullable: true, description: "`version` as last read; a mismatch is `STALE`." })
  expectedVersion?: number | null;
}

export const ArchiveGroupPayload = payloadType("ArchiveGroup", { group: () => Group });

/**
 * Ends a group: nothing new happens in it and it leaves the lists, but whoever could read it still can, and its
 * history counts. For its owners. Archiving it again changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN, STALE
 */
export async function archiveGroup(ctx: Context, input: ArchiveGroupInput): Promise<Group> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const seen = await visible(ctx, Group, input.groupId, "groupId");
    const group = await holdGroup(ctx, seen.id);
    if (!mayArchiveGroup(await standingIn(ctx, group.id))) throw forbidden("archive this group");

    if (!group.archivedAt) {
      const now = ctx.clock.now();
      await revise(ctx, group, { archivedAt: now, updatedAt: now }, input.expectedVersion);
      await writeAuditEntry(ctx, {
        groupId: group.id,
        action: "archiveGroup",
        objectId: globalId("grp", group.id),
        after: { archivedAt: now.toISOString() },
      });
      await emit(ctx, { name: "group.archived", groupId: group.id });
    }
    return group;
  });
}
