import { isFor, NAME_GONE, names, type Rulings } from "./ruling.ts";

const NOTHING = "null";
const AUDIENCES = [
  "headline",
  "story",
  "company",
  "job_title",
  "profession",
  "industry",
  "place",
  "coordinates",
  "languages",
  "time_zone",
  "links",
  "topics",
  "avatar",
  "email",
  "phone",
].map((part) => `${part}_audience`);
const PROFILE = [
  "email",
  "phone",
  "headline",
  "story",
  "company",
  "job_title",
  "profession",
  "industry",
  "city",
  "region",
  "country",
  "time_zone",
  "avatar_url",
];

const each = <T>(columns: readonly string[], value: T): Record<string, T> =>
  Object.fromEntries(columns.map((column) => [column, value]));

/** People themselves, how they sign in, and what the service sends them. */
export const rulingsOfPeople: Rulings = {
  sessions: {
    gone: names("person_id"),
    columns: { person_id: "GONE", token_hash: "GONE", method: "GONE", user_agent: "GONE" },
  },
  sign_in_challenges: {
    gone: isFor("email"),
    columns: { purpose: "GONE", email: "GONE", code_mac: "GONE", link_hash: "GONE", browser_hash: "GONE" },
  },
  // Who was erased reads on as a row without a name: that somebody read stays told to whose details they were.
  contact_reads: {
    gone: names("person_id"),
    columns: { person_id: "GONE", reader_id: "PERSON", details: "GONE" },
  },
  passkeys: {
    gone: names("person_id"),
    columns: {
      ...{ person_id: "GONE", credential_id: "GONE", public_key: "GONE", transports: "GONE", name: "GONE" },
    },
  },
  identities: {
    gone: names("person_id"),
    columns: { issuer: "GONE", subject: "GONE", person_id: "GONE" },
  },
  passkey_challenges: {
    gone: names("person_id"),
    columns: { hash: "GONE", purpose: "GONE", person_id: "GONE" },
  },
  mails: {
    gone: isFor("recipient"),
    columns: {
      kind: "GONE",
      recipient: "GONE",
      key: "GONE",
      // What mails to others say is written when they go; what waits in the box are keys, codes and links.
      sealed_data: "OURS",
      status: "GONE",
      last_error: "GONE",
    },
  },
  own_exports: {
    gone: names("person_id"),
    columns: { person_id: "GONE", token_hash: "GONE", bytes: "GONE" },
  },
  idempotency_keys: {
    gone: "t.actor = any($1::uuid[]::text[])",
    columns: { actor: "GONE", mutation: "GONE", key: "GONE", input_hash: "GONE", result_id: "GONE" },
  },
  quotas: { columns: { key: "OURS" } },
  // Names of events and keys of rows, for 90 days.
  events: { columns: { name: "OURS", payload: "OURS", actor_id: "PERSON", request_id: "OURS" } },
  unrelayed_events: { columns: {} },
  public_changes: { columns: { notice: "OURS" } },
  migrations: { columns: { name: "OURS" } },

  // Who was blocked, by whom, is nobody's matter any more.
  blocks: {
    gone: `${names("blocker_id")} or ${names("blocked_id")}`,
    columns: { blocker_id: "GONE", blocked_id: "GONE" },
  },
  // What they reported may be about somebody who goes on: that it was reported stays, who did and in what words goes.
  reports: {
    cleared: [
      { where: names("reporter_id"), set: { reporter_id: "null", words: "null" } },
      {
        where: `t.kind = 'PERSON' and ${names("object_id")}`,
        set: { words: "null", closed_at: "coalesce(t.closed_at, $3)" },
      },
    ],
    columns: { reporter_id: "PERSON", kind: "OURS", object_id: "PERSON", reason: "OURS", words: "CLEARED" },
  },
  // What a group was told of them goes, with every word in it; of what they told it, who did and in what words.
  group_reports: {
    cleared: [{ where: names("reporter_id"), set: { reporter_id: "null", is_reporter_named: "false", words: "null" } }],
    gone: names("about_id"),
    columns: {
      ...{ reporter_id: "PERSON", kind: "OURS", object_id: "GONE", about_id: "GONE", decided_by_id: "PERSON" },
      ...{ reason: "OURS", words: "CLEARED", quote: "GONE", outcome: "OURS", warning: "GONE" },
    },
  },
  person_topics: { gone: names("person_id"), columns: { person_id: "GONE" } },
  people: {
    cleared: [
      {
        where: names("id"),
        set: {
          display_name: NAME_GONE,
          ...each(PROFILE, NOTHING),
          email_verified_at: NOTHING,
          latitude: NOTHING,
          longitude: NOTHING,
          languages: "'{}'",
          links: "'{}'",
          display_name_audience: "'PUBLIC'",
          ...each(AUDIENCES, "'NOBODY'"),
          erased_at: "$3",
          updated_at: "$3",
          version: "t.version + 1",
        },
      },
    ],
    columns: {
      id: "PERSON",
      display_name: "CLEARED",
      ...each(PROFILE, "CLEARED" as const),
      languages: "CLEARED",
      links: "CLEARED",
      display_name_audience: "OURS",
      ...each(AUDIENCES, "OURS" as const),
    },
  },

  // Topics that nobody else uses go in `forget-topics.ts`; the words that searches know go with them.
  topics: { columns: { slug: "OURS", name: "OURS" } },
  topic_synonyms: { columns: { slug: "OURS", name: "OURS" } },
  topic_words: { columns: { word: "OURS", topic_id: "OURS" } },
  search_words: { columns: { word: "OURS" } },
};
