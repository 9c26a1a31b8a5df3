import { isFor, NAME_GONE, names, type Rulings } from "./ruling.ts";

/** Groups, who belongs to them, and what they do for their members. */
export const rulingsOfGroups: Rulings = {
  groups: {
    columns: {
      slug: "THE_GROUPS",
      name: "THE_GROUPS",
      description: "THE_GROUPS",
      welcome_text: "THE_GROUPS",
      city: "THE_GROUPS",
      region: "THE_GROUPS",
      country: "THE_GROUPS",
      time_zone: "THE_GROUPS",
      languages: "THE_GROUPS",
      visibility: "OURS",
      join_mode: "OURS",
      expected_rule: "OURS",
      attendee_list_audience: "OURS",
      website_url: "THE_GROUPS",
      image_url: "THE_GROUPS",
    },
  },
  group_slugs: { columns: { slug: "THE_GROUPS" } },
  group_topics: { columns: {} },
  group_words: { columns: { word: "THE_GROUPS", group_id: "OURS" } },
  listed_topics: { columns: { topic_id: "OURS", group_id: "OURS" } },
  introduction_rules: { columns: {} },
  unscanned_books: { columns: {} },

  // What somebody was and when counts for the group; they are ended before.
  memberships: { columns: { person_id: "PERSON", role: "OURS", status: "OURS", invited_by_id: "PERSON" } },
  membership_periods: { columns: { group_id: "OURS", person_id: "PERSON" } },
  leaves: { columns: { recorded_by_id: "PERSON" } },
  bans: { columns: { person_id: "PERSON", imposed_by_id: "PERSON" } },
  role_terms: {
    columns: { person_id: "PERSON", role: "OURS", title: "THE_GROUPS", given_by_id: "PERSON", refusal: "OURS" },
  },
  invitations: {
    gone: `${isFor("email")} or ${names("accepted_by_id")}`,
    columns: { email: "GONE", role: "GONE", token_hash: "GONE", invited_by_id: "PERSON", accepted_by_id: "GONE" },
  },
  visitors: {
    cleared: [{ where: `${names("person_id")} and t.known_as is not null`, set: { known_as: NAME_GONE } }],
    columns: { person_id: "PERSON", kind: "OURS", invited_by_id: "PERSON", known_as: "CLEARED" },
  },
  audit_entries: {
    columns: {
      actor_id: "PERSON",
      action: "OURS",
      person_id: "PERSON",
      object_id: "OURS",
      before: "OURS",
      after: "OURS",
      request_id: "OURS",
      // Of keys and states alone, so that erasing somebody breaks no chain.
      hash: "OURS",
    },
  },
  audit_heads: { columns: { hash: "OURS" } },

  api_key_secrets: { columns: { hash: "OURS" } },
  api_key_groups: { columns: {} },
  // Keys are the group's, whoever made them.
  api_keys: {
    columns: {
      kind: "OURS",
      name: "THE_GROUPS",
      prefix: "OURS",
      scopes: "OURS",
      allowed_origins: "THE_GROUPS",
      created_by_id: "PERSON",
    },
  },

  external_ids: {
    gone: `t.kind = 'PERSON' and ${names("object_id")}`,
    columns: { kind: "GONE", external_id: "GONE", object_id: "GONE" },
  },
  // A file that waits for a second word and may be about them is to be brought again, without them.
  import_pieces: {
    gone: `exists (select from group_imports i where i.id = t.import_id and i.status in ('UPLOADED', 'CHECKED') and (
             i.group_id in (select group_id from memberships where person_id = any($1))
             or i.group_id in (select group_id from visitors where person_id = any($1))
             or i.group_id in (select group_id from rsvps where person_id = any($1))
             or exists (select from unnest($2::text[]) a (address), import_pieces x
                         where x.import_id = i.id and strpos(lower(encode(x.bytes, 'escape')), a.address) > 0)))`,
    columns: { bytes: "GONE" },
  },
  group_imports: {
    cleared: [
      {
        where: `t.status in ('UPLOADED', 'CHECKED')
                and not exists (select from import_pieces x where x.import_id = t.id)`,
        set: { expires_at: "least(t.expires_at, $3)" },
      },
      {
        where: "exists (select from unnest($2::text[]) a (address) where strpos(lower(t.report::text), a.address) > 0)",
        set: { report: "null" },
      },
    ],
    columns: { begun_by_id: "PERSON", file_kind: "OURS", status: "OURS", token_hash: "OURS", report: "CLEARED" },
  },

  likely_duplicates: {
    gone: `${names("person_id")} or ${names("duplicate_id")}`,
    columns: { person_id: "GONE", duplicate_id: "GONE", reasons: "GONE" },
  },
  duplicate_dismissals: {
    gone: `${names("one_id")} or ${names("other_id")}`,
    columns: { one_id: "GONE", other_id: "GONE", dismissed_by_id: "PERSON" },
  },
  person_merge_rows: {
    gone: `exists (select from person_merges m where m.id = t.merge_id
                      and (m.merged_id = any($1) or m.into_id = any($1) or m.survivor_id = any($1)))`,
    columns: { kind: "GONE", table_name: "GONE", column_name: "GONE", was: "GONE" },
  },
  person_merges: {
    // What it moved is not known any more, as of a merge that came with its group: it can no longer be undone.
    cleared: [
      {
        where: `${names("merged_id")} or ${names("into_id")} or ${names("survivor_id")}`,
        set: { membership_version: "0" },
      },
    ],
    columns: { merged_id: "PERSON", into_id: "PERSON", survivor_id: "PERSON", merged_by_id: "PERSON" },
  },
};
