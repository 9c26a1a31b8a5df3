import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { among } from "../platform/reads/filters.ts";
import { ClosedBusiness } from "./closed-business.entity.ts";
import { ProspectContact } from "./prospect-contact.ts";
import { Referral } from "./referral.entity.ts";
import { canMoveOn, seesProspectContact, visibleReferral } from "./referral.policy.ts";
import { ReferralStatus } from "./referral-status.ts";
import { REFERRAL_STEPS_MAX, ReferralStep } from "./referral-step.entity.ts";

const { PASSED, ACKNOWLEDGED, CONTACTED, WON } = ReferralStatus;

reads(Referral, {
  prefix: "ref",
  description: "referrals",
  visible: visibleReferral,
  orders: (r) => ({ PASSED_AT: { by: r.passedAt, description: "By when they were passed." } }),
  filters: (r) => ({ statuses: among(r.status, ReferralStatus, { description: "Standing at one of these." }) }),
  fields: (t) => ({
    group: t.one(Group, "groupId", {
      description: "In which group. Null once the viewer does not see the group any more.",
    }),
    giver: t.one(Person, "giverId", { description: "Who passed it. Null for people out of sight." }),
    receiver: t.one(Person, "receiverId", { description: "Who has it. Null for people out of sight." }),
    fromReferral: t.one(Referral, "fromReferralId", {
      description: "The referral that led to this one. For this one's giver, who received it; null for everybody else.",
    }),
    prospectContact: t.part(
      ProspectContact,
      seesProspectContact,
      { email: "prospectEmail", phone: "prospectPhone" },
      { description: "How to reach the prospect. Null for a receiver who gave the referral back." },
    ),
    steps: t.list(ReferralStep, "referralId", {
      max: REFERRAL_STEPS_MAX,
      order: (s) => s.place,
      description: "How it came to stand where it does, oldest first; at most 10.",
    }),
    closedBusiness: t.connection(ClosedBusiness, "referralId", {
      description: "What came of it, corrected reports among it.",
    }),
    viewerCanAcknowledge: t.bool(canMoveOn(PASSED), { description: "Whether the viewer may take it on now." }),
    viewerCanReturn: t.bool(canMoveOn(PASSED), { description: "Whether the viewer may give it back now." }),
    viewerCanReportContacted: t.bool(canMoveOn(ACKNOWLEDGED), {
      description: "Whether the viewer may say now that the prospect was contacted.",
    }),
    viewerCanReportWon: t.bool(canMoveOn(CONTACTED), {
      description: "Whether the viewer may say now that it was won.",
    }),
    viewerCanReportLost: t.bool(canMoveOn(CONTACTED), {
      description: "Whether the viewer may say now that it was lost.",
    }),
    viewerCanReportClosedBusiness: t.bool(canMoveOn(WON), {
      description: "Whether the viewer may report closed business of it.",
    }),
  }),
});

// Steps are no nodes: they are reached through their referral alone.
reads(ReferralStep, { visible: (s, v) => v.sees(Referral, s.referralId) });

hang(Person, (t) => ({
  referralsGiven: t.connection(Referral, "giverId", {
    when: ownOnly,
    description: "Referrals that the person passed. Only the person themself sees them; null for everybody else.",
  }),
  referralsReceived: t.connection(Referral, "receiverId", {
    when: ownOnly,
    description: "Referrals that the person received. Only the person themself sees them; null for everybody else.",
  }),
}));
