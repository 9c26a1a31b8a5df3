import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GroupVisibility } from "../../src/groups/group.entity.ts";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { act, done, type Outcome } from "../support/act.ts";
import { Inviting } from "../support/inviting.ts";
import { type House, newHouse } from "../support/new-house.ts";

let at: Inviting;
beforeAll(async () => {
  at = await Inviting.open();
});
afterAll(() => at.close());

describe("addMember", () => {
  const add = (of: House, who: string | null, whom: object, more: object = {}): Promise<Outcome> =>
    act(
      at.api,
      who,
      "addMember",
      { groupId: of.id, who: whom, ...more },
      "membership { id status role person { id profile { displayName } } } invitation { id email }",
    );

  test("makes somebody new a member at once, who is the same person when they sign in", async () => {
    const of = await newHouse(at.api);
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
    const [row] = await at.api.dataSource.query("select email_verified_at from people where email = 'tim@example.org'");
    expect(row).toEqual({ email_verified_at: null });
  });

  test("invites an address that somebody has, and shows nothing of whose it is", async () => {
    const of = await newHouse(at.api);
    const sam = await at.person("sam@example.org");
    const { payload } = await add(of, of.key("organiser"), {
      newPerson: { displayName: "Sam?", email: "SAM@example.org" },
    });
    expect(payload).toMatchObject({ membership: null, invitation: { email: "sam@example.org" } });
    expect(await at.status(of, sam)).toBeNull();
    expect((await at.accept(sam, { token: await at.mailed("sam@example.org") })).codes).toEqual([]);
  });

  test("asks a person with an account, who says yes or no", async () => {
    const of = await newHouse(at.api);
    const rob = await at.person("rob@example.org");
    const { payload } = await add(
      of,
      of.key("organiser"),
      { personId: globalId("per", rob) },
      { role: MembershipRole.HOST },
    );
    expect(payload?.["membership"]).toMatchObject({ status: "INVITED" });
    expect((await add(of, of.key("organiser"), { personId: globalId("per", rob) })).codes).toEqual(["DUPLICATE"]);
    await drainJobs(at.jobs.deps);
    expect(at.jobs.mail.read().filter(({ headers }) => headers["to"] === "rob@example.org")).toHaveLength(1);
    expect((await at.accept(of.key("stranger"), { membershipId: payload?.["membership"].id })).codes).toEqual([
      "NOT_FOUND",
    ]);
    expect((await at.accept(of.key("organiser"), { membershipId: payload?.["membership"].id })).codes).toEqual([
      "FORBIDDEN",
    ]);
    const { payload: yes } = await at.accept(rob, { membershipId: payload?.["membership"].id });
    expect(yes?.["membership"]).toMatchObject({ status: "ACTIVE", role: "HOST" });
    expect((await at.accept(rob, { membershipId: payload?.["membership"].id })).payload).toEqual(yes);
  });

  test("does not open what a person shows to organisers, until they agree", async () => {
    const of = await newHouse(at.api);
    const shy = await at.person("shy@example.org");
    await add(of, of.key("organiser"), { personId: globalId("per", shy) });
    const query = "query($id: ID!) { node(id: $id) { ... on Person { contact { email } } } }";
    const contact = async () =>
      (
        await at.api
          .as(of.key("organiser"))
          .graphql<{ node: { contact: object | null } }>(query, { id: globalId("per", shy) })
      ).data?.node.contact;
    expect(await contact()).toBeNull();
    const { membership } = await done(at.api, shy, "joinGroup", { groupId: of.id }, "membership { status }");
    expect(membership.status).toBe("ACTIVE");
    expect(await contact()).toEqual({ email: "shy@example.org" });
  });

  test("makes a visitor without an address a member: there is nobody to ask", async () => {
    const { payload } = await act(
      at.api,
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
    const of = await newHouse(at.api);
    const by = (kind: Parameters<House["person"]>[0]) => add(of, of.key("organiser"), { personId: of.person(kind) });
    expect((await by("requested")).payload?.["membership"]).toMatchObject({ status: "ACTIVE" });
    expect((await by("member")).codes).toEqual(["CONFLICT"]);
    expect((await by("banned")).codes).toEqual(["CONFLICT"]);
  });

  test("is for organisers within their role, and has one effect for one key", async () => {
    const of = await newHouse(at.api);
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
    const hidden = await newHouse(at.api, { visibility: GroupVisibility.PRIVATE });
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
