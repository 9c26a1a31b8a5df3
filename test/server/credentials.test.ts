import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Api, startApi } from "../support/start-api.ts";
import { smallSchema } from "./small-schema.ts";

const OWN = "http://localhost:4000";
const GOOD = "ngs_good";

let api: Api;
const looked: string[] = [];
beforeAll(async () => {
  api = await startApi({
    schema: smallSchema(),
    authenticate: (_db, token) => {
      looked.push(token);
      const principal = { kind: "person", personId: "019e0000-0000-7000-8000-000000000001", sessionId: "s" } as const;
      return Promise.resolve(token === GOOD ? principal : null);
    },
  });
});
afterAll(() => api.close());

const post = (headers: Record<string, string>, query = "{ __typename }") =>
  fetch(api.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
const get = (headers: Record<string, string> = {}, query = "{ __typename }") =>
  fetch(`${api.url}?query=${encodeURIComponent(query)}`, { headers });
const codeOf = async (response: Response) =>
  ((await response.json()) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code;

describe("a credential", () => {
  it.each([
    ["unknown", "Bearer ngs_bad"],
    ["empty", "Bearer "],
    ["of another scheme", "Basic YWRhOmFkYQ=="],
    ["too long", `Bearer ${"a".repeat(600)}`],
    ["more than one", "Bearer ngs_good, Bearer ngs_good"],
  ])("that is %s is refused, never taken for none", async (_what, authorization) => {
    const response = await post({ authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(await codeOf(response)).toBe("UNAUTHENTICATED");
  });

  it("is looked up only if it could be one of ours", async () => {
    looked.length = 0;
    await post({ authorization: `Bearer ${"a".repeat(600)}` });
    await post({ authorization: "Bearer é" });
    expect(looked).toEqual([]);
  });

  it("as bearer wins over a cookie, for better or worse", async () => {
    expect((await post({ authorization: `Bearer ${GOOD}`, cookie: "sid=ngs_bad" })).status).toBe(200);
    expect((await post({ authorization: "Bearer ngs_bad", cookie: `sid=${GOOD}`, origin: OWN })).status).toBe(401);
  });
});

describe("threat 36: a session cookie", () => {
  it.each([OWN, "http://127.0.0.1:4000", "https://groups.example"])(
    "works from the allowed origin %s",
    async (origin) => {
      expect((await post({ cookie: `sid=${GOOD}`, origin })).status).toBe(200);
    },
  );

  it.each([undefined, "null", "https://evil.example", "http://localhost:4001", "https://groups.example.evil.example"])(
    "does not work for a POST from %s",
    async (origin) => {
      const response = await post({ cookie: `sid=${GOOD}`, ...(origin ? { origin } : {}) });
      expect([response.status, await codeOf(response)]).toEqual([403, "FORBIDDEN"]);
    },
  );

  it("that is dead is taken back, or the browser could never sign in again", async () => {
    const response = await post({ cookie: "sid=ngs_bad", origin: OWN });
    expect(response.status).toBe(401);
    expect(response.headers.get("set-cookie")).toMatch(/^sid=; .*Expires=Thu, 01 Jan 1970/);
  });

  it("is worth nothing on a plain GET, as another page can send that", async () => {
    expect((await get({ cookie: `sid=${GOOD}` })).status).toBe(400);
    expect((await get({ cookie: `sid=${GOOD}`, "apollo-require-preflight": "1" })).status).toBe(200);
    expect(
      (await get({ cookie: `sid=${GOOD}`, "apollo-require-preflight": "1", origin: "https://evil.example" })).status,
    ).toBe(403);
  });
});

describe("threat 36: requests from other sites", () => {
  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])(
    "are not read as %s",
    async (type) => {
      const response = await post({ "content-type": type });
      expect(response.status).toBe(415);
    },
  );

  it("do not act by GET", async () => {
    const response = await get({}, "mutation { act { id } }");
    expect(response.status).toBe(405);
  });

  it("read what is public by GET, without a preflight", async () => {
    const response = await get({ origin: "https://anywhere.example" });
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
  });

  it.each([
    ["https://groups.example", "https://groups.example", "true"],
    ["https://anywhere.example", "*", null],
  ])("from %s are told what they may send", async (origin, allowed, credentials) => {
    const { headers, status } = await fetch(api.url, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
    });
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe(allowed);
    expect(headers.get("access-control-allow-credentials")).toBe(credentials);
    expect(headers.get("access-control-allow-headers")).toContain("authorization");
    expect(headers.get("vary")?.toLowerCase()).toContain("origin");
  });
});

describe("threat 36: over HTTPS", () => {
  it("only the cookie that sub-domains cannot set counts", async () => {
    const secure = await startApi({
      schema: smallSchema(),
      settings: { publicUrl: "https://api.example" },
      authenticate: () =>
        Promise.resolve({ kind: "person", personId: "019e0000-0000-7000-8000-000000000001", sessionId: "s" }),
    });
    try {
      const send = (cookie: string) =>
        fetch(secure.url, {
          method: "POST",
          headers: { "content-type": "application/json", cookie },
          body: '{"query":"{ __typename }"}',
        });
      expect((await send("sid=x")).status).toBe(200); // nobody's cookie: anonymous
      expect((await send("__Host-sid=x")).status).toBe(403); // a session, and no origin
      expect((await send("sid=x")).headers.get("strict-transport-security")).toMatch(/max-age=\d+/);
    } finally {
      await secure.close();
    }
  });
});
