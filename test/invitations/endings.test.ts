import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GroupVisibility, JoinMode } from "../../src/groups/group.entity.ts";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { runTimer } from "../../src/platform/jobs.ts";
import { done } from "../support/act.ts";
import { Inviting } from "../support/inviting.ts";
import { type House, newHouse } from "../support/new-house.ts";

const DAY_SECONDS = 86_400;
let at: Inviting;
beforeAll(async () => {
  at = await Inviting.open();
});
afterAll(() => at.close());

describe("invitations", () => {
  test("run out after 14 days, make room for a new one, and are worth nothing once revoked", async () => {
    const of = await newHouse(at.api);
    const xia = await at.person("xia@example.org");
    await at.invite(of, of.key("organiser"), "xia@example.org");
    expect((await at.invite(of, of.key("owner"), "XIA@example.org")).codes).toEqual(["DUPLICATE"]);
    const first = await at.mailed("xia@example.org");
    at.clock.pass(14 * DAY_SECONDS);
    expect((await at.accept(xia, { token: first })).codes).toEqual(["CONFLICT"]);
    const { payload } = await at.invite(of, of.key("organiser"), "xia@example.org");
    const second = await at.mailed("xia@example.org");
    expect(second).not.toBe(first);
    const revoked = await at.revoke(of.key("organiser"), payload?.["invitation"].id);
    expect(revoked.payload?.["invitation"]).toMatchObject({ isOpen: false, revokedAt: at.clock.now().toISOString() });
    expect((await at.revoke(of.key("owner"), payload?.["invitation"].id)).payload).toEqual(revoked.payload);
    expect((await at.accept(xia, { token: second })).codes).toEqual(["CONFLICT"]);
    expect(await at.status(of, xia)).toBeNull();
  });

  test("fall with the right of who sent them, with a ban, and with the group", async () => {
    const fall = async (email: string, happen: (of: House, id: string) => Promise<unknown>) => {
      const of = await newHouse(at.api, { visibility: GroupVisibility.PRIVATE });
      const id = await at.person(email);
      await at.invite(of, of.key("organiser"), email);
      const token = await at.mailed(email);
      await happen(of, id);
      const { codes } = await at.accept(id, { token });
      expect(await at.status(of, id)).toBeNull();
      return codes;
    };
    const demote = (of: House) =>
      done(at.api, of.key("owner"), "changeRole", {
        membershipId: of.membership("organiser"),
        role: MembershipRole.MEMBER,
      });
    expect(await fall("w1@example.org", demote)).toEqual(["CONFLICT"]);
    const ban = (of: House, id: string) =>
      done(at.api, of.key("owner"), "banPerson", { groupId: of.id, personId: globalId("per", id) });
    expect(await fall("w2@example.org", ban)).toEqual(["CONFLICT"]);
    const archive = (of: House) => done(at.api, of.key("owner"), "archiveGroup", { groupId: of.id });
    expect(await fall("w3@example.org", archive)).toEqual(["CONFLICT"]);
  });

  test("are settled once the person is in by another way, and do not bring back who was put out", async () => {
    const enter = {
      joinGroup: (of: House, id: string) => done(at.api, id, "joinGroup", { groupId: of.id }),
      acceptInvitation: async (of: House, id: string) => {
        const who = { personId: globalId("per", id) };
        const added = await done(at.api, of.key("owner"), "addMember", { groupId: of.id, who }, "membership { id }");
        await done(at.api, id, "acceptInvitation", { membershipId: added["membership"].id });
      },
      approveMembership: async (of: House, id: string) => {
        await done(at.api, of.key("owner"), "updateGroup", { groupId: of.id, joinMode: JoinMode.REQUEST });
        const asked = await done(at.api, id, "requestMembership", { groupId: of.id }, "membership { id }");
        await done(at.api, of.key("owner"), "approveMembership", { membershipId: asked["membership"].id });
      },
    };
    for (const [way, come] of Object.entries(enter)) {
      const of = await newHouse(at.api);
      const email = `${way.toLowerCase()}@example.org`;
      const id = await at.person(email);
      const { payload } = await at.invite(of, of.key("organiser"), email);
      const token = await at.mailed(email);
      await come(of, id);
      expect(await at.stillOpen(of)).toEqual([]);
      // Whoever opens the old mail as a member is not told of a fault.
      expect({ way, codes: (await at.accept(id, { token })).codes }).toEqual({ way, codes: [] });

      const [row] = await at.api.dataSource.query("select id from memberships where group_id = $1 and person_id = $2", [
        of.group.id,
        id,
      ]);
      await done(at.api, of.key("owner"), "removeMember", { membershipId: globalId("mem", row.id) });
      expect({ way, codes: (await at.accept(id, { token })).codes }).toEqual({ way, codes: ["CONFLICT"] });
      const byId = await at.accept(id, { invitationId: payload?.["invitation"].id });
      expect({ way, codes: byId.codes }).toEqual({ way, codes: ["NOT_FOUND"] });
      expect(await at.status(of, id)).toMatchObject({ status: "REMOVED" });
    }
  });

  test("that are open when a member is put out, or leaves, are taken back, and a private group is shut", async () => {
    const email = async (of: House, kind: "member" | "other" | "invited") =>
      (await at.api.dataSource.query("select email from people where id = $1", [of.key(kind)]))[0].email;
    const of = await newHouse(at.api, { visibility: GroupVisibility.PRIVATE });
    const ids: Record<string, string> = {};
    for (const kind of ["member", "other", "invited"] as const) {
      ids[kind] = (await at.invite(of, of.key("owner"), await email(of, kind))).payload?.["invitation"].id;
    }
    expect(await at.stillOpen(of)).toHaveLength(3);
    await done(at.api, of.key("owner"), "removeMember", { membershipId: of.membership("member") });
    expect(await at.stillOpen(of)).toHaveLength(2);
    await done(at.api, of.key("owner"), "removeMember", { membershipId: of.membership("invited") });
    await done(at.api, of.key("other"), "leaveGroup", { groupId: of.id });
    expect(await at.stillOpen(of)).toEqual([]);
    for (const kind of ["member", "other", "invited"] as const) {
      const { data } = await at.api
        .as(of.key(kind))
        .graphql<{ node: object | null }>("query($id: ID!) { node(id: $id) { id } }", { id: of.id });
      expect({ kind, node: data?.node }).toEqual({ kind, node: null });
      const { codes } = await at.accept(of.key(kind), { invitationId: ids[kind] });
      expect({ kind, codes }).toEqual({ kind, codes: ["NOT_FOUND"] });
    }
  });

  test("are not mailed any more once they are revoked, or when a banned person would read them", async () => {
    const of = await newHouse(at.api);
    const { payload } = await at.invite(of, of.key("organiser"), "late@example.org");
    await at.revoke(of.key("organiser"), payload?.["invitation"].id);
    expect(await at.mailed("late@example.org")).toBeNull();
    const banned = await at.person("banned@example.org");
    await done(at.api, of.key("owner"), "banPerson", { groupId: of.id, personId: globalId("per", banned) });
    // The answer tells nothing: the organiser does not know whose address it is.
    expect((await at.invite(of, of.key("organiser"), "banned@example.org")).codes).toEqual([]);
    expect(await at.mailed("banned@example.org")).toBeNull();
  });

  test("leave a member's role as it is", async () => {
    const of = await newHouse(at.api);
    const [row] = await at.api.dataSource.query("select email from people where id = $1", [of.key("member")]);
    const { payload } = await at.invite(of, of.key("owner"), row.email, { role: MembershipRole.OWNER });
    expect((await at.accept(of.key("member"), { invitationId: payload?.["invitation"].id })).codes).toEqual([]);
    expect(await at.status(of, of.key("member"))).toEqual({ status: "ACTIVE", role: "MEMBER" });
  });
});

describe("an invitation that nobody accepted", () => {
  test("is forgotten with its address 180 days after it ended; accepted ones stay", async () => {
    const of = await newHouse(at.api);
    const left = async (): Promise<string[]> => {
      await runTimer(at.jobs.deps, "delete-unanswered-invitations");
      const rows = await at.api.dataSource.query<{ email: string }[]>(
        "select email from invitations where group_id = $1 order by email",
        [of.group.id],
      );
      return rows.map(({ email }) => email);
    };
    await at.invite(of, of.key("owner"), "accepts@example.org");
    await at.accept(await at.person("accepts@example.org"), { token: await at.mailed("accepts@example.org") });
    await at.invite(of, of.key("owner"), "never@example.org");
    const { payload } = await at.invite(of, of.key("owner"), "revoked@example.org");
    await at.revoke(of.key("owner"), payload?.["invitation"].id);
    const days = async (passed: number): Promise<string[]> => {
      at.clock.pass(passed * DAY_SECONDS);
      return left();
    };
    expect(await days(179)).toEqual(["accepts@example.org", "never@example.org", "revoked@example.org"]);
    expect(await days(1)).toEqual(["accepts@example.org", "never@example.org"]);
    // It ran out after 14 days.
    expect(await days(13)).toEqual(["accepts@example.org", "never@example.org"]);
    expect(await days(1)).toEqual(["accepts@example.org"]);
    at.clock.pass(-194 * DAY_SECONDS);
  });
});
