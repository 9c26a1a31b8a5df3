import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { type House, type Kind, newHouse } from "../support/new-house.ts";
import { TEST_NOW } from "../support/start-api.ts";

const TODAY = "2026-06-01";
const ROUNDS = [0, 1, 2, 3, 4];

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

type Assignment = [kind: Kind, role: string, title?: string, endsOn?: string];
const inputOf = (of: House, assignments: readonly Assignment[], more = {}) => ({
  groupId: of.id,
  assignments: assignments.map(([kind, role, title, endsOn]) => ({ personId: of.person(kind), role, title, endsOn })),
  ...more,
});
const give = (of: House, who: string | null, assignments: readonly Assignment[], more = {}) =>
  act(api, who, "handOver", inputOf(of, assignments, more), "group { id }");

const rolesIn = async (of: House): Promise<Record<string, string>> => {
  const rows: { name: string; role: string }[] = await api.dataSource.query(
    `select p.display_name as name, m.role from memberships m join people p on p.id = m.person_id
      where m.group_id = $1 and m.role <> 'MEMBER' order by 1`,
    [of.group.id],
  );
  return Object.fromEntries(rows.map(({ name, role }) => [name, role]));
};

const TERMS = `query($id: ID!, $standing: Boolean) { group(by: { id: $id }) { roleTerms(filter: { standing: $standing }) { edges { node {
  role title startsOn endsOn endedOn takenUpAt refusal person { id } givenBy { id } } } } } }`;
async function termsIn(of: House, who: string, standing: boolean | null = null): Promise<unknown[] | null> {
  const { data, errors } = await api.as(who).graphql<never>(TERMS, { id: of.id, standing });
  expect(errors).toBeUndefined();
  const { roleTerms } = (data as unknown as { group: { roleTerms: { edges: { node: object }[] } | null } }).group;
  return roleTerms?.edges.map(({ node }) => node) ?? null;
}

/** Runs the work of a later moment. */
async function onDay(moment: string) {
  const jobs = testJobs(api.dataSource.manager, { clock: new StillClock(moment) });
  await drainJobs(jobs.deps);
  jobs.mail.empty();
  await runTimer(jobs.deps, "carry-out-hand-overs");
  await drainJobs(jobs.deps);
  return jobs.mail.read();
}

test("moves roles with titles and terms in one step, and members read the history", async () => {
  const of = await newHouse(api);
  const outcome = await give(of, of.key("owner"), [
    ["member", "OWNER", "Chair", "2027-06-01"],
    ["other", "ORGANISER", "treasurer"],
    ["host", "MEMBER"],
  ]);
  expect(outcome.codes).toEqual([]);
  expect(await rolesIn(of)).toEqual({
    member: "OWNER",
    organiser: "ORGANISER",
    other: "ORGANISER",
    owner: "ORGANISER",
  });

  const again = await give(of, of.key("member"), [["organiser", "ORGANISER", "Treasurer"]]);
  expect(again.codes).toEqual([]);
  const given = { startsOn: TODAY, endsOn: null, endedOn: null, takenUpAt: TEST_NOW.toISOString(), refusal: null };
  const byOwner = { ...given, givenBy: { id: of.person("owner") } };
  expect(await termsIn(of, of.key("trial"))).toEqual([
    { ...byOwner, role: "OWNER", title: "Chair", endsOn: "2027-06-01", person: { id: of.person("member") } },
    // The title moved, the role stays until it is laid down.
    { ...byOwner, role: "ORGANISER", title: "treasurer", endedOn: TODAY, person: { id: of.person("other") } },
    { ...byOwner, role: "MEMBER", title: null, person: { id: of.person("host") } },
    {
      ...given,
      ...{ role: "ORGANISER", title: "Treasurer", person: { id: of.person("organiser") } },
      givenBy: { id: of.person("member") },
    },
  ]);
  expect(await termsIn(of, of.key("trial"), true)).toHaveLength(3);
  expect(await termsIn(of, of.key("stranger"))).toBeNull();

  const lines = await api.dataSource.query(
    "select action, person_id, before, after from audit_entries where group_id = $1 and actor_id = $2 order by person_id",
    [of.group.id, of.key("owner")],
  );
  const line = (kind: Kind, before: string, after: string) => ({
    action: "handOver",
    person_id: of.key(kind),
    before: { role: before },
    after: { role: after },
  });
  expect(lines).toHaveLength(4);
  expect(lines).toEqual(
    expect.arrayContaining([
      line("owner", "OWNER", "ORGANISER"),
      line("host", "HOST", "MEMBER"),
      line("member", "MEMBER", "OWNER"),
      line("other", "MEMBER", "ORGANISER"),
    ]),
  );
});

test("is for owners; others change nothing, and strangers to a private group do not learn of it", async () => {
  const of = await newHouse(api);
  for (const kind of ["organiser", "host", "member", "removed", "stranger"] as const) {
    expect((await give(of, of.key(kind), [["member", "OWNER"]])).codes).toEqual(["FORBIDDEN"]);
  }
  expect((await give(of, null, [["member", "OWNER"]])).codes).toEqual(["UNAUTHENTICATED"]);
  const elsewhere = await newHouse(api, { visibility: "PRIVATE" as never });
  expect((await give(elsewhere, of.key("owner"), [["member", "OWNER"]])).codes).toEqual(["NOT_FOUND"]);
  expect(await rolesIn(of)).toEqual({ host: "HOST", organiser: "ORGANISER", owner: "OWNER" });
});

test("does all or nothing: one who is no member, or contradictions, leave everything as it was", async () => {
  const of = await newHouse(api);
  const refused: [Assignment[], object, string][] = [
    [
      [
        ["member", "OWNER"],
        ["resigned", "HOST"],
      ],
      {},
      "CONFLICT",
    ],
    [
      [
        ["member", "OWNER"],
        ["invited", "HOST"],
      ],
      {},
      "CONFLICT",
    ],
    [
      [
        ["member", "HOST"],
        ["owner", "MEMBER"],
      ],
      {},
      "CONFLICT",
    ],
    [
      [
        ["member", "OWNER"],
        ["other", "OWNER"],
      ],
      {},
      "INVALID",
    ],
    [
      [
        ["member", "HOST"],
        ["member", "ORGANISER", "Chair"],
      ],
      {},
      "INVALID",
    ],
    [
      [
        ["member", "HOST", "Chair"],
        ["member", "HOST", "chair"],
      ],
      {},
      "INVALID",
    ],
    [[["member", "HOST", ""]], {}, "INVALID"],
    [[["member", "HOST", "x".repeat(61)]], {}, "INVALID"],
    [[["member", "HOST", "Chair", TODAY]], {}, "INVALID"],
    [[["member", "HOST", "Chair", "2036-06-10"]], {}, "INVALID"],
    [[["member", "HOST"]], { effectiveOn: "2026-05-31" }, "INVALID"],
    [[["member", "HOST"]], { effectiveOn: "2028-06-02" }, "INVALID"],
    [Array.from({ length: 51 }, () => ["member", "HOST"] as Assignment), {}, "INVALID"],
  ];
  for (const [assignments, more, code] of refused) {
    const { codes } = await give(of, of.key("owner"), assignments, more);
    expect([assignments, [...new Set(codes)]]).toEqual([assignments, [code]]);
  }
  expect(await rolesIn(of)).toEqual({ host: "HOST", organiser: "ORGANISER", owner: "OWNER" });
  expect(await termsIn(of, of.key("owner"))).toEqual([]);
});

test("is done once for a key, also after the owner is no owner any more", async () => {
  const of = await newHouse(api);
  const key = { idempotencyKey: "annual meeting" };
  const first = await give(of, of.key("owner"), [["member", "OWNER"]], key);
  expect(await give(of, of.key("owner"), [["member", "OWNER"]], key)).toEqual(first);
  expect(first.codes).toEqual([]);
  expect(await termsIn(of, of.key("owner"))).toHaveLength(1);
  expect((await give(of, of.key("owner"), [["other", "OWNER"]], key)).codes).toEqual(["CONFLICT"]);
});

test.each(ROUNDS)("of two hand-overs at once one is done, and the group has one owner (%i)", async () => {
  const of = await newHouse(api);
  const outcomes = await Promise.all([
    give(of, of.key("owner"), [["member", "OWNER", "Chair"]]),
    give(of, of.key("owner"), [["other", "OWNER", "Chair"]]),
  ]);
  expect(outcomes.map(({ codes }) => codes.join()).sort()).toEqual(["", "FORBIDDEN"]);
  expect(Object.values(await rolesIn(of)).filter((role) => role === "OWNER")).toHaveLength(1);
  expect(await termsIn(of, of.key("owner"), true)).toHaveLength(1);
});

test.each(ROUNDS)(
  "who leaves while the group is handed to them: either comes first, and an owner stays (%i)",
  async () => {
    const of = await newHouse(api);
    const [given, left] = await Promise.all([
      give(of, of.key("owner"), [["member", "OWNER"]]),
      act(api, of.key("member"), "leaveGroup", { groupId: of.id }),
    ]);
    expect([given.codes.join(), left.codes.join()]).toContain("CONFLICT");
    expect([given.codes, left.codes]).toContainEqual([]);
    expect(await brokenInvariants(api.dataSource, TEST_NOW)).toEqual([]);
  },
);

test("a day to come is kept, known to organisers, and carried out on the group's own day", async () => {
  const of = await newHouse(api, { timeZone: "Pacific/Auckland" });
  const plan: Assignment[] = [["member", "OWNER", "Chair", "2027-07-01"]];
  expect((await give(of, of.key("owner"), plan, { effectiveOn: "2026-07-01" })).codes).toEqual([]);
  expect(await rolesIn(of)).toMatchObject({ owner: "OWNER" });
  expect(await termsIn(of, of.key("member"))).toEqual([]);
  const [planned] = (await termsIn(of, of.key("organiser"))) ?? [];
  expect(planned).toMatchObject({ title: "Chair", startsOn: "2026-07-01", takenUpAt: null });

  // Midnight in Auckland is noon of the day before in UTC.
  await onDay("2026-06-30T11:59:59.000Z");
  expect(await rolesIn(of)).toMatchObject({ owner: "OWNER" });
  expect(await onDay("2026-06-30T12:00:00.000Z")).toEqual([]);
  expect(await rolesIn(of)).toMatchObject({ member: "OWNER", owner: "ORGANISER" });
  expect(await termsIn(of, of.key("host"), true)).toMatchObject([{ startsOn: "2026-07-01", endsOn: "2027-07-01" }]);
  // The timer may run again.
  await onDay("2026-06-30T12:15:00.000Z");
  expect(await termsIn(of, of.key("host"))).toHaveLength(1);
});

test("each hand-over takes the place of the plan before it; an empty one takes it back", async () => {
  const of = await newHouse(api);
  const later = { effectiveOn: "2026-08-01" };
  await give(of, of.key("owner"), [["member", "OWNER"]], later);
  await give(of, of.key("owner"), [["other", "HOST", "Greeter"]], later);
  expect(await termsIn(of, of.key("owner"))).toMatchObject([{ title: "Greeter" }]);
  expect((await give(of, of.key("owner"), [])).codes).toEqual([]);
  expect(await termsIn(of, of.key("owner"))).toEqual([]);
});

test("what is not possible on the day is left out, and the owner is told", async () => {
  const of = await newHouse(api);
  const plan: Assignment[] = [
    ["member", "OWNER", "Chair"],
    ["owner", "MEMBER"],
    ["other", "HOST", "Greeter"],
  ];
  expect((await give(of, of.key("owner"), plan, { effectiveOn: "2026-08-05" })).codes).toEqual([]);
  await done(api, of.key("member"), "leaveGroup", { groupId: of.id });
  const mails = await onDay("2026-08-05T09:00:00.000Z");
  expect(await rolesIn(of)).toMatchObject({ owner: "OWNER", other: "HOST" });
  const [mail] = mails.filter(({ headers }) => headers["to"] === `${of.key("owner")}@example.org`);
  expect(mail?.text).toContain("- member, Chair: no member any more\n");
  expect(mail?.text).toContain("- owner, member: the group would have been left without an owner\n");
  expect(mail?.text).not.toContain("Greeter");
  expect(await termsIn(of, of.key("owner"))).toMatchObject([
    { refusal: "NO_MEMBER" },
    { refusal: "OWNER_MISSING" },
    { refusal: null, title: "Greeter" },
  ]);
});

test("a plan of somebody who owns the group no longer comes to nothing", async () => {
  const of = await newHouse(api);
  await give(of, of.key("owner"), [["member", "OWNER"]], { effectiveOn: "2026-09-01" });
  await done(api, of.key("owner"), "transferOwnership", { membershipId: of.membership("organiser") });
  await onDay("2026-09-01T09:00:00.000Z");
  expect(await rolesIn(of)).toMatchObject({ organiser: "OWNER" });
  expect(await termsIn(of, of.key("organiser"))).toMatchObject([{ refusal: "GIVER_NO_OWNER", takenUpAt: null }]);
});

test("a term ends with the membership at once, and with the role", async () => {
  const of = await newHouse(api);
  await give(of, of.key("owner"), [
    ["member", "HOST", "Greeter"],
    ["other", "ORGANISER", "Treasurer"],
  ]);
  await done(api, of.key("member"), "leaveGroup", { groupId: of.id });
  expect(await termsIn(of, of.key("owner"), true)).toHaveLength(1);
  await done(api, of.key("owner"), "changeRole", { membershipId: of.membership("other"), role: "MEMBER" });
  await onDay("2026-06-01T09:00:00.000Z");
  expect(await termsIn(of, of.key("owner"), true)).toEqual([]);
  expect(await termsIn(of, of.key("owner"))).toHaveLength(2);
});

test("the database itself holds one owner at a time, and one term of a person and title", async () => {
  const of = await newHouse(api);
  const add = (kind: Kind, role: string, title: string, from: string, until: string | null) =>
    api.dataSource.query(
      `insert into role_terms (id, group_id, person_id, role, title, starts_on, ended_on, given_at, taken_up_at)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, now(), now())`,
      [of.group.id, of.key(kind), role, title, from, until],
    );
  await add("owner", "OWNER", "Chair", "2026-01-01", "2026-02-01");
  await add("member", "OWNER", "Chair", "2026-02-01", null);
  await expect(add("other", "OWNER", "President", "2026-03-01", null)).rejects.toThrow("one_owner_term_at_a_time");
  await add("other", "HOST", "Greeter", "2026-01-01", "2026-03-01");
  const again = add("other", "HOST", "greeter", "2026-02-28", null);
  await expect(again).rejects.toThrow("one_term_of_a_person_and_title_at_a_time");
});
