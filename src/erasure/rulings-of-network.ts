import { isFor, NAME_GONE, names, type Rulings, WORDS_GONE } from "./ruling.ts";

/** Introductions in which they took part: as one of the two, or as the connector. */
const isSide = (introduction: string): string =>
  `exists (select from introduction_sides x where x.introduction_id = ${introduction}
              and (x.person_id = any($1) or lower(x.email) = any($2)))`;
const isConnector = (introduction: string): string =>
  `exists (select from introductions i where i.id = ${introduction} and i.connector_id = any($1))`;

const EXPIRED = "$3::timestamptz";

/**
 * What people do for each other: who did it, when, and what came of it stays for the other's own sums; every word of it
 * goes, since it was said by them, to them or about them. What was theirs alone goes whole, and so does what others
 * noted about them in books of their own.
 */
export const rulingsOfNetwork: Rulings = {
  connection_offers: {
    gone: `${names("person_id")} or ${names("accepted_by_id")}`,
    columns: { person_id: "GONE", code_hash: "GONE", accepted_by_id: "GONE" },
  },
  // Of their address in books of others there is but a hash, made of our secret: `erase-person.ts` takes it out.
  contact_wishes: { gone: names("owner_id"), columns: { owner_id: "GONE", address_hash: "OURS" } },
  connections: {
    gone: `${names("person_low_id")} or ${names("person_high_id")}`,
    columns: { person_low_id: "GONE", person_high_id: "GONE", origin: "GONE" },
  },
  // They follow from connections, by triggers.
  ties: {
    gone: `${names("person_id")} or ${names("other_id")}`,
    columns: { person_id: "GONE", other_id: "GONE" },
  },

  introduction_outcomes: {
    cleared: [{ where: `${names("recorded_by_id")} or ${isSide("t.introduction_id")}`, set: { words: "null" } }],
    columns: { recorded_by_id: "PERSON", kind: "OURS", words: "CLEARED", currency: "OURS" },
  },
  introduction_consents: { columns: { answer: "OURS", shares: "OURS" } },
  introduction_pauses: { gone: names("person_id"), columns: { person_id: "GONE" } },
  introductions: {
    cleared: [
      {
        where: `(${names("connector_id")} or ${isSide("t.id")})`,
        set: {
          reason: WORDS_GONE,
          closed_at: `case when t.shared_at is null then coalesce(t.closed_at, ${EXPIRED}) end`,
        },
      },
      { where: names("connector_id"), set: { connector_name: NAME_GONE } },
    ],
    columns: {
      connector_id: "PERSON",
      connector_name: "CLEARED",
      request_id: "OURS",
      reason: "CLEARED",
      asking: "OURS",
    },
  },
  introduction_requests: {
    cleared: [
      {
        where: `${names("asker_id")} or ${names("connector_id")} or ${names("towards_id")}`,
        set: {
          reason: WORDS_GONE,
          need: `case when t.need is not null then ${WORDS_GONE} end`,
          withdrawn_at: `coalesce(t.withdrawn_at, ${EXPIRED})`,
        },
      },
      { where: names("asker_id"), set: { asker_name: NAME_GONE } },
      { where: names("connector_id"), set: { connector_name: NAME_GONE } },
      { where: names("towards_id"), set: { towards_name: NAME_GONE } },
    ],
    columns: {
      asker_id: "PERSON",
      asker_name: "CLEARED",
      connector_id: "PERSON",
      connector_name: "CLEARED",
      towards_id: "PERSON",
      towards_name: "CLEARED",
      need: "CLEARED",
      reason: "CLEARED",
    },
  },
  introduction_sides: {
    cleared: [
      {
        where: `${isConnector("t.introduction_id")} or ${isSide("t.introduction_id")}`,
        set: { note: "null", word: "null", told_word: "null", thanks: "null" },
      },
      {
        where: isSide("t.introduction_id"),
        set: { shared_email: "null", shared_phone: "null", shared_links: "'{}'" },
      },
      {
        where: `${names("person_id")} or ${isFor("email")}`,
        set: { name: NAME_GONE, email: "null", token_hash: "null", shares: "'{}'", later_until: "null" },
      },
    ],
    columns: {
      person_id: "PERSON",
      email: "CLEARED",
      token_hash: "CLEARED",
      name: "CLEARED",
      note: "CLEARED",
      answer: "OURS",
      shares: "OURS",
      word: "CLEARED",
      told_answer: "OURS",
      told_word: "CLEARED",
      shared_email: "CLEARED",
      shared_phone: "CLEARED",
      shared_links: "CLEARED",
      thanks: "CLEARED",
    },
  },

  referral_steps: {
    cleared: [
      {
        where: `exists (select from referrals r where r.id = t.referral_id
                           and (r.giver_id = any($1) or r.receiver_id = any($1)))`,
        set: { word: "null" },
      },
    ],
    columns: { status: "OURS", word: "CLEARED" },
  },
  closed_business_credits: { columns: { person_id: "PERSON" } },
  closed_business: {
    cleared: [{ where: names("reporter_id"), set: { payer: "null" } }],
    columns: { reporter_id: "PERSON", currency: "OURS", payer: "CLEARED" },
  },
  referrals: {
    cleared: [
      { where: `${names("giver_id")} or ${names("receiver_id")}`, set: { text: WORDS_GONE } },
      // A prospect whom they passed on stays known to who was to call; one passed to them has nobody to be known to.
      {
        where: `${names("receiver_id")} or ${isFor("prospect_email")}`,
        set: { prospect_name: "null", prospect_email: "null", prospect_phone: "null", text: WORDS_GONE },
      },
    ],
    columns: {
      giver_id: "PERSON",
      receiver_id: "PERSON",
      from_referral_id: "OURS",
      prospect_name: "CLEARED",
      prospect_email: "CLEARED",
      prospect_phone: "CLEARED",
      consent_manner: "OURS",
      effort: "OURS",
      likelihood: "OURS",
      text: "CLEARED",
      status: "OURS",
    },
  },

  // Help that was confirmed counts for who gave it, so an ask and what was answered stay, without a word.
  ask_responses: {
    cleared: [
      {
        where: `${names("person_id")} or exists (select from asks a where a.id = t.ask_id and a.person_id = any($1))`,
        set: { text: WORDS_GONE },
      },
    ],
    columns: { person_id: "PERSON", text: "CLEARED" },
  },
  ask_topics: {
    gone: "exists (select from asks a where a.id = t.ask_id and a.person_id = any($1))",
    columns: {},
  },
  ask_groups: { columns: {} },
  // Follows the text, which is cleared.
  ask_words: { columns: { word: "OURS", ask_id: "OURS" } },
  asks: {
    cleared: [{ where: names("person_id"), set: { text: WORDS_GONE, closed_at: "coalesce(t.closed_at, $3)" } }],
    columns: { person_id: "PERSON", kind: "OURS", text: "CLEARED", audience: "OURS" },
  },
  offer_topics: {
    gone: "exists (select from offers o where o.id = t.offer_id and o.person_id = any($1))",
    columns: {},
  },
  offer_groups: { columns: {} },
  offer_words: { columns: { word: "OURS", offer_id: "OURS" } },
  offers: {
    cleared: [{ where: names("person_id"), set: { text: WORDS_GONE, closed_at: "coalesce(t.closed_at, $3)" } }],
    columns: { person_id: "PERSON", kind: "OURS", text: "CLEARED", audience: "OURS" },
  },
  offer_responses: {
    cleared: [
      {
        where: `${names("person_id")} or exists (select from offers o where o.id = t.offer_id and o.person_id = any($1))`,
        set: { text: WORDS_GONE },
      },
    ],
    columns: { person_id: "PERSON", text: "CLEARED" },
  },

  ideas: {
    cleared: [{ where: names("author_id"), set: { text: WORDS_GONE } }],
    columns: { author_id: "PERSON", credited_to_id: "PERSON", text: "CLEARED" },
  },
  group_suggestions: {
    cleared: [{ where: `${names("giver_id")} or ${names("receiver_id")}`, set: { text: "null" } }],
    columns: { giver_id: "PERSON", receiver_id: "PERSON", text: "CLEARED", outcome: "OURS" },
  },

  one_to_ones: {
    cleared: [
      {
        where: `${names("person_low_id")} and t.high_encounter_id is not null`,
        set: { low_encounter_id: "null" },
      },
      {
        where: `${names("person_high_id")} and t.low_encounter_id is not null`,
        set: { high_encounter_id: "null" },
      },
    ],
    gone: `(${names("person_low_id")} and t.low_encounter_id is not null)
           or (${names("person_high_id")} and t.high_encounter_id is not null)`,
    columns: { person_low_id: "PERSON", person_high_id: "PERSON" },
  },
  encounter_people: {
    gone: "exists (select from encounters e where e.id = t.encounter_id and e.author_id = any($1))",
    columns: { person_id: "PERSON", name: "ANOTHERS" },
  },
  encounters: {
    cleared: [
      {
        where: "exists (select from encounter_people x where x.encounter_id = t.id and x.person_id = any($1))",
        set: { note: "null", place: "null" },
      },
    ],
    gone: names("author_id"),
    columns: { author_id: "GONE", setting: "OURS", place: "CLEARED", note: "CLEARED" },
  },
  recall_notes: {
    gone: `${names("author_id")} or ${names("person_id")}`,
    columns: { author_id: "GONE", person_id: "GONE", text: "GONE" },
  },
  follow_ups: {
    gone: `${names("author_id")} or ${names("person_id")}`,
    columns: { author_id: "GONE", person_id: "GONE", text: "GONE", status: "GONE" },
  },
};
