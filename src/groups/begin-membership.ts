import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { Membership, MembershipRole, type MembershipStatus } from "./membership.entity.ts";
import { MembershipPeriod } from "./membership-period.entity.ts";
import { revokeInvitations } from "./revoke-invitations.ts";

export interface Beginning {
  readonly groupId: string;
  readonly personId: string;
  readonly status: MembershipStatus.TRIAL | MembershipStatus.ACTIVE;
  readonly role?: MembershipRole;
  readonly invitedById?: string | null;
}

/**
 * Makes somebody a member from now on, in the one row that a person ever has in a group, and opens a period. An ended
 * membership so begins again, with nothing of its former role. Open invitations by e-mail are settled. The caller holds the group (`holdGroup`) and knows that
 * the person is no live member.
 */
export async function beginMembership(ctx: Context, beginning: Beginning): Promise<Membership> {
  const { groupId, personId, status, role = MembershipRole.MEMBER, invitedById } = beginning;
  const now = ctx.clock.now();
  const before = await ctx.db.findOneBy(Membership, { groupId, personId });
  const changes = {
    status,
    role,
    joinedAt: before?.joinedAt ?? now,
    endedAt: null,
    updatedAt: now,
    ...(invitedById === undefined ? {} : { invitedById }),
  };
  const membership = before
    ? await revise(ctx, before, changes)
    : await ctx.db.save(
        ctx.db.create(Membership, { id: newId(), groupId, personId, createdAt: now, invitedById: null, ...changes }),
      );
  await ctx.db.insert(MembershipPeriod, {
    id: newId(),
    membershipId: membership.id,
    groupId,
    personId,
    startedAt: now,
    endedAt: null,
  });
  await revokeInvitations(ctx, groupId, [personId]);
  await emit(ctx, { name: "membership.began", membershipId: membership.id, groupId, personId });
  return membership;
}
