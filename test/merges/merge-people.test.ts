import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { GroupVisibility } from "../../src/groups/group.entity.ts";
import { type Membership, MembershipRole, MembershipStatus } from "../../src/groups/membership.entity.ts";
import { TakePartMode } from "../../src/meetings/meeting-mode.ts";
import type { Person } from "../../src/people/person.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { Rsvp, RsvpStatus } from "../../src/rsvps/rsvp.entity.ts";
import { act, done } from "../support/act.ts";
import {
  type CastApi,
  idOf,
  keyOf,
  makeGroup,
  makeMembership,
  makePerson,
  makeRow,
  makeVisitor,
  startWithCast,
} from "../support/cast.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, record, rollOf, sheetOf } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());
beforeEach(() => clock.moveTo(at("06:05")));

const groupId = keyOf("harbourBreakfast");
const per = ({ id }: { id: string }): string => globalId("per", id);

const unproved = (row: Partial<Person> = {}): Promise<Person> =>
  makePerson(api.dataSource, { displayName: "Wen Okafor", email: null, emailVerifiedAt: null, ...row });
async function visitor(row: Partial<Person> = {}): Promise<Person> {
  const person = await unproved(row);
  await makeVisitor(api.dataSource, { groupId, personId: person.id });
  return person;
}
async function member(row: Partial<Person> = {}, membership: Partial<Membership> = {}): Promise<Person> {
  const person = await makePerson(api.dataSource, { displayName: "Wen Okafor", ...row });
  await makeMembership(api.dataSource, { groupId, personId: person.id, ...membership });
  return person;
}
const withoutAccount = { email: null, emailVerifiedAt: null } as const;

const MERGE = "merge { id mergedPersonId mergedName person { id } mergedBy { id } undoneAt viewerCanUnmerge }";
const merge = (who: string | null, person: { id: string }, duplicate: { id: string }, more: object = {}) =>
  act(
    api,
    who,
    "mergePeople",
    { groupId: idOf("harbourBreakfast"), personId: per(person), duplicateId: per(duplicate), ...more },
    MERGE,
  );
const unmerge = (who: string | null, mergeId: string) => act(api, who, "unmergePeople", { mergeId }, MERGE);
async function merged(person: { id: string }, duplicate: { id: string }): Promise<string> {
  const { payload, codes, messages } = await merge("ada", person, duplicate);
  expect([codes, messages]).toEqual([[], []]);
  return payload?.["merge"].id as string;
}
async function undone(mergeId: string): Promise<void> {
  expect((await unmerge("ada", mergeId)).codes).toEqual([]);
}

const node = async (who: string | null, id: string) => {
  const { data } = await api
    .as(who)
    .graphql<{ node: { id: string } | null; nodes: ({ id: string } | null)[] }>(
      "query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }",
      { id },
    );
  expect(data?.nodes).toEqual([data?.node]);
  return data?.node?.id ?? null;
};

/** Every row of the group in which these people stand, as they are. */
async function rowsOf(...people: { id: string }[]): Promise<unknown> {
  const ids = people.map(({ id }) => id);
  const select = (table: string, condition = "t.person_id = any($1)") =>
    api.dataSource.query(
      `select to_jsonb(t) - 'version' - 'updated_at' as row from ${table} t where ${condition} order by to_jsonb(t)::text`,
      [ids],
    );
  return {
    memberships: await select("memberships"),
    periods: await select("membership_periods"),
    leaves: await select("leaves", "t.membership_id in (select id from memberships where person_id = any($1))"),
    visitors: await select("visitors"),
    rsvps: await select("rsvps"),
    attendances: await select("attendances"),
    walkIns: await select("walk_ins"),
    externalIds: await select("external_ids", "t.object_id = any($1)"),
    marks: await select("marks"),
    people: await select("people", "t.id = any($1)"),
  };
}

describe("mergePeople", () => {
  test("makes one of two, under both ids, and tells of it", async () => {
    const [person, duplicate] = [await visitor(), await visitor({ displayName: "W. Okafor" })];
    const { payload, codes } = await merge("dev", person, duplicate);
    expect(codes).toEqual([]);
    expect(payload?.["merge"]).toEqual({
      id: expect.stringMatching(/^mrg_/),
      mergedPersonId: per(duplicate),
      mergedName: "W. Okafor",
      person: { id: per(person) },
      mergedBy: { id: idOf("dev") },
      undoneAt: null,
      viewerCanUnmerge: true,
    });
    for (const who of ["ada", "dev", "hana"]) expect(await node(who, per(duplicate))).toBe(per(person));
    for (const who of ["cleo", "eva", null]) expect(await node(who, per(duplicate))).toBeNull();

    const [line] = await api.dataSource.query(
      "select actor_id, action, person_id, object_id, after from audit_entries order by id desc limit 1",
    );
    expect(line).toEqual({
      actor_id: keyOf("dev"),
      action: "mergePeople",
      person_id: person.id,
      object_id: payload?.["merge"].id,
      after: { merged: per(duplicate) },
    });
    const [event] = await api.dataSource.query("select name, payload from events order by position desc limit 1");
    expect(event).toEqual({ name: "people.merged", payload: { mergeId: expect.any(String), groupId } });

    const { data } = await api
      .as("ada")
      .graphql<{ group: { personMerges: { edges: { node: { id: string } }[] } } }>(
        `{ group(by: { slug: "harbour-breakfast" }) { personMerges(last: 1, filter: { standing: true }) { edges { node { id } } } } }`,
      );
    expect(data?.group.personMerges.edges).toEqual([{ node: { id: payload?.["merge"].id } }]);
  });

  test("is for those who organise the group; an organiser's place only owners take away", async () => {
    const [person, duplicate] = [await visitor(), await visitor()];
    expect((await merge(null, person, duplicate)).codes).toEqual(["UNAUTHENTICATED"]);
    for (const who of ["cleo", "ben", "hana", "remy"])
      expect((await merge(who, person, duplicate)).codes).toEqual(["FORBIDDEN"]);
    const organiser = await member(withoutAccount, { role: MembershipRole.ORGANISER });
    const other = await member(withoutAccount);
    expect((await merge("dev", other, organiser)).codes).toEqual(["FORBIDDEN"]);
    expect((await merge("ada", other, organiser)).codes).toEqual([]);
    const [{ role }] = await api.dataSource.query("select role from memberships where person_id = $1", [other.id]);
    expect(role).toBe("MEMBER");
  });

  test("changes nothing when it is done again, with a key or without", async () => {
    const [person, duplicate] = [await visitor(), await visitor()];
    const key = { idempotencyKey: newId() };
    const first = await merge("ada", person, duplicate, key);
    const again = [await merge("ada", person, duplicate, key), await merge("dev", person, duplicate)];
    for (const { payload } of again) expect(payload?.["merge"].id).toBe(first.payload?.["merge"].id);
    expect((await merge("ada", duplicate, person, key)).codes).toEqual(["CONFLICT"]);
    expect((await merge("ada", person, person)).codes).toEqual(["INVALID"]);
    expect((await merge("ada", duplicate, person)).codes).toEqual(["INVALID"]);
  });

  test("never takes an account away, and never makes one of two", async () => {
    const [account, other, guest] = [await member(), await member(), await visitor()];
    expect((await merge("ada", guest, account)).messages).toEqual([
      "This one has an account: merge the other way round.",
    ]);
    expect((await merge("ada", other, account)).messages).toEqual(["Both have accounts, so they are two."]);
    const addressed = await member({ emailVerifiedAt: null });
    expect((await merge("ada", guest, addressed)).codes).toEqual(["CONFLICT"]);
    expect((await merge("ada", account, guest)).codes).toEqual([]);
  });

  test("makes no member of somebody with an account: organisers would read their address", async () => {
    const account = await makePerson(api.dataSource);
    await makeVisitor(api.dataSource, { groupId, personId: account.id });
    const duplicate = await member(withoutAccount);
    expect((await merge("ada", account, duplicate)).codes).toEqual(["CONFLICT"]);
    await api.dataSource.query("update memberships set status = 'RESIGNED', ended_at = now() where person_id = $1", [
      duplicate.id,
    ]);
    await api.dataSource.query("update membership_periods set ended_at = now() where person_id = $1", [duplicate.id]);
    expect((await merge("ada", account, duplicate)).codes).toEqual([]);
    const { data } = await api
      .as("ada")
      .graphql<{ node: { contact: unknown } }>(
        "query ($id: ID!) { node(id: $id) { ... on Person { contact { email } } } }",
        { id: per(account) },
      );
    expect(data?.node.contact).toBeNull();
  });

  test("finds nobody who is not in these books, whoever else knows them", async () => {
    const [person, elsewhere] = [await visitor(), await makePerson(api.dataSource)];
    expect((await merge("ada", person, elsewhere)).codes).toEqual(["NOT_FOUND"]);
    expect((await merge("ada", elsewhere, person)).codes).toEqual(["NOT_FOUND"]);
    const typed = await unproved({ email: `${newId()}@example.org` });
    await makeVisitor(api.dataSource, { groupId, personId: typed.id, knownAs: "The one from the bridge" });
    expect((await merge("ada", typed, person)).codes).toEqual(["NOT_FOUND"]);
    const made = { id: newId() };
    expect((await merge("ada", person, made)).codes).toEqual(["NOT_FOUND"]);
    const bad = { groupId: idOf("ada"), personId: "x", duplicateId: "" };
    expect((await act(api, "ada", "mergePeople", bad)).codes).toEqual(["NOT_FOUND"]);
  });

  test("refuses those who are banned, owners, and two who were marked at one meeting", async () => {
    const [one, other] = [await member(withoutAccount), await visitor()];
    await done(api, "ada", "banPerson", { groupId: idOf("harbourBreakfast"), personId: per(other) });
    expect((await merge("ada", one, other)).codes).toEqual(["CONFLICT"]);
    expect((await merge("ada", other, one)).codes).toEqual(["CONFLICT"]);

    const owner = await member(withoutAccount, { role: MembershipRole.OWNER });
    expect((await merge("ada", one, owner)).codes).toEqual(["CONFLICT"]);

    const met = await visitor();
    const meeting = await makeMeeting(api.dataSource);
    await record(
      api,
      "ada",
      meeting.globalId,
      [one, met].map((p) => markOf({ personId: per(p) })),
    );
    const { payload } = await act(
      api,
      "ada",
      "mergePeople",
      { groupId: idOf("harbourBreakfast"), personId: per(one), duplicateId: per(met) },
      "errors { ... on ConflictError { conflicting { id } } }",
    );
    expect(payload?.errors).toMatchObject([{ code: "CONFLICT", conflicting: { id: meeting.globalId } }]);
  });

  test("leaves every other group as it was, and shows nobody anything of it", async () => {
    const other = await makeGroup(api.dataSource, { visibility: GroupVisibility.PRIVATE });
    await makeMembership(api.dataSource, { groupId: other.id, personId: keyOf("eva"), role: MembershipRole.OWNER });
    const accomplice = await member();
    const duplicate = await member({ emailVerifiedAt: null });
    await makeMembership(api.dataSource, { groupId: other.id, personId: duplicate.id });
    const before = await api.dataSource.query("select * from memberships where group_id = $1", [other.id]);
    await merged(accomplice, duplicate);
    expect(await api.dataSource.query("select * from memberships where group_id = $1", [other.id])).toEqual(before);
    expect(await node(accomplice.id, globalId("grp", other.id))).toBeNull();
    const [row] = await api.dataSource.query("select email from people where id = $1", [duplicate.id]);
    expect(row.email).toBe(duplicate.email);
  });
});

describe("what is theirs becomes one, and two again", () => {
  test("memberships with all their time, leaves, visits and external ids", async () => {
    const day = (text: string) => new Date(`${text}T09:00:00.000Z`);
    const person = await member({}, { joinedAt: day("2024-01-01") });
    const duplicate = await member(withoutAccount, {
      joinedAt: day("2022-01-01"),
      endedAt: day("2024-06-01"),
      status: MembershipStatus.LAPSED,
    });
    await makeVisitor(api.dataSource, { groupId, personId: duplicate.id });
    await api.dataSource.query("insert into external_ids values ($1, 'PERSON', $2, $3)", [
      groupId,
      newId(),
      duplicate.id,
    ]);
    const [{ id: place }] = await api.dataSource.query("select id from memberships where person_id = $1", [
      duplicate.id,
    ]);
    await api.dataSource.query("insert into leaves values ($1, $2, '2023-05-01', '2023-05-08', $3, now())", [
      newId(),
      place,
      keyOf("ada"),
    ]);
    const before = await rowsOf(person, duplicate);

    const mergeId = await merged(person, duplicate);
    expect(
      await api.dataSource.query("select status, joined_at, ended_at from memberships where person_id = any($1)", [
        [person.id, duplicate.id],
      ]),
    ).toEqual([{ status: "ACTIVE", joined_at: day("2022-01-01"), ended_at: null }]);
    expect(
      await api.dataSource.query("select started_at, ended_at from membership_periods where person_id = $1", [
        person.id,
      ]),
    ).toEqual([{ started_at: day("2022-01-01"), ended_at: null }]);
    expect(await rowsOf(duplicate)).toMatchObject({
      memberships: [],
      periods: [],
      leaves: [],
      visitors: [],
      externalIds: [],
    });
    expect(await brokenInvariants(api.dataSource, clock.now())).toEqual([]);

    await undone(mergeId);
    expect(await rowsOf(person, duplicate)).toEqual(before);
    expect(await brokenInvariants(api.dataSource, clock.now())).toEqual([]);
  });

  test("a membership that lives takes the place of one that is over; what became of it meanwhile stays", async () => {
    const person = await member({ emailVerifiedAt: null }, { status: MembershipStatus.RESIGNED });
    const duplicate = await member(withoutAccount);
    const mergeId = await merged(person, duplicate);
    const [place] = await api.dataSource.query("select id, status from memberships where person_id = $1", [person.id]);
    expect(place.status).toBe("ACTIVE");
    await done(api, "ada", "removeMember", { membershipId: globalId("mem", place.id) });
    await undone(mergeId);
    const rows = await api.dataSource.query(
      "select person_id, status from memberships where person_id = any($1) order by status",
      [[person.id, duplicate.id]],
    );
    expect(rows).toEqual([
      { person_id: duplicate.id, status: "ACTIVE" },
      { person_id: person.id, status: "REMOVED" },
    ]);
    expect(await brokenInvariants(api.dataSource, clock.now())).toEqual([]);
  });

  test("a membership that only the merged one had moves with its periods", async () => {
    const [person, duplicate] = [await visitor(), await member(withoutAccount)];
    const before = await rowsOf(person, duplicate);
    const mergeId = await merged(person, duplicate);
    expect(await rowsOf(duplicate)).toMatchObject({ memberships: [], periods: [] });
    expect(await rowsOf(person)).toMatchObject({ memberships: [expect.anything()], periods: [expect.anything()] });
    await undone(mergeId);
    expect(await rowsOf(person, duplicate)).toEqual(before);
  });

  test("attendance, without a change of any mark; late marks under the old id find who stays", async () => {
    const [person, duplicate] = [await member({ displayName: "Quill" }), await visitor({ displayName: "Quilll" })];
    const [came, missed] = [await makeMeeting(api.dataSource), await makeMeeting(api.dataSource)];
    const mark = markOf({ personId: per(duplicate) });
    await record(api, "ada", came.globalId, [mark]);
    await record(api, "ada", missed.globalId, [markOf({ personId: per(person) })]);
    await done(api, "ada", "submitRoll", { meetingId: came.globalId });
    const before = await rowsOf(person, duplicate);

    const mergeId = await merged(person, duplicate);
    const ours = async () => (await sheetOf(api, came.id)).filter(({ name }) => String(name).startsWith("Quill"));
    expect(await ours()).toMatchObject([{ name: "Quill", code: "PRESENT", counted_code: "PRESENT" }]);
    const roll = await rollOf(api, "ada", came.globalId);
    expect(roll?.byName.has("Quilll")).toBe(false);
    expect(roll?.byName.get("Quill")).toMatchObject({ code: "PRESENT", isExpected: true });
    expect(((await rowsOf(person, duplicate)) as { marks: unknown }).marks).toEqual(
      (before as { marks: unknown }).marks,
    );

    expect((await record(api, "ada", came.globalId, [mark])).outcomes).toEqual(["REPEATED"]);
    const third = await makeMeeting(api.dataSource);
    expect((await record(api, "hana", third.globalId, [markOf({ personId: per(duplicate) })])).outcomes).toEqual([
      "STORED",
    ]);
    expect(await sheetOf(api, third.id)).toMatchObject([{ name: "Quill", code: "PRESENT" }]);
    const { data } = await api
      .as("ada")
      .graphql<{ node: { attendances: { edges: { node: { person: object; marks: { totalCount: number } } }[] } } }>(
        `query ($id: ID!) { node(id: $id) { ... on Meeting { attendances(first: 50) { edges { node { person { id } marks { totalCount } } } } } } }`,
        { id: came.globalId },
      );
    expect(data?.node.attendances.edges.map(({ node }) => node)).toContainEqual({
      person: { id: per(person) },
      marks: { totalCount: 1 },
    });

    await undone(mergeId);
    expect(await ours()).toMatchObject([
      { name: "Quill", code: null, counted_code: "ABSENT" },
      { name: "Quilll", code: "PRESENT", counted_code: "PRESENT" },
    ]);
    expect(await sheetOf(api, third.id)).toMatchObject([{ name: "Quill", code: "PRESENT" }]);
    expect(await brokenInvariants(api.dataSource, clock.now())).toEqual([]);
  });

  test("answers: who stays keeps theirs, and a seat held twice is free", async () => {
    clock.moveTo("2026-06-01T09:00:00.000Z");
    // Since after the meetings whose rolls other tests have submitted.
    const since = { joinedAt: new Date("2026-06-02T09:00:00.000Z") };
    const [person, duplicate] = [await member({}, since), await member(withoutAccount, since)];
    const meeting = await makeMeeting(api.dataSource, { inPersonCapacity: 3 });
    const other = await makeMeeting(api.dataSource, { inPersonCapacity: 3 });
    const rsvp = (meetingId: string, { id: personId }: Person, status = RsvpStatus.GOING) =>
      makeRow(api.dataSource, Rsvp, {
        ...{ id: newId(), groupId, meetingId, personId, status, answeredById: keyOf("ada") },
        ...{
          mode: TakePartMode.IN_PERSON,
          respondedAt: clock.now(),
          createdAt: clock.now(),
          updatedAt: clock.now(),
        },
      });
    await rsvp(meeting.id, person);
    await rsvp(meeting.id, duplicate);
    await rsvp(other.id, duplicate);
    await api.dataSource.query("update meeting_seats set taken = 2 where meeting_id = $1", [meeting.id]);
    await api.dataSource.query("update meeting_seats set taken = 1 where meeting_id = $1", [other.id]);

    const mergeId = await merged(person, duplicate);
    const answers = () =>
      api.dataSource.query(
        "select person_id, meeting_id, status from rsvps where meeting_id = any($1) order by meeting_id, person_id",
        [[meeting.id, other.id]],
      );
    expect(await answers()).toEqual([
      { person_id: person.id, meeting_id: meeting.id, status: "GOING" },
      { person_id: person.id, meeting_id: other.id, status: "GOING" },
    ]);
    expect(await brokenInvariants(api.dataSource, clock.now())).toEqual([]);
    await undone(mergeId);
    expect(await answers()).toEqual([
      { person_id: person.id, meeting_id: meeting.id, status: "GOING" },
      { person_id: duplicate.id, meeting_id: meeting.id, status: "NOT_GOING" },
      { person_id: duplicate.id, meeting_id: other.id, status: "GOING" },
    ]);
    expect(await brokenInvariants(api.dataSource, clock.now())).toEqual([]);
  });
});

describe("unmergePeople", () => {
  test("is for those who organise the group, works once, and gives both ids back", async () => {
    const [person, duplicate] = [await visitor(), await visitor()];
    const mergeId = await merged(person, duplicate);
    expect((await unmerge(null, mergeId)).codes).toEqual(["UNAUTHENTICATED"]);
    for (const who of ["cleo", "ben", "hana", "eva"])
      expect((await unmerge(who, mergeId)).codes).toEqual(["NOT_FOUND"]);
    const { payload } = await unmerge("dev", mergeId);
    expect(payload?.["merge"]).toMatchObject({ undoneAt: clock.now().toISOString(), viewerCanUnmerge: false });
    const rows = await rowsOf(person, duplicate);
    expect((await unmerge("ada", mergeId)).codes).toEqual([]);
    expect(await rowsOf(person, duplicate)).toEqual(rows);
    expect(await node("ada", per(duplicate))).toBe(per(duplicate));
    const [{ action }] = await api.dataSource.query("select action from audit_entries order by id desc limit 1");
    expect(action).toBe("unmergePeople");
  });

  test("goes through chains from their end", async () => {
    const [a, b, c] = [await visitor(), await visitor(), await visitor()];
    const first = await merged(b, c);
    const second = await merged(a, b);
    expect(await node("ada", per(c))).toBe(per(a));
    expect((await unmerge("ada", first)).codes).toEqual(["CONFLICT"]);
    await undone(second);
    expect(await node("ada", per(c))).toBe(per(b));
    await undone(first);
    expect(await node("ada", per(c))).toBe(per(c));
  });

  test("happens by itself when who was merged proves an address", async () => {
    const [person, duplicate] = [await member(), await member({ emailVerifiedAt: null })];
    await merged(person, duplicate);
    const later = await visitor();
    const laterId = await merged(person, later);
    const { deps } = testJobs(api.dataSource.manager, { clock });
    await drainJobs(deps);
    await api.dataSource.query("update people set email_verified_at = now() where id = $1", [duplicate.id]);
    const { inTransaction } = await import("../../src/platform/transaction.ts");
    const { emit } = await import("../../src/platform/events.ts");
    await inTransaction(testJobs(api.dataSource.manager, { clock }).ctx, (ctx) =>
      emit(ctx, { name: "person.signed-in", personId: duplicate.id, sessionId: newId(), isFirst: true }),
    );
    await drainJobs(deps);
    expect(await rowsOf(duplicate)).toMatchObject({ memberships: [expect.anything()] });
    expect((await unmerge("ada", laterId)).payload?.["merge"].undoneAt).not.toBeNull();
  });
});
