import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Block } from "../../src/people/block.entity.ts";
import { BLOCKS_MAX } from "../../src/people/block-person.ts";
import { Person } from "../../src/people/person.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, fixedId, idOf, keyOf, makePerson, NOBODYS_ID, startWithCast } from "../support/cast.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

type Who = Parameters<CastApi["as"]>[0];

const ERRORS = "errors { __typename code message path }";
const BLOCK = `mutation($input: BlockPersonInput!) { blockPerson(input: $input) {
  block { id personId displayName createdAt } ${ERRORS} } }`;
const UNBLOCK = `mutation($input: UnblockPersonInput!) { unblockPerson(input: $input) { person { id } ${ERRORS} } }`;
const OWN_BLOCKS = "{ viewer { blocks { totalCount edges { node { personId displayName } } } } }";

async function block(who: Who, personId: string): Promise<Anything> {
  const { data, errors } = await api.as(who).graphql<Anything>(BLOCK, { input: { personId } });
  return { ...data?.blockPerson, refused: errors };
}
async function unblock(who: Who, personId: string): Promise<Anything> {
  const { data, errors } = await api.as(who).graphql<Anything>(UNBLOCK, { input: { personId } });
  return { ...data?.unblockPerson, refused: errors };
}

/** What `who` finds under an id, by both ways of asking for it. */
async function look(who: Who, id: string): Promise<Anything> {
  const query = "query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { __typename id } }";
  return (await api.as(who).graphql<Anything>(query, { id })).data;
}
const seen = (id: string) => ({ node: { __typename: "Person", id }, nodes: [{ __typename: "Person", id }] });
const UNSEEN = { node: null, nodes: [null] };

const events = async (): Promise<string[]> => {
  const rows = await api.dataSource.query<{ name: string }[]>("select name from events order by position");
  return rows.map(({ name }) => name);
};

test("threat 8: a block parts two people in both directions, from the next request on, and nobody else", async () => {
  expect(await look("cleo", idOf("eva"))).toEqual(seen(idOf("eva")));
  const { block: made, errors } = await block("cleo", idOf("eva"));
  expect(errors).toEqual([]);
  expect(made).toMatchObject({ personId: idOf("eva"), displayName: "Eva" });

  expect(await look("cleo", idOf("eva"))).toEqual(UNSEEN);
  expect(await look("eva", idOf("cleo"))).toEqual(UNSEEN);
  expect(await look("finn", idOf("eva"))).toEqual(seen(idOf("eva")));
  expect(await look(null, idOf("cleo"))).toEqual(seen(idOf("cleo")));
  expect(await look("cleo", idOf("cleo"))).toEqual(seen(idOf("cleo")));
});

test("threat 8: whoever is blocked gets the very answers that somebody nobody knows would give", async () => {
  for (const act of [block, unblock]) {
    const answers = [await act("kit", idOf("ben")), await act("kit", NOBODYS_ID)];
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0].errors).toEqual([
      { __typename: "InvalidInputError", code: "NOT_FOUND", message: "No such person.", path: ["input", "personId"] },
    ]);
  }
  const { data } = await api.as("kit").graphql<Anything>(OWN_BLOCKS);
  expect(data.viewer.blocks).toEqual({ totalCount: 0, edges: [] });
});

test("threat 8: neither of the two counts for the other, in lists and numbers alike", async () => {
  const query = `query($id: ID!) { node(id: $id) { ... on Group {
    memberCount memberships(first: 50) { totalCount edges { node { person { id } } } }
  } } }`;
  const seenBy = async (who: Who) =>
    (await api.as(who).graphql<Anything>(query, { id: idOf("harbourBreakfast") })).data.node;
  for (const [who, missing] of [["ben", "kit"] as const, ["kit", "ben"] as const]) {
    const { memberCount, memberships } = await seenBy(who);
    const people = memberships.edges.map((edge: Anything) => edge.node.person.id);
    expect(people).toContain(idOf("ada"));
    expect(people).not.toContain(idOf(missing));
    expect([memberCount, memberships.totalCount, people.length]).toEqual([4, 4, 4]);
  }
  expect((await seenBy("ada")).memberCount).toBe(5);
});

test("a block is read by its owner alone", async () => {
  const own = await api.as("ben").graphql<Anything>("{ viewer { blocks { edges { node { id personId } } } } }");
  const [edge] = own.data.viewer.blocks.edges;
  expect(edge.node.personId).toBe(idOf("kit"));
  for (const who of [null, "kit", "cleo", "ada"] as const) {
    const query =
      "query($block: ID!, $ben: ID!) { node(id: $block) { id } person: node(id: $ben) { ... on Person { blocks { totalCount } } } }";
    const { data } = await api.as(who).graphql<Anything>(query, { block: edge.node.id, ben: idOf("ben") });
    expect(data.node).toBeNull();
    expect(data.person?.blocks ?? null).toBeNull();
  }
});

test("blocking again, or many times at once, is one block and one event", async () => {
  const before = await events();
  const answers = await Promise.all(Array.from({ length: 8 }, () => block("ada", idOf("cleo"))));
  expect(new Set(answers.map((answer) => answer.block.id)).size).toBe(1);
  expect((await block("ada", idOf("cleo"))).block.id).toBe(answers[0].block.id);
  expect((await events()).slice(before.length)).toEqual(["person.blocked"]);
  expect(await api.dataSource.manager.countBy(Block, { blockerId: keyOf("ada") })).toBe(1);
});

test("unblocking brings the two back to each other; again changes nothing", async () => {
  await block("finn", idOf("cleo"));
  const before = await events();
  expect(await unblock("finn", idOf("cleo"))).toMatchObject({ person: { id: idOf("cleo") }, errors: [] });
  expect(await look("cleo", idOf("finn"))).toEqual(seen(idOf("finn")));
  expect(await unblock("finn", idOf("cleo"))).toMatchObject({ person: { id: idOf("cleo") }, errors: [] });
  expect((await events()).slice(before.length)).toEqual(["person.unblocked"]);
});

test("of two who block each other, neither comes back by the other's change of mind", async () => {
  const [one, other] = [await makePerson(api.dataSource), await makePerson(api.dataSource)];
  const [oneId, otherId] = [globalId("per", one.id), globalId("per", other.id)];
  await block(one.id, otherId);
  // The other side's is stored by hand: out of sight, it cannot be made through the door.
  await api.dataSource.manager.insert(Block, {
    id: fixedId(0xb10c),
    blockerId: other.id,
    blockedId: one.id,
    createdAt: one.createdAt,
  });
  expect(await unblock(one.id, otherId)).toMatchObject({ person: null, errors: [] });
  expect(await look(one.id, otherId)).toEqual(UNSEEN);
  expect(await unblock(other.id, oneId)).toMatchObject({ person: { id: oneId }, errors: [] });
});

test("the list names those whose name is public, and stays useful for those whose is not", async () => {
  const { manager } = api.dataSource;
  const shy = await makePerson(api.dataSource, { displayName: "Shy" });
  const { block: made } = await block("hana", globalId("per", shy.id));
  expect(made.displayName).toBe("Shy");
  await manager.update(Person, shy.id, { displayName: "Renamed", displayNameAudience: "SIGNED_IN" as never });
  const { data } = await api.as("hana").graphql<Anything>(OWN_BLOCKS);
  const [edge] = data.viewer.blocks.edges;
  expect(edge.node).toEqual({ personId: globalId("per", shy.id), displayName: null });
  expect((await unblock("hana", edge.node.personId)).errors).toEqual([]);
});

test("nobody blocks themself, what is no person, or anything without signing in", async () => {
  expect((await block("ben", idOf("ben"))).errors).toMatchObject([{ code: "INVALID", path: ["input", "personId"] }]);
  const group = idOf("harbourBreakfast");
  for (const id of [
    group,
    group.replace("grp", "per"),
    idOf("cleo").replace("per", "grp"),
    keyOf("cleo"),
    "",
    "per_'",
  ]) {
    expect((await block("ben", id)).errors).toMatchObject([{ code: "NOT_FOUND" }]);
    expect((await unblock("ben", id)).errors).toMatchObject([{ code: "NOT_FOUND" }]);
  }
  for (const act of [block, unblock]) {
    expect((await act(null, idOf("ben"))).refused).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  }
});

test("a thousand blocks are enough", async () => {
  const { id } = await makePerson(api.dataSource);
  await api.dataSource.query(
    `with strangers as (
       insert into people (id, display_name, created_at, updated_at)
       select gen_random_uuid(), 'Stranger', now(), now() from generate_series(1, $2) returning id
     ) insert into blocks (id, blocker_id, blocked_id, created_at) select gen_random_uuid(), $1, id, now() from strangers`,
    [id, BLOCKS_MAX - 1],
  );
  expect((await block(id, idOf("ada"))).errors).toEqual([]);
  expect((await block(id, idOf("dev"))).errors).toMatchObject([{ code: "LIMIT_REACHED" }]);
  expect((await block(id, idOf("ada"))).errors).toEqual([]);
});

test("who organises a group goes on seeing a member who blocks them, and cannot tell; the member does not see them", async () => {
  const members = '{ group(by: { slug: "quayside-circle" }) { memberCount memberships { totalCount } } }';
  const before = await api.as("eva").graphql<Anything>(members);
  await block("finn", idOf("eva"));
  expect((await api.as("eva").graphql<Anything>(members)).data).toEqual(before.data);
  expect(await look("eva", idOf("finn"))).toEqual(seen(idOf("finn")));
  expect(await look("finn", idOf("eva"))).toEqual(UNSEEN);
  await unblock("finn", idOf("eva"));
});
