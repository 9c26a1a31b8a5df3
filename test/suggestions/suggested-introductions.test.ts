/** Whom somebody should introduce to each other, of those whom they know. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { lotAllows, SHOWN_TO_MAX } from "../../src/suggestions/lot.ts";
import { done } from "../support/act.ts";
import { type CastApi, makeBlock, startWithCast } from "../support/cast.ts";
import { StillClock } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { connect, interest, makeMember, type Planted, post, topic } from "./world.ts";

const clock = new StillClock("2026-06-01T09:00:00.000Z");
let api: CastApi;
let of: House;
let me: Planted;
let anna: Planted;
let bert: Planted;
let carl: Planted;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());
/** I know three people who do not know each other. */
beforeEach(async () => {
  of = await newHouse(api);
  const member = (name: string) => makeMember(api, of.group.id, name);
  [me, anna, bert, carl] = [await member("Me"), await member("Anna"), await member("Bert"), await member("Carl")];
  for (const friend of [anna, bert, carl]) await connect(api, me, friend, { isOpen: false });
});

interface Suggested {
  readonly personA: { readonly id: string };
  readonly personB: { readonly id: string };
  readonly reasons: readonly { readonly kind: string; readonly words: string }[];
}
async function suggested(who = me, first = 5): Promise<readonly Suggested[]> {
  const query = `{ viewer { suggestedIntroductions(first: ${first}) { personA { id } personB { id } reasons { kind words } } } }`;
  const { data, errors } = await api
    .as(who.key)
    .graphql<{ viewer: { suggestedIntroductions: readonly Suggested[] } }>(query);
  expect(errors).toBeUndefined();
  return data?.viewer.suggestedIntroductions ?? [];
}
const pairs = async (): Promise<string[][]> =>
  (await suggested()).map(({ personA, personB }) => [personA.id, personB.id].sort());
const pair = (one: Planted, other: Planted): string[] => [one.id, other.id].sort();

test("two whom I know and who share something, with reasons that are true, what one asks of the other first", async () => {
  const [sailing, roofs] = [await topic(api, "Sailing"), await topic(api, "Roofs")];
  expect(await suggested()).toEqual([]);
  await interest(api, sailing, anna, bert);
  await post(api, "ask", bert, roofs);
  await post(api, "offer", carl, roofs);
  const [first, second, ...more] = await suggested();
  expect(more).toEqual([]);
  expect([first?.personA.id, first?.personB.id].sort()).toEqual(pair(bert, carl));
  expect(first?.reasons).toEqual([{ kind: "ASK_AND_OFFER", words: "One asks for what the other offers: Roofs." }]);
  expect([second?.personA.id, second?.personB.id].sort()).toEqual(pair(anna, bert));
  expect(second?.reasons).toEqual([{ kind: "SHARED_INTERESTS", words: "Both are interested in Sailing." }]);
  expect(await suggested(me, 1)).toHaveLength(1);
  await api.dataSource.query("update asks set closed_at = '2026-06-01T08:00:00Z' where person_id = $1", [bert.key]);
  await api.dataSource.query("update people set topics_audience = 'NOBODY' where id = $1", [anna.key]);
  expect(await suggested()).toEqual([]);
});

test("two whom others know, by ties that all of these opened, and not two who openly know each other", async () => {
  const dora = await makeMember(api, of.group.id, "Dora");
  await connect(api, dora, anna);
  await connect(api, dora, bert, { isOpen: false });
  expect(await pairs()).toEqual([]);
  await api.dataSource.query(
    "update connections set low_bridges = true, high_bridges = true where $1 in (person_low_id, person_high_id)",
    [dora.key],
  );
  expect(await suggested()).toMatchObject([{ reasons: [{ kind: "COMMON_CONTACTS" }] }]);
  await connect(api, anna, bert);
  expect(await pairs()).toEqual([]);
});

test("nobody across a block, who wants none, or whom I have introduced", async () => {
  const sailing = await topic(api, "Sailing");
  await interest(api, sailing, anna, bert, carl);
  expect(await pairs()).toHaveLength(3);
  await makeBlock(api.dataSource, anna.key, bert.key);
  expect((await pairs()).sort()).toEqual([pair(anna, carl), pair(bert, carl)].sort());
  await done(api, me.key, "proposeIntroduction", { partyAId: anna.id, partyBId: carl.id, reason: "Boats" });
  expect(await pairs()).toEqual([pair(bert, carl)]);
  await done(api, bert.key, "setIntroductionsWanted", { areWanted: false });
  expect(await pairs()).toEqual([]);
});

test("are the viewer's alone, and of 1 to 20", async () => {
  const query = `query ($id: ID!) { node(id: $id) { ... on Person { suggestedIntroductions { reasons { words } } } } }`;
  const { data } = await api.as(anna.key).graphql<{ node: object }>(query, { id: me.id });
  expect(data?.node).toEqual({ suggestedIntroductions: null });
  for (const first of [0, 21]) {
    const { errors } = await api
      .as(me.key)
      .graphql(`{ viewer { suggestedIntroductions(first: ${first}) { reasons { words } } } }`);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  }
});

test("whom many know is shown to about ten of them in a week, and to others in the next", () => {
  const viewers = Array.from({ length: 400 }, (_, index) => `viewer ${index}`);
  const shownTo = (week: number) =>
    viewers.filter((viewer) => lotAllows(viewer, "somebody", viewers.length, new Date(week * 7 * 86_400_000)));
  const weeks = Array.from({ length: 20 }, (_, week) => shownTo(week));
  const average = weeks.reduce((sum, { length }) => sum + length, 0) / weeks.length;
  expect(Math.abs(average - SHOWN_TO_MAX)).toBeLessThan(3);
  expect(weeks[0]).not.toEqual(weeks[1]);
  expect(viewers.every((viewer) => lotAllows(viewer, "somebody", SHOWN_TO_MAX, new Date(0)))).toBe(true);
});
