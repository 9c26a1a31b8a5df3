import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { OPEN_ASKS_MAX } from "../../src/asks/post-ask.ts";
import { OPEN_OFFERS_MAX } from "../../src/asks/post-offer.ts";
import { RESPONSES_PER_WEEK_MAX } from "../../src/asks/response-input.ts";
import { ConnectedPair, ConnectionOrigin, pairOf } from "../../src/connections/connection.entity.ts";
import { newId } from "../../src/platform/ids.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, makeBlock, makeMembership, makePerson, makeRow, startWithCast } from "../support/cast.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { MovedClock } from "../support/rolls.ts";
import { TEST_NOW } from "../support/start-api.ts";

const DAY_MS = 86_400_000;
const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
  clock.moveTo(later(0));
});
afterAll(() => api.close());

const later = (days: number): string => new Date(TEST_NOW.getTime() + days * DAY_MS).toISOString();
const ASKED = { kind: "SERVICE", text: "Who knows a roofer?", topics: ["Roofs"], openUntil: later(14) };
const inGroups = (...houses: House[]) => ({ audience: "GROUPS", groupIds: houses.map(({ id }) => id) });

const asked = async (who: string, more: object): Promise<string> =>
  (await done(api, who, "postAsk", { ...ASKED, ...more }, "ask { id }"))["ask"].id as string;
const responded = (who: string | null, askId: string, more: object = {}) =>
  act(api, who, "respondToAsk", { askId, text: "I know one.", ...more }, "response { id }");

async function found(who: string | null, filter: object = {}, list: "asks" | "offers" = "asks"): Promise<string[]> {
  const type = list === "asks" ? "AskFilter" : "OfferFilter";
  const { data, errors } = await api
    .as(who)
    .graphql<Record<string, { totalCount: number; edges: { node: { id: string } }[] }>>(
      `query ($filter: ${type}) { ${list}(first: 100, filter: $filter) { totalCount edges { node { id } } } }`,
      { filter },
    );
  expect(errors).toBeUndefined();
  const { edges = [], totalCount } = data?.[list] ?? {};
  expect(totalCount).toBe(edges.length);
  return edges.map(({ node }) => node.id);
}
const isFound = async (who: string | null, id: string): Promise<boolean> => {
  const { data } = await api
    .as(who)
    .graphql<{ node: object | null }>("query ($id: ID!) { node(id: $id) { id } }", { id });
  const isListed = (await found(who)).includes(id);
  expect(data?.node !== null).toBe(isListed);
  return isListed;
};
const connect = (one: string, other: string) =>
  makeRow(api.dataSource, ConnectedPair, {
    ...{ id: newId(), ...pairOf(one, other), origin: ConnectionOrigin.INVITATION, startedAt: TEST_NOW, endedAt: null },
  });

test("an ask goes to its audience, one answers, and the asker says that it helped", async () => {
  const of = await newHouse(api);
  const [member, other] = [of.key("member"), of.key("other")];
  const id = await asked(member, inGroups(of));
  const WHOLE = `query ($id: ID!) { viewer { helpGiven helpReceived } node(id: $id) { ... on Ask { kind text audience openUntil
    isOpen person { id } topics { name } groups { id } viewerCanRespond viewerCanClose viewerResponse { text }
    responses { totalCount edges { node { text person { id } helpedAt viewerCanConfirmHelp } } } } } }`;
  const whole = async (who: string) => (await api.as(who).graphql(WHOLE, { id })).data;
  const written = {
    ...{ kind: "SERVICE", text: "Who knows a roofer?", audience: "GROUPS", openUntil: later(14), isOpen: true },
    ...{ person: { id: of.person("member") }, topics: [{ name: "Roofs" }] },
  };
  expect(await whole(other)).toEqual({
    viewer: { helpGiven: 0, helpReceived: 0 },
    node: {
      ...written,
      ...{ groups: null, responses: null, viewerResponse: null, viewerCanRespond: true, viewerCanClose: false },
    },
  });
  const outcome = await responded(other, id);
  expect(outcome.codes).toEqual([]);
  const responseId = outcome.payload?.["response"].id as string;
  expect(await whole(member)).toEqual({
    viewer: { helpGiven: 0, helpReceived: 0 },
    node: {
      ...written,
      ...{ groups: [{ id: of.id }], viewerResponse: null, viewerCanRespond: false, viewerCanClose: true },
      responses: {
        totalCount: 1,
        edges: [
          {
            node: {
              ...{ text: "I know one.", person: { id: of.person("other") }, helpedAt: null },
              viewerCanConfirmHelp: true,
            },
          },
        ],
      },
    },
  });
  // Nobody but the two reads it, whoever runs the group.
  for (const kind of ["owner", "organiser", "host", "trial"] as const) {
    const { data } = await api
      .as(of.key(kind))
      .graphql("query ($id: ID!) { node(id: $id) { id } }", { id: responseId });
    expect(data).toEqual({ node: null });
    expect((await act(api, of.key(kind), "confirmHelp", { responseId })).codes).toEqual(["NOT_FOUND"]);
  }
  expect((await act(api, other, "confirmHelp", { responseId })).codes).toEqual(["FORBIDDEN"]);
  for (const _again of [1, 2]) {
    const { response } = await done(api, member, "confirmHelp", { responseId }, "response { helpedAt }");
    expect(response).toEqual({ helpedAt: TEST_NOW.toISOString() });
  }
  expect((await whole(member))?.["viewer"]).toEqual({ helpGiven: 0, helpReceived: 1 });
  expect((await whole(other))?.["viewer"]).toEqual({ helpGiven: 1, helpReceived: 0 });

  await done(api, member, "closeAsk", { askId: id }, "ask { isOpen closedAt }");
  await done(api, member, "closeAsk", { askId: id });
  expect(await isFound(of.key("trial"), id)).toBe(false);
  // Whoever answered goes on reading what they answered to.
  expect((await whole(other))?.["node"]).toMatchObject({ isOpen: false, viewerResponse: { text: "I know one." } });
  const events: { name: string }[] = await api.dataSource.query(
    "select name from events where payload ->> 'askId' = (select id::text from asks where person_id = $1) order by position",
    [member],
  );
  expect(events.map(({ name }) => name)).toEqual(["ask.posted", "ask.responded", "ask.helped", "ask.closed"]);
});

test("each audience is who it says, and nobody across a block", async () => {
  const [of, elsewhere] = [await newHouse(api), await newHouse(api)];
  const asker = of.key("member");
  await makeMembership(api.dataSource, { groupId: elsewhere.group.id, personId: asker });
  await connect(asker, of.key("stranger"));
  const [toGroup, toAll, toConnections] = [
    await asked(asker, inGroups(of)),
    await asked(asker, { audience: "MY_GROUPS" }),
    await asked(asker, { audience: "CONNECTIONS" }),
  ];
  const sees = async (who: string | null) => [
    await isFound(who, toGroup),
    await isFound(who, toAll),
    await isFound(who, toConnections),
  ];
  expect(await sees(asker)).toEqual([true, true, true]);
  expect(await sees(of.key("other"))).toEqual([true, true, false]);
  expect(await sees(of.key("organiser"))).toEqual([true, true, false]);
  expect(await sees(elsewhere.key("other"))).toEqual([false, true, false]);
  expect(await sees(of.key("stranger"))).toEqual([false, false, true]);
  for (const who of [null, of.key("removed"), of.key("requested")])
    expect(await sees(who)).toEqual([false, false, false]);

  // An organiser sees members across a block, and yet nothing that they ask.
  await makeBlock(api.dataSource, asker, of.key("organiser"));
  await makeBlock(api.dataSource, of.key("stranger"), asker);
  expect(await sees(of.key("organiser"))).toEqual([false, false, false]);
  expect(await sees(of.key("stranger"))).toEqual([false, false, false]);
  expect((await responded(of.key("organiser"), toGroup)).codes).toEqual(["NOT_FOUND"]);

  // Whoever left a group asks it no longer.
  await api.dataSource.query(
    "update memberships set status = 'RESIGNED', ended_at = now() where group_id = $1 and person_id = $2",
    [of.group.id, asker],
  );
  expect(await sees(of.key("other"))).toEqual([false, false, false]);
  expect(await isFound(asker, toGroup)).toBe(true);
});

test("are found by words, topics and kinds", async () => {
  const of = await newHouse(api);
  const asker = of.key("member");
  const roof = await asked(asker, inGroups(of));
  const room = await asked(asker, {
    ...inGroups(of),
    ...{ kind: "THING", text: "A room for thirty, in October.", topics: ["Rooms", "Events"] },
  });
  const reader = of.key("other");
  expect(await found(reader)).toEqual([roof, room]);
  expect(await found(reader, { query: "roofer" })).toEqual([roof]);
  expect(await found(reader, { query: "roo" })).toEqual([roof, room]);
  expect(await found(reader, { query: "octobre thirty" })).toEqual([room]);
  expect(await found(reader, { query: "roofer thirty" })).toEqual([]);
  expect(await found(reader, { kinds: ["THING", "JOB"] })).toEqual([room]);
  const { data } = await api.as(reader).graphql<{ topic: { id: string } }>('{ topic(slug: "events") { id } }');
  expect(await found(reader, { topics: [data?.topic.id] })).toEqual([room]);
  expect(await found(asker, { isOwn: true })).toEqual([roof, room]);
  expect(await found(reader, { isOwn: true })).toEqual([]);

  const given = {
    kind: "THING",
    topics: ["Events"],
    text: "Our hall, on Mondays.",
    openUntil: later(60),
    audience: "MY_GROUPS",
  };
  const { offer } = await done(api, reader, "postOffer", given, "offer { id viewerCanClose } offerEdge { cursor }");
  await done(api, reader, "postOffer", { ...given, kind: "ADVICE" }, "offer { id }");
  expect(await found(asker, { query: "hall", kinds: ["THING"] }, "offers")).toEqual([offer.id]);
  expect(await found(of.key("stranger"), {}, "offers")).toEqual([]);
  const matches = async (who: string) => {
    const { data } = await api
      .as(who)
      .graphql<{ node: { matchingOffers: unknown } }>(
        "query ($id: ID!) { node(id: $id) { ... on Ask { matchingOffers { edges { node { id } } } } } }",
        { id: room },
      );
    return data?.node.matchingOffers;
  };
  expect(await matches(asker)).toEqual({ edges: [{ node: { id: offer.id } }] });
  expect(await matches(reader)).toBeNull();
  expect((await act(api, asker, "closeOffer", { offerId: offer.id })).codes).toEqual(["FORBIDDEN"]);
  await done(api, reader, "closeOffer", { offerId: offer.id }, "offer { isOpen }");
  expect(await matches(asker)).toEqual({ edges: [] });
});

test("are asked for within reason", async () => {
  const of = await newHouse(api);
  const codes = async (more: object, who: string | null = of.key("member")) =>
    (await act(api, who, "postAsk", { ...ASKED, ...inGroups(of), ...more })).codes;
  expect(await codes({}, null)).toEqual(["UNAUTHENTICATED"]);
  expect(await codes({ groupIds: [] })).toEqual(["INVALID"]);
  expect(await codes({ audience: "CONNECTIONS" })).toEqual(["INVALID"]);
  expect(await codes({ openUntil: later(0) })).toEqual(["INVALID"]);
  expect(await codes({ openUntil: later(91) })).toEqual(["INVALID"]);
  expect(await codes({ text: "" })).toEqual(["INVALID"]);
  expect(await codes({ topics: ["a", "b", "c", "d", "e", "f"] })).toEqual(["INVALID"]);
  expect(await codes({ topics: ["!"] })).toEqual(["INVALID"]);
  expect(await codes({}, of.key("stranger"))).toEqual(["CONFLICT"]);
  const hidden = await newHouse(api, { visibility: "PRIVATE" as never });
  expect(await codes(inGroups(hidden))).toEqual(["NOT_FOUND"]);
});

test("one person has five asks and ten offers open at most, however many are sent at once", async () => {
  const of = await newHouse(api);
  const atOnce = async (name: "postAsk" | "postOffer", most: number) => {
    const sent = Array.from({ length: most + 3 }, () =>
      act(api, of.key("member"), name, { ...ASKED, topics: [], ...inGroups(of) }),
    );
    const outcomes = (await Promise.all(sent)).map(({ codes }) => codes[0] ?? "ok");
    expect(outcomes.filter((code) => code === "ok")).toHaveLength(most);
    expect(outcomes.filter((code) => code === "LIMIT_REACHED")).toHaveLength(3);
  };
  await atOnce("postAsk", OPEN_ASKS_MAX);
  await atOnce("postOffer", OPEN_OFFERS_MAX);
});

test("the generous answer ten times a week at most, each ask once", async () => {
  const of = await newHouse(api);
  const helper = of.key("host");
  const ids: string[] = [];
  for (let index = 0; index <= RESPONSES_PER_WEEK_MAX; index++) {
    const asker = await makePerson(api.dataSource);
    await makeMembership(api.dataSource, { groupId: of.group.id, personId: asker.id });
    ids.push(await asked(asker.id, { ...inGroups(of), topics: [] }));
  }
  const [first = ""] = ids;
  const twice = await Promise.all([responded(helper, first), responded(helper, first)]);
  expect(twice.map(({ codes }) => codes[0] ?? "ok").sort()).toEqual(["DUPLICATE", "ok"]);
  const outcomes = await Promise.all(ids.slice(1).map((id) => responded(helper, id)));
  expect(outcomes.filter(({ codes }) => codes[0] === "LIMIT_REACHED")).toHaveLength(1);
  expect(outcomes.filter(({ codes }) => codes.length === 0)).toHaveLength(RESPONSES_PER_WEEK_MAX - 1);
  const left = ids[outcomes.findIndex(({ codes }) => codes.length > 0) + 1] ?? "";
  clock.moveTo(later(7));
  expect((await responded(helper, left)).codes).toEqual([]);
  clock.moveTo(later(15));
  expect((await responded(of.key("trial"), left)).codes).toEqual(["NOT_FOUND"]);
  clock.moveTo(later(0));
});

test("a response is private, given once for a key, and not to oneself", async () => {
  const of = await newHouse(api);
  const id = await asked(of.key("member"), inGroups(of));
  expect((await responded(null, id)).codes).toEqual(["UNAUTHENTICATED"]);
  expect((await responded(of.key("stranger"), id)).codes).toEqual(["NOT_FOUND"]);
  expect((await responded(of.key("member"), id)).codes).toEqual(["INVALID"]);
  const more = { idempotencyKey: "answer-1" };
  const [one, two] = [await responded(of.key("other"), id, more), await responded(of.key("other"), id, more)];
  expect(one.payload?.["response"]).toEqual(two.payload?.["response"]);
  // A block that comes later takes the message out of the asker's sight, and the ask out of theirs.
  await makeBlock(api.dataSource, of.key("other"), of.key("member"));
  const { data } = await api
    .as(of.key("member"))
    .graphql("query ($id: ID!) { node(id: $id) { ... on Ask { responses { totalCount } } } }", { id });
  expect(data).toEqual({ node: { responses: { totalCount: 0 } } });
  expect(await isFound(of.key("other"), id)).toBe(false);
});
