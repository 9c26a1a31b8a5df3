import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GroupVisibility } from "../../src/groups/group.entity.ts";
import { done } from "../support/act.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, idOf, startWithCast } from "../support/cast.ts";
import { type House, type Kind, newHouse } from "../support/new-house.ts";

let api: CastApi;
let hidden: House;
let unlisted: House;
beforeAll(async () => {
  api = await startWithCast();
  hidden = await newHouse(api, { name: "A Hidden", visibility: GroupVisibility.PRIVATE });
  unlisted = await newHouse(api, { name: "B Unlisted", visibility: GroupVisibility.UNLISTED });
});
afterAll(() => api.close());

const ask = async (who: string | null, query: string, variables: object = {}): Promise<Anything> => {
  const { data, errors } = await api.as(who).graphql(query, { ...variables });
  expect(errors).toBeUndefined();
  return data;
};
const listed = async (who: string | null, filter = "") => {
  const { groups } = await ask(who, `{ groups(first: 100${filter}) { totalCount edges { node { name } } } }`);
  expect(groups.totalCount).toBe(groups.edges.length);
  return groups.edges.map(({ node }: { node: { name: string } }) => node.name);
};
const KINDS: (Kind | "stranger")[] = [
  "owner",
  "organiser",
  "host",
  "member",
  "trial",
  "invited",
  "requested",
  "resigned",
  "removed",
  "banned",
  "stranger",
];
const INSIDE = ["owner", "organiser", "host", "member", "trial", "invited", "requested"];

describe("groups", () => {
  test("lists public groups to everybody, and others to their own people only", async () => {
    expect(await listed(null)).toEqual(["Harbour Breakfast"]);
    expect(await listed("cleo")).toEqual(["Harbour Breakfast"]);
    expect(await listed("finn")).toEqual(["Harbour Breakfast", "Quayside Circle"]);
    for (const kind of KINDS) {
      expect([kind, await listed(hidden.key(kind))]).toEqual([
        kind,
        INSIDE.includes(kind) ? ["A Hidden", "Harbour Breakfast"] : ["Harbour Breakfast"],
      ]);
      expect([kind, await listed(unlisted.key(kind))]).toEqual([
        kind,
        INSIDE.includes(kind) ? ["B Unlisted", "Harbour Breakfast"] : ["Harbour Breakfast"],
      ]);
    }
  });

  test("are filtered by topic, country, way in and membership", async () => {
    const input = { groupId: idOf("harbourBreakfast"), topics: ["Coffee"], country: "GB" };
    const { group } = await done(api, "ada", "updateGroup", input, "group { topics { id } }");
    const topic = group.topics[0].id;
    expect(await listed("ada", `, filter: { topics: ["${topic}"] }`)).toEqual(["Harbour Breakfast"]);
    expect(await listed("ada", `, filter: { topics: ["${idOf("ada")}"] }`)).toEqual([]);
    expect(await listed("ada", ', filter: { countries: ["GB"], joinModes: [OPEN] }')).toEqual(["Harbour Breakfast"]);
    expect(await listed("ada", ', filter: { countries: ["FR"] }')).toEqual([]);
    expect(await listed("finn", ", filter: { viewerIsMember: true }")).toEqual(["Quayside Circle"]);
    expect(await listed("finn", ", filter: { viewerIsMember: false }")).toEqual(["Harbour Breakfast"]);
  });

  test("are ordered by name or by age", async () => {
    expect(await listed("finn", ", orderBy: { field: NAME, direction: DESC }")).toEqual([
      "Quayside Circle",
      "Harbour Breakfast",
    ]);
    expect(await listed("finn", ", orderBy: { field: CREATED_AT, direction: ASC }")).toHaveLength(2);
  });
});

describe("group", () => {
  test.each(["id", "slug", "node"])("by %s finds a private group for its own people alone", async (by) => {
    const find = async (who: string | null) => {
      const key = by === "slug" ? hidden.group.slug : hidden.id;
      const query =
        by === "node"
          ? "query($key: ID!) { found: node(id: $key) { id } }"
          : by === "id"
            ? "query($key: ID!) { found: group(by: { id: $key }) { id } }"
            : "query($key: String!) { found: group(by: { slug: $key }) { id } }";
      return (await ask(who, query, { key })).found?.id ?? null;
    };
    expect(await find(null)).toBeNull();
    for (const kind of KINDS) {
      expect([kind, await find(hidden.key(kind))]).toEqual([kind, INSIDE.includes(kind) ? hidden.id : null]);
    }
  });

  test("finds an unlisted group for whoever has its slug", async () => {
    const query = "query($slug: String!) { group(by: { slug: $slug }) { name } }";
    expect((await ask(null, query, { slug: unlisted.group.slug })).group).toEqual({ name: "B Unlisted" });
  });

  test("wants exactly one key", async () => {
    const { errors } = await api.as(null).graphql('{ group(by: { id: "x", slug: "y" }) { id } }');
    expect(errors?.map((error) => error.extensions.code)).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
  });
});

describe("what a group shows", () => {
  const QUERY = `query($id: ID!) { group(by: { id: $id }) {
    memberCount
    memberships(first: 100) { totalCount edges { node { status person { id } } } }
    visitors { totalCount } bans { totalCount edges { node { person { id } } } }
    invitations { totalCount } auditLog { totalCount }
    viewerMembership { status role }
    viewerCanUpdate viewerCanArchive viewerCanJoin viewerCanLeave viewerCanHost viewerCanManageMembers
    viewerCanTransferOwnership viewerCanRequestMembership
  } }`;
  const see = async (who: string | null) => (await ask(who, QUERY, { id: idOf("harbourBreakfast") })).group;
  const people = (group: { memberships: { edges: { node: { person: { id: string } } }[] } }) =>
    group.memberships.edges.map(({ node }) => node.person.id).sort();

  test("to nobody in particular is a number, and no name", async () => {
    expect(await see(null)).toEqual({
      memberCount: 5,
      memberships: null,
      visitors: null,
      bans: null,
      invitations: null,
      auditLog: null,
      viewerMembership: null,
      viewerCanUpdate: false,
      viewerCanArchive: false,
      viewerCanJoin: false,
      viewerCanLeave: false,
      viewerCanHost: false,
      viewerCanManageMembers: false,
      viewerCanTransferOwnership: false,
      viewerCanRequestMembership: false,
    });
    expect(await see("cleo")).toMatchObject({ memberships: null, viewerCanJoin: true });
    expect(await see("remy")).toMatchObject({
      memberships: null,
      viewerMembership: { status: "REMOVED" },
      viewerCanJoin: true,
    });
    expect(await see("bao")).toMatchObject({ memberships: null, viewerCanJoin: false });
  });

  test("to members is the other members; across a block there is neither name nor number", async () => {
    const group = await see("ben");
    expect(people(group)).toEqual(["ada", "dev", "hana", "ben"].map((name) => idOf(name as never)).sort());
    expect(group).toMatchObject({
      memberCount: 4,
      memberships: { totalCount: 4 },
      viewerCanJoin: false,
      viewerCanLeave: true,
    });
    expect(group).toMatchObject({ visitors: null, bans: null, auditLog: null, invitations: null });
    expect(people(await see("kit"))).not.toContain(idOf("ben"));
  });

  test("counts members who never signed in, too", async () => {
    const of = await newHouse(api);
    await api.dataSource.query("update people set email_verified_at = null where id = $1", [of.key("member")]);
    const { group } = await ask(null, "query($id: ID!) { group(by: { id: $id }) { memberCount } }", { id: of.id });
    expect(group.memberCount).toBe(6);
  });

  test("to hosts is also who was a member and who came as a visitor", async () => {
    const group = await see("hana");
    expect(people(group)).toContain(idOf("remy"));
    expect(group).toMatchObject({
      memberCount: 5,
      visitors: { totalCount: 1 },
      bans: null,
      auditLog: null,
      viewerCanHost: true,
    });
  });

  test("to organisers is everything", async () => {
    expect(await see("dev")).toMatchObject({
      bans: { totalCount: 1, edges: [{ node: { person: { id: idOf("bao") } } }] },
      invitations: { totalCount: 0 },
      viewerCanManageMembers: true,
      viewerCanUpdate: true,
      viewerCanArchive: false,
    });
    expect(await see("ada")).toMatchObject({ viewerCanArchive: true, viewerCanTransferOwnership: true });
  });

  test("of a private group to those who only wait for an answer is no member", async () => {
    for (const kind of ["invited", "requested"] as const) {
      const { group } = await ask(hidden.key(kind), QUERY, { id: hidden.id });
      expect(group).toMatchObject({ memberships: null, visitors: null, viewerCanUpdate: false });
    }
  });
});

describe("memberships", () => {
  const MEMBERSHIP =
    "query($id: ID!) { node(id: $id) { ... on Membership { status bannedAt periods { totalCount } leaves { totalCount } } } }";
  const see = async (who: string | null, id: string) => (await ask(who, MEMBERSHIP, { id })).node;

  test("are seen by the person, by hosts in any status, and by members while they are live", async () => {
    const open = await newHouse(api);
    expect(await see(null, open.membership("member"))).toBeNull();
    expect(await see(open.key("stranger"), open.membership("member"))).toBeNull();
    expect(await see(open.key("member"), open.membership("other"))).toEqual({
      status: "ACTIVE",
      bannedAt: null,
      periods: null,
      leaves: null,
    });
    for (const kind of ["invited", "requested", "resigned", "removed"] as const) {
      expect(await see(open.key("member"), open.membership(kind))).toBeNull();
      expect((await see(open.key("host"), open.membership(kind))).status).toBe(kind.toUpperCase());
      expect((await see(open.key(kind), open.membership(kind))).status).toBe(kind.toUpperCase());
    }
    expect(await see(open.key("organiser"), open.membership("banned"))).toMatchObject({
      bannedAt: "2026-06-01T09:00:00.000Z",
      periods: { totalCount: 1 },
    });
    expect(await see(open.key("host"), open.membership("banned"))).toMatchObject({ bannedAt: null, periods: null });
    expect(await see(open.key("banned"), open.membership("banned"))).toMatchObject({ bannedAt: null });
  });

  test("of a person are those of groups in common, to others", async () => {
    const query = "query($id: ID!) { node(id: $id) { ... on Person { memberships { totalCount } } } }";
    const count = async (who: string | null, of: string) =>
      (await ask(who, query, { id: of })).node.memberships.totalCount;
    expect(await count(null, idOf("ada"))).toBe(0);
    expect(await count("cleo", idOf("ada"))).toBe(0);
    expect(await count("hana", idOf("ada"))).toBe(1);
    expect(await count("ada", idOf("ada"))).toBe(1);
    expect(await count("finn", idOf("ada"))).toBe(0);
  });

  test("are filtered by role and status", async () => {
    const query = `query($id: ID!) { group(by: { id: $id }) {
      organising: memberships(filter: { roles: [OWNER, ORGANISER] }) { totalCount }
      gone: memberships(filter: { statuses: [REMOVED] }) { totalCount }
    } }`;
    expect((await ask("hana", query, { id: idOf("harbourBreakfast") })).group).toEqual({
      organising: { totalCount: 2 },
      gone: { totalCount: 2 },
    });
  });
});
