import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { ApproveMembershipInput, ApproveMembershipPayload, approveMembership } from "./approve-membership.ts";
import { BanPersonInput, BanPersonPayload, banPerson } from "./ban-person.ts";
import { CancelLeaveInput, CancelLeavePayload, cancelLeave } from "./cancel-leave.ts";
import { ChangeRoleInput, ChangeRolePayload, changeRole } from "./change-role.ts";
import { DeclineMembershipInput, DeclineMembershipPayload, declineMembership } from "./decline-membership.ts";
import { JoinGroupInput, JoinGroupPayload, joinGroup } from "./join-group.ts";
import { LeaveGroupInput, LeaveGroupPayload, leaveGroup } from "./leave-group.ts";
import { LiftBanInput, LiftBanPayload, liftBan } from "./lift-ban.ts";
import { RecordLeaveInput, RecordLeavePayload, recordLeave } from "./record-leave.ts";
import { RemoveMemberInput, RemoveMemberPayload, removeMember } from "./remove-member.ts";
import { RequestMembershipInput, RequestMembershipPayload, requestMembership } from "./request-membership.ts";
import { TransferOwnershipInput, TransferOwnershipPayload, transferOwnership } from "./transfer-ownership.ts";

@Resolver()
export class MembershipResolver {
  @Mutation(() => JoinGroupPayload, {
    nullable: true,
    description: "Makes the viewer a member of an open group, at once. For whoever is signed in.",
  })
  joinGroup(@Arg("input", () => JoinGroupInput) input: JoinGroupInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("membership", await joinGroup(ctx, input)));
  }

  @Mutation(() => RequestMembershipPayload, {
    nullable: true,
    description: "Asks a group's organisers to let the viewer in. For whoever is signed in.",
  })
  requestMembership(@Arg("input", () => RequestMembershipInput) input: RequestMembershipInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("membership", await requestMembership(ctx, input)));
  }

  @Mutation(() => ApproveMembershipPayload, {
    nullable: true,
    description: "Lets somebody in who asked, or ends a member's trial well. For organisers and owners.",
  })
  approveMembership(@Arg("input", () => ApproveMembershipInput) input: ApproveMembershipInput, @Ctx() ctx: Context) {
    return payload(async () => ({ membership: await approveMembership(ctx, input) }));
  }

  @Mutation(() => DeclineMembershipPayload, {
    nullable: true,
    description: "Turns a request to join down. For organisers and owners.",
  })
  declineMembership(@Arg("input", () => DeclineMembershipInput) input: DeclineMembershipInput, @Ctx() ctx: Context) {
    return payload(async () => ({ membership: await declineMembership(ctx, input) }));
  }

  @Mutation(() => LeaveGroupPayload, {
    nullable: true,
    description: "Ends the viewer's own membership, request or invitation, in one step. Future seats are free at once.",
  })
  leaveGroup(@Arg("input", () => LeaveGroupInput) input: LeaveGroupInput, @Ctx() ctx: Context) {
    return payload(async () => ({ membership: await leaveGroup(ctx, input) }));
  }

  @Mutation(() => RemoveMemberPayload, {
    nullable: true,
    description: "Ends somebody else's membership. For organisers, and for owners where the role is above host.",
  })
  removeMember(@Arg("input", () => RemoveMemberInput) input: RemoveMemberInput, @Ctx() ctx: Context) {
    return payload(async () => ({ membership: await removeMember(ctx, input) }));
  }

  @Mutation(() => ChangeRolePayload, {
    nullable: true,
    description:
      "Gives a member another role. For owners, who give any; for organisers, who make hosts of members and back; and for all, to step down.",
  })
  changeRole(@Arg("input", () => ChangeRoleInput) input: ChangeRoleInput, @Ctx() ctx: Context) {
    return payload(async () => ({ membership: await changeRole(ctx, input) }));
  }

  @Mutation(() => TransferOwnershipPayload, {
    nullable: true,
    description: "Makes another member an owner and the viewer an organiser. For owners.",
  })
  transferOwnership(@Arg("input", () => TransferOwnershipInput) input: TransferOwnershipInput, @Ctx() ctx: Context) {
    return payload(() => transferOwnership(ctx, input));
  }

  @Mutation(() => BanPersonPayload, {
    nullable: true,
    description:
      "Puts a person out of a group and keeps them out. For organisers, and for owners where the role is above host.",
  })
  banPerson(@Arg("input", () => BanPersonInput) input: BanPersonInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("ban", await banPerson(ctx, input)));
  }

  @Mutation(() => LiftBanPayload, {
    nullable: true,
    description: "Lets a banned person join again; makes them no member. For organisers and owners.",
  })
  liftBan(@Arg("input", () => LiftBanInput) input: LiftBanInput, @Ctx() ctx: Context) {
    return payload(async () => ({ ban: await liftBan(ctx, input) }));
  }

  @Mutation(() => RecordLeavePayload, {
    nullable: true,
    description: "Records that a member will be away. For the member, and for organisers and owners.",
  })
  recordLeave(@Arg("input", () => RecordLeaveInput) input: RecordLeaveInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("leave", await recordLeave(ctx, input)));
  }

  @Mutation(() => CancelLeavePayload, {
    nullable: true,
    description: "Takes back what lies ahead of a leave. For the member, and for organisers and owners.",
  })
  cancelLeave(@Arg("input", () => CancelLeaveInput) input: CancelLeaveInput, @Ctx() ctx: Context) {
    return payload(async () => ({ membership: await cancelLeave(ctx, input) }));
  }
}
