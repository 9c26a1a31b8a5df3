import { Ask } from "../../asks/ask.entity.ts";
import { AskGroup } from "../../asks/ask-group.entity.ts";
import { AskResponse } from "../../asks/ask-response.entity.ts";
import { HelpAudience, HelpKind } from "../../asks/help-kind.ts";
import { Offer } from "../../asks/offer.entity.ts";
import { OfferResponse } from "../../asks/offer-response.entity.ts";
import { GroupSuggestion, SuggestionOutcome } from "../../meeting-value/group-suggestion.entity.ts";
import type { Context } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { ClosedBusiness } from "../../referrals/closed-business.entity.ts";
import { creditGivers } from "../../referrals/credit-givers.ts";
import { Referral } from "../../referrals/referral.entity.ts";
import { ConsentManner, ReferralEffort, ReferralLikelihood, ReferralStatus } from "../../referrals/referral-status.ts";
import { ReferralStep } from "../../referrals/referral-step.entity.ts";
import { daysFrom } from "./demo-days.ts";
import { groupId } from "./demo-groups.ts";
import { type DemoName, demoId, personId } from "./demo-people.ts";

/** What Hana offers. */
export const MEETING_ROOM_OFFER_ID = demoId(0x942);

const { PASSED, ACKNOWLEDGED, CONTACTED, WON, LOST, RETURNED } = ReferralStatus;

interface DemoReferral {
  readonly giver: DemoName;
  readonly receiver: DemoName;
  readonly prospectName: string;
  readonly text: string;
  /** Each a day after the one before; the last was yesterday. */
  readonly steps: readonly ReferralStatus[];
  /** In pence. */
  readonly business?: number;
}

/** One at every stage. */
const REFERRALS: readonly DemoReferral[] = [
  {
    ...{ giver: "ben", receiver: "ada", prospectName: "Rosa Lindqvist", text: "Opens a second bakery in spring." },
    ...{ steps: [PASSED, ACKNOWLEDGED, CONTACTED, WON], business: 240_000 },
  },
  {
    ...{ giver: "dev", receiver: "ada", prospectName: "Milo Hart", text: "Wants his books looked at." },
    steps: [PASSED, ACKNOWLEDGED, CONTACTED],
  },
  { giver: "hana", receiver: "ada", prospectName: "June Okoro", text: "Looks for a mentor.", steps: [PASSED] },
  {
    ...{ giver: "ada", receiver: "ben", prospectName: "Theo Brandt", text: "Needs a web shop." },
    steps: [PASSED, ACKNOWLEDGED, CONTACTED, LOST],
  },
  { giver: "ada", receiver: "priya", prospectName: "Ines Faro", text: "Moves house.", steps: [PASSED, RETURNED] },
  {
    giver: "priya",
    receiver: "ben",
    prospectName: "Sol Marsh",
    text: "Has a leaking roof.",
    steps: [PASSED, ACKNOWLEDGED],
  },
];

/** What members of Harbour Breakfast pass to each other, need and give. */
export async function plantGiving(ctx: Context): Promise<void> {
  for (const [index, referral] of REFERRALS.entries()) await plantReferral(ctx, demoId(0x900 + index), referral);
  await plantPostings(ctx);
  await ctx.db.insert(GroupSuggestion, {
    ...{ id: newId(), groupId: groupId("kanalCoders"), giverId: personId("dev"), receiverId: personId("ben") },
    ...{ meetingId: null, text: "They let guests give short talks.", suggestedAt: daysAgo(ctx, 12) },
    ...{ outcome: SuggestionOutcome.VISITED, outcomeAt: daysAgo(ctx, 3) },
  });
}

const daysAgo = (ctx: Context, days: number): Date => daysFrom(ctx, -days);

async function plantReferral(ctx: Context, id: string, referral: DemoReferral): Promise<void> {
  const { giver, receiver, prospectName, text, steps, business } = referral;
  const passedAt = daysAgo(ctx, steps.length);
  const consentGivenOn = passedAt.toISOString().slice(0, 10);
  await ctx.db.insert(Referral, {
    ...{ id, groupId: groupId("harbourBreakfast"), giverId: personId(giver), receiverId: personId(receiver) },
    ...{ fromReferralId: null, prospectName, prospectEmail: "prospect@example.org", prospectPhone: null },
    ...{ consentGivenOn, consentManner: ConsentManner.IN_PERSON, effort: ReferralEffort.EXPECTS_CALL },
    ...{ likelihood: ReferralLikelihood.MEDIUM, text, status: steps.at(-1) ?? PASSED, passedAt },
    ...{ updatedAt: daysAgo(ctx, 1), version: steps.length },
  });
  await ctx.db.insert(
    ReferralStep,
    steps.map((status, at) => ({
      ...{ referralId: id, status, place: at + 1, takenAt: daysAgo(ctx, steps.length - at), word: null },
    })),
  );
  if (business === undefined) return;
  const report = ctx.db.create(ClosedBusiness, {
    ...{ id: newId(), referralId: id, reporterId: personId(receiver), correctsId: null, currency: "GBP" },
    ...{ amountMinorUnits: business, changeMinorUnits: business, closedOn: consentGivenOn },
    ...{ payer: prospectName, isPayerShown: false, reportedAt: daysAgo(ctx, 1) },
  });
  await ctx.db.insert(ClosedBusiness, report);
  await creditGivers(ctx, report);
}

async function plantPostings(ctx: Context): Promise<void> {
  const open = { postedAt: daysAgo(ctx, 2), openUntil: daysAgo(ctx, -30), closedAt: null };
  const [askId, responseId] = [demoId(0x940), newId()];
  await ctx.db.insert(Ask, {
    ...{ id: askId, personId: personId("ben"), kind: HelpKind.INTRODUCTION, audience: HelpAudience.GROUPS, ...open },
    text: "Who knows somebody at a school that wants a new website?",
  });
  await ctx.db.insert(AskGroup, { askId, groupId: groupId("harbourBreakfast") });
  await ctx.db.insert(AskResponse, {
    ...{ id: responseId, askId, personId: personId("ada"), text: "My sister teaches at one. I will ask her." },
    ...{ respondedAt: daysAgo(ctx, 1), helpedAt: null },
  });
  await ctx.db.insert(Ask, {
    ...{ id: demoId(0x941), personId: personId("priya"), kind: HelpKind.ADVICE, audience: HelpAudience.MY_GROUPS },
    ...{ text: "How do you write a quote that is read to its end?", ...open },
  });
  const offerId = MEETING_ROOM_OFFER_ID;
  await ctx.db.insert(Offer, {
    ...{ id: offerId, personId: personId("hana"), kind: HelpKind.THING, audience: HelpAudience.MY_GROUPS },
    ...{ text: "Our meeting room stands empty on Friday afternoons.", ...open },
  });
  await ctx.db.insert(OfferResponse, {
    ...{ id: newId(), offerId, personId: personId("ben"), text: "For a workshop of six, the Friday after next?" },
    ...{ respondedAt: daysAgo(ctx, 1), helpedAt: null },
  });
}
