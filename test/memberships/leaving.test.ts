import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GroupVisibility } from "../../src/groups/group.entity.ts";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { whenMembershipEnds } from "../../src/memberships/end-membership.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { type House, newHouse } from "../support/new-house.ts";

let api: CastApi;
const ended: string[] = [];
beforeAll(async () => {
  api = await startWithCast();
  whenMembershipEnds(async (ctx, { membershipId }) => {
    const [row] = await ctx.db.query<{ status: string }[]>("select status from memberships where id = $1", [
      membershipId,
    ]);
    ended.push(`${membershipId} ${row?.status}`);
    return Promise.resolve();
  });
});
afterAll(() => api.close());

const MEMBERSHIP = "membership { id status role endedAt }";
const leave = (of: House, who: string | null) => act(api, who, "leaveGroup", { groupId: of.id }, MEMBERSHIP);
const remove = (of: House, who: string | null, kind: string) =>
  act(api, who, "removeMember", { membershipId: of.membership(kind as never) }, MEMBERSHIP);
const owners = async (of: House) =>
  (
    await api.dataSource.query<{ id: string }[]>(
      "select id from memberships where group_id = $1 and role = 'OWNER' and status = 'ACTIVE'",
      [of.group.id],
    )
  ).length;
const secondOwner = (of: House) =>
  done(api, of.key("owner"), "changeRole", { membershipId: of.membership("organiser"), role: MembershipRole.OWNER });

describe("leaveGroup", () => {
  test("ends it in one step, with its period and what hangs on it, and keeps the history", async () => {
    const of = await newHouse(api);
    const { payload } = await leave(of, of.key("host"));
    expect(payload?.["membership"]).toMatchObject({ status: "RESIGNED", endedAt: "2026-06-01T09:00:00.000Z" });
    expect(ended).toContain(`${of.row("host")} RESIGNED`);
    const rows = await api.dataSource.query(
      "select started_at, ended_at from membership_periods where membership_id = $1",
      [of.row("host")],
    );
    expect(rows).toEqual([
      { started_at: new Date("2026-01-05T09:00:00.000Z"), ended_at: new Date("2026-06-01T09:00:00.000Z") },
    ]);
    const [event] = await api.dataSource.query(
      "select payload from events where name = 'membership.ended' and payload->>'membershipId' = $1",
      [of.row("host")],
    );
    expect(event.payload).toEqual({
      membershipId: of.row("host"),
      groupId: of.group.id,
      personId: of.key("host"),
    });
    expect((await leave(of, of.key("host"))).payload).toEqual(payload);
  });

  test("shuts a private group behind whoever left", async () => {
    const of = await newHouse(api, { visibility: GroupVisibility.PRIVATE });
    const { payload, codes } = await leave(of, of.key("member"));
    expect(codes).toEqual([]);
    expect(payload?.["membership"]).toBeNull();
    expect((await leave(of, of.key("member"))).codes).toEqual(["NOT_FOUND"]);
  });

  test("turns an invitation down", async () => {
    const of = await newHouse(api);
    expect((await leave(of, of.key("invited"))).payload?.["membership"]).toMatchObject({
      status: "LAPSED",
      endedAt: null,
    });
    expect(ended.some((line) => line.startsWith(of.row("invited")))).toBe(false);
  });

  test("is a CONFLICT for who is no member, and needs somebody signed in", async () => {
    const of = await newHouse(api);
    expect((await leave(of, of.key("stranger"))).codes).toEqual(["CONFLICT"]);
    expect((await leave(of, of.key("removed"))).codes).toEqual(["CONFLICT"]);
    expect((await leave(of, null)).codes).toEqual(["UNAUTHENTICATED"]);
  });
});

describe("the last owner", () => {
  test("threat 10: can neither leave, step down, be removed nor be banned", async () => {
    const of = await newHouse(api);
    expect((await leave(of, of.key("owner"))).codes).toEqual(["CONFLICT"]);
    const stepDown = { membershipId: of.membership("owner"), role: MembershipRole.MEMBER };
    expect((await act(api, of.key("owner"), "changeRole", stepDown)).codes).toEqual(["CONFLICT"]);
    expect((await remove(of, of.key("owner"), "owner")).codes).toEqual(["FORBIDDEN"]);
    const ban = { groupId: of.id, personId: of.person("owner") };
    expect((await act(api, of.key("owner"), "banPerson", ban)).codes).toEqual(["FORBIDDEN"]);
    expect((await act(api, of.key("organiser"), "banPerson", ban)).codes).toEqual(["FORBIDDEN"]);
    expect(await owners(of)).toBe(1);
  });

  test.each([
    ["leave", (of: House, kind: "owner" | "organiser") => leave(of, of.key(kind))],
    [
      "step down",
      (of: House, kind: "owner" | "organiser") =>
        act(api, of.key(kind), "changeRole", { membershipId: of.membership(kind), role: MembershipRole.MEMBER }),
    ],
    [
      "remove each other",
      (of: House, kind: "owner" | "organiser") => remove(of, of.key(kind), kind === "owner" ? "organiser" : "owner"),
    ],
  ])("stays, though two owners %s at once", async (_what, go) => {
    for (let round = 0; round < 5; round++) {
      const of = await newHouse(api);
      await secondOwner(of);
      const answers = await Promise.all([go(of, "owner"), go(of, "organiser")]);
      expect(answers.filter(({ codes }) => codes.length === 0)).toHaveLength(1);
      expect(await owners(of)).toBe(1);
    }
  });

  test("is kept by the database itself, also from two transactions that know nothing of each other", async () => {
    const of = await newHouse(api);
    await secondOwner(of);
    const leaving = ["owner", "organiser"] as const;
    const runners = leaving.map(() => api.dataSource.createQueryRunner());
    try {
      for (const [index, runner] of runners.entries()) {
        await runner.startTransaction();
        await runner.query("update memberships set status = 'RESIGNED' where id = $1", [
          of.row(leaving[index] ?? "owner"),
        ]);
      }
      const ends = await Promise.allSettled(runners.map((runner) => runner.commitTransaction()));
      const failed = ends.filter((end) => end.status === "rejected");
      expect(failed).toHaveLength(1);
      expect(String(failed[0]?.reason)).toContain("a group keeps an owner");
    } finally {
      for (const runner of runners) await runner.release();
    }
    expect(await owners(of)).toBe(1);
  });
});

describe("removeMember", () => {
  test("puts somebody out, with their next request and in the log", async () => {
    const of = await newHouse(api, { visibility: GroupVisibility.PRIVATE });
    const seen = async () => {
      const { data } = await api
        .as(of.key("member"))
        .graphql<{ group: object | null }>(
          "query($id: ID!) { group(by: { id: $id }) { memberships { totalCount } } }",
          { id: of.id },
        );
      return data?.group ?? null;
    };
    expect(await seen()).toEqual({ memberships: { totalCount: 6 } });
    const { payload } = await remove(of, of.key("organiser"), "member");
    expect(payload?.["membership"]).toMatchObject({ status: "REMOVED" });
    expect(await seen()).toBeNull();
    expect(ended).toContain(`${of.row("member")} REMOVED`);
    expect((await remove(of, of.key("organiser"), "member")).payload).toEqual(payload);

    const lines = await api.dataSource.query(
      "select action, person_id, before, after, request_id <> '' as has_request from audit_entries where group_id = $1",
      [of.group.id],
    );
    expect(lines).toEqual([
      {
        action: "removeMember",
        person_id: of.key("member"),
        before: { status: "ACTIVE", role: "MEMBER" },
        after: { status: "REMOVED" },
        has_request: true,
      },
    ]);
  });

  test("takes an unanswered invitation back", async () => {
    const of = await newHouse(api);
    expect((await remove(of, of.key("organiser"), "invited")).payload?.["membership"].status).toBe("LAPSED");
    expect((await remove(of, of.key("organiser"), "requested")).codes).toEqual(["CONFLICT"]);
  });

  test("is for organisers, within their role, and for their own group alone", async () => {
    const of = await newHouse(api);
    expect((await remove(of, null, "member")).codes).toEqual(["UNAUTHENTICATED"]);
    expect((await remove(of, of.key("stranger"), "member")).codes).toEqual(["NOT_FOUND"]);
    expect((await remove(of, (await newHouse(api)).key("owner"), "member")).codes).toEqual(["NOT_FOUND"]);
    for (const kind of ["member", "host", "trial"]) {
      expect((await remove(of, of.key(kind as never), "other")).codes).toEqual(["FORBIDDEN"]);
    }
    expect((await remove(of, of.key("organiser"), "owner")).codes).toEqual(["FORBIDDEN"]);
    expect((await remove(of, of.key("member"), "member")).codes).toEqual(["FORBIDDEN"]);
    await done(api, of.key("owner"), "changeRole", {
      membershipId: of.membership("host"),
      role: MembershipRole.ORGANISER,
    });
    expect((await remove(of, of.key("organiser"), "host")).codes).toEqual(["FORBIDDEN"]);
    expect((await remove(of, of.key("owner"), "host")).codes).toEqual([]);
  });
});

describe("the audit log", () => {
  test("cannot be rewritten, whoever tries", async () => {
    const of = await newHouse(api);
    await remove(of, of.key("owner"), "member");
    for (const sql of ["update audit_entries set action = 'nothing'", "delete from audit_entries"]) {
      await expect(api.dataSource.query(sql)).rejects.toThrow("audit entries are append-only");
    }
  });
});
