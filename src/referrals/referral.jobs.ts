import { Person } from "../people/person.entity.ts";
import { every, on } from "../platform/jobs.ts";
import { queueMail } from "../platform/mail.ts";
import { Referral } from "./referral.entity.ts";
import type { PassedReferralMail } from "./referral.mails.ts";

const DAY_MS = 86_400_000;
/** How long a prospect is remembered. They agreed to be contacted, and not to be kept for ever. */
const PROSPECTS_KEPT_DAYS = 730;

// What was withheld is told to nobody.
on("referral.passed", async function tellReceiver(ctx, { referralId }) {
  const referral = await ctx.db.findOneByOrFail(Referral, { id: referralId });
  const receiver = await ctx.db.findOneByOrFail(Person, { id: referral.receiverId });
  if (referral.isWithheld || !receiver.email || !receiver.emailVerifiedAt) return;
  const data: PassedReferralMail = { referralId };
  await queueMail(ctx, { kind: "referral-passed", to: receiver.email, key: referralId, data });
});

every("23 3 * * *", "forget-prospects", async (ctx) => {
  const before = new Date(ctx.clock.now().getTime() - PROSPECTS_KEPT_DAYS * DAY_MS);
  await ctx.db.query(
    `update referrals set prospect_name = null, prospect_email = null, prospect_phone = null
      where updated_at <= $1 and prospect_name is not null`,
    [before],
  );
});
