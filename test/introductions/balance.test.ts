/** What people gave and received, for themselves; and for organisers, over enough of them. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { BALANCE_PEOPLE_MIN } from "../../src/introductions/introduction-balance.reads.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { StillClock } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";

const clock = new StillClock("2026-06-01T09:00:00.000Z");
let api: CastApi;
let of: House;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());
beforeEach(async () => {
  of = await newHouse(api);
});

type Who = Parameters<House["key"]>[0];

/** An introduction of the house's group that was shared, and thanked for by the first of the two if at all. */
async function plant(connector: Who, [a, b]: readonly [Who, Who], sharedAt: string, thankedAt: string | null = null) {
  const id = randomUUID();
  const { dataSource } = api;
  await dataSource.query(
    `insert into introductions (id, connector_id, connector_name, group_id, reason, asking, created_at, expires_at, shared_at)
     values ($1, $2, 'C', $3, 'Boats', 'TOGETHER', $4::timestamptz - interval '1 day', $4::timestamptz + interval '9 days', $4)`,
    [id, of.key(connector), of.group.id, sharedAt],
  );
  for (const [position, who, thanks] of [[1, a, thankedAt] as const, [2, b, null] as const]) {
    await dataSource.query(
      `insert into introduction_sides (id, introduction_id, position, person_id, is_outsider, name, answer, asked_at, thanked_at)
       values (gen_random_uuid(), $1, $2, $3, false, 'X', 'YES', now(), $4)`,
      [id, position, of.key(who), thanks],
    );
  }
}

async function ownBalance(who: Who, period = ""): Promise<unknown> {
  const query = `{ viewer { introductionBalance${period} { given received thanked } } }`;
  const { data } = await api.as(of.key(who)).graphql<{ viewer: { introductionBalance: unknown } }>(query);
  return data?.viewer.introductionBalance;
}
async function balanceOfGroup(who: Who, day = "2026-03-31"): Promise<unknown> {
  const query = `query ($id: ID!, $day: LocalDate!) { node(id: $id) { ... on Group {
    introductionBalance(quarterOf: $day) { given received thanked } } } }`;
  const { data, errors } = await api
    .as(of.key(who))
    .graphql<{ node: { introductionBalance: unknown } }>(query, { id: of.id, day });
  expect(errors).toBeUndefined();
  return data?.node.introductionBalance;
}

const DAY_OF_QUARTER = "2026-02-10T10:00:00Z";
const NOTHING_TOLD = { given: null, received: null, thanked: null };

test("one's own balance counts what was shared, by the day, and nobody else reads it", async () => {
  await plant("host", ["member", "other"], "2026-05-01T00:00:00Z", "2026-05-02T10:00:00Z");
  await plant("host", ["member", "owner"], "2026-04-30T23:59:59Z");
  await plant("member", ["host", "owner"], "2026-05-20T10:00:00Z");
  expect(await ownBalance("host")).toEqual({ given: 2, received: 1, thanked: 1 });
  expect(await ownBalance("member")).toEqual({ given: 1, received: 2, thanked: 0 });
  expect(await ownBalance("host", '(from: "2026-05-01")')).toEqual({ given: 1, received: 1, thanked: 1 });
  expect(await ownBalance("host", '(before: "2026-05-01")')).toEqual({ given: 1, received: 0, thanked: 0 });
  const query = `query ($id: ID!) { node(id: $id) { ... on Person { introductionBalance { given } } } }`;
  const { data } = await api.as(of.key("owner")).graphql<{ node: object }>(query, { id: of.person("host") });
  expect(data?.node).toEqual({ introductionBalance: null });
});

const CONNECTORS = ["owner", "host", "member", "other", "trial"] as const;

test("a group's sums are told to organisers over at least five others, and to nobody over fewer", async () => {
  expect(CONNECTORS).toHaveLength(BALANCE_PEOPLE_MIN);
  for (const [index, connector] of CONNECTORS.entries()) {
    expect(await balanceOfGroup("organiser")).toEqual(NOTHING_TOLD);
    const [a, b] = [0, 1].map((step) => CONNECTORS[(index + 1 + step) % CONNECTORS.length]) as [Who, Who];
    await plant(connector, [a, b], DAY_OF_QUARTER, index < 4 ? DAY_OF_QUARTER : null);
  }
  // Four of them were thanked.
  expect(await balanceOfGroup("organiser")).toEqual({ given: 5, received: 10, thanked: null });
  // Who is one of the five would know the sum of four.
  expect(await balanceOfGroup("owner")).toEqual(NOTHING_TOLD);
  expect(await balanceOfGroup("host")).toBeNull();
  expect(await balanceOfGroup("stranger")).toBeNull();
});

test("a group's sums are of whole quarters that are over, so that no two of them differ by a day", async () => {
  for (const [index, connector] of CONNECTORS.entries()) {
    const parties = [0, 1].map((step) => CONNECTORS[(index + 1 + step) % CONNECTORS.length]) as [Who, Who];
    await plant(connector, parties, DAY_OF_QUARTER, DAY_OF_QUARTER);
    await plant(connector, parties, "2026-04-01T00:00:00Z", "2026-04-01T00:00:00Z");
  }
  const told = { given: 5, received: 10, thanked: 5 };
  for (const day of ["2026-01-01", "2026-02-28", "2026-03-31"])
    expect(await balanceOfGroup("organiser", day)).toEqual(told);
  expect(await balanceOfGroup("organiser", "2026-04-01")).toEqual(NOTHING_TOLD);
  expect(await balanceOfGroup("organiser", "2025-12-31")).toEqual(NOTHING_TOLD);
});

test("a group's sums stay as they were when somebody leaves the group", async () => {
  for (const [index, connector] of CONNECTORS.entries()) {
    const parties = [0, 1].map((step) => CONNECTORS[(index + 1 + step) % CONNECTORS.length]) as [Who, Who];
    await plant(connector, parties, DAY_OF_QUARTER);
  }
  const before = await balanceOfGroup("organiser");
  await api.dataSource.query("update memberships set status = 'RESIGNED', ended_at = now() where person_id = $1", [
    of.key("member"),
  ]);
  expect(await balanceOfGroup("organiser")).toEqual(before);
});
