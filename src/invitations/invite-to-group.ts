import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Group } from "../groups/group.entity.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { Invitation } from "../groups/invitation.entity.ts";
import { MembershipRole } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { mayInviteAs } from "../memberships/membership.policy.ts";
import { IsEmailAddress } from "../platform/checks.ts";
import type { Context } from "../platform/context.ts";
import { normaliseEmail } from "../platform/email.ts";
import { forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { spend } from "../platform/quota.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import { INVITATION_QUOTA, sendInvitation } from "./send-invitation.ts";

@InputType({ description: "Asking somebody in by e-mail." })
export class InviteToGroupInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;

  @IsEmailAddress()
  @Field(() => String, { description: "The address; only who can read its mail can accept. At most 254 characters." })
  email: string;

  @Field(() => MembershipRole, {
    defaultValue: MembershipRole.MEMBER,
    description: "What accepting gives. Organisers invite members and hosts, owners anybody.",
  })
  role: MembershipRole;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const InviteToGroupPayload = payloadType("InviteToGroup", {
  invitation: () => Invitation,
  invitationEdge: () => edgeOf(Invitation),
});

/**
 * Sends an invitation to an address. It works once, for 14 days, only for a person who proved that address, and only
 * while the inviter could still send it. The answer is the same whether or not anybody has that address.
 *
 * @throws NOT_FOUND, FORBIDDEN, INVALID, DUPLICATE while one to that address is open, CONFLICT for an archived group,
 *   RATE_LIMITED above 200 a day
 */
export async function inviteToGroup(ctx: Context, input: InviteToGroupInput): Promise<Invitation> {
  const invitedById = signedIn(ctx);
  await valid(input);
  return once(ctx, "inviteToGroup", input, Invitation, async (ctx) => {
    await spend(ctx, INVITATION_QUOTA, invitedById);
    const group = await holdGroup(ctx, (await visible(ctx, Group, input.groupId, "groupId")).id);
    if (!mayInviteAs(await standingIn(ctx, group.id), input.role)) throw forbidden("invite people here in this role");
    refuseArchived(group, "groupId");

    const invited = { group, email: normaliseEmail(input.email), role: input.role, invitedById };
    const invitation = await sendInvitation(ctx, invited, "email");
    await writeAuditEntry(ctx, {
      groupId: group.id,
      action: "inviteToGroup",
      objectId: globalId("inv", invitation.id),
      after: { role: input.role },
    });
    return invitation;
  });
}
