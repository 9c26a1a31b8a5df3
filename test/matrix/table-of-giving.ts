/** The lines of the matrix for what people pass on, look for and give. */
import type { MatrixHouse } from "./house.ts";
import { type Act, type Acts, act, FOREIGN, node, OWN, type Question } from "./line.ts";

const step = (own: keyof MatrixHouse): Act[] => [
  act((h) => ({ referralId: h[own] }), OWN),
  act((h) => ({ referralId: h.foreignReferral }), FOREIGN),
];
const POSTING = { kind: "ADVICE", text: "A roof?", openUntil: "2026-06-20T09:00:00Z" };
const BUSINESS = { amount: { amountMinorUnits: 500, currency: "GBP" }, closedOn: "2026-05-31" };

export const MUTATIONS_OF_GIVING: Acts = {
  passReferral: act(
    (h) => ({
      groupId: h.group,
      receiverId: h.other,
      prospect: { name: "Wanda", email: "wanda@example.org" },
      consent: { givenOn: "2026-05-30", manner: "IN_PERSON" },
      effort: "RECOMMENDED",
      likelihood: "HIGH",
      text: "A roof.",
    }),
    "UNAUTHENTICATED FORBIDDEN ok ok ok ok FORBIDDEN FORBIDDEN NOT_FOUND NOT_FOUND",
  ),
  acknowledgeReferral: step("passedReferral"),
  returnReferral: step("passedReferral"),
  reportReferralContacted: step("acknowledgedReferral"),
  reportReferralWon: step("contactedReferral"),
  reportReferralLost: step("contactedReferral"),
  reportClosedBusiness: [
    act((h) => ({ referralId: h.wonReferral, ...BUSINESS }), OWN),
    act((h) => ({ referralId: h.foreignReferral, ...BUSINESS }), FOREIGN),
  ],
  correctClosedBusiness: act((h) => ({ closedBusinessId: h.closedBusiness, ...BUSINESS }), OWN),
  postAsk: [
    act(
      (h) => ({ ...POSTING, audience: "GROUPS", groupIds: [h.group] }),
      "UNAUTHENTICATED CONFLICT ok ok ok ok CONFLICT CONFLICT ok NOT_FOUND",
    ),
    act(() => ({ ...POSTING, audience: "CONNECTIONS" }), OWN),
  ],
  postOffer: act(
    (h) => ({ ...POSTING, audience: "GROUPS", groupIds: [h.group] }),
    "UNAUTHENTICATED CONFLICT ok ok ok ok CONFLICT CONFLICT ok NOT_FOUND",
  ),
  respondToAsk: act(
    (h) => ({ askId: h.ask, text: "I know one." }),
    "UNAUTHENTICATED NOT_FOUND ok ok ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  confirmHelp: [
    act((h) => ({ responseId: h.response }), OWN),
    act((h) => ({ responseId: h.foreignResponse }), FOREIGN),
  ],
  respondToOffer: act(
    (h) => ({ offerId: h.offer, text: "I would like that." }),
    "UNAUTHENTICATED NOT_FOUND ok ok ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  confirmHelpFromOffer: [
    act((h) => ({ responseId: h.offerResponse }), OWN),
    act((h) => ({ responseId: h.foreignOfferResponse }), FOREIGN),
  ],
  closeAsk: [
    act((h) => ({ askId: h.ownAsk }), OWN),
    act(
      (h) => ({ askId: h.ask }),
      "UNAUTHENTICATED NOT_FOUND FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  closeOffer: [
    act((h) => ({ offerId: h.ownOffer }), OWN),
    act(
      (h) => ({ offerId: h.offer }),
      "UNAUTHENTICATED NOT_FOUND FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  captureIdea: act(
    (h) => ({ meetingId: h.running, text: "Tea.", creditedToId: h.other }),
    "UNAUTHENTICATED ok ok ok ok ok ok ok NOT_FOUND NOT_FOUND",
  ),
  discardIdea: [act((h) => ({ ideaId: h.idea }), OWN), act((h) => ({ ideaId: h.foreignIdea }), FOREIGN)],
  suggestGroup: act(
    (h) => ({ groupId: h.group, receiverId: h.other }),
    "UNAUTHENTICATED CONFLICT ok ok ok ok CONFLICT CONFLICT NOT_FOUND NOT_FOUND",
  ),
  reportGroupSuggestion: [
    act((h) => ({ suggestionId: h.suggestion, outcome: "VISITED" }), OWN),
    act((h) => ({ suggestionId: h.foreignSuggestion, outcome: "NO" }), FOREIGN),
  ],
};

export const QUERIES_OF_GIVING: Readonly<Record<string, Question>> = {
  asks: {
    query: () => "asks(filter: { isOwn: false }) { edges { node { id } } }",
    outcomes: "empty empty ok ok ok ok empty empty empty empty",
  },
  offers: {
    query: () => "offers(filter: { isOwn: false }) { edges { node { id } } }",
    outcomes: "empty empty ok ok ok ok empty empty empty empty",
  },
};

export const NODES_OF_GIVING: readonly Question[] = [
  node((h) => h.idea, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.foreignIdea, "null null null null null null null null null null"),
  node((h) => h.suggestion, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.foreignSuggestion, "null null null null null null null null null null"),
  node((h) => h.offerResponse, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.foreignOfferResponse, "null null null null null null null null null null"),
  node((h) => h.ask, "null null ok ok ok ok null null null null"),
  node((h) => h.ownAsk, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.response, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.foreignResponse, "null null null null null null null null null null"),
  node((h) => h.offer, "null null ok ok ok ok null null null null"),
  node((h) => h.passedReferral, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.closedBusiness, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.foreignReferral, "null null null null null null null null null null"),
];
