/**
 * What a connector makes of a request looks the same to who asked, in every field, list, count, refusal and mail: a no,
 * silence, blocks of every kind, and a proposal that goes nowhere. Each ending has a world of its own, alike but for keys.
 */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { drainJobs } from "../../src/platform/jobs.ts";
import { buildApiSchema } from "../../src/server/schema.ts";
import { everyField } from "../introductions/small-world.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, makeBlock, startWithCast, withVoices } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { testSettings } from "../support/start-api.ts";

const DAY = 86_400;
const clock = new StillClock("2026-06-01T09:00:00.000Z");
let api: CastApi;
let jobs: ReturnType<typeof testJobs>;
let fields: string;
beforeAll(async () => {
  api = await startWithCast({ clock });
  jobs = testJobs(api.dataSource.manager, { clock, secretKey: testSettings.secretKey });
  fields = everyField(await buildApiSchema(), "IntroductionRequest");
});
afterAll(() => api.close());

/** In which the member asks the host for the other. */
interface World {
  readonly of: House;
  readonly ending: Ending;
  id: string;
  readonly seen: string[];
}

interface Ending {
  readonly name: string;
  /** What stands between them before. */
  readonly before?: (world: World) => Promise<unknown>;
  /** What the connector or the other does. */
  readonly after?: (world: World) => Promise<unknown>;
}

const block = (who: "host" | "other", whom: "host" | "other" | "member") => (world: World) =>
  done(api, world.of.key(who), "blockPerson", { personId: world.of.person(whom) });
const takeUp = ({ of, id }: World) =>
  done(api, of.key("host"), "proposeIntroduction", {
    ...{ partyAId: of.person("member"), partyBId: of.person("other"), reason: "Boats", requestId: id },
    asking: "FIRST_B",
  });

const ENDINGS: readonly Ending[] = [
  { name: "silence" },
  {
    name: "declined",
    after: ({ of, id }) => done(api, of.key("host"), "declineIntroductionRequest", { requestId: id }),
  },
  {
    name: "a block of connector and other",
    before: ({ of }) => makeBlock(api.dataSource, of.key("other"), of.key("host")),
  },
  { name: "a later block of the two", after: block("host", "other") },
  {
    name: "taken up across a block",
    async after(world) {
      await makeBlock(api.dataSource, world.of.key("other"), world.of.key("host"));
      await done(api, world.of.key("host"), "proposeIntroduction", {
        ...{
          partyAId: world.of.person("member"),
          outsiderB: { email: `${world.of.key("other")}@example.org`, name: "O" },
        },
        ...{ reason: "Boats", requestId: world.id },
      });
    },
  },
  {
    name: "taken up, and the other says no",
    async after(world) {
      await takeUp(world);
      const list = "{ viewer { introductions(first: 1) { edges { node { id } } } } }";
      const { data } = await api.as(world.of.key("other")).graphql<{
        viewer: { introductions: { edges: { node: { id: string } }[] } };
      }>(list);
      const introductionId = data?.viewer.introductions.edges[0]?.node.id;
      await done(api, world.of.key("other"), "answerIntroduction", { introductionId, answer: "NO" });
    },
  },
];

async function observe(world: World): Promise<void> {
  const { of, id, seen } = world;
  const page = "totalCount pageInfo { hasNextPage } edges { node { id state } }";
  const query = `query ($id: ID!) {
    node(id: $id) { ... on IntroductionRequest { ${fields} } }
    viewer { introductionRequests { ${page} } introductions { totalCount }
      OPEN: introductionRequests(filter: { states: [OPEN] }) { ${page} }
      TAKEN_UP: introductionRequests(filter: { states: [TAKEN_UP] }) { ${page} }
      CLOSED: introductionRequests(filter: { states: [CLOSED] }) { ${page} }
      asked: introductionRequests(filter: { asConnector: true }) { ${page} } } }`;
  const { data, errors } = await api.as(of.key("member")).graphql<object>(query, { id });
  expect(errors).toBeUndefined();
  seen.push(alike(world, JSON.stringify(data)));
}

/** Keys give way to the part that they play. */
function alike({ of, id }: World, text: string): string {
  const parts = (["member", "host", "other"] as const).flatMap((kind) => [
    [of.key(kind), kind],
    [of.person(kind), kind],
  ]);
  return [...parts, [id, "request"]].reduce((said, [what = "", part = ""]) => said.replaceAll(what, part), text);
}

async function tryAgain(world: World): Promise<void> {
  const { of, seen } = world;
  const again = { connectorId: of.person("host"), towardsId: of.person("other"), reason: "Boats" };
  const { codes, messages } = await act(api, of.key("member"), "requestIntroduction", again);
  seen.push(JSON.stringify({ codes, messages }));
}

test("who asked cannot tell a no from silence, before it expires or after, by nothing they can ask or do", async () => {
  const worlds: World[] = [];
  for (const ending of ENDINGS) {
    const world: World = { of: await newHouse(api), ending, id: "", seen: [] };
    await ending.before?.(world);
    const { of } = world;
    const input = { connectorId: of.person("host"), towardsId: of.person("other"), reason: "Boats" };
    const { request } = await done(api, of.key("member"), "requestIntroduction", input, `request { ${fields} }`);
    world.id = (request as { id: string }).id;
    world.seen.push(alike(world, JSON.stringify(request)));
    worlds.push(world);
  }
  await drainJobs(jobs.deps);
  jobs.mail.empty();
  for (const world of worlds) await world.ending.after?.(world);
  await drainJobs(jobs.deps);
  const toAskers = new Set(worlds.map(({ of }) => `${of.key("member")}@example.org`));
  expect(jobs.mail.read().filter(({ headers }) => toAskers.has(headers["to"] ?? ""))).toEqual([]);
  for (const days of [1, 40]) {
    clock.pass(days * DAY);
    // Sessions have ended by then.
    api = withVoices(api, clock);
    for (const world of worlds) {
      await observe(world);
      if (days === 1) await tryAgain(world);
    }
  }
  for (const world of worlds) {
    const { codes } = await act(api, world.of.key("member"), "withdrawIntroductionRequest", { requestId: world.id });
    world.seen.push(JSON.stringify(codes));
  }
  const [silence, ...others] = worlds;
  expect(silence?.seen.join("\n")).toContain('"state":"OPEN"');
  for (const { ending, seen } of others) expect([ending.name, seen]).toEqual([ending.name, silence?.seen]);
});
