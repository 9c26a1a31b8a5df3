/** Reaching for what belongs to others: by its id, by an id of another kind, by arguments that do not fit together. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { GraphQLInterfaceType } from "graphql";
import { surveyOfField } from "../differential/operations.ts";
import { globalIdOf, loadRows, PREFIXES } from "../differential/rows.ts";
import { MARK, MIRA, plantMira } from "../erasure/world-of-mira.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, fixedId, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { dumped } from "../support/dump.ts";
import { makeMeeting } from "../support/meetings.ts";
import { newHouse } from "../support/new-house.ts";

let api: CastApi;
/** Of the private circle, in which the organisers of Harbour Breakfast are nobody. */
let theirs: { readonly meeting: string; readonly membership: string; readonly memberships: readonly string[] };

beforeAll(async () => {
  api = await startWithCast();
  const meeting = await makeMeeting(api.dataSource, { groupId: keyOf("quaysideCircle") });
  const rows: { id: string }[] = await api.dataSource.query(
    "select id from memberships where group_id = $1 order by id",
    [keyOf("quaysideCircle")],
  );
  const memberships = rows.map(({ id }) => `mem_${id.replaceAll("-", "")}`);
  theirs = { meeting: meeting.globalId, membership: memberships[1] ?? "", memberships };
});
afterAll(() => api.close());

const NODE = "query ($id: ID!) { node(id: $id) { id __typename } }";
const answered = async (who: "ada" | "cleo" | null, id: string) => {
  const { data, errors, status } = await api.as(who).graphql(NODE, { id });
  return { data, errors, status };
};

describe("threat 1: another group's private object, by its id,", () => {
  test.each(["ada", "cleo", null] as const)("reads to %s as an id of nothing does", async (who) => {
    const private_ = [idOf("quaysideCircle"), theirs.meeting, ...theirs.memberships];
    for (const id of private_) {
      const nothing = `${id.split("_")[0]}_${fixedId(0xdead).replaceAll("-", "")}`;
      expect(await answered(who, id)).toEqual(await answered(who, nothing));
    }
    // Who belongs there does see them: the ids are right.
    for (const id of private_) expect((await api.as("eva").graphql(NODE, { id })).data).toMatchObject({ node: { id } });
  });

  test("is as good as nothing to an act", async () => {
    const nothing = `mtg_${fixedId(0xdead).replaceAll("-", "")}`;
    const [private_, none] = await Promise.all(
      [theirs.meeting, nothing].map((meetingId) => act(api, "ada", "cancelMeeting", { meetingId })),
    );
    expect(private_).toEqual(none);
    expect(private_?.codes).toEqual(["NOT_FOUND"]);
  });
});

test("threat 2: an id with another prefix, and a bare key, name nothing", async () => {
  const [, key = ""] = idOf("harbourBreakfast").split("_");
  for (const id of [`per_${key}`, `mtg_${key}`, key, keyOf("harbourBreakfast"), `GRP_${key}`]) {
    expect((await answered("ada", id)).data).toEqual({ node: null });
  }
});

test("threat 3: an object of one group beside the id of another is denied, and nothing is written", async () => {
  const before = await dumped(api.dataSource);
  const groupId = idOf("harbourBreakfast");
  const outcomes = [
    await act(api, "ada", "mergePeople", { groupId, personId: idOf("ben"), duplicateId: idOf("finn") }),
    await act(api, "ada", "passReferral", {
      ...{ groupId, receiverId: idOf("finn"), effort: "NAME_PASSED", likelihood: "LOW", text: "A roof." },
      ...{ prospect: { name: "Pru", email: "pru@example.org" }, consent: { givenOn: "2026-05-30", manner: "EMAIL" } },
    }),
    await act(api, "ada", "removeMember", { membershipId: theirs.membership }),
  ];
  for (const { codes } of outcomes) expect(["NOT_FOUND", "CONFLICT", "FORBIDDEN"]).toContain(codes[0]);
  const after = await dumped(api.dataSource);
  const changed = [...after].filter(([table, rows]) => JSON.stringify(before.get(table)) !== JSON.stringify(rows));
  expect(changed.map(([table]) => table).filter((table) => !/quotas|sessions/.test(table))).toEqual([]);
});

test("threat 9: who organises one group is nobody in another", async () => {
  const groupId = idOf("quaysideCircle");
  for (const [name, input] of [
    ["updateGroup", { groupId, name: "Ours" }],
    ["archiveGroup", { groupId }],
    ["inviteToGroup", { groupId, email: "new@example.org" }],
    ["exportGroup", { groupId }],
    ["banPerson", { groupId, personId: idOf("finn") }],
  ] as const) {
    expect([name, (await act(api, "ada", name, input)).codes]).toEqual([name, ["NOT_FOUND"]]);
  }
});

test("threat 7: of a group that was archived no list tells, and nothing new begins in it", async () => {
  const house = await newHouse(api);
  const listed = async () => {
    const { data } = await api.as(null).graphql("{ groups(first: 100) { edges { node { id } } } }");
    return (data as { groups: { edges: { node: { id: string } }[] } }).groups.edges.some(
      ({ node }) => node.id === house.id,
    );
  };
  const acts = [
    ["owner", "inviteToGroup", { groupId: house.id, email: "new@example.org" }],
    ["owner", "createApiKey", { groupIds: [house.id], name: "Site", kind: "SECRET", scopes: ["MEETINGS_READ"] }],
    ["stranger", "requestMembership", { groupId: house.id }],
    [
      "organiser",
      "scheduleMeeting",
      { groupId: house.id, title: "After", mode: "ONLINE", startsAtLocal: "2026-07-01T07:30", durationMinutes: 60 },
    ],
  ] as const;
  expect(await listed()).toBe(true);
  await done(api, house.key("owner"), "archiveGroup", { groupId: house.id });
  expect(await listed()).toBe(false);
  for (const [who, name, input] of acts) {
    expect([name, (await act(api, house.key(who), name, input)).codes]).toEqual([name, ["CONFLICT"]]);
  }
});

test("threat 14: two who ask the same at once, in one process, each get their own", async () => {
  const asked = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? "ben" : "cleo"));
  const answers = await Promise.all(
    asked.map((who) => api.as(who).graphql("{ viewer { id contact { email } sessions(first: 1) { totalCount } } }")),
  );
  expect(answers.map(({ data }) => (data as { viewer: { contact: { email: string } } }).viewer.contact.email)).toEqual(
    asked.map((who) => `${who}@example.org`),
  );
});

describe("threat 4: an address that its owner shows nobody", () => {
  test("is in no field of any object that there is, for a stranger, a fellow member, a host", async () => {
    await plantMira(api.dataSource);
    await api.dataSource.query(
      `update people set email_audience = 'NOBODY', phone_audience = 'NOBODY', email = 'zqhidden@example.org', phone = '+zqhidden' where id = $1`,
      [MIRA],
    );
    const { schema } = api.server;
    const types = schema.getPossibleTypes(schema.getType("Node") as GraphQLInterfaceType);
    const rows = Object.values(await loadRows(api.dataSource)).flat() as readonly { readonly id?: string }[];
    const ids = rows.flatMap((row) => (row.id ? [globalIdOf(row as { id: string })] : []));
    let told = 0;
    for (const type of types) {
      const fields = Object.values(type.getFields())
        .map((field) => surveyOfField(field))
        .join(" ");
      const query = `query ($id: ID!) { node(id: $id) { ... on ${type.name} { ${fields} } } }`;
      const own = ids.filter((id) => id.startsWith(`${PREFIXES[type.name as keyof typeof PREFIXES]}_`));
      for (const who of ["cleo", "kit", "hana"] as const) {
        for (const id of own) {
          const { data, errors } = await api.as(who).graphql(query, { id });
          expect([type.name, errors]).toEqual([type.name, undefined]);
          const text = JSON.stringify(data);
          if (text.includes(MARK)) told++;
          expect([who, type.name, text.includes("zqhidden")]).toEqual([who, type.name, false]);
        }
      }
    }
    // What she does show was among it.
    expect(told).toBeGreaterThan(0);
  });
});
