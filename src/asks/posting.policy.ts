/** Who may read asks, offers and responses. */
import { isLive, isMember } from "../groups/group.policy.ts";
import { Membership } from "../groups/membership.entity.ts";
import { acquaintance } from "../people/acquaintance.ts";
import { isSelf, isToldTo, unblocked } from "../people/person.policy.ts";
import type { Policy, Viewer } from "../platform/reads/policy.ts";
import { absent, and, eq, FALSE, isOneOf, or, type Sql, sql } from "../platform/reads/sql.ts";
import { Ask } from "./ask.entity.ts";
import { AskGroup } from "./ask-group.entity.ts";
import { AskResponse } from "./ask-response.entity.ts";
import { Offer } from "./offer.entity.ts";
import { OfferGroup } from "./offer-group.entity.ts";
import { OfferResponse } from "./offer-response.entity.ts";
import type { Posting } from "./posting.entity.ts";

/** Its author still stands by it. */
export const isOpen: Policy<Posting> = (posting, v) =>
  and(absent(posting.closedAt), sql`${posting.openUntil} > ${v.now}`);

/** A group of which both the viewer and the author are members. */
const isOfBoth = (v: Viewer, groupId: Sql, personId: Sql): Sql =>
  and(
    isMember(v, groupId),
    v.exists(Membership, (m) => and(eq(m.groupId, groupId), eq(m.personId, personId), isLive(m.status))),
  );

/** Whoever organises a group sees its members across a block; what these ask and offer they do not. */
const isAmongAudience =
  (inNamedGroup: Policy<Posting>): Policy<Posting> =>
  (posting, v) =>
    v.anonymous
      ? FALSE
      : and(
          unblocked(v, posting.personId),
          isToldTo(v, posting.personId),
          or(
            and(isOneOf(posting.audience, "GROUPS"), inNamedGroup(posting, v)),
            and(isOneOf(posting.audience, "MY_GROUPS"), acquaintance.shareGroup(v, posting.personId)),
            and(isOneOf(posting.audience, "CONNECTIONS"), acquaintance.areConnected(v, posting.personId)),
          ),
        );

const hasResponded: Policy<Ask> = (ask, v) =>
  v.exists(AskResponse, (r) => and(eq(r.askId, ask.id), eq(r.personId, v.id)));

const hasTaken: Policy<Offer> = (offer, v) =>
  v.exists(OfferResponse, (r) => and(eq(r.offerId, offer.id), eq(r.personId, v.id)));

const isInGroupOfAsk: Policy<Posting> = (ask, v) =>
  v.exists(AskGroup, (g) => and(eq(g.askId, ask.id), isOfBoth(v, g.groupId, ask.personId)));

const isInGroupOfOffer: Policy<Posting> = (offer, v) =>
  v.exists(OfferGroup, (g) => and(eq(g.offerId, offer.id), isOfBoth(v, g.groupId, offer.personId)));

export const visibleAsk: Policy<Ask> = (ask, v) =>
  v.anonymous
    ? FALSE
    : or(
        isSelf(v, ask.personId),
        and(isOpen(ask, v), isAmongAudience(isInGroupOfAsk)(ask, v)),
        and(unblocked(v, ask.personId), hasResponded(ask, v)),
      );

export const visibleOffer: Policy<Offer> = (offer, v) =>
  v.anonymous
    ? FALSE
    : or(
        isSelf(v, offer.personId),
        and(isOpen(offer, v), isAmongAudience(isInGroupOfOffer)(offer, v)),
        and(unblocked(v, offer.personId), hasTaken(offer, v)),
      );

/** Whoever gave it, and the asker, but for a block that came later. */
export const visibleResponse: Policy<AskResponse> = (response, v) =>
  v.anonymous
    ? FALSE
    : or(
        isSelf(v, response.personId),
        and(
          unblocked(v, response.personId),
          v.via(Ask, response.askId, (ask) => eq(ask.personId, v.id)),
        ),
      );

/** The same of an offer. */
export const visibleOfferResponse: Policy<OfferResponse> = (response, v) =>
  v.anonymous
    ? FALSE
    : or(
        isSelf(v, response.personId),
        and(
          unblocked(v, response.personId),
          v.via(Offer, response.offerId, (offer) => eq(offer.personId, v.id)),
        ),
      );

export const isAuthor: Policy<Pick<Posting, "personId">> = (one, v) => isSelf(v, one.personId);

/** The asker of what this responds to. */
export const isAsker: Policy<AskResponse> = (response, v) =>
  v.anonymous ? FALSE : v.via(Ask, response.askId, (ask) => eq(ask.personId, v.id));

/** What somebody posted is theirs to close, and whether something helped is theirs to say. */
export const mayClosePosting = (posting: Pick<Posting, "personId">, viewerId: string): boolean =>
  posting.personId === viewerId;

export const mayConfirmHelp = mayClosePosting;

/** Of an offer whoever took it up says so. */
export const mayConfirmHelpFromOffer = (response: { readonly personId: string }, viewerId: string): boolean =>
  response.personId === viewerId;
