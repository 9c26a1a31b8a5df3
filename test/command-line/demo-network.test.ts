/** The explorer's examples of networking, run in their order in the demo world, as whoever opens it first would. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { plantDemo } from "../../src/command-line/seed-demo.ts";
import { Person } from "../../src/people/person.entity.ts";
import { examples } from "../../src/server/explorer/examples.ts";
import { createSession } from "../../src/sign-in/session.ts";
import type { Anything } from "../support/anything.ts";
import { testJobs } from "../support/jobs.ts";
import { type Api, fixedClock, startApi } from "../support/start-api.ts";

let api: Api;
let token: string;
beforeAll(async () => {
  api = await startApi();
  const { ctx } = testJobs(api.dataSource.manager, { clock: fixedClock() });
  await plantDemo(ctx);
  const ada = await api.dataSource.manager.findOneByOrFail(Person, { email: "ada@harbour.example" });
  ({ token } = await createSession(ctx, ada.id));
});
afterAll(() => api.close());

/** What the example with this operation is answered, for Ada. */
async function run(name: string): Promise<Anything> {
  const { query = "", variables = "{}" } = examples.find(({ query }) => query.includes(name)) ?? {};
  const { data, errors } = await api.graphql(query, JSON.parse(variables) as Record<string, unknown>, { as: token });
  expect(errors).toBeUndefined();
  return data;
}

test("there is somebody to bring together, and somebody to meet, with reasons", async () => {
  const { viewer, node } = await run("query WhomToBringTogether");
  for (const suggestions of [viewer.suggestedIntroductions, node.suggestedPeople]) {
    expect(suggestions).not.toEqual([]);
    for (const { reasons } of suggestions) expect(reasons[0].words).toMatch(/\w+/);
  }
});

test("the network lives: introductions in every state, encounters, notes, promises, referrals, asks and offers", async () => {
  const { ctx } = testJobs(api.dataSource.manager, { clock: fixedClock() });
  const people = await api.dataSource.manager.find(Person);
  const states = new Set<string>();
  const query = `{ viewer { introductions { edges { node { state } } } encounters { totalCount }
    connections { totalCount } referralsGiven { edges { node { status } } } referralsReceived { totalCount }
    recallNotes { totalCount } followUps { totalCount } } asks { totalCount } offers { totalCount } }`;
  const statuses = new Set<string>();
  for (const { id, emailVerifiedAt } of people) {
    if (!emailVerifiedAt) continue;
    const { data, errors } = await api.graphql<Anything>(query, {}, { as: (await createSession(ctx, id)).token });
    expect(errors).toBeUndefined();
    for (const { node } of data.viewer.introductions.edges) states.add(node.state);
    for (const { node } of data.viewer.referralsGiven.edges) statuses.add(node.status);
  }
  expect([...states].sort()).toEqual(["ASKING", "CLOSED", "MET", "SHARED", "WENT_COLD"]);
  expect([...statuses].sort()).toEqual(["ACKNOWLEDGED", "CONTACTED", "LOST", "PASSED", "RETURNED", "WON"]);
  const { data } = await api.graphql<Anything>(query, {}, { as: token });
  const { encounters, connections, recallNotes, followUps } = data.viewer;
  for (const { totalCount } of [encounters, connections, recallNotes, followUps, data.asks, data.offers])
    expect(totalCount).toBeGreaterThan(0);
});

test("an introduction is proposed, another one answered, and one asked for", async () => {
  const { proposeIntroduction } = await run("mutation Propose(");
  expect(proposeIntroduction).toMatchObject({ introduction: { state: "ASKING" }, errors: [] });
  const { answerIntroduction } = await run("mutation Answer(");
  expect(answerIntroduction.errors).toEqual([]);
  expect(answerIntroduction.introduction.sides).toContainEqual(
    expect.objectContaining({ isViewer: true, answer: "YES" }),
  );
  const { requestIntroduction } = await run("mutation AskForAnIntroduction");
  expect(requestIntroduction).toMatchObject({ request: { state: "OPEN" }, errors: [] });
});

test("an offer is taken up, and addresses are brought in", async () => {
  expect((await run("mutation TakeUpAnOffer")).respondToOffer).toMatchObject({
    response: { text: "Could eight of us plan the regatta there?" },
    errors: [],
  });
  expect((await run("mutation BringMyContacts")).importContacts).toEqual({ waitingCount: 2, errors: [] });
});
