import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { plantDemo } from "../../src/command-line/seed-demo.ts";
import { Group } from "../../src/groups/group.entity.ts";
import { newId } from "../../src/platform/ids.ts";
import { groupSheets } from "../../src/transfers/group-sheets.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { exported, filesIn, restored } from "../support/exported.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { testJobs } from "../support/jobs.ts";
import { fixedClock, TEST_NOW } from "../support/start-api.ts";

let here: TestDatabase;
let there: TestDatabase;
let groups: Group[];

beforeAll(async () => {
  [here, there] = await Promise.all([openTestDatabase(), openTestDatabase()]);
  await plantDemo(testJobs(here.dataSource.manager, { clock: fixedClock() }).ctx);
  await plantRest();
  groups = await here.dataSource.manager.find(Group, { order: { slug: "ASC" } });
});
afterAll(() => Promise.all([here.drop(), there.drop()]));

/** What the demo world has none of, in Harbour Breakfast, with texts that files find hard. */
async function plantRest(): Promise<void> {
  const { manager: db } = here.dataSource;
  const [group] = await db.query<[{ id: string }]>("select id from groups where slug = 'harbour-breakfast'");
  const [ada, ben] = await db.query<[{ person_id: string }, { person_id: string }]>(
    "select person_id from memberships where group_id = $1 order by joined_at",
    [group.id],
  );
  const [meeting] = await db.query<[{ id: string; series_id: string }]>(
    `select m.id, m.series_id from meetings m join rolls r on r.meeting_id = m.id
      where m.group_id = $1 and m.series_id is not null order by m.starts_at limit 1`,
    [group.id],
  );
  const [g, a, b, m] = [group.id, ada.person_id, ben.person_id, meeting.id];
  const hard = newId();
  const mark = newId();
  await db.query(
    `insert into people (id, email, display_name, headline, story, company, company_audience, phone, links, languages,
                         time_zone_audience, time_zone, listed_as_attendee, latitude, longitude, coordinates_audience, created_at, updated_at)
     values ($1, 'hard@example.org', '=cmd|''/c calc''!A1', '+1 "quoted", and; more', $2, '@SUM(1)', 'ORGANISERS', null,
             '{https://a.example/x;y|z,https://b.example/}', '{en,de}', 'NOBODY', 'Europe/Paris', false, -33.9, 18.4, 'PUBLIC', now(), now())`,
    [hard, "-line one\n\n=line three\t\u{1f600}"],
  );
  const membership = newId();
  await db.query(
    `insert into memberships (id, group_id, person_id, status, joined_at, created_at, updated_at)
     values ($1, $2, $3, 'ACTIVE', '2026-01-01', '2026-01-01', '2026-01-01')`,
    [membership, g, hard],
  );
  await db.query(
    "insert into membership_periods (id, membership_id, group_id, person_id, started_at) values ($1, $2, $3, $4, '2026-01-01')",
    [newId(), membership, g, hard],
  );
  // The roll is submitted, so it has to account for this member as well.
  await db.query(
    `insert into attendances (id, group_id, meeting_id, starts_at, person_id, is_expected, counted_code, updated_at)
     select gen_random_uuid(), m.group_id, m.id, m.starts_at, $2, true, 'ABSENT', '2026-05-01' from meetings m join rolls r on r.meeting_id = m.id
      where m.group_id = $1 and r.status = 'SUBMITTED'`,
    [g, hard],
  );
  await db.query("insert into bans values ($1, $2, $3, '2026-03-01', $4, '2026-04-01')", [newId(), g, b, a]);
  await db.query(
    `insert into invitations (id, group_id, email, role, token_hash, invited_by_id, created_at, expires_at)
     values ($1, $2, 'guest@example.org', 'MEMBER', sha256('token'), $3, '2026-05-01', '2026-07-01')`,
    [newId(), g, a],
  );
  await db.query(
    "insert into standing_rsvps values ($1, $2, $3, $4, 'IN_PERSON', 1, '2026-05-01', '2026-05-01', '2026-05-02')",
    [newId(), g, meeting.series_id, b],
  );
  await db.query("insert into walk_ins values ($1, $2, $3, 'O''Hara, ''=1+1''', 'GUEST', $4, sha256('x'))", [
    m,
    newId(),
    b,
    a,
  ]);
  await db.query(
    `insert into marks (id, meeting_id, mark_id, group_id, person_id, code, recorded_at, received_at, note, recorded_by_id, content_hash, flag)
     values ($1, $2, $3, $4, $5, 'ABSENT', '2026-01-01', '2026-05-30', '''tis noted', $6, sha256('m'), 'AFTER_SUBMISSION')`,
    [mark, m, newId(), g, b, a],
  );
  await db.query("insert into mark_decisions values ($1, false, $2, '2026-05-30T10:00:00.123Z')", [mark, a]);
  await db.query("insert into external_ids values ($1, 'PERSON', '007', $2), ($1, 'MEETING', '=1', $3)", [g, b, m]);
  await db.query("insert into meeting_roles values ($1, $2, $3, 'HOST', true, 0)", [newId(), m, a]);
  await db.query("insert into group_slugs values ('harbour-breakfast-of-old', $1)", [g]);
  await db.query(
    `insert into role_terms (id, group_id, person_id, role, title, starts_on, ends_on, ended_on, given_by_id, given_at, taken_up_at, refusal)
     values ($1, $4, $5, 'OWNER', null, '2026-01-01', null, null, null, '2026-01-01', '2026-01-01', null),
            ($2, $4, $6, 'MEMBER', '=treasurer', '2026-02-01', '2027-02-01', '2026-05-01', $5, '2026-01-20', '2026-02-01', null),
            ($3, $4, $6, 'HOST', null, '2026-03-01', null, null, $5, '2026-02-20', null, 'NO_MEMBER')`,
    [newId(), newId(), newId(), g, a, b],
  );
  await db.query(
    `insert into duplicate_dismissals values ($1, least($2::uuid, $3), greatest($2::uuid, $3), $3, '2026-03-05')`,
    [g, a, b],
  );
  await db.query(
    `insert into person_merges (id, group_id, merged_id, into_id, survivor_id, merged_at, merged_by_id, undone_at)
     values ($1, $2, $3, $4, $4, '2026-03-01', $5, '2026-03-02')`,
    [newId(), g, b, hard, a],
  );
}

test("every group of the demo world goes out and in, and goes out again the same, byte for byte", async () => {
  for (const { id, slug } of groups) {
    const folder = await exported(here.dataSource, id);
    expect([slug, await restored(there.dataSource, folder)]).toEqual([slug, []]);
    expect(filesIn(await exported(there.dataSource, id))).toEqual(filesIn(folder));
  }
  expect(await brokenInvariants(there.dataSource, TEST_NOW)).toEqual([]);
});

test("no file of theirs was empty", async () => {
  const lines = new Map<string, number>();
  for (const { id } of groups) {
    for (const [file, text] of Object.entries(filesIn(await exported(here.dataSource, id)))) {
      lines.set(file, (lines.get(file) ?? 0) + text.split("\n").length - 2);
    }
  }
  const empty = groupSheets.map(({ file }) => file).filter((file) => (lines.get(file) ?? 0) === 0);
  expect(empty).toEqual([]);
});

test("a spreadsheet finds no formula in them", async () => {
  const cells: string[] = [];
  for (const { id } of groups) {
    for (const [file, text] of Object.entries(filesIn(await exported(here.dataSource, id)))) {
      if (file.endsWith(".csv")) cells.push(...parse(text).flat());
    }
  }
  expect(cells).toContain("'=cmd|'/c calc'!A1");
  expect(cells.filter((cell) => /^[=+@\t\r]|^-(?![\d.]+$)/.test(cell))).toEqual([]);
});

test("a group that is here already is refused, as is a taken slug; with another slug it comes in", async () => {
  const [group] = groups as [Group];
  const folder = await exported(here.dataSource, group.id);
  expect(await restored(there.dataSource, folder)).toEqual(["This group is here already. Nothing of it was changed."]);
  const third = await openTestDatabase();
  try {
    const other = newId();
    await third.dataSource.query(
      `insert into groups (id, slug, name, time_zone, visibility, join_mode, expected_rule, attendee_list_audience, created_at, updated_at)
       values ($1, $2, 'Other', 'UTC', 'PUBLIC', 'OPEN', 'RSVP', 'MEMBERS', now(), now())`,
      [other, group.slug],
    );
    await third.dataSource.query("insert into group_slugs values ($1, $2)", [group.slug, other]);
    expect(await restored(third.dataSource, folder)).toEqual([
      `Another group here has or had the slug ${group.slug}: give this one another with --slug.`,
    ]);
    expect(await restored(third.dataSource, folder, "moved-in")).toEqual([]);
    expect(await third.dataSource.manager.findOneBy(Group, { id: group.id })).toMatchObject({ slug: "moved-in" });
  } finally {
    await third.drop();
  }
});

test("of two that take the same group in at once, one does", async () => {
  const [group] = groups as [Group];
  const folder = await exported(here.dataSource, group.id);
  const third = await openTestDatabase();
  try {
    const outcomes = await Promise.all([restored(third.dataSource, folder), restored(third.dataSource, folder)]);
    expect(outcomes.map((reasons) => reasons.length).sort()).toEqual([0, 1]);
    expect(filesIn(await exported(third.dataSource, group.id))).toEqual(filesIn(folder));
  } finally {
    await third.drop();
  }
});
