/** Erasing oneself: nothing is left that tells who it was, and no number changes. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { verifyChain } from "../../src/audit/verify-chain.ts";
import { hashOfContact } from "../../src/connections/import-contacts.ts";
import { eraseAddress } from "../../src/erasure/erase-person.ts";
import { rulings } from "../../src/erasure/rulings.ts";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, idOf, keyOf, makeGroup, makeMembership, makePerson, startWithCast } from "../support/cast.ts";
import { dumped, tablesWith } from "../support/dump.ts";
import { testJobs } from "../support/jobs.ts";
import { makeKey, withKey } from "../support/keys.ts";
import { newHouse } from "../support/new-house.ts";
import { fixedClock, testSettings } from "../support/start-api.ts";
import { ADDRESS, MARK, MIRA, plantMira } from "./world-of-mira.ts";

let api: CastApi;
let jobs: ReturnType<typeof testJobs>;
beforeAll(async () => {
  api = await startWithCast();
  jobs = testJobs(api.dataSource.manager, {
    ...{ clock: fixedClock(), secretKey: testSettings.secretKey },
  });
});
afterAll(() => api.close());

async function mailedCode(who: string, email: string): Promise<string> {
  await done(api, who, "requestErasure", { email }, "codeExpiresAt");
  await drainJobs(jobs.deps);
  const letter = jobs.mail.read().findLast(({ headers }) => headers["to"] === email);
  return /code: (\d{8})$/m.exec(letter?.text ?? "")?.[1] ?? "";
}

/** Everything that counts her, as those read it who keep the books, and as the rows have it. */
async function tallies(): Promise<unknown> {
  const { data, errors } = await api.as("ada").graphql(
    `query ($id: ID!) { node(id: $id) { ... on Group {
       pastMeetings: meetings(filter: { period: PAST }, first: 10) { totalCount edges { node {
         goingCount attendanceSummary { expected present absent visitors rate } attendances(first: 10) { totalCount }
       } } }
     } } }`,
    { id: idOf("harbourBreakfast") },
  );
  const [rows] = await api.dataSource.query(
    `select (select count(*) from marks) as marks, (select count(*) from attendances) as attendances,
            (select count(*) from walk_ins) as walk_ins, (select count(*) from visitors) as visitors,
            (select count(*) from membership_periods) as periods, (select count(*) from memberships) as memberships,
            (select count(*) from rsvps) as rsvps, (select count(*) from audit_entries) as audited,
            (select count(*) from introductions) as introductions, (select count(*) from referrals) as referrals,
            (select sum(change_minor_units) from closed_business) as business, (select count(*) from closed_business_credits) as credits,
            (select count(*) from ask_responses where helped_at is not null) as helped, (select count(*) from ideas) as ideas,
            (select count(*) from group_suggestions) as suggestions, (select count(*) from people) as people,
            (select sum(amount_minor_units) from introduction_outcomes) as outcomes`,
  );
  return { data, errors, rows };
}

describe("eraseMe", () => {
  test("leaves nothing of somebody who stands everywhere, and every tally as it was", async () => {
    await plantMira(api.dataSource);
    const before = await dumped(api.dataSource);
    // Else the test would pass for a column that nobody thought of planting.
    const planted = new Set(tablesWith(before, MARK).map((table) => table.replace("public.", "")));
    const ruled = Object.entries(rulings).filter(([, { columns }]) =>
      Object.entries(columns).some(([column, ruling]) => ruling === "CLEARED" && !column.endsWith("hash")),
    );
    expect(ruled.map(([table]) => table).filter((table) => !planted.has(table))).toEqual([]);
    const talliesBefore = await tallies();

    const code = await mailedCode(MIRA, ADDRESS);
    expect(await done(api, MIRA, "eraseMe", { code }, "erasedAt")).toMatchObject({
      erasedAt: "2026-06-01T09:00:00.000Z",
    });

    const after = await dumped(api.dataSource);
    expect(tablesWith(after, MARK)).toEqual([]);
    expect(await tallies()).toEqual(talliesBefore);
    await drainJobs(jobs.deps);
    expect(tablesWith(await dumped(api.dataSource), MARK)).toEqual([]);
  });

  test("breaks no chain of an audit log", async () => {
    const { lines, faults } = await verifyChain(jobs.ctx, keyOf("harbourBreakfast"));
    expect([lines > 0, faults]).toEqual([true, []]);
  });

  test("takes the hash of the address out of the books of others", async () => {
    const hash = hashOfContact(jobs.ctx, ADDRESS);
    const wishes = () => api.dataSource.query("select from contact_wishes where address_hash = $1", [hash]);
    await api.dataSource.query("insert into contact_wishes (owner_id, address_hash, wished_at) values ($1, $2, $3)", [
      ...[keyOf("ben"), hash, jobs.ctx.clock.now()],
    ]);
    expect(await wishes()).toHaveLength(1);
    await eraseAddress(jobs.ctx, ADDRESS);
    expect(await wishes()).toEqual([]);
  });

  test("has ended every session and given the seat to come back", async () => {
    const { errors } = await api.as(MIRA).graphql("{ viewer { id } }");
    expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
    const [left] = await api.dataSource.query(
      `select (select status from memberships where person_id = $1) as status,
              (select taken from meeting_seats s join meetings m on m.id = s.meeting_id where m.starts_at > $2) as taken,
              (select count(*)::integer from sessions where person_id = $1) as sessions`,
      [MIRA, new Date("2026-06-01T09:00:00Z")],
    );
    expect(left).toEqual({ status: "RESIGNED", taken: 0, sessions: 0 });
  });

  test("shows whoever keeps the books somebody without a name", async () => {
    const { data } = await api
      .as("ada")
      .graphql<never>(
        "query ($id: ID!) { node(id: $id) { ... on Person { profile { displayName headline } contact { email } } } }",
        {
          id: `per_${MIRA.replaceAll("-", "")}`,
        },
      );
    expect(data).toMatchObject({ node: { profile: { displayName: "Somebody who left", headline: null } } });
  });

  test("lets the same address begin anew, as somebody else", async () => {
    const anew = await makePerson(api.dataSource, { email: ADDRESS });
    const { data } = await api.as(anew.id).graphql<{ viewer: { id: string } }>("{ viewer { id } }");
    expect(data?.viewer.id).not.toBe(`per_${MIRA.replaceAll("-", "")}`);
  });

  test("is refused with another's address, a wrong code, or a code twice", async () => {
    expect(await act(api, "ben", "requestErasure", { email: "ada@example.org" })).toMatchObject({ codes: ["INVALID"] });
    await mailedCode("ben", "ben@example.org");
    expect(await act(api, "ben", "eraseMe", { code: "00000000" })).toMatchObject({ codes: ["INVALID"] });
    expect(await act(api, null, "eraseMe", { code: "00000000" })).toMatchObject({ codes: ["UNAUTHENTICATED"] });
    const [ben] = await api.dataSource.query("select erased_at from people where id = $1", [keyOf("ben")]);
    expect(ben.erased_at).toBeNull();
  });

  test("a code of somebody else erases nobody", async () => {
    const code = await mailedCode("hana", "hana@example.org");
    expect(await act(api, "dev", "eraseMe", { code })).toMatchObject({ codes: ["INVALID"] });
  });

  test("is refused to the one owner of a group that others are in, which is named", async () => {
    const { data } = await api.as("ada").graphql<Record<string, { errors: unknown[] }>>(
      `mutation { requestErasure(input: { email: "ada@example.org" }) {
         errors { code message path ... on ConflictError { conflicting { id } } } } }`,
    );
    expect(data?.["requestErasure"]?.errors).toEqual([
      {
        code: "CONFLICT",
        message: "Harbour Breakfast has no other owner: it is handed on first.",
        path: null,
        conflicting: { id: idOf("harbourBreakfast") },
      },
    ]);
  });

  test("archives a group that nobody else is in", async () => {
    const owner = await makePerson(api.dataSource);
    const group = await makeGroup(api.dataSource);
    await makeMembership(api.dataSource, { groupId: group.id, personId: owner.id, role: MembershipRole.OWNER });
    const code = await mailedCode(owner.id, owner.email ?? "");
    await done(api, owner.id, "eraseMe", { code }, "erasedAt");
    const [left] = await api.dataSource.query("select archived_at is not null as archived from groups where id = $1", [
      group.id,
    ]);
    expect(left).toEqual({ archived: true });
  });

  test("leaves the group the keys that somebody made for it, for who owns it now", async () => {
    const house = await newHouse(api);
    const { id: apiKeyId, secret } = await makeKey(api, house.key("owner"), [house.id]);
    const roles = [{ personId: house.person("member"), role: "OWNER" }];
    await done(api, house.key("owner"), "handOver", {
      groupId: house.id,
      assignments: [...roles, { personId: house.person("owner"), role: "MEMBER" }],
    });
    const { email } = await api.dataSource.manager.findOneByOrFail(Person, { id: house.key("owner") });
    const code = await mailedCode(house.key("owner"), email ?? "");
    await done(api, house.key("owner"), "eraseMe", { code }, "erasedAt");
    expect((await withKey(api, secret, "{ __typename }")).status).toBe(200);
    expect(await act(api, house.key("member"), "rotateApiKey", { apiKeyId })).toMatchObject({ codes: [] });
  });

  test("of two who are owners both, one may go, and then the other is the last", async () => {
    const [one, other] = [await makePerson(api.dataSource), await makePerson(api.dataSource)];
    const group = await makeGroup(api.dataSource);
    for (const { id: personId } of [one, other]) {
      await makeMembership(api.dataSource, { groupId: group.id, personId, role: MembershipRole.OWNER });
    }
    const member = await makePerson(api.dataSource);
    await makeMembership(api.dataSource, { groupId: group.id, personId: member.id });
    const codes = [await mailedCode(one.id, one.email ?? ""), await mailedCode(other.id, other.email ?? "")];
    const outcomes = await Promise.all([
      act(api, one.id, "eraseMe", { code: codes[0] }),
      act(api, other.id, "eraseMe", { code: codes[1] }),
    ]);
    expect(outcomes.map(({ codes: found }) => found[0] ?? "ok").sort()).toEqual(["CONFLICT", "ok"]);
  });
});
