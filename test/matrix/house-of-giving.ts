/** Referrals of the viewer at each stage, and one that does not concern them. */
import { Ask } from "../../src/asks/ask.entity.ts";
import { AskResponse } from "../../src/asks/ask-response.entity.ts";
import { HelpAudience, HelpKind } from "../../src/asks/help-kind.ts";
import { Offer } from "../../src/asks/offer.entity.ts";
import { OfferResponse } from "../../src/asks/offer-response.entity.ts";
import { GroupSuggestion } from "../../src/meeting-value/group-suggestion.entity.ts";
import { Idea } from "../../src/meeting-value/idea.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import type { Class } from "../../src/platform/reads/reads.ts";
import { ClosedBusiness } from "../../src/referrals/closed-business.entity.ts";
import { Referral } from "../../src/referrals/referral.entity.ts";
import {
  ConsentManner,
  ReferralEffort,
  ReferralLikelihood,
  ReferralStatus,
} from "../../src/referrals/referral-status.ts";

export const ENTITIES_OF_GIVING = [
  Referral,
  ClosedBusiness,
  Ask,
  AskResponse,
  Offer,
  OfferResponse,
  Idea,
  GroupSuggestion,
] as const;
const BEFORE = new Date("2026-01-05T09:00:00.000Z");
const LATER = new Date("2026-06-20T09:00:00.000Z");

/** Global ids. The viewer received these from `other`; nobody's are nothing. */
export interface HouseOfGiving {
  readonly passedReferral: string;
  readonly acknowledgedReferral: string;
  readonly contactedReferral: string;
  readonly wonReferral: string;
  /** The viewer reported it of the won one. */
  readonly closedBusiness: string;
  /** Passed between two others. */
  readonly foreignReferral: string;
  /** Of `other`, for all who are in a group with them. */
  readonly ask: string;
  readonly ownAsk: string;
  /** To the viewer's ask. */
  readonly response: string;
  readonly foreignResponse: string;
  /** The viewer's, to an offer of `asker`. */
  readonly offerResponse: string;
  /** To `offer`. */
  readonly foreignOfferResponse: string;
  readonly offer: string;
  readonly ownOffer: string;
  /** Of the meeting that runs, by the viewer. */
  readonly idea: string;
  /** By `other`, who told nobody. */
  readonly foreignIdea: string;
  /** By `other`, of the group, to the viewer. */
  readonly suggestion: string;
  readonly foreignSuggestion: string;
}

interface People {
  readonly groupId: string;
  readonly viewer: string | null;
  readonly other: string;
  readonly asker: string;
  /** One that runs. */
  readonly meetingId: string;
}

type Put = <E extends object>(entity: Class<E>, row: Partial<E>) => string;

export function givingFor(put: Put, { groupId, viewer, other, asker, meetingId }: People): HouseOfGiving {
  const referral = (receiverId: string | null, status: ReferralStatus): string =>
    receiverId === null
      ? newId()
      : put(Referral, {
          ...{ groupId, giverId: other, receiverId, fromReferralId: null, status },
          ...{ prospectName: "Wanda", prospectEmail: "wanda@example.org", prospectPhone: null },
          ...{ consentGivenOn: "2026-01-05", consentManner: ConsentManner.EMAIL },
          ...{ effort: ReferralEffort.RECOMMENDED, likelihood: ReferralLikelihood.HIGH, text: "A roof." },
          ...{ passedAt: BEFORE, updatedAt: BEFORE },
        });
  const won = referral(viewer, ReferralStatus.WON);
  const business = viewer
    ? put(ClosedBusiness, {
        ...{ referralId: won, reporterId: viewer, correctsId: null, amountMinorUnits: 5, changeMinorUnits: 5 },
        ...{ currency: "GBP", closedOn: "2026-01-05", payer: null, reportedAt: BEFORE },
      })
    : newId();
  const posting = (personId: string | null) => ({
    ...{ personId: personId ?? "", kind: HelpKind.ADVICE, text: "A roof?", audience: HelpAudience.MY_GROUPS },
    ...{ postedAt: BEFORE, openUntil: LATER, closedAt: null },
  });
  const idea = (authorId: string): string =>
    put(Idea, { groupId, meetingId, authorId, creditedToId: null, text: "Tea.", capturedAt: BEFORE });
  const suggestion = (receiverId: string): string =>
    put(GroupSuggestion, {
      ...{ groupId, giverId: other, receiverId, meetingId: null, text: null },
      ...{ suggestedAt: BEFORE, outcome: null, outcomeAt: null },
    });
  const [ask, ownAsk] = [put(Ask, posting(other)), viewer ? put(Ask, posting(viewer)) : newId()];
  const response = (askId: string, personId: string): string =>
    put(AskResponse, { askId, personId, text: "Here.", respondedAt: BEFORE, helpedAt: null });
  const offer = put(Offer, posting(other));
  const taken = (offerId: string, personId: string): string =>
    put(OfferResponse, { offerId, personId, text: "With pleasure.", respondedAt: BEFORE, helpedAt: null });
  return {
    ask: globalId("ask", ask),
    offerResponse: globalId(
      "ors",
      viewer ? taken(put(Offer, { ...posting(asker), closedAt: BEFORE }), viewer) : newId(),
    ),
    foreignOfferResponse: globalId("ors", taken(offer, asker)),
    ownAsk: globalId("ask", ownAsk),
    response: globalId("rsp", viewer ? response(ownAsk, asker) : newId()),
    foreignResponse: globalId("rsp", response(ask, asker)),
    offer: globalId("off", offer),
    idea: globalId("ide", viewer ? idea(viewer) : newId()),
    foreignIdea: globalId("ide", idea(other)),
    suggestion: globalId("sug", viewer ? suggestion(viewer) : newId()),
    foreignSuggestion: globalId("sug", suggestion(asker)),
    ownOffer: globalId("off", viewer ? put(Offer, posting(viewer)) : newId()),
    passedReferral: globalId("ref", referral(viewer, ReferralStatus.PASSED)),
    acknowledgedReferral: globalId("ref", referral(viewer, ReferralStatus.ACKNOWLEDGED)),
    contactedReferral: globalId("ref", referral(viewer, ReferralStatus.CONTACTED)),
    wonReferral: globalId("ref", won),
    closedBusiness: globalId("biz", business),
    foreignReferral: globalId("ref", referral(asker, ReferralStatus.PASSED)),
  };
}
