import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { done } from "../../support/act.ts";
import { idOf } from "../../support/cast.ts";
import { makeKey, SITE, withKey } from "../../support/keys.ts";
import { makeMeeting } from "../../support/meetings.ts";
import { PagesHouse } from "./pages.ts";

const PAGE = `query Page($slug: String!) { group(by: { slug: $slug }) { name memberCount nextMeeting { title } } }`;
const variables = { slug: "harbour-breakfast" };

let house: PagesHouse;
beforeAll(async () => {
  house = await PagesHouse.open();
  await makeMeeting(house.api.dataSource);
  await house.pages.settled();
});
afterAll(() => house.close());

const key = (more = {}) => makeKey(house.api, "ada", [idOf("harbourBreakfast")], more);

/** Statements that an answer took, and who gave it. */
async function taken<T>(ask: () => Promise<T>): Promise<[answer: T, statements: number, hits: number]> {
  const { statements } = house.api.server;
  const [before, hits] = [statements.total, house.pages.counts.hits];
  return [await ask(), statements.total - before, house.pages.counts.hits - hits];
}

it("a publishable key is answered with the page that everybody is answered with, once the key is proved", async () => {
  const { secret } = await key();
  await house.pages.settled();
  const nobody = await house.api.graphql(PAGE, variables);
  const ask = () => withKey(house.api, secret, PAGE, { variables });
  const [first, , hits] = await taken(ask);
  expect([first.data, hits]).toEqual([nobody.data, 1]);
  const [again, statements, more] = await taken(ask);
  expect([again.data, statements, more]).toEqual([nobody.data, 1, 1]);
  expect(again.extensions?.["cost"]).toMatchObject({ throttle: { limit: 30_000 } });
});

it("a page from memory costs a key one point, of its own bucket", async () => {
  const { secret } = await key({ pointsPerMinute: 60 });
  const ask = () => withKey(house.api, secret, PAGE, { variables });
  await ask();
  const left = [await ask(), await ask()].map(({ headers }) => Number(headers.get("ratelimit-remaining")));
  expect((left[0] ?? 0) - (left[1] ?? 0)).toBe(1);
});

it("asked again by GET it is told that nothing changed, until something does, and nobody else may keep it", async () => {
  const { secret } = await key();
  const headers = { authorization: `Bearer ${secret}`, origin: SITE };
  await house.pages.settled();
  const first = await house.read(PAGE, variables, headers);
  expect([first.status, first.headers.get("cache-control")]).toEqual([200, "no-cache"]);
  const etag = first.headers.get("etag") ?? "";
  const again = () => house.read(PAGE, variables, { ...headers, "if-none-match": etag });
  expect((await again()).status).toBe(304);
  expect((await again()).headers.get("ratelimit-limit")).toBe("30000");
  await house.change("update groups set name = 'Harbour Lunch' where slug = 'harbour-breakfast'");
  const changed = await again();
  expect([changed.status, changed.body?.data]).toMatchObject([200, { group: { name: "Harbour Lunch" } }]);
});

it("threat 40: a page in memory is for no revoked key and no foreign origin", async () => {
  const { id, secret } = await key();
  await house.pages.settled();
  const ask = (origin: string) => withKey(house.api, secret, PAGE, { variables, origin });
  expect([(await ask(SITE)).status, (await ask(SITE)).status]).toEqual([200, 200]);
  expect((await ask("https://evil.example")).status).toBe(403);
  await done(house.api, "ada", "revokeApiKey", { apiKeyId: id });
  expect((await ask(SITE)).status).toBe(401);
});

it("what is about the caller is not taken from anybody's page", async () => {
  const { secret } = await key({ pointsPerMinute: 600 });
  const ask = () => withKey(house.api, secret, "{ viewer { id } rateLimit { limit } }");
  for (const _turn of [1, 2]) expect((await ask()).data).toEqual({ viewer: null, rateLimit: { limit: 600 } });
});
