/**
 * Mira, who stands in every table that knows of people, with her mark in every column that is said to be let go of: in
 * her own rows, in what others wrote about her, and in what she wrote to others.
 */
import type { DataSource } from "typeorm";
import { hashOf } from "../../src/platform/secrets.ts";
import { fixedId, keyOf } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";
import { TEST_NOW } from "../support/start-api.ts";

/** Stands in everything of hers, and nowhere else. */
export const MARK = "zqmira";
export const MIRA = fixedId(0xa11);
/** What a group's organisers merged into her. */
export const MIRA_AT_THE_DOOR = fixedId(0xa12);
export const ADDRESS = `${MARK}@example.org`;
const OLD_ADDRESS = `${MARK}-old@example.org`;
/** Her mark, with the column that it stands in. */
const said = (where: string): string => `${MARK} in ${where}`;

const AGO = "2026-03-01T09:00:00.000Z";
const AHEAD = "2026-07-01T09:00:00.000Z";

let made = 0xb000;
const id = (): string => fixedId(++made);

type Row = Readonly<Record<string, unknown>>;

export async function put(db: DataSource, table: string, row: Row): Promise<string> {
  const columns = Object.keys(row);
  const [put]: { id?: string }[] = await db.query(
    `insert into ${table} (${columns.join(", ")}) values (${columns.map((_, at) => `$${at + 1}`).join(", ")}) returning *`,
    Object.values(row),
  );
  return put?.id ?? "";
}

const [ada, ben, cleo] = [keyOf("ada"), keyOf("ben"), keyOf("cleo")];
const groupId = keyOf("harbourBreakfast");

export async function plantMira(db: DataSource): Promise<void> {
  await plantPerson(db);
  await plantSignIn(db);
  await plantReports(db);
  await plantApps(db);
  const meetingId = await plantBooks(db);
  await plantMeeting(db, meetingId);
  await plantImports(db);
  await plantIntroductions(db);
  await plantGiving(db, meetingId);
  await plantOwnBooks(db);
}

async function plantPerson(db: DataSource): Promise<void> {
  const profile = [
    "headline",
    "story",
    "company",
    "job_title",
    "profession",
    "industry",
    "city",
    "region",
    "avatar_url",
  ];
  await put(db, "people", {
    id: MIRA,
    display_name: said("display_name"),
    email: ADDRESS,
    email_verified_at: AGO,
    phone: `+${MARK}`,
    country: MARK,
    time_zone: MARK,
    languages: [MARK],
    links: [`https://${MARK}.example`],
    latitude: 1,
    longitude: 1,
    ...Object.fromEntries(profile.map((column) => [column, said(column)])),
    created_at: AGO,
    updated_at: AGO,
  });
  await put(db, "people", {
    id: MIRA_AT_THE_DOOR,
    display_name: said("name at the door"),
    email: `${MARK}-door@example.org`,
    created_at: AGO,
    updated_at: AGO,
  });
  const topicId = await put(db, "topics", { id: id(), slug: MARK, name: MARK });
  await put(db, "person_topics", { person_id: MIRA, topic_id: topicId });
  for (const [blocker, blocked] of [
    [MIRA, ben],
    [cleo, MIRA],
  ]) {
    await put(db, "blocks", { id: id(), blocker_id: blocker, blocked_id: blocked, created_at: AGO });
  }
}

async function plantReports(db: DataSource): Promise<void> {
  for (const [reporter_id, object_id] of [
    [MIRA, ben],
    [ben, MIRA],
  ]) {
    await put(db, "reports", {
      ...{ id: id(), reporter_id, kind: "PERSON", object_id, reason: "OTHER", words: said("words"), reported_at: AGO },
    });
    await put(db, "group_reports", {
      ...{ id: id(), group_id: keyOf("harbourBreakfast"), reporter_id, kind: "PERSON", object_id, about_id: object_id },
      ...{
        reason: "OTHER",
        words: said("words"),
        quote: reporter_id === MIRA ? null : said("quote"),
        reported_at: AGO,
      },
      ...(reporter_id === MIRA
        ? { decided_at: AGO, decided_by_id: MIRA, outcome: "DISMISSED" }
        : { decided_at: AGO, decided_by_id: ben, outcome: "WARNED", warning: said("warning") }),
    });
  }
}

async function plantSignIn(db: DataSource): Promise<void> {
  const when = { created_at: AGO, expires_at: AHEAD };
  await put(db, "sessions", {
    ...{ id: id(), person_id: MIRA, token_hash: hashOf("s1"), method: "CODE", user_agent: said("user_agent") },
    ...{ ...when, last_seen_at: TEST_NOW },
  });
  await put(db, "passkeys", {
    ...{ id: id(), person_id: MIRA, credential_id: Buffer.from(said("credential_id")), public_key: hashOf("p1") },
    ...{ counter: 1, transports: [], name: said("name"), is_backed_up: true, created_at: AGO },
  });
  await put(db, "identities", {
    ...{ id: id(), issuer: "https://issuer.example", subject: said("subject"), person_id: MIRA, linked_at: AGO },
  });
  await put(db, "sign_in_challenges", {
    ...{ id: id(), purpose: "SIGN_IN", email: ADDRESS, code_mac: hashOf("c1"), ...when },
  });
  for (const [recipient, status] of [
    [ADDRESS, "DEAD"],
    [OLD_ADDRESS, "SENT"],
  ] as const) {
    await put(db, "mails", {
      ...{ id: id(), kind: "sign-in", recipient, key: said("key"), status, created_at: AGO, next_attempt_at: AGO },
      ...{ settled_at: AGO, last_error: said("last_error") },
    });
  }
  await put(db, "idempotency_keys", {
    ...{ actor: MIRA, mutation: "postAsk", key: said("key"), input_hash: hashOf("i1"), created_at: AGO },
  });
}

/** An app of hers, and one that she let in. */
async function plantApps(db: DataSource): Promise<void> {
  const app = { kind: "PRIVATE_KEY_JWT", points_per_minute: 60, review_state: "REVIEWED", created_at: AGO, version: 1 };
  for (const owner_id of [MIRA, ben]) {
    const text = owner_id === MIRA ? MARK : "kites";
    const app_id = await put(db, "apps", {
      ...{ id: id(), owner_id, ...app, updated_at: AGO, name: text, website_url: `https://${text}.example` },
      ...{ redirect_uris: [`https://${text}.example/in`], post_logout_redirect_uris: [`https://${text}.example/out`] },
      jwks: { keys: [{ kid: text }] },
    });
    const grant_id = await put(db, "app_grants", {
      ...{ id: id(), person_id: owner_id === MIRA ? ben : MIRA, app_id, scopes: ["profile:read"], declined_scopes: [] },
      ...{ created_at: AGO, consented_at: AGO, expires_at: AHEAD },
    });
    await put(db, "oauth_artifacts", {
      ...{ kind: "Grant", id_hash: hashOf(text), payload: { said: said("payload") }, grant_id, expires_at: AHEAD },
    });
    await put(db, "contact_reads", {
      ...{ id: id(), person_id: owner_id === MIRA ? ben : MIRA, reader_id: owner_id, app_id, read_on: AGO, times: 1 },
      ...{ details: ["EMAIL"], first_read_at: AGO, last_read_at: AGO },
    });
  }
}

/** What the group has of her; she spoke at one past meeting, came, and has a place at one to come. */
async function plantBooks(db: DataSource): Promise<string> {
  const membershipId = await put(db, "memberships", {
    ...{ id: id(), group_id: groupId, person_id: MIRA, role: "MEMBER", status: "ACTIVE", joined_at: AGO },
    ...{ created_at: AGO, updated_at: AGO },
  });
  await put(db, "membership_periods", {
    ...{ id: id(), membership_id: membershipId, group_id: groupId, person_id: MIRA, started_at: AGO },
  });
  await put(db, "leaves", {
    ...{ id: id(), membership_id: membershipId, from_on: "2026-03-10", to_on: "2026-03-20", recorded_by_id: MIRA },
    recorded_at: AGO,
  });
  await put(db, "visitors", {
    ...{ id: id(), group_id: groupId, person_id: MIRA, kind: "GUEST", known_as: said("known_as"), first_seen_at: AGO },
  });
  await put(db, "external_ids", {
    ...{ group_id: groupId, kind: "PERSON", external_id: said("external_id"), object_id: MIRA },
  });
  await put(db, "invitations", {
    ...{ id: id(), group_id: groupId, email: OLD_ADDRESS, role: "MEMBER", token_hash: hashOf("v1") },
    ...{ invited_by_id: ada, created_at: AGO, expires_at: AHEAD, accepted_at: AGO, accepted_by_id: MIRA },
  });
  await put(db, "audit_entries", {
    ...{ id: id(), group_id: groupId, occurred_at: AGO, actor_id: ada, action: "changeRole", person_id: MIRA },
    ...{ before: {}, after: {}, request_id: "r1" },
  });
  const merge = await put(db, "person_merges", {
    ...{ id: id(), group_id: groupId, merged_id: MIRA_AT_THE_DOOR, into_id: MIRA, survivor_id: MIRA },
    ...{ merged_at: AGO, merged_by_id: ada, membership_version: 1 },
  });
  await put(db, "person_merge_rows", {
    ...{ merge_id: merge, kind: "REMOVED", table_name: said("table_name"), column_name: said("column_name") },
    was: { known_as: said("was") },
  });
  await put(db, "likely_duplicates", {
    ...{ id: id(), group_id: groupId, person_id: MIRA, duplicate_id: ben, reasons: ["SAME_NAME"], score: 12, rank: 1 },
  });
  await put(db, "duplicate_dismissals", {
    ...{ group_id: groupId, one_id: ada, other_id: MIRA, dismissed_by_id: ada, dismissed_at: AGO },
  });
  const past = await makeMeeting(db, { startsAtLocal: "2026-04-07T07:00:00" });
  const coming = await makeMeeting(db, { startsAtLocal: "2026-06-09T07:00:00", inPersonCapacity: 1 });
  await db.query("update meeting_seats set taken = 1 where meeting_id = $1", [coming.id]);
  for (const meeting of [past, coming]) {
    await put(db, "rsvps", {
      ...{ id: id(), group_id: groupId, meeting_id: meeting.id, person_id: MIRA, status: "GOING", mode: "IN_PERSON" },
      ...{ online_meanwhile: false, guests: 0, takes_seat: true, admitted_above: false, answered_by_id: MIRA },
      ...{ responded_at: AGO, created_at: AGO, updated_at: AGO, version: 1, is_standing: false },
    });
  }
  return past.id;
}

async function plantMeeting(db: DataSource, meetingId: string): Promise<void> {
  await put(db, "meeting_roles", {
    ...{ id: id(), meeting_id: meetingId, person_id: MIRA, role: "SPEAKER", takes_seat: false, position: 0 },
  });
  await put(db, "visit_requests", {
    ...{ id: id(), group_id: groupId, meeting_id: meetingId, email: OLD_ADDRESS, name: said("name"), guests: 0 },
    ...{ mode: "IN_PERSON", token_hash: hashOf("w1"), created_at: AGO, expires_at: AHEAD },
    ...{ confirmed_at: AGO, person_id: MIRA },
  });
  await put(db, "rolls", {
    ...{ meeting_id: meetingId, group_id: groupId, status: "SUBMITTED", submitted_at: AGO, submitted_by_id: ada },
  });
  await put(db, "doors", {
    ...{ id: id(), group_id: groupId, meeting_id: meetingId, token_hash: hashOf("d1"), label: said("label") },
    ...{ created_at: AGO, opened_by_id: MIRA, starts_at: AGO, ends_at: AHEAD, uses_max: 9 },
  });
  for (const person_id of [MIRA, MIRA_AT_THE_DOOR, ben]) {
    await put(db, "marks", {
      ...{ id: id(), meeting_id: meetingId, mark_id: id(), group_id: groupId, person_id, code: "PRESENT" },
      ...{ recorded_at: AGO, received_at: AGO, note: person_id === ben ? "brought a plan" : said("note") },
      ...{ recorded_by_id: ada, content_hash: Buffer.from(person_id === ben ? "plan" : said("content_hash")) },
    });
  }
  await put(db, "walk_ins", {
    ...{ meeting_id: meetingId, walk_in_id: id(), person_id: MIRA, name: said("name"), kind: "GUEST" },
    content_hash: Buffer.from(said("content_hash")),
  });
  await db.query(
    `insert into attendances (id, group_id, meeting_id, person_id, is_expected, code, counted_code, updated_at, starts_at)
     select $1, $2, $3, $4, true, 'PRESENT', 'PRESENT', $5, starts_at from meetings where id = $3`,
    [id(), groupId, meetingId, MIRA, AGO],
  );
}

async function plantImports(db: DataSource): Promise<void> {
  const begun = { group_id: groupId, begun_by_id: ada, file_kind: "people", submit_rolls: false, read_bytes: 0 };
  const importId = await put(db, "group_imports", {
    ...{ id: id(), ...begun, status: "CHECKED", size_bytes: 10, created_at: AGO, expires_at: AHEAD },
    report: { faults: [{ line: 2, reason: `Nobody has ${ADDRESS}.` }] },
  });
  await put(db, "import_pieces", { import_id: importId, position: 0, bytes: Buffer.from(said("bytes")) });
}

async function plantIntroductions(db: DataSource): Promise<void> {
  const sideTexts = {
    ...{ note: said("note"), word: said("word"), told_word: said("told_word"), thanks: said("thanks") },
    ...{ answer: "YES", asked_at: AGO, answered_at: AGO },
  };
  const introduce = async (connector: string, shared: boolean, sides: readonly Row[]) => {
    const introductionId = await put(db, "introductions", {
      ...{ id: id(), connector_id: connector, reason: said("reason"), asking: "TOGETHER", created_at: AGO },
      ...{ connector_name: connector === MIRA ? said("connector_name") : "Ada" },
      ...{ expires_at: AHEAD, shared_at: shared ? AGO : null },
    });
    for (const [at, side] of sides.entries()) {
      await put(db, "introduction_sides", {
        ...{ id: id(), introduction_id: introductionId, position: at + 1, is_outsider: false, name: "Ben" },
        ...{ ...sideTexts, ...side },
      });
    }
    await put(db, "introduction_outcomes", {
      ...{ id: id(), introduction_id: introductionId, kind: "JOB", is_confidential: false, recorded_at: AGO },
      ...{ recorded_by_id: MIRA, words: said("words"), amount_minor_units: 500, currency: "EUR" },
    });
  };
  const shares = {
    ...{ shared_email: ADDRESS, shared_phone: `+${MARK}`, shared_links: [`https://${MARK}.example`] },
    ...{ name: said("name"), shares: ["EMAIL", "PHONE", "LINKS"] },
  };
  await introduce(ada, true, [{ person_id: MIRA, ...shares }, { person_id: ben }]);
  await introduce(MIRA, false, [{ person_id: ben }, { person_id: cleo, name: "Cleo" }]);
  const outsider = { is_outsider: true, email: ADDRESS, name: said("name"), token_hash: hashOf("o1") };
  await introduce(ada, false, [{ person_id: ben }, outsider]);
  await put(db, "introduction_pauses", { person_id: MIRA, since: AGO });
  for (const request of [
    { asker_id: MIRA, asker_name: said("asker_name"), connector_id: ada, connector_name: "Ada", need: said("need") },
    {
      asker_id: ada,
      asker_name: "Ada",
      connector_id: MIRA,
      connector_name: said("connector_name"),
      need: said("need"),
    },
    {
      ...{ asker_id: ada, asker_name: "Ada", connector_id: ben, connector_name: "Ben" },
      ...{ towards_id: MIRA, towards_name: said("towards_name") },
    },
  ]) {
    const rest = { id: id(), reason: said("reason"), created_at: AGO, expires_at: AHEAD, asked_at: AGO };
    await put(db, "introduction_requests", { ...rest, ...request });
  }
}

async function plantGiving(db: DataSource, meetingId: string): Promise<void> {
  for (const [giver_id, receiver_id, prospect] of [
    [MIRA, ben, ADDRESS],
    [ben, MIRA, "pru@example.org"],
  ]) {
    const referral_id = await put(db, "referrals", {
      ...{ id: id(), group_id: groupId, giver_id, receiver_id, text: said("text"), status: "WON", is_withheld: false },
      ...{ prospect_name: said("prospect_name"), prospect_email: prospect, prospect_phone: `+${MARK}`, version: 1 },
      ...{ consent_given_on: "2026-02-01", consent_manner: "EMAIL", effort: "NAME_PASSED", likelihood: "LOW" },
      ...{ passed_at: AGO, updated_at: AGO },
    });
    await put(db, "referral_steps", { referral_id, status: "WON", place: 3, taken_at: AGO, word: said("word") });
    const business = await put(db, "closed_business", {
      ...{ id: id(), referral_id, reporter_id: MIRA, amount_minor_units: 700, change_minor_units: 700 },
      ...{ currency: "EUR", closed_on: "2026-03-02", payer: said("payer"), is_payer_shown: true, reported_at: AGO },
    });
    await put(db, "closed_business_credits", { closed_business_id: business, person_id: giver_id, place: 1 });
  }
  for (const [asker, helper] of [
    [MIRA, ben],
    [ben, MIRA],
  ]) {
    const ask_id = await put(db, "asks", {
      ...{ id: id(), person_id: asker, kind: "JOB", text: asker === MIRA ? said("text") : "A boat", posted_at: AGO },
      ...{ audience: "MY_GROUPS", open_until: AHEAD },
    });
    await put(db, "ask_responses", {
      ...{ id: id(), ask_id, person_id: helper, text: said("text"), responded_at: AGO, helped_at: AGO },
    });
  }
  for (const [giver, taker] of [
    [MIRA, ben],
    [ben, MIRA],
  ]) {
    const offer_id = await put(db, "offers", {
      ...{ id: id(), person_id: giver, kind: "JOB", text: giver === MIRA ? said("text") : "Oars", posted_at: AGO },
      ...{ audience: "MY_GROUPS", open_until: AHEAD },
    });
    await put(db, "offer_responses", {
      ...{ id: id(), offer_id, person_id: taker, text: said("text"), responded_at: AGO, helped_at: AGO },
    });
  }
  await put(db, "ideas", {
    ...{ id: id(), group_id: groupId, meeting_id: meetingId, author_id: MIRA, text: said("text"), captured_at: AGO },
    tells_credited: false,
  });
  for (const [giver_id, receiver_id] of [
    [MIRA, ben],
    [ben, MIRA],
  ]) {
    await put(db, "group_suggestions", {
      ...{ id: id(), group_id: groupId, giver_id, receiver_id, text: said("text"), is_withheld: false },
      suggested_at: AGO,
    });
  }
}

/** What people keep for themselves: she about others, and others about her. */
async function plantOwnBooks(db: DataSource): Promise<void> {
  const [low, high] = [ben, MIRA].sort();
  await put(db, "connections", {
    ...{ id: id(), person_low_id: low, person_high_id: high, origin: "INTRODUCTION", started_at: AGO },
    ...{ low_bridges: true, high_bridges: true },
  });
  await put(db, "contact_wishes", { owner_id: MIRA, address_hash: hashOf("w1"), wished_at: AGO });
  await put(db, "connection_offers", {
    ...{ id: id(), person_id: MIRA, code_hash: hashOf("k1"), created_at: AGO, expires_at: AHEAD },
  });
  const written = { created_at: AGO, updated_at: AGO, version: 1 };
  for (const [author_id, person_id] of [
    [MIRA, ben],
    [ben, MIRA],
  ]) {
    const encounter_id = await put(db, "encounters", {
      ...{ id: id(), author_id, setting: "ONE_TO_ONE", met_on: "2026-03-03", place: said("place"), note: said("note") },
      ...{ wishes_connection: false, ...written },
    });
    await put(db, "encounter_people", { id: id(), encounter_id, place: 0, person_id });
    if (author_id === MIRA) {
      await put(db, "encounter_people", { id: id(), encounter_id, place: 1, name: said("name") });
      await put(db, "one_to_ones", {
        ...{ id: id(), person_low_id: low, person_high_id: high, met_on: "2026-03-03" },
        [author_id === low ? "low_encounter_id" : "high_encounter_id"]: encounter_id,
      });
    }
    await put(db, "recall_notes", { id: id(), author_id, person_id, text: said("text"), ...written });
    await put(db, "follow_ups", {
      ...{ id: id(), author_id, person_id, text: said("text"), due_on: "2026-07-01", status: "OPEN", ...written },
    });
  }
}
