/** Nothing of somebody is left out by oversight: whoever adds a table that names people says here how they take it along. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ownParts } from "../../src/own-data/own-parts.ts";
import { OWN_ROW_NAMES } from "../../src/own-data/own-rows.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

/** In which lists of the archive a table's rows of somebody are; of a list within another, in which. */
const TAKEN: Readonly<Record<string, string>> = {
  api_keys: "keysMade",
  app_grants: "connectedApps",
  apps: "apps",
  ask_responses: "askResponses",
  asks: "asks",
  attendances: "attendances",
  audit_entries: "actsAsOrganiser",
  blocks: "blocks",
  closed_business: "closedBusinessReported",
  closed_business_credits: "closedBusinessCredited",
  connections: "connections",
  contact_reads: "contactReads",
  doors: "doorsOpened",
  encounter_people: "encounters.people",
  encounters: "encounters",
  follow_ups: "followUps",
  group_imports: "importsBegun",
  group_reports: "reportsMade",
  group_suggestions: "groupSuggestionsGiven groupSuggestionsReceived",
  ideas: "ideas ideasCredited",
  identities: "identities",
  introduction_outcomes: "introductionOutcomes",
  introduction_requests: "introductionRequests",
  introduction_sides: "introductions.sides",
  introductions: "introductions",
  invitations: "invitations",
  marks: "attendances.marks",
  meeting_roles: "meetingRoles",
  memberships: "memberships",
  offer_responses: "offerResponses",
  offers: "offers",
  passkeys: "passkeys",
  people: "person",
  person_topics: "person",
  recall_notes: "recallNotes",
  referrals: "referralsGiven referralsReceived",
  reports: "reportsToOperator",
  role_terms: "roleTerms",
  rsvps: "rsvps",
  sessions: "sessions",
  standing_rsvps: "standingRsvps",
  visitors: "visits",
};

/** What is not taken along, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  bans: "What a group holds against somebody is its organisers' to know, as everywhere.",
  check_in_codes: "Codes of a minute, kept as hashes, gone the day after.",
  connection_offers: "Codes of a day, kept as hashes; what came of one is a connection.",
  contact_wishes: "Keyed hashes of other people's addresses, which nobody can read.",
  duplicate_dismissals: "A remark of organisers about two entries in their books.",
  introduction_pauses: "A wish without a word: `wantsIntroductions` stands with the person.",
  likely_duplicates: "A guess of the service about two entries, for organisers.",
  mark_decisions: "What organisers decided about marks: their act stands in `actsAsOrganiser`.",
  oauth_artifacts: "Codes and tokens, kept as hashes; what they are for is in `connectedApps`.",
  one_to_ones: "Made of the encounters of both, of which one's own are taken along.",
  own_exports: "What this is.",
  passkey_challenges: "Random numbers of five minutes.",
  person_merges: "What organisers did with entries in their books: their act stands in `actsAsOrganiser`.",
  rolls: "Who submitted a roll: their act stands in `actsAsOrganiser`.",
  visit_requests: "Waits for a click in a mail, for hours; then it is an RSVP.",
  walk_ins: "The name that a host typed at the door; that they came is in `attendances` and `visits`.",
};

test("every table that names people is in what they take along, or is left out for a reason", async () => {
  const tables: readonly { table: string }[] = await api.dataSource.query(
    `select distinct conrelid::regclass::text as table from pg_constraint where contype = 'f' and confrelid = 'people'::regclass`,
  );
  const named = [...tables.map(({ table }) => table), "people"].sort();
  expect(named.filter((table) => !(table in TAKEN) && !(table in LEFT_OUT))).toEqual([]);
  expect(Object.keys({ ...TAKEN, ...LEFT_OUT }).filter((table) => !named.includes(table))).toEqual([]);
  expect(Object.keys(TAKEN).filter((table) => table in LEFT_OUT)).toEqual([]);
});

test("what is said to be taken along is in the archive", () => {
  const parts = ownParts(api.server.schema);
  const lists = new Set([
    ...OWN_ROW_NAMES,
    ...parts.flatMap(({ name, columns }) => [name, ...columns.map(({ path }) => `${name}.${path[0] ?? ""}`)]),
  ]);
  const said = Object.values(TAKEN).flatMap((names) => names.split(" "));
  expect(said.filter((name) => !lists.has(name))).toEqual([]);
});
