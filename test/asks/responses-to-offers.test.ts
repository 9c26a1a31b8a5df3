/** An offer is taken up by a message to its author; help is counted on both sides, and nobody is worn out. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { RESPONSES_PER_WEEK_MAX, TAKERS_PER_WEEK_MAX } from "../../src/asks/response-input.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, makeBlock, makeMembership, makePerson, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
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
const POSTED = { kind: "THING", text: "Our hall, on Mondays.", openUntil: later(60), topics: [] };
const offered = async (of: House, who = of.key("member")): Promise<string> =>
  (
    await done(
      api,
      who,
      "postOffer",
      { ...POSTED, audience: "GROUPS", groupIds: [of.id] },
      "offer { id viewerCanRespond }",
    )
  )["offer"].id as string;
const took = (who: string | null, offerId: string, more: object = {}) =>
  act(api, who, "respondToOffer", { offerId, text: "For our choir, in June?", ...more }, "response { id }");
const newMember = async (of: House): Promise<string> => {
  const { id } = await makePerson(api.dataSource);
  await makeMembership(api.dataSource, { groupId: of.group.id, personId: id });
  return id;
};

test("who takes an offer up says what for, and later that it helped: both see it counted", async () => {
  const of = await newHouse(api);
  const [giver, taker] = [of.key("member"), of.key("other")];
  const id = await offered(of);
  const WHOLE = `query ($id: ID!) { viewer { helpGiven helpReceived offerResponses { totalCount } } node(id: $id) { ... on Offer {
    viewerCanRespond viewerResponse { text } responses { edges { node { text person { id } helpedAt viewerCanConfirmHelp } } } } } }`;
  const whole = async (who: string) => (await api.as(who).graphql(WHOLE, { id })).data;
  expect((await whole(taker))?.["node"]).toEqual({ viewerCanRespond: true, viewerResponse: null, responses: null });

  const { payload } = await took(taker, id, { idempotencyKey: "hall" });
  const responseId = payload?.["response"].id as string;
  expect((await took(taker, id, { idempotencyKey: "hall" })).payload?.["response"].id).toBe(responseId);
  expect((await took(taker, id)).codes).toEqual(["DUPLICATE"]);
  expect(await whole(taker)).toEqual({
    viewer: { helpGiven: 0, helpReceived: 0, offerResponses: { totalCount: 1 } },
    node: { viewerCanRespond: false, viewerResponse: { text: "For our choir, in June?" }, responses: null },
  });
  const given = { text: "For our choir, in June?", person: { id: of.person("other") } };
  expect((await whole(giver))?.["node"]).toEqual({
    ...{ viewerCanRespond: false, viewerResponse: null },
    responses: { edges: [{ node: { ...given, helpedAt: null, viewerCanConfirmHelp: false } }] },
  });

  for (const kind of ["owner", "organiser", "host"] as const)
    expect((await act(api, of.key(kind), "confirmHelpFromOffer", { responseId })).codes).toEqual(["NOT_FOUND"]);
  expect((await act(api, giver, "confirmHelpFromOffer", { responseId })).codes).toEqual(["FORBIDDEN"]);
  for (const _again of [1, 2]) {
    const { response } = await done(api, taker, "confirmHelpFromOffer", { responseId }, "response { helpedAt }");
    expect(response).toEqual({ helpedAt: TEST_NOW.toISOString() });
  }
  expect((await whole(giver))?.["viewer"]).toMatchObject({ helpGiven: 1, helpReceived: 0 });
  expect((await whole(taker))?.["viewer"]).toMatchObject({ helpGiven: 0, helpReceived: 1 });

  await done(api, giver, "closeOffer", { offerId: id });
  expect((await whole(taker))?.["node"]).toMatchObject({
    viewerCanRespond: false,
    viewerResponse: { text: given.text },
  });
  expect((await whole(of.key("trial")))?.["node"]).toBeNull();
});

test("not one's own, none that ended or is out of sight, and not across a block", async () => {
  const of = await newHouse(api);
  const id = await offered(of);
  expect((await took(null, id)).codes).toEqual(["UNAUTHENTICATED"]);
  expect((await took(of.key("stranger"), id)).codes).toEqual(["NOT_FOUND"]);
  expect((await took(of.key("member"), id)).codes).toEqual(["INVALID"]);
  expect((await took(of.key("other"), id, { text: " " })).codes).toEqual(["INVALID"]);
  expect((await took(of.key("host"), id)).codes).toEqual([]);
  expect((await took(of.key("other"), id)).codes).toEqual([]);
  await makeBlock(api.dataSource, of.key("organiser"), of.key("member"));
  expect((await took(of.key("organiser"), id)).codes).toEqual(["NOT_FOUND"]);
  await done(api, of.key("member"), "closeOffer", { offerId: id });
  expect((await took(of.key("trial"), id)).codes).toEqual(["NOT_FOUND"]);
  // Whoever answered still sees it, and what they wrote.
  expect((await took(of.key("host"), id)).codes).toEqual(["CONFLICT"]);
  // A block that comes later takes the one out of the other's sight.
  await makeBlock(api.dataSource, of.key("other"), of.key("member"));
  const read = async (who: string) =>
    (
      await api
        .as(who)
        .graphql("query ($id: ID!) { node(id: $id) { ... on Offer { responses { totalCount } } } }", { id })
    ).data;
  expect(await read(of.key("member"))).toEqual({ node: { responses: { totalCount: 1 } } });
  expect(await read(of.key("other"))).toEqual({ node: null });
});

test("ten people in a week are answered by one who offers, whatever they offer, and however many come at once", async () => {
  const of = await newHouse(api);
  const offers = [await offered(of), await offered(of)];
  const takers = await Promise.all(Array.from({ length: TAKERS_PER_WEEK_MAX + 3 }, () => newMember(of)));
  const outcomes = await Promise.all(takers.map((who, index) => took(who, offers[index % 2] ?? "")));
  expect(outcomes.filter(({ codes }) => codes.length === 0)).toHaveLength(TAKERS_PER_WEEK_MAX);
  expect(outcomes.filter(({ codes }) => codes[0] === "LIMIT_REACHED")).toHaveLength(3);
  expect((await took(of.key("other"), await offered(of, of.key("host")))).codes).toEqual([]);
  clock.moveTo(later(7));
  expect((await took(of.key("other"), offers[0] ?? "")).codes).toEqual([]);
  clock.moveTo(later(0));
});

test("answers to asks and to offers are of one week's ten", async () => {
  const of = await newHouse(api);
  const helper = of.key("other");
  for (let index = 0; index < RESPONSES_PER_WEEK_MAX; index++) {
    const who = await newMember(of);
    if (index % 2) {
      expect((await took(helper, await offered(of, who))).codes).toEqual([]);
      continue;
    }
    const ask = { ...POSTED, audience: "GROUPS", groupIds: [of.id] };
    const askId = (await done(api, who, "postAsk", ask, "ask { id }"))["ask"].id as string;
    await done(api, helper, "respondToAsk", { askId, text: "Here." });
  }
  expect((await took(helper, await offered(of))).codes).toEqual(["LIMIT_REACHED"]);
});

test("the author hears of each response by one mail, with the words of the other and no address of theirs", async () => {
  const of = await newHouse(api);
  const [author, other, blocking] = [of.key("member"), of.key("other"), of.key("host")];
  const id = await offered(of);
  const ask = { ...POSTED, text: "Who knows a roofer?", audience: "GROUPS", groupIds: [of.id] };
  const askId = (await done(api, author, "postAsk", ask, "ask { id }"))["ask"].id as string;
  const jobs = testJobs(api.dataSource.manager, { clock });
  await drainJobs(jobs.deps);
  jobs.mail.empty();
  await took(other, id);
  await took(blocking, id);
  await done(api, other, "respondToAsk", { askId, text: "Ask for Rufus." });
  await makeBlock(api.dataSource, author, blocking);
  await drainJobs(jobs.deps);
  const mails = jobs.mail.read();
  expect(mails.map(({ headers, text }) => [headers["to"], text.includes("choir"), text.includes("Rufus")])).toEqual([
    [`${author}@example.org`, true, false],
    [`${author}@example.org`, false, true],
  ]);
  expect(JSON.stringify(mails)).not.toContain(`${other}@example.org`);
});
