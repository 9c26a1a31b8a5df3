/** Fields of referrals and of what came of them, the naive way. */

import type { Ask } from "../../src/asks/ask.entity.ts";
import type { AskResponse } from "../../src/asks/ask-response.entity.ts";
import type { Offer } from "../../src/asks/offer.entity.ts";
import type { OfferResponse } from "../../src/asks/offer-response.entity.ts";
import type { Posting } from "../../src/asks/posting.entity.ts";
import type { GroupSuggestion } from "../../src/meeting-value/group-suggestion.entity.ts";
import type { Idea } from "../../src/meeting-value/idea.entity.ts";
import type { Person } from "../../src/people/person.entity.ts";
import type { ClosedBusiness } from "../../src/referrals/closed-business.entity.ts";
import type { Referral } from "../../src/referrals/referral.entity.ts";
import type { Anything } from "../support/anything.ts";
import type { Fields, Resolve, Ways } from "./naive.ts";
import type { Sight } from "./sight.ts";
import { plain, relevanceOf } from "./words.ts";

export const isStanding = (b: ClosedBusiness, { rows }: Sight): boolean =>
  !rows.ClosedBusiness.some((other) => other.correctsId === b.id);
export const isCreditedTo = (b: ClosedBusiness, personId: string | null, { rows }: Sight): boolean =>
  rows.ClosedBusinessCredit.some((c) => c.closedBusinessId === b.id && c.personId === personId);
const reportedBy = (b: ClosedBusiness, personId: string): boolean => b.reporterId === personId;

const isReceiver = (r: Referral, sight: Sight): boolean => sight.isSelf(r.receiverId) && !r.isWithheld;
const stands =
  (status: string): Resolve =>
  (r: Referral, _args, sight) =>
    isReceiver(r, sight) && r.status === status;
const isOwn = (p: Person, sight: Sight): boolean => sight.isSelf(p.id);

interface Asked {
  readonly currency: string;
  readonly from?: string | null;
  readonly before?: string | null;
}

function sumOf({ currency, from, before }: Asked, sight: Sight, counts: (b: ClosedBusiness) => boolean): object {
  const counted = sight.rows.ClosedBusiness.filter(
    (b) =>
      counts(b) &&
      b.currency === currency &&
      (from == null || b.closedOn >= from) &&
      (before == null || b.closedOn < before) &&
      isStanding(b, sight),
  );
  return {
    amountMinorUnits: counted.reduce((sum, b) => sum + b.amountMinorUnits, 0),
    count: counted.filter((b) => b.amountMinorUnits > 0).length,
  };
}

const wordsOf = (text: string) => (plain(text).match(/[a-z0-9]+/g) ?? []).map((word) => ({ word, weight: 1 }));
const topicKey = (id: string): string =>
  id.startsWith("top_") ? id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") : "";

const postingFilters = (topicsOf: (posting: Posting, sight: Sight) => readonly { topicId: string }[]) => ({
  query: (p: Posting, query: string) => relevanceOf(query, wordsOf(p.text)) !== null,
  topics: (p: Posting, ids: string[], sight: Sight) =>
    topicsOf(p, sight).some(({ topicId }) => ids.map(topicKey).includes(topicId)),
  kinds: (p: Posting, kinds: string[]) => kinds.includes(p.kind),
  isOpen: (p: Posting, value: unknown, sight: Sight) => sight.isOpenPosting(p) === value,
  isOwn: (p: Posting, value: unknown, sight: Sight) => sight.isSelf(p.personId) === value,
});

const bySlug = (a: { slug: string }, b: { slug: string }): number =>
  Buffer.compare(Buffer.from(a.slug), Buffer.from(b.slug));
const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

const isAuthor = (p: Posting, sight: Sight): boolean => sight.isSelf(p.personId);
const hasResponded = (a: Ask, { rows, viewerId }: Sight): boolean =>
  rows.AskResponse.some((r) => r.askId === a.id && r.personId === viewerId);
const hasTaken = (o: Offer, { rows, viewerId }: Sight): boolean =>
  rows.OfferResponse.some((r) => r.offerId === o.id && r.personId === viewerId);
const isAsker = (r: AskResponse, sight: Sight): boolean =>
  sight.rows.Ask.some((a) => a.id === r.askId && sight.isSelf(a.personId));
const isOfOwnOffer = (r: OfferResponse, sight: Sight): boolean =>
  sight.rows.Offer.some((o) => o.id === r.offerId && sight.isSelf(o.personId));
const topicsOf = ({ rows }: Sight, links: readonly { topicId: string }[]): object[] =>
  rows.Topic.filter(({ id }) => links.some(({ topicId }) => topicId === id)).sort(bySlug);
const groupsOf = (sight: Sight, links: readonly { groupId: string }[]): object[] =>
  sight.rows.Group.filter((g) => links.some(({ groupId }) => groupId === g.id) && sight.sees(g))
    .sort(byId)
    .slice(0, 10);

const canClose: Resolve = (p: Posting, _args, sight) => isAuthor(p, sight) && sight.isOpenPosting(p);

export const fieldsOfAsks = ({
  one,
  connection,
}: Ways): Readonly<Record<"Ask" | "Offer" | "AskResponse" | "OfferResponse", Fields>> => ({
  Ask: {
    person: one("Person", "personId"),
    topics: (a: Ask, _args, sight) =>
      topicsOf(
        sight,
        sight.rows.AskTopic.filter((t) => t.askId === a.id),
      ).slice(0, 5),
    groups: (a: Ask, _args, sight) =>
      isAuthor(a, sight)
        ? groupsOf(
            sight,
            sight.rows.AskGroup.filter((g) => g.askId === a.id),
          )
        : null,
    isOpen: (a: Ask, _args, sight) => sight.isOpenPosting(a),
    responses: connection("AskResponse", (r, a) => r.askId === a.id, isAuthor),
    viewerResponse: (a: Ask, _args, { rows, viewerId }) =>
      rows.AskResponse.find((r) => r.askId === a.id && r.personId === viewerId) ?? null,
    matchingOffers: connection(
      "Offer",
      (o: Offer, a: Ask, sight) =>
        !isAuthor(o, sight) &&
        sight.isOpenPosting(o) &&
        o.kind === a.kind &&
        sight.rows.OfferTopic.some(
          (t) => t.offerId === o.id && sight.rows.AskTopic.some((u) => u.askId === a.id && u.topicId === t.topicId),
        ),
      isAuthor,
    ),
    viewerCanRespond: (a: Ask, _args, sight) =>
      sight.isOpenPosting(a) && !isAuthor(a, sight) && !hasResponded(a, sight),
    viewerCanClose: canClose,
  },
  Offer: {
    person: one("Person", "personId"),
    topics: (o: Offer, _args, sight) =>
      topicsOf(
        sight,
        sight.rows.OfferTopic.filter((t) => t.offerId === o.id),
      ).slice(0, 5),
    groups: (o: Offer, _args, sight) =>
      isAuthor(o, sight)
        ? groupsOf(
            sight,
            sight.rows.OfferGroup.filter((g) => g.offerId === o.id),
          )
        : null,
    isOpen: (o: Offer, _args, sight) => sight.isOpenPosting(o),
    responses: connection("OfferResponse", (r, o) => r.offerId === o.id, isAuthor),
    viewerResponse: (o: Offer, _args, { rows, viewerId }) =>
      rows.OfferResponse.find((r) => r.offerId === o.id && r.personId === viewerId) ?? null,
    viewerCanRespond: (o: Offer, _args, sight) => sight.isOpenPosting(o) && !isAuthor(o, sight) && !hasTaken(o, sight),
    viewerCanClose: canClose,
  },
  AskResponse: {
    ask: one("Ask", "askId"),
    person: one("Person", "personId"),
    viewerCanConfirmHelp: (r: AskResponse, _args, sight) => isAsker(r, sight) && r.helpedAt === null,
  },
  OfferResponse: {
    offer: one("Offer", "offerId"),
    person: one("Person", "personId"),
    viewerCanConfirmHelp: (r: OfferResponse, _args, sight) => sight.isSelf(r.personId) && r.helpedAt === null,
  },
});

export const fieldsOfValue = ({ one }: Ways): Readonly<Record<"Idea" | "GroupSuggestion", Fields>> => ({
  Idea: {
    meeting: one("Meeting", "meetingId"),
    author: one("Person", "authorId"),
    creditedTo: one("Person", "creditedToId"),
    viewerCanDiscard: (i: Idea, _args, sight) => sight.isSelf(i.authorId),
  },
  GroupSuggestion: {
    group: one("Group", "groupId"),
    giver: one("Person", "giverId"),
    receiver: one("Person", "receiverId"),
    meeting: one("Meeting", "meetingId"),
    viewerCanReport: (s: GroupSuggestion, _args, sight) => sight.isSelf(s.receiverId) && !s.isWithheld,
  },
});

/** The value object carries its meeting along for its lists. */
export const valueOfMeeting: Fields = {
  viewerValue: (m, _args, { viewerId }) => (viewerId === null ? null : { meetingId: m.id }),
};

export const fieldsOfMeetingValue = ({ connection }: Ways): Readonly<Record<"MeetingValue", Fields>> => ({
  MeetingValue: {
    contacts: ({ meetingId }, _args, sight) =>
      sight.rows.Person.filter(
        (p) =>
          sight.sees(p) &&
          !sight.isSelf(p.id) &&
          (sight.rows.ConnectedPair.some(
            (c) =>
              c.meetingId === meetingId &&
              c.endedAt === null &&
              [c.personLowId, c.personHighId].includes(p.id) &&
              [c.personLowId, c.personHighId].includes(sight.viewerId ?? ""),
          ) ||
            sight.rows.Encounter.some(
              (e) =>
                e.meetingId === meetingId &&
                sight.isSelf(e.authorId) &&
                sight.rows.EncounterPerson.some((q) => q.encounterId === e.id && q.personId === p.id),
            )),
      )
        .sort(byId)
        .slice(0, 100),
    encounters: connection(
      "Encounter",
      (e, { meetingId }, sight) => e.meetingId === meetingId && sight.isSelf(e.authorId),
    ),
    ideas: connection("Idea", (i, { meetingId }, sight) => i.meetingId === meetingId && sight.isSelf(i.authorId)),
    groupSuggestions: connection(
      "GroupSuggestion",
      (s, { meetingId }, sight) => s.meetingId === meetingId && sight.isSelf(s.receiverId) && !s.isWithheld,
    ),
  },
});

export const asksOfQuery = ({ connection }: Ways): Fields => ({
  asks: connection("Ask", (a, _row, sight) => sight.isOpenPosting(a as never)),
  offers: connection("Offer", (o, _row, sight) => sight.isOpenPosting(o as never)),
});

export const FILTERS_OF_GIVING = {
  ClosedBusiness: { standing: (b: Anything, value: unknown, sight: Sight) => isStanding(b as never, sight) === value },
  Ask: postingFilters((a, { rows }) => rows.AskTopic.filter((t) => t.askId === a.id)),
  Offer: postingFilters((o, { rows }) => rows.OfferTopic.filter((t) => t.offerId === o.id)),
  GroupSuggestion: { outcomes: (s: Anything, outcomes: string[]) => outcomes.includes(s.outcome as string) },
  Referral: { statuses: (r: Anything, statuses: string[]) => statuses.includes(r.status as string) },
};

export const fieldsOfGiving = ({ one, connection }: Ways): Readonly<Record<"Referral" | "ClosedBusiness", Fields>> => ({
  Referral: {
    group: one("Group", "groupId"),
    giver: one("Person", "giverId"),
    receiver: one("Person", "receiverId"),
    fromReferral: one("Referral", "fromReferralId"),
    prospectContact: (r: Referral, _args, sight) =>
      sight.isSelf(r.giverId) || r.status !== "RETURNED" ? { email: r.prospectEmail, phone: r.prospectPhone } : null,
    steps: (r: Referral, _args, { rows }) =>
      rows.ReferralStep.filter((s) => s.referralId === r.id).sort((a, b) => a.place - b.place),
    closedBusiness: connection("ClosedBusiness", (b, r) => b.referralId === r.id),
    viewerCanAcknowledge: stands("PASSED"),
    viewerCanReturn: stands("PASSED"),
    viewerCanReportContacted: stands("ACKNOWLEDGED"),
    viewerCanReportWon: stands("CONTACTED"),
    viewerCanReportLost: stands("CONTACTED"),
    viewerCanReportClosedBusiness: stands("WON"),
  },
  ClosedBusiness: {
    referral: one("Referral", "referralId"),
    amount: (b: ClosedBusiness) => ({ amountMinorUnits: b.amountMinorUnits, currency: b.currency }),
    payer: (b: ClosedBusiness, _args, sight) => {
      const giverId = sight.rows.Referral.find(({ id }) => id === b.referralId)?.giverId ?? "";
      return sight.isSelf(b.reporterId) || (b.isPayerShown && sight.isSelf(giverId)) ? b.payer : null;
    },
    isStanding: (b: ClosedBusiness, _args, sight) => isStanding(b, sight),
    corrects: one("ClosedBusiness", "correctsId"),
    showsPayerToGiver: (b: ClosedBusiness, _args, sight) => (sight.isSelf(b.reporterId) ? b.isPayerShown : null),
    viewerCreditPlace: (b: ClosedBusiness, _args, sight) =>
      sight.rows.ClosedBusinessCredit.find((c) => c.closedBusinessId === b.id && c.personId === sight.viewerId)
        ?.place ?? null,
    viewerCanCorrect: (b: ClosedBusiness, _args, sight) => sight.isSelf(b.reporterId) && isStanding(b, sight),
  },
});

/** Of the one who asks. */
function helpOf(sight: Sight): { readonly given: number; readonly received: number } {
  const answers = sight.rows.AskResponse.filter((r) => r.helpedAt !== null);
  const offers = sight.rows.OfferResponse.filter((r) => r.helpedAt !== null);
  const own = ({ personId }: { personId: string }): boolean => sight.isSelf(personId);
  return {
    given: answers.filter(own).length + offers.filter((r) => isOfOwnOffer(r, sight)).length,
    received: answers.filter((r) => isAsker(r, sight)).length + offers.filter(own).length,
  };
}

export const givingOfPerson = ({ connection }: Ways): Fields => ({
  asks: connection("Ask", (a, p) => a.personId === p.id, isOwn),
  offers: connection("Offer", (o, p) => o.personId === p.id, isOwn),
  ideas: connection("Idea", (i, p) => i.authorId === p.id, isOwn),
  ideasCredited: connection("Idea", (i, p, sight) => i.creditedToId === p.id && !sight.isSelf(i.authorId), isOwn),
  groupSuggestionsGiven: connection("GroupSuggestion", (s, p) => s.giverId === p.id, isOwn),
  groupSuggestionsReceived: connection("GroupSuggestion", (s, p) => s.receiverId === p.id, isOwn),
  askResponses: connection("AskResponse", (r, p) => r.personId === p.id, isOwn),
  offerResponses: connection("OfferResponse", (r, p) => r.personId === p.id, isOwn),
  helpGiven: (p: Person, _args, sight) => (isOwn(p, sight) ? helpOf(sight).given : null),
  helpReceived: (p: Person, _args, sight) => (isOwn(p, sight) ? helpOf(sight).received : null),
  referralsGiven: connection("Referral", (r, p) => r.giverId === p.id, isOwn),
  referralsReceived: connection("Referral", (r, p) => r.receiverId === p.id, isOwn),
  closedBusinessReported: connection("ClosedBusiness", (b, p) => reportedBy(b as never, p.id as string), isOwn),
  closedBusinessCredited: connection(
    "ClosedBusiness",
    (b, p, sight) => isCreditedTo(b as never, p.id as string, sight),
    isOwn,
  ),
  closedBusinessCurrencies: (p: Person, _args, sight) =>
    isOwn(p, sight)
      ? [
          ...new Set(
            sight.rows.ClosedBusiness.filter((b) => reportedBy(b, p.id) || isCreditedTo(b, p.id, sight)).map(
              ({ currency }) => currency,
            ),
          ),
        ].sort()
      : null,
  closedBusinessSums: (p: Person, args: Asked, sight) =>
    isOwn(p, sight)
      ? {
          reported: sumOf(args, sight, (b) => reportedBy(b, p.id)),
          credited: sumOf(args, sight, (b) => isCreditedTo(b, p.id, sight)),
        }
      : null,
});

interface Month {
  readonly month: string;
  readonly currency?: string | null;
}

const monthOf = (moment: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(moment).slice(0, 7);

/** Sums of one past month, of five givers and five receivers at least, whoever asks not counted among them. */
export const totalsOfGroup: Fields = {
  referralTotals: (g, { month, currency }: Month, sight) => {
    if (!sight.organises(g.id as string)) return null;
    const isInMonth = (moment: Date): boolean => monthOf(moment, g.timeZone as string) === month.slice(0, 7);
    const isOver = monthOf(sight.now, g.timeZone as string) > month.slice(0, 7);
    const others = (ids: readonly string[]): number => new Set(ids.filter((id) => !sight.isSelf(id))).size;
    const isEnough = (all: readonly Referral[]): boolean =>
      isOver && others(all.map((r) => r.giverId)) >= 5 && others(all.map((r) => r.receiverId)) >= 5;
    const own = sight.rows.Referral.filter((r) => r.groupId === g.id);
    const passed = own.filter((r) => isInMonth(r.passedAt));
    const shown = (value: number): number | null => (isEnough(passed) ? value : null);
    const business = sight.rows.ClosedBusiness.filter(
      (b) => b.currency === currency && isInMonth(b.reportedAt) && own.some(({ id }) => id === b.referralId),
    );
    const about = own.filter(({ id }) => business.some((b) => b.referralId === id));
    return {
      passed: shown(passed.length),
      givers: shown(new Set(passed.map((r) => r.giverId)).size),
      receivers: shown(new Set(passed.map((r) => r.receiverId)).size),
      closedBusinessMinorUnits: isEnough(about) ? business.reduce((sum, b) => sum + b.changeMinorUnits, 0) : null,
    };
  },
};
