import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { ConnectedPair, ConnectionOrigin, pairOf } from "../../src/connections/connection.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { PersonTopic } from "../../src/people/person-topic.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import { WARM_PATH_SEARCHES } from "../../src/warm-paths/find-warm-paths.ts";
import { act, done } from "../support/act.ts";
import {
  type CastApi,
  type CastName,
  idOf,
  keyOf,
  makeBlock,
  makePerson,
  makeRow,
  makeTopic,
  NOBODYS_ID,
  startWithCast,
} from "../support/cast.ts";
import { TEST_NOW } from "../support/start-api.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());
beforeEach(() => api.dataSource.query("delete from connections; delete from blocks; delete from person_topics"));

/** Two who know each other since so many days; both let others find a way by it, unless said otherwise. */
async function tie(one: string, other: string, { daysAgo = 0, isOpen = true } = {}): Promise<void> {
  await makeRow(api.dataSource, ConnectedPair, {
    id: newId(),
    ...pairOf(one, other),
    origin: ConnectionOrigin.INVITATION,
    startedAt: new Date(TEST_NOW.getTime() - daysAgo * 86_400_000),
    lowBridges: isOpen,
    highBridges: isOpen,
  });
}
const tied = (one: CastName, other: CastName, more = {}) => tie(keyOf(one), keyOf(other), more);

const PATHS = `query ($to: WarmPathTargetInput!, $max: Int, $first: Int) { viewer { warmPaths(to: $to, maxConnectors: $max, first: $first) {
  band connectors { profile { displayName } } target { id } steps { band reason } } } }`;
interface Answer {
  viewer: {
    warmPaths: { band: string; connectors: { profile: { displayName: string } }[]; target: { id: string } }[];
  } | null;
}
async function waysOf(who: CastName, to: Record<string, unknown>, more = {}): Promise<string[]> {
  const { data, errors } = await api.as(who).graphql<Answer>(PATHS, { to, max: 2, first: 5, ...more });
  expect(errors).toBeUndefined();
  return (data?.viewer?.warmPaths ?? []).map(({ connectors, band }) =>
    [...connectors.map(({ profile }) => profile.displayName), band].join(" "),
  );
}
const codesOf = async (who: CastName | null, to: Record<string, unknown>, more = {}): Promise<unknown[]> => {
  const { errors = [] } = await api.as(who).graphql(PATHS, { to, max: 2, first: 5, ...more });
  return errors.map(({ extensions }) => extensions["code"]);
};
const eva = { personId: idOf("eva") };

test("a friend of mine who knows them is a way, and the weakest of its ties is told", async () => {
  await tied("ada", "ben", { isOpen: false });
  await tied("ben", "eva", { daysAgo: 200 });
  expect(await waysOf("ada", eva)).toEqual(["Ben MODERATE"]);
  const { data } = await api.as("ada").graphql(PATHS, { to: eva, max: 2, first: 5 });
  expect(data).toEqual({
    viewer: {
      warmPaths: [
        {
          band: "MODERATE",
          connectors: [{ profile: { displayName: "Ben" } }],
          target: { id: idOf("eva") },
          steps: [
            { band: "STRONG", reason: "You know each other well: one to one or in small meetings, lately or often." },
            {
              band: "MODERATE",
              reason: "They know each other: from a talk some months ago, or small meetings now and then.",
            },
          ],
        },
      ],
    },
  });
});

test("by two connectors, if two are allowed, and each first connector once by the best way", async () => {
  await tied("ada", "ben");
  await tied("ben", "dev");
  await tied("ben", "hana", { daysAgo: 100 });
  await tied("dev", "eva");
  await tied("hana", "eva");
  await tied("ada", "finn", { daysAgo: 30 });
  await tied("finn", "eva");
  expect(await waysOf("ada", eva)).toEqual(["Finn MODERATE", "Ben Dev STRONG"]);
  expect(await waysOf("ada", eva, { max: 1 })).toEqual(["Finn MODERATE"]);
  expect(await waysOf("ada", eva, { first: 1 })).toEqual(["Finn MODERATE"]);
});

test("consent, blocks and endings count at once, and leave nothing to see", async () => {
  await tied("ada", "ben");
  await tied("ben", "eva");
  const change = (text: string) => api.dataSource.query(text);
  const ways: string[][] = [await waysOf("ada", eva)];
  const withdrawn = pairOf(keyOf("ben"), keyOf("eva"));
  for (const [column, value] of [
    ["low_bridges", false],
    ["low_bridges", true],
    ["high_bridges", false],
    ["high_bridges", true],
  ] as const) {
    await change(
      `update connections set ${column} = ${value} where person_low_id = '${withdrawn.personLowId}' and person_high_id = '${withdrawn.personHighId}'`,
    );
    ways.push(await waysOf("ada", eva));
  }
  const way = ["Ben STRONG"];
  expect(ways).toEqual([way, [], way, [], way]);

  for (const [one, other] of [
    ["ada", "ben"],
    ["ben", "ada"],
    ["ada", "eva"],
    ["eva", "ada"],
    ["ben", "eva"],
    ["eva", "ben"],
  ] as const) {
    await makeBlock(api.dataSource, keyOf(one), keyOf(other));
    expect(await waysOf("ada", eva)).toEqual([]);
    await change("delete from blocks");
    expect(await waysOf("ada", eva)).toEqual(way);
  }
  await change("update connections set ended_at = started_at");
  expect(await waysOf("ada", eva)).toEqual([]);
});

test("who wants no introductions at present is asked for none, and is somebody to be found all the same", async () => {
  await tied("ada", "ben");
  await tied("ben", "dev");
  await tied("dev", "eva");
  const ways = (max: number, to: object = eva, who: CastName = "ada") =>
    waysOf(who, to as Record<string, unknown>, { max });
  const dev = { personId: idOf("dev") };
  expect([await ways(2), await ways(1, dev)]).toEqual([["Ben Dev STRONG"], ["Ben STRONG"]]);
  const wants = (who: CastName, areWanted: boolean) => done(api, who, "setIntroductionsWanted", { areWanted });
  await wants("ben", false);
  expect([await ways(2), await ways(1, dev)]).toEqual([[], []]);
  await wants("ben", true);
  await wants("dev", false);
  expect([await ways(2), await ways(1, dev)]).toEqual([[], ["Ben STRONG"]]);
  await wants("dev", true);
});

test("the first connector is asked by one mutation, with what the way told and nothing else", async () => {
  await tied("ada", "ben");
  await tied("ben", "dev", { daysAgo: 10 });
  await tied("dev", "finn", { daysAgo: 10 });
  const ask = async (to: CastName) => {
    const query = `query ($to: WarmPathTargetInput!) { viewer { warmPaths(to: $to, first: 1) { connectors { id } target { id } } } }`;
    type Way = { connectors: { id: string }[]; target: { id: string } };
    const { data } = await api
      .as("ada")
      .graphql<{ viewer: { warmPaths: Way[] } }>(query, { to: { personId: idOf(to) } });
    const [way] = data?.viewer.warmPaths ?? [];
    const input = { connectorId: way?.connectors[0]?.id, towardsId: way?.target.id, reason: "We both build boats." };
    return {
      hops: way?.connectors.length,
      asked: await act(api, "ada", "requestIntroduction", input, "request { state connectorId towardsId }"),
    };
  };
  for (const [to, hops] of [
    ["dev", 1],
    ["finn", 2],
  ] as const) {
    const { hops: length, asked } = await ask(to);
    expect([length, asked.codes]).toEqual([hops, []]);
    const request = { state: "OPEN", connectorId: idOf("ben"), towardsId: idOf(to) };
    expect(asked.payload?.["request"]).toEqual(request);
  }
});

test("a person out of sight, one that nobody is, and no id at all are the same: no way", async () => {
  const hidden = await makePerson(api.dataSource, { emailVerifiedAt: null, email: null });
  await tied("ada", "ben");
  await tie(keyOf("ben"), hidden.id);
  expect(await waysOf("ada", { personId: globalId("per", hidden.id) })).toEqual([]);
  for (const personId of [NOBODYS_ID, idOf("harbourBreakfast"), "", "nonsense", idOf("ada")]) {
    expect(await waysOf("ada", { personId })).toEqual([]);
  }
  // Nor does a way lead through somebody out of sight: the next best is told, as if they were not there.
  await tie(hidden.id, keyOf("eva"));
  await tied("ben", "dev", { daysAgo: 100 });
  await tied("dev", "eva", { daysAgo: 100 });
  expect(await waysOf("ada", eva)).toEqual(["Ben Dev MODERATE"]);
});

test("somebody at a company, of a profession, with an interest, as far as they show it", async () => {
  await api.dataSource.manager.update(Person, { id: keyOf("eva") }, { company: "Acme", profession: "Notary" });
  const sailing = await makeTopic(api.dataSource, "sailing", "Sailing");
  const chess = await makeTopic(api.dataSource, "chess", "Chess");
  await makeRow(api.dataSource, PersonTopic, { personId: keyOf("eva"), topicId: sailing.id });
  await tied("ada", "ben");
  await tied("ben", "eva");
  const topic = ({ id }: { id: string }) => globalId("top", id);
  const targets = [
    { company: " acme " },
    { profession: "NOTARY" },
    { topics: [topic(sailing), topic(chess)] },
    { profession: "Notary", topics: [topic(sailing)] },
  ];
  const misses = [{ company: "Acme Ltd" }, { profession: "Notary", topics: [topic(chess)] }, { topics: [idOf("ada")] }];
  const audience = (to: string) =>
    api.dataSource.query(
      "update people set company_audience = $1, profession_audience = $1, topics_audience = $1 where id = $2",
      [to, keyOf("eva")],
    );
  await audience("SIGNED_IN");
  for (const to of targets) expect([to, await waysOf("ada", to)]).toEqual([to, ["Ben STRONG"]]);
  for (const to of misses) expect([to, await waysOf("ada", to)]).toEqual([to, []]);
  await audience("GROUPS_IN_COMMON");
  for (const to of targets) expect([to, await waysOf("ada", to)]).toEqual([to, []]);
  // Of whom I know already I need no way to.
  await audience("SIGNED_IN");
  await tied("ada", "eva");
  for (const to of targets) expect([to, await waysOf("ada", to)]).toEqual([to, []]);
  expect(await waysOf("ada", eva)).toEqual(["Ben STRONG"]);
});

test("of many targets the nearest are found by growing outwards, the same as from both ends", async () => {
  const people = await Promise.all(
    Array.from({ length: 120 }, () =>
      makePerson(api.dataSource, { company: "Manyfold", companyAudience: "PUBLIC" as never }),
    ),
  );
  const [first, second, ...others] = people.map(({ id }) => id) as [string, string, ...string[]];
  for (const id of others) await tie(id, keyOf("finn"), { daysAgo: 600 });
  await tied("ada", "ben");
  await tied("ben", "dev", { daysAgo: 50 });
  await tie(keyOf("dev"), first);
  await tied("ada", "hana", { daysAgo: 300 });
  await tie(keyOf("hana"), second);
  await tied("ada", "kit");
  await tied("kit", "finn");
  expect(await waysOf("ada", { company: "Manyfold" }, { max: 1 })).toEqual(["Hana WEAK"]);
  expect(await waysOf("ada", { company: "Manyfold" })).toEqual(["Ben Dev MODERATE", "Hana WEAK", "Kit Finn WEAK"]);
  expect(await waysOf("ada", { company: "Manyfold" }, { first: 1 })).toEqual(["Ben Dev MODERATE"]);
});

test("only the viewer asks for themself, and arguments have bounds", async () => {
  const { data } = await api
    .as("cleo")
    .graphql<{ node: { warmPaths: null } }>(
      `query { node(id: "${idOf("ada")}") { ... on Person { warmPaths(to: { personId: "${idOf("eva")}" }) { band } } } }`,
    );
  expect(data?.node).toEqual({ warmPaths: null });
  expect(await codesOf(null, eva)).toEqual([]);
  const topics = Array.from({ length: 11 }, () => NOBODYS_ID);
  const faulty = [{}, { personId: idOf("eva"), company: "Acme" }, { company: " " }, { topics: [] }, { topics }];
  for (const to of faulty) expect(await codesOf("ada", to)).toEqual(["BAD_USER_INPUT"]);
  for (const more of [{ max: 0 }, { max: 3 }, { first: 0 }, { first: 21 }]) {
    expect(await codesOf("ada", eva, more)).toEqual(["BAD_USER_INPUT"]);
  }
});

test("somebody who searches very often is refused until the hour is over, and nobody else is", async () => {
  const who = "kit";
  await tied("kit", "ben");
  await tied("ben", "eva");
  await api.dataSource.query("delete from quotas");
  expect(await waysOf(who, eva)).toEqual(["Ben STRONG"]);
  await api.dataSource.query("update quotas set uses = $1", [WARM_PATH_SEARCHES.most - 1]);
  expect(await waysOf(who, eva)).toEqual(["Ben STRONG"]);
  expect(await codesOf(who, eva)).toEqual(["RATE_LIMITED"]);
  expect(await codesOf(who, { personId: NOBODYS_ID })).toEqual(["RATE_LIMITED"]);
  expect(await codesOf("ada", eva)).toEqual([]);
  await api.dataSource.query("update quotas set resets_at = resets_at - interval '1 hour'");
  expect(await waysOf(who, eva)).toEqual(["Ben STRONG"]);
});
