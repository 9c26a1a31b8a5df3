import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { beginConnection, type NewConnection } from "../../src/connections/begin-connection.ts";
import { ConnectedPair, ConnectionOrigin, pairOf } from "../../src/connections/connection.entity.ts";
import { inTransaction } from "../../src/platform/transaction.ts";
import { act } from "../support/act.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { TEST_NOW } from "../support/start-api.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.dataSource.query("delete from connections");
  await api.dataSource.query("delete from unrelayed_events");
});

const begin = (one: CastName, other: CastName, more: Partial<NewConnection> = {}): Promise<ConnectedPair | null> => {
  const people = { personAId: keyOf(one), personBId: keyOf(other) };
  const { ctx } = testJobs(api.dataSource.manager);
  return inTransaction(ctx, (ctx) => beginConnection(ctx, { ...people, origin: ConnectionOrigin.INVITATION, ...more }));
};
const told = async (): Promise<string[]> => {
  const rows = await api.dataSource.query<{ name: string }[]>(
    "select e.name from events e join unrelayed_events using (position) where e.name like 'connection.%' order by position",
  );
  return rows.map(({ name }) => name);
};

test("it is one for a pair, whoever is named first, however often and at once", async () => {
  const rounds = Array.from({ length: 6 }, (_, index) => index);
  const begun = await Promise.all(rounds.map((round) => (round % 2 ? begin("ada", "cleo") : begin("cleo", "ada"))));
  expect(new Set(begun.map((each) => each?.id)).size).toBe(1);
  expect(await told()).toEqual(["connection.began"]);
  expect(begun[0]).toMatchObject({ ...pairOf(keyOf("ada"), keyOf("cleo")), lowBridges: false, highBridges: false });
});

test("who is connected already stays so, as it began; what ended begins anew, with nothing allowed", async () => {
  const groupId = keyOf("harbourBreakfast");
  const first = await begin("ada", "cleo", { groupId });
  expect(await begin("ada", "cleo", { origin: ConnectionOrigin.INTRODUCTION })).toEqual(first);

  await api.dataSource.manager.update(ConnectedPair, first?.id ?? "", {
    endedAt: TEST_NOW,
    lowBridges: true,
    highBridges: true,
  });
  const again = await begin("cleo", "ada", { origin: ConnectionOrigin.INTRODUCTION });
  expect(again).toMatchObject({
    ...{ id: first?.id, origin: "INTRODUCTION", groupId: null, endedAt: null },
    ...{ lowBridges: false, highBridges: false },
  });
  expect(await told()).toEqual(["connection.began", "connection.began"]);
});

test("across a block, and with oneself, there is none, and no trace of the wish", async () => {
  expect(await begin("ben", "kit")).toBeNull();
  expect(await begin("kit", "ben")).toBeNull();
  expect(await begin("ben", "ben")).toBeNull();
  expect([await api.dataSource.manager.count(ConnectedPair), await told()]).toEqual([0, []]);
});

test("a block that is made at the same moment is seen, or comes after", async () => {
  const blocked = await Promise.all([
    act(api, "cleo", "blockPerson", { personId: idOf("eva") }, "block { id }"),
    begin("eva", "cleo"),
  ]);
  expect(blocked[0].codes).toEqual([]);
  const [{ began, made }] = await api.dataSource.query<[{ began: string | null; made: string }]>(
    `select (select max(position) from events where name = 'connection.began') as began,
            (select max(position) from events where name = 'person.blocked') as made`,
  );
  if (blocked[1]) expect(Number(began)).toBeLessThan(Number(made));
  expect(await begin("cleo", "eva")).toBeNull();
});
