import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { globalId, newId } from "../../src/platform/ids.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { type House, type Kind, newHouse } from "../support/new-house.ts";

// 2026-06-01T09:00Z: in Auckland it is the evening of that day, in Honolulu still the night before.
let api: CastApi;
let of: House;
beforeAll(async () => {
  api = await startWithCast();
  of = await newHouse(api, { timeZone: "Pacific/Auckland" });
});
afterAll(() => api.close());

const LEAVE = "leave { id fromOn toOn membership { id status } }";
const record = (who: string | null, kind: Kind, fromOn: string, toOn: string, house = of) =>
  act(api, who, "recordLeave", { membershipId: house.membership(kind), fromOn, toOn }, LEAVE);
const cancel = (who: string | null, leaveId: string) =>
  act(api, who, "cancelLeave", { leaveId }, "membership { status leaves { edges { node { fromOn toOn } } } }");

describe("recordLeave", () => {
  test("is for the member themself, shows as ON_LEAVE to all, and its days to few", async () => {
    const { payload } = await record(of.key("member"), "member", "2026-06-01", "2026-06-14");
    expect(payload?.["leave"]).toMatchObject({
      fromOn: "2026-06-01",
      toOn: "2026-06-14",
      membership: { status: "ON_LEAVE" },
    });
    const see = async (kind: Kind) => {
      const query =
        "query($id: ID!) { node(id: $id) { ... on Membership { status leaves { edges { node { fromOn } } } } } }";
      return (await api.as(of.key(kind)).graphql<{ node: object }>(query, { id: of.membership("member") })).data?.node;
    };
    expect(await see("other")).toEqual({ status: "ON_LEAVE", leaves: null });
    expect(await see("host")).toEqual({ status: "ON_LEAVE", leaves: null });
    expect(await see("organiser")).toMatchObject({ leaves: { edges: [{ node: { fromOn: "2026-06-01" } }] } });

    const filtered = `query($id: ID!) { group(by: { id: $id }) { memberships(filter: { statuses: [ON_LEAVE] }) { edges { node { id } } } } }`;
    const { data } = await api.as(of.key("other")).graphql(filtered, { id: of.id });
    expect(data).toEqual({ group: { memberships: { edges: [{ node: { id: of.membership("member") } }] } } });

    const [audited] = await api.dataSource.query("select count(*)::int as n from audit_entries where group_id = $1", [
      of.group.id,
    ]);
    expect(audited.n).toBe(0);
  });

  test("by an organiser is logged, by days alone", async () => {
    expect((await record(of.key("organiser"), "host", "2026-07-01", "2026-07-01")).codes).toEqual([]);
    const lines = await api.dataSource.query(
      "select action, person_id, before, after from audit_entries where group_id = $1",
      [of.group.id],
    );
    expect(lines).toEqual([
      {
        action: "recordLeave",
        person_id: of.key("host"),
        before: {},
        after: { fromOn: "2026-07-01", toOn: "2026-07-01" },
      },
    ]);
  });

  test("the same days again are the same leave; days that overlap are refused", async () => {
    const first = await record(of.key("other"), "other", "2026-08-01", "2026-08-10");
    const same = await Promise.all([1, 2, 3].map(() => record(of.key("other"), "other", "2026-08-01", "2026-08-10")));
    for (const again of same) expect(again.payload).toEqual(first.payload);
    expect((await record(of.key("other"), "other", "2026-08-10", "2026-08-12")).codes).toEqual(["CONFLICT"]);
    expect((await record(of.key("other"), "other", "2026-08-11", "2026-08-12")).codes).toEqual([]);
  });

  test("two that overlap and come at once become one", async () => {
    const answers = await Promise.all([
      record(of.key("trial"), "trial", "2026-09-01", "2026-09-10"),
      record(of.key("trial"), "trial", "2026-09-05", "2026-09-15"),
    ]);
    expect(answers.map(({ codes }) => codes.join()).sort()).toEqual(["", "CONFLICT"]);
  });

  test.each([
    ["a day that is over there", "2026-05-31", "2026-06-20", "fromOn"],
    ["days in the wrong order", "2026-10-02", "2026-10-01", "toOn"],
    ["more than 366 days", "2026-10-01", "2027-10-02", "toOn"],
    ["a beginning more than two years ahead", "2028-06-02", "2028-06-03", "fromOn"],
  ])("refuses %s", async (_what, fromOn, toOn, field) => {
    const { payload, codes } = await record(of.key("owner"), "owner", fromOn, toOn);
    expect(codes).toEqual(["INVALID"]);
    expect(payload?.errors[0]?.path).toEqual(["input", field]);
  });

  test("counts days by the group's own calendar", async () => {
    const west = await newHouse(api, { timeZone: "Pacific/Honolulu" });
    expect(
      (await record(west.key("owner"), "owner", "2026-05-31", "2026-05-31", west)).payload?.["leave"],
    ).toMatchObject({
      membership: { status: "ON_LEAVE" },
    });
    expect(
      (await record(west.key("member"), "member", "2026-06-01", "2026-06-01", west)).payload?.["leave"],
    ).toMatchObject({
      membership: { status: "ACTIVE" },
    });
  });

  test("refuses everybody else, and who is no member", async () => {
    expect((await record(null, "member", "2026-11-01", "2026-11-02")).codes).toEqual(["UNAUTHENTICATED"]);
    expect((await record(of.key("stranger"), "member", "2026-11-01", "2026-11-02")).codes).toEqual(["NOT_FOUND"]);
    expect((await record(of.key("other"), "member", "2026-11-01", "2026-11-02")).codes).toEqual(["FORBIDDEN"]);
    expect((await record(of.key("host"), "member", "2026-11-01", "2026-11-02")).codes).toEqual(["FORBIDDEN"]);
    expect((await record(of.key("owner"), "resigned", "2026-11-01", "2026-11-02")).codes).toEqual(["CONFLICT"]);
    expect((await record(of.key("resigned"), "resigned", "2026-11-01", "2026-11-02")).codes).toEqual(["FORBIDDEN"]);
  });
});

describe("cancelLeave", () => {
  test("takes back what lies ahead, and keeps the days that are over", async () => {
    const house = await newHouse(api);
    const { payload } = await record(house.key("member"), "member", "2026-06-01", "2026-06-14", house);
    const later = await done(
      api,
      house.key("member"),
      "recordLeave",
      { membershipId: house.membership("member"), fromOn: "2026-07-01", toOn: "2026-07-02" },
      LEAVE,
    );
    // As if it had begun a week ago.
    await api.dataSource.query(
      "update leaves set from_on = '2026-05-25' where membership_id = $1 and from_on = '2026-06-01'",
      [house.row("member")],
    );
    const { payload: after } = await cancel(house.key("member"), payload?.["leave"].id);
    expect(after?.["membership"]).toEqual({
      status: "ACTIVE",
      leaves: {
        edges: [
          { node: { fromOn: "2026-05-25", toOn: "2026-05-31" } },
          { node: { fromOn: "2026-07-01", toOn: "2026-07-02" } },
        ],
      },
    });
    expect((await cancel(house.key("member"), payload?.["leave"].id)).codes).toEqual(["CONFLICT"]);
    expect((await cancel(house.key("organiser"), later["leave"].id)).codes).toEqual([]);
    expect((await cancel(house.key("member"), later["leave"].id)).codes).toEqual(["NOT_FOUND"]);
    const lines = await api.dataSource.query("select action, before, after from audit_entries where group_id = $1", [
      house.group.id,
    ]);
    expect(lines).toEqual([{ action: "cancelLeave", before: { fromOn: "2026-07-01", toOn: "2026-07-02" }, after: {} }]);
  });

  test("is hidden from others, as is the leave", async () => {
    const house = await newHouse(api);
    const { payload } = await record(house.key("member"), "member", "2026-06-05", "2026-06-14", house);
    const leaveId = payload?.["leave"].id;
    const nothing = await cancel(house.key("other"), globalId("lve", newId()));
    for (const kind of ["other", "host", "stranger"] as const) {
      expect((await cancel(house.key(kind), leaveId)).payload).toEqual(nothing.payload);
    }
    expect((await cancel(null, leaveId)).codes).toEqual(["UNAUTHENTICATED"]);
  });

  test("happens by itself to days ahead when the membership ends", async () => {
    const house = await newHouse(api);
    await record(house.key("member"), "member", "2026-06-05", "2026-06-14", house);
    await done(api, house.key("member"), "leaveGroup", { groupId: house.id });
    await done(api, house.key("member"), "joinGroup", { groupId: house.id });
    const rows = await api.dataSource.query("select 1 from leaves where membership_id = $1", [house.row("member")]);
    expect(rows).toEqual([]);
  });
});

describe("periods", () => {
  test("say who was a member on a given day", async () => {
    const house = await newHouse(api);
    await done(api, house.key("member"), "leaveGroup", { groupId: house.id });
    await done(api, house.key("resigned"), "joinGroup", { groupId: house.id });
    const on = async (day: string) => {
      const rows = await api.dataSource.query<{ person_id: string }[]>(
        `select person_id from membership_periods
         where group_id = $1 and started_at <= $2 and (ended_at is null or ended_at > $2)`,
        [house.group.id, day],
      );
      return rows.map(({ person_id }) => person_id);
    };
    const before = await on("2026-03-01T12:00:00Z");
    expect(before).toContain(house.key("member"));
    expect(before).toContain(house.key("removed"));
    expect(before).not.toContain(house.key("requested"));
    const after = await on("2026-06-02T12:00:00Z");
    expect(after).not.toContain(house.key("member"));
    expect(after).toContain(house.key("resigned"));

    const query =
      "query($id: ID!) { node(id: $id) { ... on Membership { periods { edges { node { startedAt endedAt } } } } } }";
    const { data } = await api.as(house.key("owner")).graphql(query, { id: house.membership("resigned") });
    expect(data).toEqual({
      node: {
        periods: {
          edges: [
            { node: { startedAt: "2026-01-05T09:00:00.000Z", endedAt: "2026-06-01T09:00:00.000Z" } },
            { node: { startedAt: "2026-06-01T09:00:00.000Z", endedAt: null } },
          ],
        },
      },
    });
  });
});
