/** Whoever adds a column that names a person says what a merge makes of it, or this fails. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { MOVED_COLUMNS } from "../../src/merges/moved-column.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";

/** Only somebody with an account comes to stand here, and an account is never merged into somebody else. */
const OF_ACCOUNTS = [
  "app_grants.person_id",
  "apps.owner_id",
  "ask_responses.person_id",
  "asks.person_id",
  "blocks.blocker_id",
  "check_in_codes.person_id",
  "closed_business.reporter_id",
  "closed_business_credits.person_id",
  "contact_reads.reader_id",
  "contact_wishes.owner_id",
  "encounters.author_id",
  "follow_ups.author_id",
  "group_reports.reporter_id",
  "group_suggestions.giver_id",
  "ideas.author_id",
  "identities.person_id",
  "introduction_pauses.person_id",
  "introduction_requests.asker_id",
  "introduction_requests.connector_id",
  "introduction_requests.towards_id",
  "introductions.connector_id",
  "oauth_artifacts.person_id",
  "offer_responses.person_id",
  "offers.person_id",
  "own_exports.person_id",
  "passkey_challenges.person_id",
  "passkeys.person_id",
  "recall_notes.author_id",
  "referrals.giver_id",
  "referrals.receiver_id",
  "reports.reporter_id",
  "sessions.person_id",
];
/** Who did something: that it was they stays true. */
const WHO_ACTED = [
  "api_keys.created_by_id",
  "audit_entries.actor_id",
  "check_in_codes.taken_by_id",
  "doors.opened_by_id",
  "duplicate_dismissals.dismissed_by_id",
  "group_imports.begun_by_id",
  "group_reports.decided_by_id",
  "introduction_outcomes.recorded_by_id",
  "invitations.accepted_by_id",
  "invitations.invited_by_id",
  "mark_decisions.decided_by_id",
  "marks.recorded_by_id",
  "person_merges.merged_by_id",
  "role_terms.given_by_id",
  "rolls.submitted_by_id",
  "rsvps.answered_by_id",
];
/** What rests on somebody's own yes, or no, and no organiser can give to another. */
const OWN_WORD = [
  "blocks.blocked_id",
  "connection_offers.accepted_by_id",
  "connection_offers.person_id",
  "connections.person_high_id",
  "connections.person_low_id",
  "introduction_sides.person_id",
];
/** Of the person throughout the service, which a merge within one group leaves alone. */
const BEYOND_THE_GROUP = ["contact_reads.person_id", "person_topics.person_id"];
/** Goes within days, and its answer is written elsewhere by then. */
const PASSING = ["visit_requests.person_id"];
/** What was said of one of them is said of one of them. The log and marks are append-only; the fold reads marks anew. */
const AS_WRITTEN = ["audit_entries.person_id", "marks.person_id", "marks.substitute_for_id"];
/** What merging itself is about: it sees to them by other means than moving a column. */
const BY_OTHER_MEANS = [
  "duplicate_dismissals.one_id",
  "duplicate_dismissals.other_id",
  "likely_duplicates.duplicate_id",
  "likely_duplicates.person_id",
  "memberships.person_id",
  "one_to_ones.person_high_id",
  "one_to_ones.person_low_id",
  "person_merges.into_id",
  "person_merges.merged_id",
  "person_merges.survivor_id",
];

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

test("of every column that names a person it is said what a merge makes of it, once", async () => {
  const columns: { name: string }[] = await database.dataSource.query(
    `select distinct f.conrelid::regclass::text || '.' || a.attname as name
       from pg_constraint f join pg_attribute a on a.attrelid = f.conrelid and a.attnum = any(f.conkey)
      where f.contype = 'f' and f.confrelid = 'people'::regclass`,
  );
  // What names other things too has no foreign key.
  const moved = MOVED_COLUMNS.filter(({ column }) => column !== "object_id").map(
    (each) => `${each.table}.${each.column}`,
  );
  const ruled = [
    ...moved,
    ...OF_ACCOUNTS,
    ...WHO_ACTED,
    ...OWN_WORD,
    ...BEYOND_THE_GROUP,
    ...PASSING,
    ...AS_WRITTEN,
    ...BY_OTHER_MEANS,
  ];
  expect(ruled.sort()).toEqual(columns.map(({ name }) => name).sort());
});
