import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GroupVisibility } from "../../src/groups/group.entity.ts";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { done } from "../support/act.ts";
import { Inviting } from "../support/inviting.ts";
import { newHouse } from "../support/new-house.ts";

let at: Inviting;
beforeAll(async () => {
  at = await Inviting.open();
});
afterAll(() => at.close());

describe("inviteToGroup and acceptInvitation", () => {
  test("bring in whoever proved the address, in the role that was offered, once", async () => {
    const of = await newHouse(at.api, { visibility: GroupVisibility.PRIVATE, name: "Secret Circle" });
    const zoe = await at.person("zoe@example.org");
    const { payload } = await at.invite(of, of.key("owner"), " Zoe@Example.org ", { role: MembershipRole.HOST });
    expect(payload?.["invitation"]).toMatchObject({
      email: "zoe@example.org",
      role: "HOST",
      isOpen: true,
      createdAt: "2026-06-01T09:00:00.000Z",
      expiresAt: "2026-06-15T09:00:00.000Z",
      acceptedBy: null,
    });

    // It is seen before it is accepted, and so is the private group.
    const { data } = await at.api
      .as(zoe)
      .graphql<{ viewer: { invitations: { edges: { node: { group: object } }[] } } }>(
        "{ viewer { invitations { edges { node { group { name } viewerCanAccept viewerCanRevoke } } } } }",
      );
    expect(data?.viewer.invitations.edges).toEqual([
      { node: { group: { name: "Secret Circle" }, viewerCanAccept: true, viewerCanRevoke: false } },
    ]);

    const token = await at.mailed("zoe@example.org");
    const accepted = await at.accept(zoe, { token });
    expect(accepted.payload?.["membership"]).toMatchObject({
      status: "ACTIVE",
      role: "HOST",
      invitedBy: { id: of.person("owner") },
    });
    expect((await at.accept(zoe, { token })).payload).toEqual(accepted.payload);
    expect((await at.revoke(of.key("owner"), payload?.["invitation"].id)).codes).toEqual(["CONFLICT"]);
    // Used up: who leaves does not come back with it.
    await done(at.api, zoe, "leaveGroup", { groupId: of.id });
    expect((await at.accept(zoe, { token })).codes).toEqual(["CONFLICT"]);
  });

  test("threat 10: do not exist for another address, nor for one that is not proved", async () => {
    const of = await newHouse(at.api);
    await at.invite(of, of.key("organiser"), "meant@example.org");
    const token = await at.mailed("meant@example.org");
    const [other, unproved] = [
      await at.person("other@example.org"),
      await at.person("unproved@example.org", { emailVerifiedAt: null }),
    ];
    await at.invite(of, of.key("organiser"), "unproved@example.org");
    const random = await at.accept(other, { token: `ngi_${"0".repeat(64)}` });
    expect(random.codes).toEqual(["NOT_FOUND"]);
    expect((await at.accept(other, { token })).payload).toEqual(random.payload);
    expect((await at.accept(unproved, { token: await at.mailed("unproved@example.org") })).payload).toEqual(
      random.payload,
    );
    expect((await at.accept(null, { token })).codes).toEqual(["UNAUTHENTICATED"]);
    expect(await at.status(of, other)).toBeNull();
    // The one it was meant for still can.
    expect((await at.accept(await at.person("meant@example.org"), { token })).codes).toEqual([]);
  });

  test("give a repeated call its first answer where they are named by their id, too", async () => {
    const of = await newHouse(at.api, { visibility: GroupVisibility.PRIVATE });
    const [wim, other] = [await at.person("wim@example.org"), await at.person("not-wim@example.org")];
    const { payload } = await at.invite(of, of.key("owner"), "wim@example.org");
    const invitationId: string = payload?.["invitation"].id;
    const first = await at.accept(wim, { invitationId });
    expect(first.payload?.["membership"]).toMatchObject({ status: "ACTIVE" });
    expect((await at.accept(wim, { invitationId })).payload).toEqual(first.payload);
    expect((await at.accept(other, { invitationId })).codes).toEqual(["NOT_FOUND"]);
    expect((await at.accept(wim, { invitationId: first.payload?.["membership"].id })).codes).toEqual(["NOT_FOUND"]);
    // Used up: who leaves does not come back with it.
    await done(at.api, wim, "leaveGroup", { groupId: of.id });
    expect((await at.accept(wim, { invitationId })).codes).toEqual(["CONFLICT"]);
  });

  test("give one membership when accepted five times at once", async () => {
    const of = await newHouse(at.api);
    const yan = await at.person("yan@example.org");
    await at.invite(of, of.key("organiser"), "yan@example.org");
    const token = await at.mailed("yan@example.org");
    const answers = await Promise.all(Array.from({ length: 5 }, () => at.accept(yan, { token })));
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    const periods = await at.api.dataSource.query(
      "select 1 from membership_periods where group_id = $1 and person_id = $2",
      [of.group.id, yan],
    );
    expect(periods).toHaveLength(1);
  });
});
