import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import { hang, queries, reads } from "../platform/reads/declare.ts";
import { and, eq, FALSE, not, sql } from "../platform/reads/sql.ts";
import { Topic } from "../topics/topic.entity.ts";
import { Offer } from "./offer.entity.ts";
import { OfferGroup } from "./offer-group.entity.ts";
import { OfferResponse } from "./offer-response.entity.ts";
import { OfferTopic } from "./offer-topic.entity.ts";
import { isAuthor, isOpen, visibleOffer, visibleOfferResponse } from "./posting.policy.ts";
import { POSTING_GROUPS_MAX, POSTING_TOPICS_MAX } from "./posting-input.ts";
import { postingLists } from "./posting-lists.ts";

reads(Offer, {
  prefix: "off",
  description: "offers",
  visible: visibleOffer,
  orders: (o) => ({ POSTED_AT: { by: o.postedAt, description: "By when they were posted." } }),
  filters: (o, v) =>
    postingLists(
      o,
      v,
      (isOneOfThem) => v.exists(OfferTopic, (link) => and(eq(link.offerId, o.id), isOneOfThem(link.topicId))),
      (query) => sql`found_offers(${query})`,
    ),
  fields: (t) => ({
    person: t.one(Person, "personId", { description: "Who offers. Null for people out of sight." }),
    topics: t.list(
      Topic,
      (topic, o, v) => v.exists(OfferTopic, (link) => and(eq(link.offerId, o.id), eq(link.topicId, topic.id))),
      {
        max: POSTING_TOPICS_MAX,
        order: (topic) => sql`${topic.slug} collate "C"`,
        description: "What it is about, at most 5.",
      },
    ),
    groups: t.list(
      Group,
      (g, o, v) => v.exists(OfferGroup, (link) => and(eq(link.offerId, o.id), eq(link.groupId, g.id))),
      {
        max: POSTING_GROUPS_MAX,
        when: isAuthor,
        order: (g) => g.id,
        description:
          "Groups whose members may read it, at most 10. Only the author sees them; null for everybody else.",
      },
    ),
    isOpen: t.bool(isOpen, { description: "Whether its author still stands by it." }),
    responses: t.connection(OfferResponse, "offerId", {
      when: isAuthor,
      description: "What was answered. Only the author sees them; null for everybody else.",
    }),
    viewerResponse: t.first(OfferResponse, "offerId", {
      where: (r, _offer, v) => eq(r.personId, v.id),
      description: "What the viewer answered; null while they did not.",
    }),
    viewerCanRespond: t.bool(
      (o, v) =>
        v.anonymous
          ? FALSE
          : and(
              isOpen(o, v),
              not(isAuthor(o, v)),
              not(v.exists(OfferResponse, (r) => and(eq(r.offerId, o.id), eq(r.personId, v.id)))),
            ),
      {
        description:
          "Whether the viewer may answer it now, as far as the offer is concerned: their week has a limit, and its author's, too.",
      },
    ),
    viewerCanClose: t.bool((o, v) => and(isAuthor(o, v), isOpen(o, v)), {
      description: "Whether the viewer may close it now.",
    }),
  }),
});

reads(OfferResponse, {
  prefix: "ors",
  description: "responses to offers",
  visible: visibleOfferResponse,
  orders: (r) => ({ RESPONDED_AT: { by: r.respondedAt, description: "By when they were given." } }),
  fields: (t) => ({
    offer: t.one(Offer, "offerId", { description: "The offer. Null across a block." }),
    person: t.one(Person, "personId", { description: "Who answered. Null for people out of sight." }),
    viewerCanConfirmHelp: t.bool((r, v) => and(isAuthor(r, v), sql`${r.helpedAt} is null`), {
      description: "Whether the viewer may say that it helped them.",
    }),
  }),
});

hang(Person, (t) => ({
  offerResponses: t.connection(OfferResponse, "personId", {
    when: ownOnly,
    description:
      "What the person answered to offers of others. Only the person themself sees it; null for everybody else.",
  }),
  offers: t.connection(Offer, "personId", {
    when: ownOnly,
    description: "What the person offered, open or not. Only the person themself sees it; null for everybody else.",
  }),
}));

queries((t) => ({
  offers: t.all(Offer, {
    where: isOpen,
    description:
      "Open offers that the viewer may read, their own among them. Closed ones of their own: `viewer.offers`.",
  }),
}));
