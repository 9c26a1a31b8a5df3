import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GroupVisibility, JoinMode } from "../../src/groups/group.entity.ts";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { INVITATION_QUOTA } from "../../src/invitations/send-invitation.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { act, done, type Outcome } from "../support/act.ts";
import { type CastApi, makePerson, startWithCast } from "../support/cast.ts";
import { StillClock, type TestJobs, testJobs } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW, testSettings } from "../support/start-api.ts";

const DAY_SECONDS = 86_400;
const clock = new StillClock(TEST_NOW.toISOString());
let api: CastApi;
let jobs: TestJobs;
beforeAll(async () => {
  api = await startWithCast({ clock });
  jobs = testJobs(api.dataSource.manager, { clock, secretKey: testSettings.secretKey });
});
afterAll(() => api.close());

const INVITATION = "invitation { id email role isOpen createdAt expiresAt acceptedAt revokedAt acceptedBy { id } }";
const invite = (of: House, who: string | null, email: string, more: object = {}) =>
  act(api, who, "inviteToGroup", { groupId: of.id, email, ...more }, INVITATION);
const accept = (who: string | null, input: object) =>
  act(api, who, "acceptInvitation", { ...input }, "membership { id status role invitedBy { id } }");
const revoke = (who: string | null, invitationId: string) =>
  act(api, who, "revokeInvitation", { invitationId }, INVITATION);

/** Sends what waits and gives the code of the mail to that address; null if none came. */
async function mailed(email: string): Promise<string | null> {
  await drainJobs(jobs.deps);
  const letters = jobs.mail.read().filter(({ headers }) => headers["to"] === email);
  return /\b(ngi_[0-9a-f]{64})\b/.exec(letters.at(-1)?.text ?? "")?.[1] ?? null;
}
/** Those that can still be accepted. */
const open = (of: House): Promise<object[]> =>
  api.dataSource.query(
    "select id from invitations where group_id = $1 and accepted_at is null and revoked_at is null",
    [of.group.id],
  );
const person = async (email: string, row: object = {}) => (await makePerson(api.dataSource, { email, ...row })).id;
const status = async (of: House, personId: string) => {
  const rows = await api.dataSource.query<{ status: string; role: string }[]>(
    "select status, role from memberships where group_id = $1 and person_id = $2",
    [of.group.id, personId],
  );
  return rows[0] ?? null;
};

describe("inviteToGroup and acceptInvitation", () => {
  test("bring in whoever proved the address, in the role that was offered, once", async () => {
    const of = await newHouse(api, { visibility: GroupVisibility.PRIVATE, name: "Secret Circle" });
    const zoe = await person("zoe@example.org");
    const { payload } = await invite(of, of.key("owner"), " Zoe@Example.org ", { role: MembershipRole.HOST });
    expect(payload?.["invitation"]).toMatchObject({
      email: "zoe@example.org",
      role: "HOST",
      isOpen: true,
      createdAt: "2026-06-01T09:00:00.000Z",
      expiresAt: "2026-06-15T09:00:00.000Z",
      acceptedBy: null,
    });

    // It is seen before it is accepted, and so is the private group.
    const { data } = await api
      .as(zoe)
      .graphql<{ viewer: { invitations: { edges: { node: { group: object } }[] } } }>(
        "{ viewer { invitations { edges { node { group { name } viewerCanAccept viewerCanRevoke } } } } }",
      );
    expect(data?.viewer.invitations.edges).toEqual([
      { node: { group: { name: "Secret Circle" }, viewerCanAccept: true, viewerCanRevoke: false } },
    ]);

    const token = await mailed("zoe@example.org");
    const accepted = await accept(zoe, { token });
    expect(accepted.payload?.["membership"]).toMatchObject({
      status: "ACTIVE",
      role: "HOST",
      invitedBy: { id: of.person("owner") },
    });
    expect((await accept(zoe, { token })).payload).toEqual(accepted.payload);
    expect((await revoke(of.key("owner"), payload?.["invitation"].id)).codes).toEqual(["CONFLICT"]);
    // Used up: who leaves does not come back with it.
    await done(api, zoe, "leaveGroup", { groupId: of.id });
    expect((await accept(zoe, { token })).codes).toEqual(["CONFLICT"]);
  });

  test("threat 10: do not exist for another address, nor for one that is not proved", async () => {
    const of = await newHouse(api);
    await invite(of, of.key("organiser"), "meant@example.org");
    const token = await mailed("meant@example.org");
    const [other, unproved] = [
      await person("other@example.org"),
      await person("unproved@example.org", { emailVerifiedAt: null }),
    ];
    await invite(of, of.key("organiser"), "unproved@example.org");
    const random = await accept(other, { token: `ngi_${"0".repeat(64)}` });
    expect(random.codes).toEqual(["NOT_FOUND"]);
    expect((await accept(other, { token })).payload).toEqual(random.payload);
    expect((await accept(unproved, { token: await mailed("unproved@example.org") })).payload).toEqual(random.payload);
    expect((await accept(null, { token })).codes).toEqual(["UNAUTHENTICATED"]);
    expect(await status(of, other)).toBeNull();
    // The one it was meant for still can.
    expect((await accept(await person("meant@example.org"), { token })).codes).toEqual([]);
  });

  test("give a repeated call its first answer where they are named by their id, too", async () => {
    const of = await newHouse(api, { visibility: GroupVisibility.PRIVATE });
    const [wim, other] = [await person("wim@example.org"), await person("not-wim@example.org")];
    const { payload } = await invite(of, of.key("owner"), "wim@example.org");
    const invitationId: string = payload?.["invitation"].id;
    const first = await accept(wim, { invitationId });
    expect(first.payload?.["membership"]).toMatchObject({ status: "ACTIVE" });
    expect((await accept(wim, { invitationId })).payload).toEqual(first.payload);
    expect((await accept(other, { invitationId })).codes).toEqual(["NOT_FOUND"]);
    expect((await accept(wim, { invitationId: first.payload?.["membership"].id })).codes).toEqual(["NOT_FOUND"]);
    // Used up: who leaves does not come back with it.
    await done(api, wim, "leaveGroup", { groupId: of.id });
    expect((await accept(wim, { invitationId })).codes).toEqual(["CONFLICT"]);
  });

  test("give one membership when accepted five times at once", async () => {
    const of = await newHouse(api);
    const yan = await person("yan@example.org");
    await invite(of, of.key("organiser"), "yan@example.org");
    const token = await mailed("yan@example.org");
    const answers = await Promise.all(Array.from({ length: 5 }, () => accept(yan, { token })));
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    const periods = await api.dataSource.query(
      "select 1 from membership_periods where group_id = $1 and person_id = $2",
      [of.group.id, yan],
    );
    expect(periods).toHaveLength(1);
  });

  test("run out after 14 days, make room for a new one, and are worth nothing once revoked", async () => {
    const of = await newHouse(api);
    const xia = await person("xia@example.org");
    await invite(of, of.key("organiser"), "xia@example.org");
    expect((await invite(of, of.key("owner"), "XIA@example.org")).codes).toEqual(["DUPLICATE"]);
    const first = await mailed("xia@example.org");
    clock.pass(14 * DAY_SECONDS);
    expect((await accept(xia, { token: first })).codes).toEqual(["CONFLICT"]);
    const { payload } = await invite(of, of.key("organiser"), "xia@example.org");
    const second = await mailed("xia@example.org");
    expect(second).not.toBe(first);
    const revoked = await revoke(of.key("organiser"), payload?.["invitation"].id);
    expect(revoked.payload?.["invitation"]).toMatchObject({ isOpen: false, revokedAt: clock.now().toISOString() });
    expect((await revoke(of.key("owner"), payload?.["invitation"].id)).payload).toEqual(revoked.payload);
    expect((await accept(xia, { token: second })).codes).toEqual(["CONFLICT"]);
    expect(await status(of, xia)).toBeNull();
  });

  test("fall with the right of who sent them, with a ban, and with the group", async () => {
    const fall = async (email: string, happen: (of: House, id: string) => Promise<unknown>) => {
      const of = await newHouse(api, { visibility: GroupVisibility.PRIVATE });
      const id = await person(email);
      await invite(of, of.key("organiser"), email);
      const token = await mailed(email);
      await happen(of, id);
      const { codes } = await accept(id, { token });
      expect(await status(of, id)).toBeNull();
      return codes;
    };
    const demote = (of: House) =>
      done(api, of.key("owner"), "changeRole", {
        membershipId: of.membership("organiser"),
        role: MembershipRole.MEMBER,
      });
    expect(await fall("w1@example.org", demote)).toEqual(["CONFLICT"]);
    const ban = (of: House, id: string) =>
      done(api, of.key("owner"), "banPerson", { groupId: of.id, personId: globalId("per", id) });
    expect(await fall("w2@example.org", ban)).toEqual(["CONFLICT"]);
    const archive = (of: House) => done(api, of.key("owner"), "archiveGroup", { groupId: of.id });
    expect(await fall("w3@example.org", archive)).toEqual(["CONFLICT"]);
  });

  test("are settled once the person is in by another way, and do not bring back who was put out", async () => {
    const enter = {
      joinGroup: (of: House, id: string) => done(api, id, "joinGroup", { groupId: of.id }),
      acceptInvitation: async (of: House, id: string) => {
        const who = { personId: globalId("per", id) };
        const added = await done(api, of.key("owner"), "addMember", { groupId: of.id, who }, "membership { id }");
        await done(api, id, "acceptInvitation", { membershipId: added["membership"].id });
      },
      approveMembership: async (of: House, id: string) => {
        await done(api, of.key("owner"), "updateGroup", { groupId: of.id, joinMode: JoinMode.REQUEST });
        const asked = await done(api, id, "requestMembership", { groupId: of.id }, "membership { id }");
        await done(api, of.key("owner"), "approveMembership", { membershipId: asked["membership"].id });
      },
    };
    for (const [way, come] of Object.entries(enter)) {
      const of = await newHouse(api);
      const email = `${way.toLowerCase()}@example.org`;
      const id = await person(email);
      const { payload } = await invite(of, of.key("organiser"), email);
      const token = await mailed(email);
      await come(of, id);
      expect(await open(of)).toEqual([]);
      // Whoever opens the old mail as a member is not told of a fault.
      expect({ way, codes: (await accept(id, { token })).codes }).toEqual({ way, codes: [] });

      const [row] = await api.dataSource.query("select id from memberships where group_id = $1 and person_id = $2", [
        of.group.id,
        id,
      ]);
      await done(api, of.key("owner"), "removeMember", { membershipId: globalId("mem", row.id) });
      expect({ way, codes: (await accept(id, { token })).codes }).toEqual({ way, codes: ["CONFLICT"] });
      const byId = await accept(id, { invitationId: payload?.["invitation"].id });
      expect({ way, codes: byId.codes }).toEqual({ way, codes: ["NOT_FOUND"] });
      expect(await status(of, id)).toMatchObject({ status: "REMOVED" });
    }
  });

  test("that are open when a member is put out, or leaves, are taken back, and a private group is shut", async () => {
    const email = async (of: House, kind: "member" | "other" | "invited") =>
      (await api.dataSource.query("select email from people where id = $1", [of.key(kind)]))[0].email;
    const of = await newHouse(api, { visibility: GroupVisibility.PRIVATE });
    const ids: Record<string, string> = {};
    for (const kind of ["member", "other", "invited"] as const) {
      ids[kind] = (await invite(of, of.key("owner"), await email(of, kind))).payload?.["invitation"].id;
    }
    expect(await open(of)).toHaveLength(3);
    await done(api, of.key("owner"), "removeMember", { membershipId: of.membership("member") });
    expect(await open(of)).toHaveLength(2);
    await done(api, of.key("owner"), "removeMember", { membershipId: of.membership("invited") });
    await done(api, of.key("other"), "leaveGroup", { groupId: of.id });
    expect(await open(of)).toEqual([]);
    for (const kind of ["member", "other", "invited"] as const) {
      const { data } = await api
        .as(of.key(kind))
        .graphql<{ node: object | null }>("query($id: ID!) { node(id: $id) { id } }", { id: of.id });
      expect({ kind, node: data?.node }).toEqual({ kind, node: null });
      const { codes } = await accept(of.key(kind), { invitationId: ids[kind] });
      expect({ kind, codes }).toEqual({ kind, codes: ["NOT_FOUND"] });
    }
  });

  test("are not mailed any more once they are revoked, or when a banned person would read them", async () => {
    const of = await newHouse(api);
    const { payload } = await invite(of, of.key("organiser"), "late@example.org");
    await revoke(of.key("organiser"), payload?.["invitation"].id);
    expect(await mailed("late@example.org")).toBeNull();
    const banned = await person("banned@example.org");
    await done(api, of.key("owner"), "banPerson", { groupId: of.id, personId: globalId("per", banned) });
    // The answer tells nothing: the organiser does not know whose address it is.
    expect((await invite(of, of.key("organiser"), "banned@example.org")).codes).toEqual([]);
    expect(await mailed("banned@example.org")).toBeNull();
  });

  test("leave a member's role as it is", async () => {
    const of = await newHouse(api);
    const [row] = await api.dataSource.query("select email from people where id = $1", [of.key("member")]);
    const { payload } = await invite(of, of.key("owner"), row.email, { role: MembershipRole.OWNER });
    expect((await accept(of.key("member"), { invitationId: payload?.["invitation"].id })).codes).toEqual([]);
    expect(await status(of, of.key("member"))).toEqual({ status: "ACTIVE", role: "MEMBER" });
  });

  test("are for organisers, within their role, and seen by nobody else", async () => {
    const of = await newHouse(api);
    expect((await invite(of, null, "v@example.org")).codes).toEqual(["UNAUTHENTICATED"]);
    for (const kind of ["host", "member", "removed", "stranger"] as const) {
      expect((await invite(of, of.key(kind), "v@example.org")).codes).toEqual(["FORBIDDEN"]);
    }
    for (const role of [MembershipRole.OWNER, MembershipRole.ORGANISER]) {
      expect((await invite(of, of.key("organiser"), "v@example.org", { role })).codes).toEqual(["FORBIDDEN"]);
    }
    expect((await invite(of, of.key("organiser"), "no address")).codes).toEqual(["INVALID"]);
    const hidden = await newHouse(api, { visibility: GroupVisibility.PRIVATE });
    expect((await invite(hidden, of.key("owner"), "v@example.org")).codes).toEqual(["NOT_FOUND"]);

    const { payload } = await invite(of, of.key("owner"), "v@example.org", { role: MembershipRole.ORGANISER });
    const id = payload?.["invitation"].id;
    const nothing = await revoke(of.key("host"), globalId("inv", newId()));
    for (const kind of ["host", "member", "stranger"] as const) {
      expect((await revoke(of.key(kind), id)).payload).toEqual(nothing.payload);
      expect((await accept(of.key(kind), { invitationId: id })).codes).toEqual(["NOT_FOUND"]);
    }
    expect((await revoke(of.key("organiser"), id)).codes).toEqual(["FORBIDDEN"]);
    expect((await accept(of.key("organiser"), { invitationId: id })).codes).toEqual(["FORBIDDEN"]);
    expect((await revoke(hidden.key("owner"), id)).codes).toEqual(["NOT_FOUND"]);
  });

  test("send one mail for one key, and log roles and ids, never the address", async () => {
    const of = await newHouse(api);
    const input = { idempotencyKey: "k" };
    const answers = await Promise.all([1, 2, 3].map(() => invite(of, of.key("organiser"), "u@example.org", input)));
    expect(new Set(answers.map(({ payload }) => payload?.["invitation"].id)).size).toBe(1);
    await drainJobs(jobs.deps);
    expect(jobs.mail.read().filter(({ headers }) => headers["to"] === "u@example.org")).toHaveLength(1);
    const lines = await api.dataSource.query("select * from audit_entries where group_id = $1", [of.group.id]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ action: "inviteToGroup", after: { role: "MEMBER" } });
    expect(JSON.stringify(lines)).not.toContain("u@example.org");
    const stored = await api.dataSource.query("select token_hash from invitations where group_id = $1", [of.group.id]);
    expect(JSON.stringify(stored)).not.toContain((await mailed("u@example.org")) ?? "none");
  });
});

describe("the day's limit of an inviter", () => {
  test("counts a key once, refuses no repetition, and holds for invitations and additions together", async () => {
    const of = await newHouse(api);
    const who = of.key("organiser");
    const add = (each: number, idempotencyKey: string) =>
      act(
        api,
        who,
        "addMember",
        { groupId: of.id, who: { newPerson: { displayName: `Add ${each}` } }, idempotencyKey },
        "membership { id }",
      );
    const once = [await invite(of, who, "q0@example.org", { idempotencyKey: "i" }), await add(0, "a")];
    for (let each = 0; each < 5; each++) {
      expect((await invite(of, who, "q0@example.org", { idempotencyKey: "i" })).payload).toEqual(once[0]?.payload);
      expect((await add(0, "a")).payload).toEqual(once[1]?.payload);
    }
    for (let each = 2; each < INVITATION_QUOTA.most; each++) {
      expect({ each, codes: (await invite(of, who, `q${each}@example.org`)).codes }).toEqual({ each, codes: [] });
    }
    expect((await invite(of, who, "q@example.org")).codes).toEqual(["RATE_LIMITED"]);
    expect((await add(1, "b")).codes).toEqual(["RATE_LIMITED"]);
    expect((await invite(of, who, "q0@example.org", { idempotencyKey: "i" })).payload).toEqual(once[0]?.payload);
    expect((await add(0, "a")).payload).toEqual(once[1]?.payload);
  });
});

describe("addMember", () => {
  const add = (of: House, who: string | null, whom: object, more: object = {}): Promise<Outcome> =>
    act(
      api,
      who,
      "addMember",
      { groupId: of.id, who: whom, ...more },
      "membership { id status role person { id profile { displayName } } } invitation { id email }",
    );

  test("makes somebody new a member at once, who is the same person when they sign in", async () => {
    const of = await newHouse(api);
    const { payload } = await add(
      of,
      of.key("organiser"),
      { newPerson: { displayName: "Tim", email: "tim@example.org" } },
      { onTrial: true },
    );
    expect(payload).toMatchObject({
      membership: { status: "TRIAL", role: "MEMBER", person: { profile: { displayName: "Tim" } } },
      invitation: null,
    });
    const [row] = await api.dataSource.query("select email_verified_at from people where email = 'tim@example.org'");
    expect(row).toEqual({ email_verified_at: null });
  });

  test("invites an address that somebody has, and shows nothing of whose it is", async () => {
    const of = await newHouse(api);
    const sam = await person("sam@example.org");
    const { payload } = await add(of, of.key("organiser"), {
      newPerson: { displayName: "Sam?", email: "SAM@example.org" },
    });
    expect(payload).toMatchObject({ membership: null, invitation: { email: "sam@example.org" } });
    expect(await status(of, sam)).toBeNull();
    expect((await accept(sam, { token: await mailed("sam@example.org") })).codes).toEqual([]);
  });

  test("asks a person with an account, who says yes or no", async () => {
    const of = await newHouse(api);
    const rob = await person("rob@example.org");
    const { payload } = await add(
      of,
      of.key("organiser"),
      { personId: globalId("per", rob) },
      { role: MembershipRole.HOST },
    );
    expect(payload?.["membership"]).toMatchObject({ status: "INVITED" });
    expect((await add(of, of.key("organiser"), { personId: globalId("per", rob) })).codes).toEqual(["DUPLICATE"]);
    await drainJobs(jobs.deps);
    expect(jobs.mail.read().filter(({ headers }) => headers["to"] === "rob@example.org")).toHaveLength(1);
    expect((await accept(of.key("stranger"), { membershipId: payload?.["membership"].id })).codes).toEqual([
      "NOT_FOUND",
    ]);
    expect((await accept(of.key("organiser"), { membershipId: payload?.["membership"].id })).codes).toEqual([
      "FORBIDDEN",
    ]);
    const { payload: yes } = await accept(rob, { membershipId: payload?.["membership"].id });
    expect(yes?.["membership"]).toMatchObject({ status: "ACTIVE", role: "HOST" });
    expect((await accept(rob, { membershipId: payload?.["membership"].id })).payload).toEqual(yes);
  });

  test("does not open what a person shows to organisers, until they agree", async () => {
    const of = await newHouse(api);
    const shy = await person("shy@example.org");
    await add(of, of.key("organiser"), { personId: globalId("per", shy) });
    const query = "query($id: ID!) { node(id: $id) { ... on Person { contact { email } } } }";
    const contact = async () =>
      (
        await api
          .as(of.key("organiser"))
          .graphql<{ node: { contact: object | null } }>(query, { id: globalId("per", shy) })
      ).data?.node.contact;
    expect(await contact()).toBeNull();
    const { membership } = await done(api, shy, "joinGroup", { groupId: of.id }, "membership { status }");
    expect(membership.status).toBe("ACTIVE");
    expect(await contact()).toEqual({ email: "shy@example.org" });
  });

  test("makes a visitor without an address a member: there is nobody to ask", async () => {
    const { payload } = await act(
      api,
      "ada",
      "addMember",
      {
        groupId: globalId("grp", "01977000-0000-7000-8000-000000000101"),
        who: { personId: globalId("per", "01977000-0000-7000-8000-000000000009") },
      },
      "membership { status person { id } }",
    );
    expect(payload?.["membership"]).toMatchObject({ status: "ACTIVE" });
  });

  test("lets in who asked, and refuses members and the banned", async () => {
    const of = await newHouse(api);
    const by = (kind: Parameters<House["person"]>[0]) => add(of, of.key("organiser"), { personId: of.person(kind) });
    expect((await by("requested")).payload?.["membership"]).toMatchObject({ status: "ACTIVE" });
    expect((await by("member")).codes).toEqual(["CONFLICT"]);
    expect((await by("banned")).codes).toEqual(["CONFLICT"]);
  });

  test("is for organisers within their role, and has one effect for one key", async () => {
    const of = await newHouse(api);
    const somebody = { newPerson: { displayName: "Una" } };
    expect((await add(of, null, somebody)).codes).toEqual(["UNAUTHENTICATED"]);
    for (const kind of ["host", "member", "stranger"] as const) {
      expect((await add(of, of.key(kind), somebody)).codes).toEqual(["FORBIDDEN"]);
    }
    expect((await add(of, of.key("organiser"), somebody, { role: MembershipRole.OWNER })).codes).toEqual(["FORBIDDEN"]);
    const bad = await add(of, of.key("organiser"), { newPerson: { displayName: " ", email: "nope" } });
    expect(bad.payload?.errors.map(({ path }) => path?.join("."))).toEqual([
      "input.who.newPerson.displayName",
      "input.who.newPerson.email",
    ]);
    const hidden = await newHouse(api, { visibility: GroupVisibility.PRIVATE });
    expect((await add(hidden, of.key("owner"), somebody)).codes).toEqual(["NOT_FOUND"]);
    const nobody = await add(of, of.key("organiser"), { personId: globalId("per", newId()) });
    expect(nobody.codes).toEqual(["NOT_FOUND"]);

    const key = { idempotencyKey: "una" };
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        add(of, of.key("organiser"), { newPerson: { displayName: "Una", email: "una@example.org" } }, key),
      ),
    );
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    expect(new Set(answers.map(({ payload }) => payload?.["membership"]?.id)).size).toBe(1);
  });
});

describe("an invitation that nobody accepted", () => {
  test("is forgotten with its address 180 days after it ended; accepted ones stay", async () => {
    const of = await newHouse(api);
    const left = async (): Promise<string[]> => {
      await runTimer(jobs.deps, "delete-unanswered-invitations");
      const rows = await api.dataSource.query<{ email: string }[]>(
        "select email from invitations where group_id = $1 order by email",
        [of.group.id],
      );
      return rows.map(({ email }) => email);
    };
    await invite(of, of.key("owner"), "accepts@example.org");
    await accept(await person("accepts@example.org"), { token: await mailed("accepts@example.org") });
    await invite(of, of.key("owner"), "never@example.org");
    const { payload } = await invite(of, of.key("owner"), "revoked@example.org");
    await revoke(of.key("owner"), payload?.["invitation"].id);
    const days = async (passed: number): Promise<string[]> => {
      clock.pass(passed * DAY_SECONDS);
      return left();
    };
    expect(await days(179)).toEqual(["accepts@example.org", "never@example.org", "revoked@example.org"]);
    expect(await days(1)).toEqual(["accepts@example.org", "never@example.org"]);
    // It ran out after 14 days.
    expect(await days(13)).toEqual(["accepts@example.org", "never@example.org"]);
    expect(await days(1)).toEqual(["accepts@example.org"]);
    clock.pass(-194 * DAY_SECONDS);
  });
});
