import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import { hang, queries, reads } from "../platform/reads/declare.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import { and, eq, FALSE, not, present, sql } from "../platform/reads/sql.ts";
import { Topic } from "../topics/topic.entity.ts";
import { Ask } from "./ask.entity.ts";
import { AskGroup } from "./ask-group.entity.ts";
import { AskResponse } from "./ask-response.entity.ts";
import { AskTopic } from "./ask-topic.entity.ts";
import { Offer } from "./offer.entity.ts";
import { OfferResponse } from "./offer-response.entity.ts";
import { OfferTopic } from "./offer-topic.entity.ts";
import { isAsker, isAuthor, isOpen, visibleAsk, visibleResponse } from "./posting.policy.ts";
import { POSTING_GROUPS_MAX, POSTING_TOPICS_MAX } from "./posting-input.ts";
import { postingLists } from "./posting-lists.ts";

/** Somebody else's offer of that kind about a topic of the ask. */
const answers = (offer: Row<Offer>, ask: Row<Ask>, v: Viewer) =>
  and(
    not(isAuthor(offer, v)),
    isOpen(offer, v),
    eq(offer.kind, ask.kind),
    v.exists(OfferTopic, (o) =>
      and(
        eq(o.offerId, offer.id),
        v.exists(AskTopic, (a) => and(eq(a.askId, ask.id), eq(a.topicId, o.topicId))),
      ),
    ),
  );

reads(Ask, {
  prefix: "ask",
  description: "asks",
  visible: visibleAsk,
  orders: (a) => ({ POSTED_AT: { by: a.postedAt, description: "By when they were posted." } }),
  filters: (a, v) =>
    postingLists(
      a,
      v,
      (isOneOfThem) => v.exists(AskTopic, (link) => and(eq(link.askId, a.id), isOneOfThem(link.topicId))),
      (query) => sql`found_asks(${query})`,
    ),
  fields: (t) => ({
    person: t.one(Person, "personId", { description: "Who asks. Null for people out of sight." }),
    topics: t.list(
      Topic,
      (topic, a, v) => v.exists(AskTopic, (link) => and(eq(link.askId, a.id), eq(link.topicId, topic.id))),
      {
        max: POSTING_TOPICS_MAX,
        order: (topic) => sql`${topic.slug} collate "C"`,
        description: "What it is about, at most 5.",
      },
    ),
    groups: t.list(
      Group,
      (g, a, v) => v.exists(AskGroup, (link) => and(eq(link.askId, a.id), eq(link.groupId, g.id))),
      {
        max: POSTING_GROUPS_MAX,
        when: isAuthor,
        order: (g) => g.id,
        description: "Groups whose members may read it, at most 10. Only the asker sees them; null for everybody else.",
      },
    ),
    isOpen: t.bool(isOpen, { description: "Whether the asker still stands by it." }),
    responses: t.connection(AskResponse, "askId", {
      when: isAuthor,
      description: "What was answered. Only the asker sees them; null for everybody else.",
    }),
    viewerResponse: t.first(AskResponse, "askId", {
      where: (r, _ask, v) => eq(r.personId, v.id),
      description: "What the viewer answered; null while they did not.",
    }),
    matchingOffers: t.connection(Offer, answers, {
      when: isAuthor,
      description:
        "Open offers of others, of the same kind and about one of its topics. For the asker; null for others.",
    }),
    viewerCanRespond: t.bool(
      (a, v) =>
        v.anonymous
          ? FALSE
          : and(
              isOpen(a, v),
              not(isAuthor(a, v)),
              not(v.exists(AskResponse, (r) => and(eq(r.askId, a.id), eq(r.personId, v.id)))),
            ),
      {
        description:
          "Whether the viewer may answer it now, as far as the ask is concerned: their week has a limit, too.",
      },
    ),
    viewerCanClose: t.bool((a, v) => and(isAuthor(a, v), isOpen(a, v)), {
      description: "Whether the viewer may close it now.",
    }),
  }),
});

reads(AskResponse, {
  prefix: "rsp",
  description: "responses to asks",
  visible: visibleResponse,
  orders: (r) => ({ RESPONDED_AT: { by: r.respondedAt, description: "By when they were given." } }),
  fields: (t) => ({
    ask: t.one(Ask, "askId", { description: "The ask. Null across a block." }),
    person: t.one(Person, "personId", { description: "Who answered. Null for people out of sight." }),
    viewerCanConfirmHelp: t.bool((r, v) => and(isAsker(r, v), sql`${r.helpedAt} is null`), {
      description: "Whether the viewer may say that it helped.",
    }),
  }),
});

const mine = "Only the person themself sees it; null for everybody else.";

hang(Person, (t) => ({
  asks: t.connection(Ask, "personId", { when: ownOnly, description: `What the person asked, open or not. ${mine}` }),
  askResponses: t.connection(AskResponse, "personId", {
    when: ownOnly,
    description: `What the person answered to asks of others. ${mine}`,
  }),
  helpGiven: t.int(
    (p, v) => {
      const answers = v.count(AskResponse, (r) => and(eq(r.personId, p.id), present(r.helpedAt)));
      const offers = v.count(OfferResponse, (r) =>
        and(
          present(r.helpedAt),
          v.exists(Offer, (o) => and(eq(o.id, r.offerId), eq(o.personId, p.id))),
        ),
      );
      return sql`${answers} + ${offers}`;
    },
    {
      when: ownOnly,
      description: `How many of their responses to asks helped, and how many were helped by what they offered, as those say. ${mine}`,
    },
  ),
  helpReceived: t.int(
    (p, v) => {
      const answers = v.count(AskResponse, (r) =>
        and(
          present(r.helpedAt),
          v.exists(Ask, (a) => and(eq(a.id, r.askId), eq(a.personId, p.id))),
        ),
      );
      const offers = v.count(OfferResponse, (r) => and(eq(r.personId, p.id), present(r.helpedAt)));
      return sql`${answers} + ${offers}`;
    },
    { when: ownOnly, description: `How many responses and offers helped them, as they said themself. ${mine}` },
  ),
}));

queries((t) => ({
  asks: t.all(Ask, {
    where: isOpen,
    description: "Open asks that the viewer may read, their own among them. Closed ones of their own: `viewer.asks`.",
  }),
}));
