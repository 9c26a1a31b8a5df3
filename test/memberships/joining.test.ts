import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GroupVisibility, JoinMode } from "../../src/groups/group.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { type House, newHouse } from "../support/new-house.ts";

let api: CastApi;
let open: House;
let byRequest: House;
beforeAll(async () => {
  api = await startWithCast();
  open = await newHouse(api);
  byRequest = await newHouse(api, { joinMode: JoinMode.REQUEST });
});
afterAll(() => api.close());

const MEMBERSHIP = "membership { id status role joinedAt endedAt }";
const join = (of: House, who: string | null) => act(api, who, "joinGroup", { groupId: of.id }, MEMBERSHIP);
const ask = (of: House, who: string | null) => act(api, who, "requestMembership", { groupId: of.id }, MEMBERSHIP);
const periods = (of: House, kind: Parameters<House["key"]>[0]) =>
  api.dataSource.query<{ open: boolean }[]>(
    "select ended_at is null as open from membership_periods where group_id = $1 and person_id = $2 order by started_at",
    [of.group.id, of.key(kind)],
  );

describe("joinGroup", () => {
  test("makes a stranger a member, though ten taps come at once", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => join(open, open.key("stranger"))));
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    expect(new Set(answers.map(({ payload }) => payload?.["membership"].id)).size).toBe(1);
    expect(answers[0]?.payload?.["membership"]).toMatchObject({ status: "ACTIVE", role: "MEMBER", endedAt: null });
    expect(await periods(open, "stranger")).toEqual([{ open: true }]);
  });

  test("lets who left or was removed begin again, as a plain member, in the same row", async () => {
    await api.dataSource.query("update memberships set role = 'ORGANISER' where id = $1", [open.row("removed")]);
    for (const kind of ["resigned", "removed"] as const) {
      const { payload } = await join(open, open.key(kind));
      expect(payload?.["membership"]).toMatchObject({ id: open.membership(kind), status: "ACTIVE", role: "MEMBER" });
      expect(payload?.["membership"].joinedAt).toBe("2026-01-05T09:00:00.000Z");
      expect(await periods(open, kind)).toEqual([{ open: false }, { open: true }]);
    }
  });

  test("settles an invitation and a request, and leaves a member what they are", async () => {
    for (const kind of ["invited", "requested"] as const) {
      expect((await join(open, open.key(kind))).payload?.["membership"].status).toBe("ACTIVE");
    }
    expect((await join(open, open.key("host"))).payload?.["membership"]).toMatchObject({ role: "HOST" });
    expect(await periods(open, "host")).toEqual([{ open: true }]);
  });

  test("says to a banned person what it says at every closed door", async () => {
    const banned = await join(open, open.key("banned"));
    const closed = await join(byRequest, byRequest.key("stranger"));
    expect(banned.codes).toEqual(["CONFLICT"]);
    expect(banned.payload).toEqual(closed.payload);
    expect(await periods(open, "banned")).toEqual([{ open: false }]);
  });

  test("needs somebody signed in, and a group within sight", async () => {
    const hidden = await newHouse(api, { visibility: GroupVisibility.PRIVATE });
    expect((await join(open, null)).codes).toEqual(["UNAUTHENTICATED"]);
    const there = await join(hidden, hidden.key("stranger"));
    const nowhere = await act(
      api,
      hidden.key("stranger"),
      "joinGroup",
      { groupId: globalId("grp", newId()) },
      MEMBERSHIP,
    );
    expect(there.codes).toEqual(["NOT_FOUND"]);
    expect(there.payload).toEqual(nowhere.payload);
  });

  test("is over once the group is archived", async () => {
    const old = await newHouse(api);
    await done(api, old.key("owner"), "archiveGroup", { groupId: old.id });
    expect((await join(old, old.key("stranger"))).codes).toEqual(["CONFLICT"]);
  });
});

describe("requestMembership", () => {
  test("asks once, however often it is sent at once", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(byRequest, byRequest.key("stranger"))));
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    expect(new Set(answers.map(({ payload }) => payload?.["membership"].id)).size).toBe(1);
    expect(answers[0]?.payload?.["membership"]).toMatchObject({ status: "REQUESTED", joinedAt: null });
    expect(await periods(byRequest, "stranger")).toEqual([]);
    const events = await api.dataSource.query(
      "select name from events where name = 'membership.requested' and payload->>'personId' = $1",
      [byRequest.key("stranger")],
    );
    expect(events).toHaveLength(1);
  });

  test("is refused to members, to the invited, to the banned, and where one joins otherwise", async () => {
    expect((await ask(byRequest, byRequest.key("member"))).codes).toEqual(["CONFLICT"]);
    expect((await ask(byRequest, byRequest.key("invited"))).codes).toEqual(["CONFLICT"]);
    const banned = await ask(byRequest, byRequest.key("banned"));
    const closed = await ask(open, (await newHouse(api)).key("stranger"));
    expect(banned.codes).toEqual(["CONFLICT"]);
    expect(banned.payload).toEqual(closed.payload);
    expect((await ask(byRequest, null)).codes).toEqual(["UNAUTHENTICATED"]);
  });

  test("can be taken back by leaving, and made again", async () => {
    const who = byRequest.key("requested");
    const { membership } = await done(api, who, "leaveGroup", { groupId: byRequest.id }, MEMBERSHIP);
    expect(membership).toMatchObject({ status: "LAPSED", joinedAt: null });
    expect((await ask(byRequest, who)).payload?.["membership"].status).toBe("REQUESTED");
  });
});

describe("approveMembership and declineMembership", () => {
  const decide = (
    name: "approveMembership" | "declineMembership",
    of: House,
    who: string | null,
    kind: never,
    more = {},
  ) => act(api, who, name, { membershipId: of.membership(kind), ...more }, MEMBERSHIP);
  const approve = (of: House, who: string | null, kind: string, more = {}) =>
    decide("approveMembership", of, who, kind as never, more);
  const decline = (of: House, who: string | null, kind: string) => decide("declineMembership", of, who, kind as never);

  test("let somebody in on trial, and then for good; each step is in the log", async () => {
    const of = await newHouse(api, { joinMode: JoinMode.REQUEST });
    const onTrial = await approve(of, of.key("organiser"), "requested", { onTrial: true });
    expect(onTrial.payload?.["membership"]).toMatchObject({ status: "TRIAL", joinedAt: "2026-06-01T09:00:00.000Z" });
    expect((await approve(of, of.key("organiser"), "requested")).payload?.["membership"].status).toBe("ACTIVE");
    expect((await approve(of, of.key("organiser"), "requested")).codes).toEqual([]);
    expect((await approve(of, of.key("organiser"), "requested", { onTrial: true })).codes).toEqual(["CONFLICT"]);
    expect(await periods(of, "requested")).toEqual([{ open: true }]);

    const query = `query($id: ID!) { group(by: { id: $id }) { auditLog { edges { node {
      action occurredAt objectId actor { id } person { id } changes { field before after } requestId
    } } } } }`;
    const { data } = await api.as(of.key("owner")).graphql(query, { id: of.id });
    const line = {
      action: "approveMembership",
      objectId: of.membership("requested"),
      actor: { id: of.person("organiser") },
    };
    expect(data).toMatchObject({
      group: {
        auditLog: {
          edges: [
            { node: { ...line, changes: [{ field: "status", before: "REQUESTED", after: "TRIAL" }] } },
            { node: { ...line, changes: [{ field: "status", before: "TRIAL", after: "ACTIVE" }] } },
          ],
        },
      },
    });
    expect((await api.as(of.key("host")).graphql<{ group: object }>(query, { id: of.id })).data?.group).toEqual({
      auditLog: null,
    });
  });

  test("turn somebody down, who may ask again", async () => {
    const of = await newHouse(api, { joinMode: JoinMode.REQUEST });
    expect((await decline(of, of.key("owner"), "requested")).payload?.["membership"].status).toBe("LAPSED");
    expect((await decline(of, of.key("owner"), "requested")).codes).toEqual([]);
    expect((await approve(of, of.key("owner"), "requested")).codes).toEqual(["CONFLICT"]);
    expect((await decline(of, of.key("owner"), "member")).codes).toEqual(["CONFLICT"]);
    expect((await ask(of, of.key("requested"))).codes).toEqual([]);
  });

  test("are for organisers, never in one's own case", async () => {
    const of = await newHouse(api, { joinMode: JoinMode.REQUEST });
    for (const name of ["approveMembership", "declineMembership"] as const) {
      const codes = async (who: string | null, kind = "requested") =>
        (await decide(name, of, who, kind as never)).codes;
      expect(await codes(null)).toEqual(["UNAUTHENTICATED"]);
      expect(await codes(of.key("host"))).toEqual(["FORBIDDEN"]);
      // Members do not even know who asks.
      expect(await codes(of.key("member"))).toEqual(["NOT_FOUND"]);
      expect(await codes(of.key("stranger"))).toEqual(["NOT_FOUND"]);
      expect(await codes(of.key("requested"))).toEqual(["FORBIDDEN"]);
      expect(await codes(of.key("trial"), "trial")).toEqual(["FORBIDDEN"]);
      const elsewhere = await newHouse(api);
      expect(await codes(elsewhere.key("owner"))).toEqual(["NOT_FOUND"]);
    }
    const [row] = await api.dataSource.query("select status from memberships where id = $1", [of.row("requested")]);
    expect(row).toEqual({ status: "REQUESTED" });
  });

  test("do not let a banned person in", async () => {
    const of = await newHouse(api, { joinMode: JoinMode.REQUEST });
    await api.dataSource.query("update memberships set status = 'REQUESTED' where id = $1", [of.row("banned")]);
    expect((await approve(of, of.key("owner"), "banned")).codes).toEqual(["CONFLICT"]);
  });
});
