import { Group } from "../groups/group.entity.ts";
import { Block } from "../people/block.entity.ts";
import { Person } from "../people/person.entity.ts";
import { mailKind } from "../platform/mail.ts";
import { Referral } from "./referral.entity.ts";
import { ReferralStatus } from "./referral-status.ts";

export interface PassedReferralMail {
  readonly referralId: string;
}

// Who the prospect is does not leave by mail: the receiver reads it where only they can.
mailKind<PassedReferralMail>("referral-passed", async (ctx, { referralId }) => {
  const { status, giverId, receiverId, groupId } = await ctx.db.findOneByOrFail(Referral, { id: referralId });
  const isBlocked = await ctx.db.existsBy(Block, [
    { blockerId: giverId, blockedId: receiverId },
    { blockerId: receiverId, blockedId: giverId },
  ]);
  if (status !== ReferralStatus.PASSED || isBlocked) return null;
  const giver = await ctx.db.findOneByOrFail(Person, { id: giverId });
  const group = await ctx.db.findOneByOrFail(Group, { id: groupId });
  return {
    subject: `${giver.displayName} passed you a referral`,
    text: `${giver.displayName} of ${group.name} passed you a referral: somebody who agreed to hear from you.

Who it is, and how to reach them, stands in your account. Take it on, or give it back if it is not for you.
`,
  };
});
