import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { holdGroup } from "../groups/hold-group.ts";
import { Invitation } from "../groups/invitation.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { mayInviteAs } from "../memberships/membership.policy.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";

@InputType({ description: "Taking an invitation back." })
export class RevokeInvitationInput {
  @Field(() => ID, { description: "The invitation." })
  invitationId: string;
}

export const RevokeInvitationPayload = payloadType("RevokeInvitation", { invitation: () => Invitation });

/**
 * Takes an invitation back, and its mail if that has not left. For those who could have sent it. Revoking twice changes
 * nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT once it was accepted
 */
export async function revokeInvitation(ctx: Context, input: RevokeInvitationInput): Promise<Invitation> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const seen = await visible(ctx, Invitation, input.invitationId, "invitationId");
    await holdGroup(ctx, seen.groupId);
    const invitation = await ctx.db.findOneByOrFail(Invitation, { id: seen.id });
    if (!mayInviteAs(await standingIn(ctx, seen.groupId), invitation.role)) throw forbidden("revoke this invitation");
    if (invitation.revokedAt) return invitation;
    if (invitation.acceptedAt) throw conflict("invitationId", "This invitation was accepted.");

    invitation.revokedAt = ctx.clock.now();
    await ctx.db.update(Invitation, { id: invitation.id }, { revokedAt: invitation.revokedAt });
    await writeAuditEntry(ctx, {
      groupId: invitation.groupId,
      action: "revokeInvitation",
      objectId: globalId("inv", invitation.id),
      before: { role: invitation.role },
    });
    await emit(ctx, { name: "invitation.revoked", invitationId: invitation.id, groupId: invitation.groupId });
    return invitation;
  });
}
