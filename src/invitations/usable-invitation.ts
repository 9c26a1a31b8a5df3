import type { Group } from "../groups/group.entity.ts";
import type { Invitation } from "../groups/invitation.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { mayInviteAs } from "../memberships/membership.policy.ts";
import type { Context } from "../platform/context.ts";

/**
 * Whether an invitation still gives what it says: open, in time, into a group that takes people, and sent by somebody
 * who could still send it. Whoever lost the right to invite so takes their invitations with them.
 */
export async function isUsableInvitation(ctx: Context, invitation: Invitation, group: Group): Promise<boolean> {
  if (invitation.acceptedAt || invitation.revokedAt || group.archivedAt) return false;
  if (invitation.expiresAt.getTime() <= ctx.clock.now().getTime()) return false;
  return mayInviteAs(await standingIn(ctx, group.id, invitation.invitedById), invitation.role);
}
