/** Suggestions with a hidden person and without are the same, letter by letter. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { globalId } from "../../src/platform/ids.ts";
import { type CastApi, makeBlock, startWithCast } from "../support/cast.ts";
import { StillClock } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { going, meetingOf } from "./going.ts";
import { connect, interest, makeMember, type Planted, post, topic } from "./world.ts";

const clock = new StillClock("2026-06-01T09:00:00.000Z");
let api: CastApi;
let of: House;
let me: Planted;
let friends: Planted[];
let others: Planted[];
let topics: string[];
let meetingId: string;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());
/** Friends of mine, others whom they know, shared interests, and a meeting to which all go. */
beforeEach(async () => {
  of = await newHouse(api);
  const members = (names: readonly string[]) => Promise.all(names.map((name) => makeMember(api, of.group.id, name)));
  [me] = (await members(["Me"])) as [Planted];
  friends = await members(["Anna", "Bert", "Carl", "Dora"]);
  others = await members(["Ewa", "Finn", "Gita", "Hugo"]);
  topics = [await topic(api, "Sailing"), await topic(api, "Roofs")];
  for (const friend of friends) await connect(api, me, friend);
  for (const [index, other] of others.entries()) {
    for (const friend of friends.slice(index % 2, 3 + (index % 2))) await connect(api, friend, other);
  }
  const [sailing = "", roofs = ""] = topics;
  await interest(api, sailing, me, ...friends.slice(1), ...others.slice(2));
  for (const asker of friends.slice(0, 1)) await post(api, "ask", asker, roofs);
  for (const giver of others.slice(0, 1)) await post(api, "offer", giver, roofs);
  meetingId = await meetingOf(api, of.group.id);
  await going(api, of.group.id, meetingId, [me, ...friends, ...others]);
});

const QUERY = `query ($id: ID!) {
  viewer { suggestedIntroductions(first: 20) { personA { id } personB { id } reasons { kind words } } }
  node(id: $id) { ... on Meeting { suggestedPeople(first: 20) { person { id } reasons { kind words } } } }
}`;
interface Answer {
  readonly viewer: { readonly suggestedIntroductions: readonly object[] };
  readonly node: { readonly suggestedPeople: readonly object[] };
}
async function suggestions(): Promise<Answer | null | undefined> {
  const { data, errors } = await api.as(me.key).graphql<Answer>(QUERY, { id: globalId("mtg", meetingId) });
  expect(errors).toBeUndefined();
  return data;
}

test.each([
  { who: "who blocks the viewer", hide: (hidden: Planted) => makeBlock(api.dataSource, hidden.key, me.key) },
  { who: "whom the viewer blocks", hide: (hidden: Planted) => makeBlock(api.dataSource, me.key, hidden.key) },
])("somebody $who, in the middle of everything, leaves no trace", async ({ hide }) => {
  const without = await suggestions();
  expect(without?.viewer.suggestedIntroductions.length).toBeGreaterThan(1);
  expect(without?.node.suggestedPeople.length).toBeGreaterThan(1);
  const hidden = await makeMember(api, of.group.id, "Hidden");
  for (const person of [...friends, ...others]) await connect(api, hidden, person);
  for (const each of topics) {
    await interest(api, each, hidden);
    await post(api, "offer", hidden, each);
    await post(api, "ask", hidden, each);
  }
  await going(api, of.group.id, meetingId, [hidden]);
  // In sight, it would show; out of sight, nothing does.
  expect(await suggestions()).not.toEqual(without);
  await hide(hidden);
  expect(await suggestions()).toEqual(without);
});

test("whoever goes is suggested at the meeting unless I know them, until it begins", async () => {
  const people = async () =>
    ((await suggestions())?.node.suggestedPeople as { person: { id: string } }[]).map(({ person }) => person.id);
  expect((await people()).sort()).toEqual(others.map(({ id }) => id).sort());
  const [ewa, finn] = others as [Planted, Planted];
  await api.dataSource.query("update people set listed_as_attendee = false where id = $1", [ewa.key]);
  await api.dataSource.query("insert into introduction_pauses (person_id, since) values ($1, now())", [finn.key]);
  expect((await people()).sort()).toEqual(
    others
      .slice(2)
      .map(({ id }) => id)
      .sort(),
  );
  clock.pass(86_400);
  expect(await people()).toEqual([]);
});
