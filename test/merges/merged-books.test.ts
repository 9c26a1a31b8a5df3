/** What members wrote in their own books of somebody goes over to who stays, and comes back. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { ConnectedPair, ConnectionOrigin, pairOf } from "../../src/connections/connection.entity.ts";
import { GroupSuggestion } from "../../src/meeting-value/group-suggestion.entity.ts";
import type { Person } from "../../src/people/person.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { done } from "../support/act.ts";
import {
  type CastApi,
  idOf,
  keyOf,
  makeBlock,
  makeGroup,
  makeMembership,
  makePerson,
  makeRow,
  startWithCast,
} from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, record } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());
beforeEach(() => clock.moveTo(at("06:05")));

const groupId = keyOf("harbourBreakfast");
const per = ({ id }: { id: string }): string => globalId("per", id);

async function member(row: Partial<Person> = {}): Promise<Person> {
  const person = await makePerson(api.dataSource, { displayName: "Wen Okafor", ...row });
  await makeMembership(api.dataSource, { groupId, personId: person.id });
  return person;
}
const withoutAccount = { email: null, emailVerifiedAt: null } as const;
const merged = async (person: Person, duplicate: Person): Promise<string> => {
  const input = { groupId: idOf("harbourBreakfast"), personId: per(person), duplicateId: per(duplicate) };
  return (await done(api, "ada", "mergePeople", input, "merge { id }"))["merge"].id as string;
};
const undone = (mergeId: string) => done(api, "ada", "unmergePeople", { mergeId });

/** Ben writes down all he can about somebody. */
async function written(about: Person, metOn = "2026-05-04"): Promise<void> {
  const personId = per(about);
  await done(api, "ben", "writeRecallNote", { personId, text: "Rows on Sundays." });
  await done(api, "ben", "addFollowUp", { personId, text: "Send the article", dueOn: "2026-06-05" });
  await done(api, "ben", "logEncounter", { setting: "ONE_TO_ONE", metOn, with: [{ personId }], note: "By the lock." });
}
const select = (sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
  api.dataSource.query(sql, values);
const named = async (...people: Person[]): Promise<unknown> => {
  const ids = people.map(({ id }) => id);
  const tables = ["recall_notes", "follow_ups", "encounter_people"];
  const rows = tables.map((table) =>
    select(`select to_jsonb(t) as row from ${table} t where t.person_id = any($1) order by t.id`, ids),
  );
  const talks = select(
    `select person_low_id, person_high_id, met_on, low_encounter_id, high_encounter_id from one_to_ones
      where person_low_id = any($1) or person_high_id = any($1) order by met_on, person_low_id, person_high_id`,
    ids,
  );
  return Promise.all([...rows, talks]);
};

test("notes, promises and encounters are about who stays, and about the other again", async () => {
  const [person, duplicate] = [await member(), await member(withoutAccount)];
  await written(duplicate);
  const before = await named(person, duplicate);

  const mergeId = await merged(person, duplicate);
  const { data } = await api.as("ben").graphql(
    `query ($id: ID!) { node(id: $id) { ... on Person {
         viewerRecallNotes { edges { node { text person { id } } } } viewerFollowUps { edges { node { text } } }
         viewerEncounters { edges { node { note people { person { id } } } } } } } }`,
    { id: per(person) },
  );
  expect(data).toEqual({
    node: {
      viewerRecallNotes: { edges: [{ node: { text: "Rows on Sundays.", person: { id: per(person) } } }] },
      viewerFollowUps: { edges: [{ node: { text: "Send the article" } }] },
      viewerEncounters: { edges: [{ node: { note: "By the lock.", people: [{ person: { id: per(person) } }] } }] },
    },
  });
  expect(await named(duplicate)).toEqual([[], [], [], []]);

  await undone(mergeId);
  expect(await named(person, duplicate)).toEqual(before);
});

test("what stands in a book is never kept by the merge", async () => {
  const [person, duplicate] = [await member(), await member(withoutAccount)];
  await written(duplicate);
  const mergeId = await merged(person, duplicate);
  const kept = await select(
    "select was from person_merge_rows r join person_merges m on m.id = r.merge_id where $1 = 'mrg_' || replace(m.id::text, '-', '')",
    mergeId,
  );
  expect(kept.length).toBeGreaterThan(3);
  expect(JSON.stringify(kept)).not.toMatch(/Sundays|article|lock/);
});

test("a talk that both wrote down is one, as soon as the two whom one of them named are", async () => {
  const [person, duplicate] = [await member(), await member(withoutAccount)];
  await written(duplicate);
  const talk = { setting: "ONE_TO_ONE", metOn: "2026-05-04", with: [{ personId: idOf("ben") }] };
  const { encounter } = await done(api, person.id, "logEncounter", talk, "encounter { id isConfirmed }");
  expect(encounter.isConfirmed).toBe(false);
  const isConfirmed = async (): Promise<unknown> => {
    const query = "query ($id: ID!) { node(id: $id) { ... on Encounter { isConfirmed } } }";
    return (await api.as(person.id).graphql(query, { id: encounter.id })).data;
  };
  const mergeId = await merged(person, duplicate);
  expect(await isConfirmed()).toEqual({ node: { isConfirmed: true } });
  await undone(mergeId);
  expect(await isConfirmed()).toEqual({ node: { isConfirmed: false } });
});

test("two talks of one day that turn out to be with one person count once, and again as two", async () => {
  const [person, duplicate] = [await member(), await member(withoutAccount)];
  await written(person);
  await written(duplicate);
  const before = await named(person, duplicate);
  const mergeId = await merged(person, duplicate);
  expect(await select("select 1 from one_to_ones where $1 in (person_low_id, person_high_id)", person.id)).toHaveLength(
    1,
  );
  await undone(mergeId);
  expect(await named(person, duplicate)).toEqual(before);
});

test("an encounter that names both names who stays once, unless its author writes it anew meanwhile", async () => {
  const [person, duplicate] = [await member(), await member(withoutAccount)];
  const log = async (): Promise<string> =>
    (
      await done(
        api,
        "ben",
        "logEncounter",
        { setting: "SPORT", metOn: "2026-05-05", with: [person, duplicate].map((each) => ({ personId: per(each) })) },
        "encounter { id }",
      )
    )["encounter"].id as string;
  await log();
  const rewritten = await log();
  const before = await named(person, duplicate);

  const mergeId = await merged(person, duplicate);
  expect(await named(duplicate)).toEqual([[], [], [], []]);
  clock.moveTo(at("06:10"));
  await done(api, "ben", "updateEncounter", { encounterId: rewritten, place: "The weir" });
  await undone(mergeId);
  const [, , people] = (await named(person, duplicate)) as unknown[][];
  const [, , peopleBefore] = before as unknown[][];
  expect(peopleBefore).toHaveLength(4);
  expect(people).toHaveLength(3);
});

test("whoever knows the merged one elsewhere goes on knowing them there; and nobody has notes of themself", async () => {
  const [person, duplicate] = [await member(), await member(withoutAccount)];
  const elsewhere = await makeGroup(api.dataSource);
  for (const personId of [keyOf("ben"), duplicate.id])
    await makeMembership(api.dataSource, { groupId: elsewhere.id, personId });
  await written(duplicate);
  await done(api, person.id, "writeRecallNote", { personId: per(duplicate), text: "Called like me." });
  const before = await named(person, duplicate);
  await merged(person, duplicate);
  expect(await named(person, duplicate)).toEqual(before);
});

test("a connection stays with whoever said yes to it, and shows them", async () => {
  const [person, duplicate] = [await member(), await member(withoutAccount)];
  await makeRow(api.dataSource, ConnectedPair, {
    ...{ id: newId(), ...pairOf(keyOf("ben"), duplicate.id), origin: ConnectionOrigin.INTRODUCTION },
    ...{ startedAt: clock.now(), endedAt: null },
  });
  await written(duplicate);
  const before = await named(person, duplicate);
  await merged(person, duplicate);
  expect(await named(person, duplicate)).toEqual(before);
  const known = async (who: string) =>
    (await api.as(who).graphql("{ viewer { connections(last: 1) { edges { node { other { id } } } } } }")).data;
  expect(await known("ben")).toEqual({
    viewer: { connections: { edges: [{ node: { other: { id: per(duplicate) } } }] } },
  });
  expect(await known(person.id)).toEqual({ viewer: { connections: { edges: [] } } });
});

test("hints at groups go over, but not across a block", async () => {
  const [person, duplicate] = [await member(), await member(withoutAccount)];
  const hint = (giverId: string) =>
    makeRow(api.dataSource, GroupSuggestion, {
      ...{ id: newId(), groupId, giverId, receiverId: duplicate.id, suggestedAt: clock.now() },
    });
  const [moved, stayed] = [await hint(keyOf("ben")), await hint(keyOf("hana"))];
  await makeBlock(api.dataSource, person.id, keyOf("hana"));
  const receivers = () =>
    select(
      "select id, receiver_id from group_suggestions where receiver_id in ($1, $2) order by id",
      person.id,
      duplicate.id,
    );
  const mergeId = await merged(person, duplicate);
  expect(await receivers()).toEqual([
    { id: moved.id, receiver_id: person.id },
    { id: stayed.id, receiver_id: duplicate.id },
  ]);
  await undone(mergeId);
  expect((await receivers()).map((row) => row["receiver_id"])).toEqual([duplicate.id, duplicate.id]);
});

test("meetings of the merged one warm the ties of who stays, until they are two again", async () => {
  const [person, duplicate] = [await member(), await member(withoutAccount)];
  await makeRow(api.dataSource, ConnectedPair, {
    ...{ id: newId(), ...pairOf(keyOf("ben"), person.id), origin: ConnectionOrigin.INVITATION },
    ...{ startedAt: new Date("2020-01-01T00:00:00Z"), endedAt: null },
  });
  const { deps } = testJobs(api.dataSource.manager, { clock });
  const warmth = async (): Promise<number> => {
    await drainJobs(deps);
    const [row] = await select("select warmth from ties where person_id = $1", person.id);
    return row?.["warmth"] as number;
  };
  const meeting = await makeMeeting(api.dataSource);
  await record(
    api,
    "ada",
    meeting.globalId,
    [idOf("ben"), per(duplicate)].map((personId) => markOf({ personId })),
  );
  await done(api, "ada", "submitRoll", { meetingId: meeting.globalId });
  const before = await warmth();
  const mergeId = await merged(person, duplicate);
  const after = await warmth();
  expect(after).toBeGreaterThan(before);
  await undone(mergeId);
  expect(await warmth()).toBeCloseTo(before, 9);
});
