import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { AcceptInvitationInput, AcceptInvitationPayload, acceptInvitation } from "./accept-invitation.ts";
import { AddMemberInput, AddMemberPayload, addMember } from "./add-member.ts";
import { InviteToGroupInput, InviteToGroupPayload, inviteToGroup } from "./invite-to-group.ts";
import { RevokeInvitationInput, RevokeInvitationPayload, revokeInvitation } from "./revoke-invitation.ts";

@Resolver()
export class InvitationResolver {
  @Mutation(() => InviteToGroupPayload, {
    nullable: true,
    description: "Sends an invitation by e-mail, single-use and bound to that address. For organisers and owners.",
  })
  inviteToGroup(@Arg("input", () => InviteToGroupInput) input: InviteToGroupInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("invitation", await inviteToGroup(ctx, input)));
  }

  @Mutation(() => RevokeInvitationPayload, {
    nullable: true,
    description: "Takes an invitation back. For those who could have sent it.",
  })
  revokeInvitation(@Arg("input", () => RevokeInvitationInput) input: RevokeInvitationInput, @Ctx() ctx: Context) {
    return payload(async () => ({ invitation: await revokeInvitation(ctx, input) }));
  }

  @Mutation(() => AcceptInvitationPayload, {
    nullable: true,
    description: "Says yes to an invitation; the viewer becomes a member. For whom it was meant.",
  })
  acceptInvitation(@Arg("input", () => AcceptInvitationInput) input: AcceptInvitationInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("membership", await acceptInvitation(ctx, input)));
  }

  @Mutation(() => AddMemberPayload, {
    nullable: true,
    description:
      "Puts somebody on a group's books by hand: somebody new is a member at once, a person the service knows is invited. For organisers and owners.",
  })
  addMember(@Arg("input", () => AddMemberInput) input: AddMemberInput, @Ctx() ctx: Context) {
    return payload(() => addMember(ctx, input));
  }
}
