/** Who may see a referral and what came of it, and who may move it on. Nobody but those whom it concerns, organisers included. */
import type { Standing } from "../groups/group.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, eq, FALSE, isOneOf, not, or, sql } from "../platform/reads/sql.ts";
import { ClosedBusiness } from "./closed-business.entity.ts";
import { ClosedBusinessCredit } from "./closed-business-credit.entity.ts";
import { Referral } from "./referral.entity.ts";
import type { ReferralStatus } from "./referral-status.ts";

const isGiver: Policy<Referral> = (r, v) => (v.anonymous ? FALSE : eq(r.giverId, v.id));

/** What was passed across a block has no receiver. */
export const isReceiver: Policy<Referral> = (r, v) =>
  v.anonymous ? FALSE : and(eq(r.receiverId, v.id), not(sql`${r.isWithheld}`));

export const visibleReferral: Policy<Referral> = (r, v) => or(isGiver(r, v), isReceiver(r, v));

/** The giver knows it anyway; the receiver has no use for it once they gave the referral back. */
export const seesProspectContact: Policy<Referral> = (r, v) =>
  or(isGiver(r, v), and(isReceiver(r, v), not(isOneOf(r.status, "RETURNED"))));

/** Whether the viewer could take this step now. */
export const canMoveOn =
  (from: ReferralStatus): Policy<Referral> =>
  (r, v) =>
    and(isReceiver(r, v), isOneOf(r.status, from));

export const isReporter: Policy<ClosedBusiness> = (b, v) => (v.anonymous ? FALSE : eq(b.reporterId, v.id));

export const visibleClosedBusiness: Policy<ClosedBusiness> = (b, v) =>
  v.anonymous
    ? FALSE
    : or(
        isReporter(b, v),
        v.exists(ClosedBusinessCredit, (c) => and(eq(c.closedBusinessId, b.id), eq(c.personId, v.id))),
      );

/** Nobody wrote another row in its place. */
export const isStanding: Policy<ClosedBusiness> = (b, v) =>
  not(v.exists(ClosedBusiness, (c) => eq(c.correctsId, b.id)));

/** The payer is the receiver's client: the giver of that very referral learns the name if the receiver says so. */
export const seesPayer: Policy<ClosedBusiness> = (b, v) =>
  or(
    isReporter(b, v),
    and(
      sql`${b.isPayerShown}`,
      v.via(Referral, b.referralId, (r) => isGiver(r, v)),
    ),
  );

/** Both are members today. Groups differ in much, and in this alike: referrals go between members. */
export const mayPassReferral = (giver: Standing | null): boolean => giver?.live === true;

export const mayReceiveReferral = mayPassReferral;

/** The receiver moves a referral on; its giver sees how. */
export const mayMoveReferralOn = (referral: Pick<Referral, "receiverId">, viewerId: string): boolean =>
  referral.receiverId === viewerId;

export const mayCorrectClosedBusiness = (business: Pick<ClosedBusiness, "reporterId">, viewerId: string): boolean =>
  business.reporterId === viewerId;
