import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GroupVisibility } from "../../src/groups/group.entity.ts";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { INVITATION_QUOTA } from "../../src/invitations/send-invitation.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { act } from "../support/act.ts";
import { Inviting } from "../support/inviting.ts";
import { newHouse } from "../support/new-house.ts";

let at: Inviting;
beforeAll(async () => {
  at = await Inviting.open();
});
afterAll(() => at.close());

describe("inviteToGroup", () => {
  test("are for organisers, within their role, and seen by nobody else", async () => {
    const of = await newHouse(at.api);
    expect((await at.invite(of, null, "v@example.org")).codes).toEqual(["UNAUTHENTICATED"]);
    for (const kind of ["host", "member", "removed", "stranger"] as const) {
      expect((await at.invite(of, of.key(kind), "v@example.org")).codes).toEqual(["FORBIDDEN"]);
    }
    for (const role of [MembershipRole.OWNER, MembershipRole.ORGANISER]) {
      expect((await at.invite(of, of.key("organiser"), "v@example.org", { role })).codes).toEqual(["FORBIDDEN"]);
    }
    expect((await at.invite(of, of.key("organiser"), "no address")).codes).toEqual(["INVALID"]);
    const hidden = await newHouse(at.api, { visibility: GroupVisibility.PRIVATE });
    expect((await at.invite(hidden, of.key("owner"), "v@example.org")).codes).toEqual(["NOT_FOUND"]);

    const { payload } = await at.invite(of, of.key("owner"), "v@example.org", { role: MembershipRole.ORGANISER });
    const id = payload?.["invitation"].id;
    const nothing = await at.revoke(of.key("host"), globalId("inv", newId()));
    for (const kind of ["host", "member", "stranger"] as const) {
      expect((await at.revoke(of.key(kind), id)).payload).toEqual(nothing.payload);
      expect((await at.accept(of.key(kind), { invitationId: id })).codes).toEqual(["NOT_FOUND"]);
    }
    expect((await at.revoke(of.key("organiser"), id)).codes).toEqual(["FORBIDDEN"]);
    expect((await at.accept(of.key("organiser"), { invitationId: id })).codes).toEqual(["FORBIDDEN"]);
    expect((await at.revoke(hidden.key("owner"), id)).codes).toEqual(["NOT_FOUND"]);
  });

  test("send one mail for one key, and log roles and ids, never the address", async () => {
    const of = await newHouse(at.api);
    const input = { idempotencyKey: "k" };
    const answers = await Promise.all([1, 2, 3].map(() => at.invite(of, of.key("organiser"), "u@example.org", input)));
    expect(new Set(answers.map(({ payload }) => payload?.["invitation"].id)).size).toBe(1);
    await drainJobs(at.jobs.deps);
    expect(at.jobs.mail.read().filter(({ headers }) => headers["to"] === "u@example.org")).toHaveLength(1);
    const lines = await at.api.dataSource.query("select * from audit_entries where group_id = $1", [of.group.id]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ action: "inviteToGroup", after: { role: "MEMBER" } });
    expect(JSON.stringify(lines)).not.toContain("u@example.org");
    const stored = await at.api.dataSource.query("select token_hash from invitations where group_id = $1", [
      of.group.id,
    ]);
    expect(JSON.stringify(stored)).not.toContain((await at.mailed("u@example.org")) ?? "none");
  });
});

describe("the day's limit of an inviter", () => {
  test("counts a key once, refuses no repetition, and holds for invitations and additions together", async () => {
    const of = await newHouse(at.api);
    const who = of.key("organiser");
    const add = (each: number, idempotencyKey: string) =>
      act(
        at.api,
        who,
        "addMember",
        { groupId: of.id, who: { newPerson: { displayName: `Add ${each}` } }, idempotencyKey },
        "membership { id }",
      );
    const once = [await at.invite(of, who, "q0@example.org", { idempotencyKey: "i" }), await add(0, "a")];
    for (let each = 0; each < 5; each++) {
      expect((await at.invite(of, who, "q0@example.org", { idempotencyKey: "i" })).payload).toEqual(once[0]?.payload);
      expect((await add(0, "a")).payload).toEqual(once[1]?.payload);
    }
    for (let each = 2; each < INVITATION_QUOTA.most; each++) {
      expect({ each, codes: (await at.invite(of, who, `q${each}@example.org`)).codes }).toEqual({ each, codes: [] });
    }
    expect((await at.invite(of, who, "q@example.org")).codes).toEqual(["RATE_LIMITED"]);
    expect((await add(1, "b")).codes).toEqual(["RATE_LIMITED"]);
    expect((await at.invite(of, who, "q0@example.org", { idempotencyKey: "i" })).payload).toEqual(once[0]?.payload);
    expect((await add(0, "a")).payload).toEqual(once[1]?.payload);
  });
});
