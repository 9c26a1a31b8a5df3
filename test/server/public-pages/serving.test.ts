/** What HTTP says of pages: kept by browsers and CDNs, asked again, asked by hash, from other sites, and paid for. */

import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { makeMeeting } from "../../support/meetings.ts";
import { PagesHouse, readAddress } from "./pages.ts";

const GROUPS = "query Groups { groups(first: 5) { edges { node { name } } } }";
const addressOf = (house: PagesHouse, parameters: Record<string, string>): string =>
  `${house.api.url}?${new URLSearchParams(parameters).toString()}`;

let house: PagesHouse;
beforeAll(async () => {
  house = await PagesHouse.open();
});
afterAll(() => house.close());

/** As whoever comes first is answered, and as everybody after. */
async function firstAndLater(address: string, headers: Record<string, string> = {}) {
  const first = await readAddress(address, headers);
  const { hits } = house.pages.counts;
  const later = await readAddress(address, headers);
  expect(house.pages.counts.hits).toBe(hits + 1);
  return [first, later] as const;
}

describe("a public page", () => {
  it("may be kept by anybody, must be asked for again, and is told to be as before", async () => {
    for (const read of await firstAndLater(addressOf(house, { query: GROUPS }))) {
      expect(read.headers.get("cache-control")).toBe("public, max-age=0, must-revalidate, s-maxage=1");
      for (const name of ["origin", "accept", "authorization", "cookie"])
        expect(read.headers.get("vary")).toContain(name);
      for (const name of ["limit", "remaining", "reset"]) expect(read.headers.has(`ratelimit-${name}`)).toBe(false);
      expect(read.body?.extensions).toEqual({ cost: { requested: 6, actual: expect.any(Number) } });
    }
    const etag = (await readAddress(addressOf(house, { query: GROUPS }))).headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
    for (const query of [GROUPS, `${GROUPS} `]) {
      const { status, text, headers } = await readAddress(addressOf(house, { query }), {
        "if-none-match": `"x", ${etag}`,
      });
      expect([status, text, headers.get("etag")]).toEqual([304, "", etag]);
    }
    await house.change("update groups set name = 'Renamed' where slug = 'harbour-breakfast'");
    const changed = await readAddress(addressOf(house, { query: GROUPS }), { "if-none-match": etag });
    expect([changed.status, changed.headers.get("etag") === etag]).toEqual([200, false]);
  });

  it("is kept by a CDN no longer than it lasts", async () => {
    const start = new Date(house.clock.now().getTime() + 1_500).toISOString();
    const { globalId, id } = await makeMeeting(house.api.dataSource, {
      timeZone: "UTC",
      startsAtLocal: start.slice(0, 19),
    });
    await house.change(
      "update meetings set starts_at = $1, ends_at = $1::timestamptz + interval '1 hour' where id = $2",
      [start, id],
    );
    const address = addressOf(house, { query: `{ node(id: "${globalId}") { ... on Meeting { hasStarted } } }` });
    expect((await readAddress(address)).headers.get("cache-control")).toContain("s-maxage=1");
    house.clock.pass(1);
    const { hits } = house.pages.counts;
    expect((await readAddress(address)).headers.get("cache-control")).toContain("s-maxage=0");
    expect(house.pages.counts.hits).toBe(hits + 1);
  });

  it("is asked for by the hash of its document, once the document was sent", async () => {
    const query = "query ByHash { groups(first: 3) { totalCount } }";
    const sha256Hash = createHash("sha256").update(query).digest("hex");
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
    const unknown = await readAddress(addressOf(house, { extensions }));
    expect(unknown.body?.errors?.[0]?.extensions.code).toBe("PERSISTED_QUERY_NOT_FOUND");
    expect(unknown.headers.get("cache-control")).toContain("no-cache");
    await readAddress(addressOf(house, { query, extensions }));
    for (const read of await firstAndLater(addressOf(house, { extensions })))
      expect(read.body?.data).toEqual({ groups: { totalCount: 1 } });
  });

  it("is answered in the type that was asked for", async () => {
    const address = addressOf(house, { query: GROUPS });
    for (const accept of ["application/json", "application/graphql-response+json", "*/*"]) {
      const types = (await firstAndLater(address, { accept })).map(({ headers }) => headers.get("content-type"));
      expect(types[0]).toContain(accept === "*/*" ? "json" : accept);
      expect(types[1]).toBe(types[0]);
    }
    expect((await readAddress(address, { accept: "image/png" })).status).toBe(406);
    expect((await readAddress(address, { "content-type": "text/plain" })).status).toBe(415);
  });

  it.each(["https://groups.example", "https://elsewhere.example"])("is read by pages of %s alike", async (origin) => {
    const names = ["access-control-allow-origin", "access-control-allow-credentials", "access-control-expose-headers"];
    const [first, later] = await firstAndLater(addressOf(house, { query: GROUPS }), { origin });
    const told = names.map((name) => first.headers.get(name));
    expect(told[0]).toBe(origin.includes("groups") ? origin : "*");
    expect(names.map((name) => later.headers.get(name))).toEqual(told);
  });

  it("has an id of its own for every request", async () => {
    const ids = (await firstAndLater(addressOf(house, { query: GROUPS }))).map(({ headers }) =>
      headers.get("x-request-id"),
    );
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is counted, with what became of the others", async () => {
    const metric = async (line: string): Promise<number> => {
      const text = await (await fetch(house.api.url.replace("graphql", "metrics"))).text();
      return Number(
        text
          .split("\n")
          .find((one) => one.startsWith(`${line} `))
          ?.split(" ")[1] ?? Number.NaN,
      );
    };
    const [answered, hits] = [
      'wellmet_graphql_requests_total{operation="Groups",outcome="ok"}',
      "wellmet_public_page_hits",
    ];
    await readAddress(addressOf(house, { query: GROUPS }));
    const before = [await metric(answered), await metric(hits)];
    await readAddress(addressOf(house, { query: GROUPS }));
    expect([await metric(answered), await metric(hits)]).toEqual(before.map((count) => count + 1));
    expect(await metric("wellmet_public_pages")).toBeGreaterThan(0);
    expect(await metric("wellmet_public_pages_bytes")).toBeGreaterThan(1_000);
    expect(await metric('wellmet_public_pages_lost{reason="changed"}')).toBeGreaterThan(0);
  });
});

describe("who asks", () => {
  it("pays a point for a page from memory, and is refused when there is none left", async () => {
    const poor = await PagesHouse.open({ limits: { anonymousPointsPerMinute: 20 } });
    const address = addressOf(poor, { query: "{ groups(first: 5) { totalCount } }" });
    const statuses: number[] = [];
    // The first is charged what reading it costs.
    for (let turn = 0; turn < 22; turn++) statuses.push((await readAddress(address)).status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(22);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.lastIndexOf(200)).toBeLessThan(statuses.indexOf(429));
    poor.clock.pass(60);
    expect((await readAddress(address)).status).toBe(200);
    await poor.close();
  });

  it("is known behind a proxy by what the proxy says", async () => {
    const poor = await PagesHouse.open({ limits: { anonymousPointsPerMinute: 20 }, settings: { trustProxy: true } });
    const address = addressOf(poor, { query: "{ __typename groups(first: 1) { edges { cursor } } }" });
    const as = async (caller: string) => (await readAddress(address, { "x-forwarded-for": caller })).status;
    let spent = 0;
    while ((await as("192.0.2.1")) === 200) spent++;
    expect(spent).toBeGreaterThan(2);
    expect(spent).toBeLessThan(21);
    expect([await as("192.0.2.1"), await as("192.0.2.2")]).toEqual([429, 200]);
    await poor.close();
  });
});

it("memory for pages is bounded: those that are asked for stay, others go", async () => {
  const small = await PagesHouse.open({ publicPages: { bytesMax: 40_000 } });
  const dear = "{ groups(first: 9) { edges { cursor } } }";
  for (let turn = 0; turn < 100; turn++) {
    await small.read(`query N${turn} { groups(first: 5) { edges { node { name } } } }`);
    const { from } = await small.look(dear);
    if (turn > 0) expect([turn, from]).toEqual([turn, "memory"]);
  }
  expect(small.pages.store.bytes).toBeLessThanOrEqual(40_000);
  expect(small.pages.store.lost.crowded).toBeGreaterThan(50);
  expect(small.pages.store.size).toBeGreaterThan(3);
  await small.close();
});
