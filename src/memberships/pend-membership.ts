import { Membership, MembershipRole, type MembershipStatus } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { revise } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";

export interface Pending {
  readonly groupId: string;
  readonly personId: string;
  readonly status: MembershipStatus.INVITED | MembershipStatus.REQUESTED;
  readonly role?: MembershipRole;
  readonly invitedById?: string | null;
}

/**
 * Notes that somebody is invited or asks to join, in the one row that a person ever has in a group. The caller holds
 * the group and knows that the person is no live member.
 */
export async function pendMembership(ctx: Context, pending: Pending): Promise<Membership> {
  const { groupId, personId, status, role = MembershipRole.MEMBER, invitedById = null } = pending;
  const now = ctx.clock.now();
  const changes = { status, role, invitedById, updatedAt: now };
  const before = await ctx.db.findOneBy(Membership, { groupId, personId });
  if (before) return revise(ctx, before, changes);
  return ctx.db.save(
    ctx.db.create(Membership, {
      id: newId(),
      groupId,
      personId,
      createdAt: now,
      joinedAt: null,
      endedAt: null,
      ...changes,
    }),
  );
}
