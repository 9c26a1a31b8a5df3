import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { type House, type Kind, newHouse } from "../support/new-house.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const change = (of: House, who: string | null, kind: Kind, role: string, more = {}) =>
  act(api, who, "changeRole", { membershipId: of.membership(kind), role, ...more }, "membership { role version }");
const CHANGED = ["organiser", "host", "member", "trial"] as const;
const ROLES = Object.values(MembershipRole);

/** Who may give whom which roles; whatever is not here is FORBIDDEN. One's own role again is no raise. */
const ALLOWED: Partial<Record<Kind, Partial<Record<Kind, readonly string[]>>>> = {
  owner: { organiser: ROLES, host: ROLES, member: ROLES, trial: ROLES },
  organiser: {
    organiser: ["ORGANISER", "HOST", "MEMBER"],
    host: ["HOST", "MEMBER"],
    member: ["HOST", "MEMBER"],
    trial: ["HOST", "MEMBER"],
  },
  host: { host: ["HOST", "MEMBER"] },
  member: { member: ["MEMBER"] },
  trial: { trial: ["MEMBER"] },
};

describe("changeRole", () => {
  test("threat 10: lets nobody raise themself, and only owners make owners and organisers", async () => {
    const wrong: string[] = [];
    const of = await newHouse(api);
    // Past the acts, so that every attempt has the same start.
    const reset = () =>
      api.dataSource.query(
        "update memberships set role = case id when $1 then 'ORGANISER' when $2 then 'HOST' else 'MEMBER' end where id = any($3)",
        [of.row("organiser"), of.row("host"), CHANGED.map((kind) => of.row(kind))],
      );
    for (const who of ["owner", ...CHANGED] as const) {
      for (const [kind, role] of CHANGED.flatMap((kind) => ROLES.map((role) => [kind, role] as const))) {
        await reset();
        const expected = ALLOWED[who]?.[kind]?.includes(role) ? "" : "FORBIDDEN";
        const { codes } = await change(of, of.key(who), kind, role);
        if (codes.join() !== expected) wrong.push(`${who} makes ${kind} ${role}: ${codes.join() || "done"}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("is logged when it is somebody else's, counted in the version, and STALE on an old one", async () => {
    const of = await newHouse(api);
    const first = await change(of, of.key("owner"), "member", "HOST", { expectedVersion: 1 });
    expect(first.payload?.["membership"]).toEqual({ role: "HOST", version: 2 });
    expect((await change(of, of.key("owner"), "member", "HOST")).payload?.["membership"].version).toBe(2);
    expect((await change(of, of.key("owner"), "member", "MEMBER", { expectedVersion: 1 })).codes).toEqual(["STALE"]);
    await change(of, of.key("member"), "member", "MEMBER");
    const lines = await api.dataSource.query("select actor_id, before, after from audit_entries where group_id = $1", [
      of.group.id,
    ]);
    expect(lines).toEqual([{ actor_id: of.key("owner"), before: { role: "MEMBER" }, after: { role: "HOST" } }]);
  });

  test("needs a live membership within sight", async () => {
    const of = await newHouse(api);
    expect((await change(of, of.key("owner"), "removed", "HOST")).codes).toEqual(["CONFLICT"]);
    expect((await change(of, of.key("owner"), "invited", "HOST")).codes).toEqual(["CONFLICT"]);
    expect((await change(of, of.key("stranger"), "member", "HOST")).codes).toEqual(["NOT_FOUND"]);
    expect((await change(of, null, "member", "HOST")).codes).toEqual(["UNAUTHENTICATED"]);
    expect((await change(of, of.key("removed"), "removed", "OWNER")).codes).toEqual(["FORBIDDEN"]);
    expect((await change(of, (await newHouse(api)).key("owner"), "member", "HOST")).codes).toEqual(["NOT_FOUND"]);
    expect((await change(of, of.key("owner"), "member", "HOST", { membershipId: of.id })).codes).toEqual(["NOT_FOUND"]);
  });
});

describe("transferOwnership", () => {
  const transfer = (of: House, who: string | null, kind: Kind) =>
    act(
      api,
      who,
      "transferOwnership",
      { membershipId: of.membership(kind) },
      "membership { role } group { viewerMembership { role } viewerCanArchive }",
    );

  test("makes the successor owner and the viewer organiser, in one step", async () => {
    const of = await newHouse(api);
    const { payload } = await transfer(of, of.key("owner"), "member");
    expect(payload).toMatchObject({
      membership: { role: "OWNER" },
      group: { viewerMembership: { role: "ORGANISER" }, viewerCanArchive: false },
    });
    expect((await transfer(of, of.key("owner"), "member")).codes).toEqual(["FORBIDDEN"]);
    const action = "transferOwnership";
    const lines = await api.dataSource.query(
      "select action, person_id, before, after from audit_entries where group_id = $1 order by id",
      [of.group.id],
    );
    expect(lines).toEqual([
      { action, person_id: of.key("member"), before: { role: "MEMBER" }, after: { role: "OWNER" } },
      { action, person_id: of.key("owner"), before: { role: "OWNER" }, after: { role: "ORGANISER" } },
    ]);
    await done(api, of.key("member"), "archiveGroup", { groupId: of.id });
  });

  test("is for owners, to a live member who is somebody else", async () => {
    const of = await newHouse(api);
    expect((await transfer(of, of.key("organiser"), "organiser")).codes).toEqual(["FORBIDDEN"]);
    expect((await transfer(of, of.key("member"), "other")).codes).toEqual(["FORBIDDEN"]);
    expect((await transfer(of, of.key("stranger"), "other")).codes).toEqual(["NOT_FOUND"]);
    expect((await transfer(of, null, "other")).codes).toEqual(["UNAUTHENTICATED"]);
    expect((await transfer(of, of.key("owner"), "owner")).codes).toEqual(["CONFLICT"]);
    expect((await transfer(of, of.key("owner"), "removed")).codes).toEqual(["CONFLICT"]);
    // Two groups in one call: the group is the membership's own.
    const elsewhere = await newHouse(api);
    expect((await transfer(elsewhere, of.key("owner"), "member")).codes).toEqual(["NOT_FOUND"]);
  });
});

describe("banPerson and liftBan", () => {
  const ban = (of: House, who: string | null, kind: Parameters<House["person"]>[0]) =>
    act(
      api,
      who,
      "banPerson",
      { groupId: of.id, personId: of.person(kind) },
      "ban { id imposedAt liftedAt person { id } imposedBy { id } }",
    );

  test("ends what the person is and keeps them out, until it is lifted", async () => {
    const of = await newHouse(api);
    const { payload } = await ban(of, of.key("organiser"), "member");
    expect(payload?.["ban"]).toMatchObject({
      imposedAt: "2026-06-01T09:00:00.000Z",
      liftedAt: null,
      person: { id: of.person("member") },
      imposedBy: { id: of.person("organiser") },
    });
    expect((await ban(of, of.key("organiser"), "member")).payload).toEqual(payload);
    const [row] = await api.dataSource.query("select status from memberships where id = $1", [of.row("member")]);
    expect(row).toEqual({ status: "REMOVED" });
    expect((await act(api, of.key("member"), "joinGroup", { groupId: of.id })).codes).toEqual(["CONFLICT"]);
    const { data } = await api
      .as(of.key("member"))
      .graphql("query($id: ID!) { group(by: { id: $id }) { memberships { totalCount } viewerCanJoin } }", {
        id: of.id,
      });
    expect(data).toEqual({ group: { memberships: null, viewerCanJoin: false } });

    const lift = { banId: payload?.["ban"].id };
    const lifted = await done(api, of.key("owner"), "liftBan", lift, "ban { liftedAt }");
    expect(lifted["ban"].liftedAt).toBe("2026-06-01T09:00:00.000Z");
    expect(await done(api, of.key("owner"), "liftBan", lift, "ban { liftedAt }")).toEqual(lifted);
    expect((await act(api, of.key("member"), "joinGroup", { groupId: of.id })).codes).toEqual([]);
    const lines = await api.dataSource.query(
      "select action, before, after from audit_entries where group_id = $1 order by id",
      [of.group.id],
    );
    expect(lines).toEqual([
      { action: "banPerson", before: { status: "ACTIVE", banned: false }, after: { status: "REMOVED", banned: true } },
      { action: "liftBan", before: { banned: true }, after: { banned: false } },
    ]);
  });

  test("reaches people who are nothing to the group, and two at once are one ban", async () => {
    const of = await newHouse(api);
    const answers = await Promise.all([1, 2, 3, 4].map(() => ban(of, of.key("owner"), "stranger")));
    expect(new Set(answers.map(({ payload }) => payload?.["ban"].id)).size).toBe(1);
  });

  test("is for organisers within their role; others do not learn whether the person exists", async () => {
    const of = await newHouse(api);
    expect((await ban(of, null, "member")).codes).toEqual(["UNAUTHENTICATED"]);
    for (const kind of ["host", "member", "removed", "stranger"] as const) {
      expect((await ban(of, of.key(kind), "other")).codes).toEqual(["FORBIDDEN"]);
    }
    expect((await ban(of, of.key("organiser"), "owner")).codes).toEqual(["FORBIDDEN"]);
    expect((await ban(of, of.key("organiser"), "organiser")).codes).toEqual(["FORBIDDEN"]);
    const mine = await newHouse(api);
    const { payload } = await ban(of, of.key("owner"), "other");
    expect((await act(api, mine.key("owner"), "liftBan", { banId: payload?.["ban"].id })).codes).toEqual(["NOT_FOUND"]);
    expect((await act(api, of.key("host"), "liftBan", { banId: payload?.["ban"].id })).codes).toEqual(["NOT_FOUND"]);
    expect((await act(api, of.key("other"), "liftBan", { banId: payload?.["ban"].id })).codes).toEqual(["NOT_FOUND"]);
  });
});
