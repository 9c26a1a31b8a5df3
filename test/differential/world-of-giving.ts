/** What people pass on, look for and give: referrals at every stage, chains of them, and money that came of it. */
import { Ask } from "../../src/asks/ask.entity.ts";
import { AskGroup } from "../../src/asks/ask-group.entity.ts";
import { AskResponse } from "../../src/asks/ask-response.entity.ts";
import { AskTopic } from "../../src/asks/ask-topic.entity.ts";
import { HelpAudience, HelpKind } from "../../src/asks/help-kind.ts";
import { Offer } from "../../src/asks/offer.entity.ts";
import { OfferGroup } from "../../src/asks/offer-group.entity.ts";
import { OfferResponse } from "../../src/asks/offer-response.entity.ts";
import { OfferTopic } from "../../src/asks/offer-topic.entity.ts";
import { GroupSuggestion, SuggestionOutcome } from "../../src/meeting-value/group-suggestion.entity.ts";
import { Idea } from "../../src/meeting-value/idea.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { ClosedBusiness } from "../../src/referrals/closed-business.entity.ts";
import { ClosedBusinessCredit } from "../../src/referrals/closed-business-credit.entity.ts";
import { Referral } from "../../src/referrals/referral.entity.ts";
import {
  ConsentManner,
  ReferralEffort,
  ReferralLikelihood,
  ReferralStatus,
} from "../../src/referrals/referral-status.ts";
import { ReferralStep } from "../../src/referrals/referral-step.entity.ts";
import { Topic } from "../../src/topics/topic.entity.ts";
import { at, type Planter, TEXTS } from "./planter.ts";

interface Keyed {
  readonly id: string;
}

const DAYS = ["2026-04-30", "2026-05-30", "2026-05-30", "2026-05-31"] as const;
const NAMES = TEXTS.filter((text) => text.length <= 120);
/** The nine who ask come first among the people. */
const ASKING = 9;
const MOMENTS = [-1500, -800, -500.25, -500.25, -48] as const;

export async function plantGiving(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  p.begin("giving");
  const referrals = await plantReferrals(p, people, groups);
  await plantBusiness(p, referrals);
  await plantAsks(p, people, groups);
  await plantOffers(p, people, groups);
  await plantMeetingValue(p, people, groups);
}

async function plantMeetingValue(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  const { chance } = p;
  const meetings = await p.dataSource.manager.find(Meeting, { order: { id: "ASC" } });
  const ideas = authors(p, people).flatMap((authorId) => {
    const { id: meetingId, groupId } = chance.pick(meetings.slice(0, 6));
    const credited = chance.chance(0.8) ? chance.pick(chance.chance(0.7) ? people.slice(0, ASKING) : people).id : null;
    return [
      {
        ...{ id: p.id(), groupId, meetingId, authorId, creditedToId: credited, text: p.text() },
        ...{ tellsCredited: credited !== null && chance.chance(0.6), capturedAt: at(chance.pick(MOMENTS)) },
      },
    ];
  });
  await p.insert(Idea, ideas);
  const suggestions = authors(p, people).map((giverId) => {
    const isWithheld = chance.chance(0.2);
    const outcome = isWithheld ? null : p.orNull(chance.pick(Object.values(SuggestionOutcome)));
    return {
      ...{ id: p.id(), giverId, receiverId: chance.pick(people.slice(0, ASKING)).id, groupId: chance.pick(groups).id },
      ...{ meetingId: p.orNull(chance.pick(meetings.slice(0, 4)).id), text: p.orNull(chance.pick(NAMES)) },
      ...{ isWithheld, suggestedAt: at(chance.pick(MOMENTS)), outcome, outcomeAt: outcome && p.moment() },
    };
  });
  await p.insert(GroupSuggestion, suggestions);
}

const WORDS = ["Who knows a roofer?", "A room for thirty, in October", ...TEXTS];

const postingOf = (p: Planter, personId: string) => ({
  ...{ id: p.id(), personId, kind: p.chance.pick(Object.values(HelpKind)), text: p.chance.pick(WORDS) },
  ...{ audience: p.chance.pick(Object.values(HelpAudience)), postedAt: at(p.chance.pick(MOMENTS)) },
  ...{ openUntil: at(p.chance.pick([0, 24, 24, 500])), closedAt: p.chance.chance(0.2) ? at(-1) : null },
});

/** Posted by whoever asks in this test, for the most part, and by others. */
const authors = (p: Planter, people: readonly Keyed[]): string[] =>
  Array.from({ length: 60 }, () => p.chance.pick(p.chance.chance(0.7) ? people.slice(0, ASKING) : people).id);

async function plantAsks(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  const { chance } = p;
  const topics = await p.dataSource.manager.find(Topic, { order: { id: "ASC" } });
  const asks = authors(p, people).map((personId) => postingOf(p, personId));
  await p.insert(Ask, asks);
  for (const { id: askId, audience, personId } of asks) {
    await p.insert(
      AskTopic,
      chance.some(topics, 0.25).map(({ id: topicId }) => ({ askId, topicId })),
    );
    const named = audience === HelpAudience.GROUPS ? new Set([groups[0], ...chance.some(groups, 0.3)]) : [];
    await p.insert(
      AskGroup,
      [...named].map((group) => ({ askId, groupId: group?.id })),
    );
    const helpers = chance.some(people, 0.2).filter(({ id }) => id !== personId);
    await p.insert(
      AskResponse,
      helpers.map((helper) => ({
        ...{ id: p.id(), askId, personId: helper.id, text: p.text(), respondedAt: at(chance.pick(MOMENTS)) },
        helpedAt: chance.chance(0.5) ? p.moment() : null,
      })),
    );
  }
}

async function plantOffers(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  const { chance } = p;
  const topics = await p.dataSource.manager.find(Topic, { order: { id: "ASC" } });
  const offers = authors(p, people).map((personId) => postingOf(p, personId));
  await p.insert(Offer, offers);
  for (const { id: offerId, audience, personId } of offers) {
    await p.insert(
      OfferTopic,
      chance.some(topics, 0.4).map(({ id: topicId }) => ({ offerId, topicId })),
    );
    const named = audience === HelpAudience.GROUPS ? new Set([groups[0], ...chance.some(groups, 0.3)]) : [];
    await p.insert(
      OfferGroup,
      [...named].map((group) => ({ offerId, groupId: group?.id })),
    );
    const takers = chance.some(people, 0.2).filter(({ id }) => id !== personId);
    await p.insert(
      OfferResponse,
      takers.map((taker) => ({
        ...{ id: p.id(), offerId, personId: taker.id, text: p.text(), respondedAt: at(chance.pick(MOMENTS)) },
        helpedAt: chance.chance(0.5) ? p.moment() : null,
      })),
    );
  }
}

type Planted = Pick<Referral, "id" | "giverId" | "receiverId" | "fromReferralId" | "status" | "groupId">;

async function plantReferrals(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<Planted[]> {
  const { chance } = p;
  const referrals: Planted[] = [];
  for (let index = 0; index < 140; index++) {
    const giver = chance.pick(index % 2 === 0 ? people.slice(0, ASKING) : people);
    const receiver = chance.pick(index % 2 === 0 ? people : people.slice(0, ASKING));
    if (giver === receiver) continue;
    const received = referrals.filter(({ receiverId }) => receiverId === giver.id);
    const isWithheld = chance.chance(0.15);
    const row = {
      id: p.id(),
      groupId: (index % 3 === 0 ? chance.pick(groups) : (groups[0] ?? chance.pick(groups))).id,
      giverId: giver.id,
      receiverId: receiver.id,
      fromReferralId: received.length > 0 && chance.chance(0.7) ? chance.pick(received).id : null,
      status: isWithheld
        ? ReferralStatus.PASSED
        : chance.weighted(Object.values(ReferralStatus), (one) => (one === "WON" ? 6 : 1)),
    };
    const about = {
      prospectName: p.orNull(chance.pick(NAMES)),
      prospectEmail: p.orNull("wanda@example.org"),
      prospectPhone: p.orNull("+442079460018"),
      consentGivenOn: chance.pick(DAYS),
      consentManner: chance.pick(Object.values(ConsentManner)),
      effort: chance.pick(Object.values(ReferralEffort)),
      likelihood: chance.pick(Object.values(ReferralLikelihood)),
      text: p.text(),
    };
    const moments = { passedAt: at(chance.pick(MOMENTS)), updatedAt: p.moment(), version: 1 + chance.int(4) };
    await p.insert(Referral, [{ ...row, ...about, ...moments, isWithheld }]);
    referrals.push(row);
  }
  const steps = referrals.flatMap(({ id: referralId, status }) => {
    const taken = [...new Set([ReferralStatus.PASSED, ...chance.some(Object.values(ReferralStatus), 0.2), status])];
    return chance.shuffled(taken).map((one, index) => ({
      ...{ referralId, status: one, place: index + 1, takenAt: p.moment() },
      word: p.orNull(chance.pick(NAMES)),
    }));
  });
  await p.insert(ReferralStep, steps);
  return referrals;
}

async function plantBusiness(p: Planter, referrals: readonly Planted[]): Promise<void> {
  const { chance } = p;
  for (const referral of referrals.filter(({ status }) => status === ReferralStatus.WON)) {
    let corrected: { id: string; amountMinorUnits: number; currency: string } | null = null;
    for (let round = chance.int(4); round > 0; round--) {
      const amountMinorUnits = corrected ? chance.pick([0, 7, 1_000_000_000]) : chance.pick([1, 999, 1_000_000_000]);
      const business: { id: string; amountMinorUnits: number; currency: string } = {
        id: p.id(),
        amountMinorUnits,
        currency: corrected?.currency ?? chance.pick(["GBP", "EUR", "JPY"]),
      };
      const about = {
        referralId: referral.id,
        reporterId: referral.receiverId,
        correctsId: corrected?.id ?? null,
        changeMinorUnits: amountMinorUnits - (corrected?.amountMinorUnits ?? 0),
        closedOn: chance.pick(DAYS),
        payer: p.orNull(chance.pick(NAMES)),
        isPayerShown: chance.chance(0.5),
        reportedAt: at(chance.pick(MOMENTS)),
      };
      await p.insert(ClosedBusiness, [{ ...business, ...about }]);
      await p.insert(ClosedBusinessCredit, creditsOf(business.id, referral, referrals));
      corrected = chance.chance(0.4) ? business : null;
    }
  }
}

function creditsOf(closedBusinessId: string, referral: Planted, referrals: readonly Planted[]): object[] {
  const places = new Map<string, number>();
  let one: Planted | undefined = referral;
  for (let place = 1; one && place <= 5; place++) {
    if (one.giverId !== referral.receiverId && !places.has(one.giverId)) places.set(one.giverId, place);
    const from: string | null = one.fromReferralId;
    one = referrals.find(({ id }) => id === from);
  }
  return [...places].map(([personId, place]) => ({ closedBusinessId, personId, place }));
}
