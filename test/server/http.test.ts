import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import request from "supertest";
import { type Api, startApi } from "../support/start-api.ts";
import { makeGate, smallSchema } from "./small-schema.ts";

const gate = makeGate();
let api: Api;
beforeAll(async () => {
  api = await startApi({ schema: smallSchema(gate) });
});
afterAll(() => api.close());

/** Sends bytes as they are: nothing is made JSON here. */
const post = (body: string | Buffer, type: string, headers: Record<string, string> = {}) =>
  request(api.url)
    .post("")
    .set({ ...headers, "content-type": type })
    .serialize((bytes: unknown) => bytes as string)
    .send(body);
const OPERATION = '{"query":"{ __typename }"}';

describe("bodies", () => {
  it.each(["application/json", "application/json; charset=utf-8", 'application/json; charset="UTF-8"'])(
    "are read as %s",
    async (type) => {
      expect((await post(OPERATION, type)).status).toBe(200);
    },
  );

  it.each(["application/json; charset=utf-16", "application/json; charset=latin1", "application/json;charset=utf-7"])(
    "are not read as %s",
    async (type) => {
      expect((await post(OPERATION, type)).status).toBe(415);
    },
  );

  it("that are not UTF-8 are refused, not mended", async () => {
    const broken = Buffer.from('{"query":"{ echo(text: \\"\u00ff\\") }"}', "latin1");
    expect((await post(broken, "application/json")).status).toBe(400);
  });

  it.each([
    '{"query":"{ __typename }","__proto__":{"x":1}}',
    '{"query":"{ __typename }","constructor":{"prototype":{}}}',
  ])("with keys of prototypes are refused: %s", async (body) => {
    expect((await post(body, "application/json")).status).toBe(400);
  });
});

describe("answers", () => {
  it("say that they are not to be sniffed, framed, run or kept", async () => {
    const { headers } = await post(OPERATION, "application/json");
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
    expect(headers).not.toHaveProperty("x-powered-by");
  });

  it("carry an id of ours, whatever the caller calls the request", async () => {
    const response = await post(OPERATION, "application/json", { "x-request-id": "mine", "request-id": "mine" });
    expect(response.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("are given to a request that names the server in full", async () => {
    const { host, port } = new URL(api.url);
    const answered = await new Promise((resolve, reject) => {
      const path = `http://${host}/graphql?query={__typename}`;
      const raw = httpRequest({ port, path, headers: { host } }, (response) => {
        let text = "";
        response.on("data", (part: Buffer) => (text += part.toString()));
        response.on("end", () => resolve(JSON.parse(text)));
      });
      raw.on("error", reject);
      raw.end();
    });
    expect(answered).toMatchObject({ data: { __typename: "Query" } });
  });

  it.each(["[", "a b", "%zz"])("refuse the host %s, without falling over", async (host) => {
    const status = await new Promise((resolve, reject) => {
      const raw = httpRequest(`${api.url}?query={__typename}`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      raw.on("error", reject);
      raw.end();
    });
    expect(status).toBe(400);
  });
});

describe("a plain GET of nobody in particular", () => {
  const read = (headers: Record<string, string> = {}, query = '{ echo(text: "a") }') =>
    request(api.url).get("").query({ query }).set(headers);

  it("may be kept if it is asked for again, which then costs no bytes", async () => {
    const first = await read();
    const etag = first.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    expect(first.get("cache-control")).toBe("no-cache");
    for (const name of ["authorization", "cookie", "origin", "accept"]) expect(first.get("vary")).toContain(name);

    const again = await read({ "if-none-match": `"other", ${etag}` });
    expect([again.status, again.text]).toEqual([304, ""]);
    const other = await read({ "if-none-match": etag }, '{ echo(text: "b") }');
    expect([other.status, other.get("etag") === etag]).toEqual([200, false]);
  });

  it("is not kept when it went wrong, or was a POST", async () => {
    expect((await read({}, "{ boom }")).get("cache-control")).toBe("no-store");
    expect((await post(OPERATION, "application/json")).headers).not.toHaveProperty("etag");
  });
});

describe("persisted queries", () => {
  it("are known after they were sent once", async () => {
    const sha256Hash = "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"; // of "{__typename}"
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    const send = (body: object) => post(JSON.stringify(body), "application/json").then(({ body }) => body as object);
    expect(await send({ extensions })).toMatchObject({
      errors: [{ extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }],
    });
    expect(await send({ query: "{__typename}", extensions })).toMatchObject({ data: { __typename: "Query" } });
    expect(await send({ extensions })).toMatchObject({ data: { __typename: "Query" } });
    expect(await send({ query: "{ thing { id } }", extensions })).toMatchObject({
      errors: [{ extensions: { code: "BAD_REQUEST" } }],
    });
  });
});

describe("a crowd", () => {
  it("is let in up to a number, queues for a moment, and is then turned away with a time to come back", async () => {
    const busyGate = makeGate();
    const busy = await startApi({
      schema: smallSchema(busyGate),
      limits: { inFlightMax: 2, queueLengthMax: 1, queueWaitMs: 50, deadlineMs: 60_000 },
    });
    try {
      const first = [busy.graphql("{ slow }"), busy.graphql("{ slow }")];
      const statuses: number[] = [];
      // Two are inside, one may wait: of three more, all come back empty-handed, two of them at once.
      for (const answer of await Promise.all([1, 2, 3].map(() => busy.graphql("{ slow }")))) {
        statuses.push(answer.status);
        expect(answer.headers.get("retry-after")).toBe("1");
        expect(answer.errors?.[0]?.extensions.code).toBe("UNAVAILABLE");
      }
      expect(statuses).toEqual([503, 503, 503]);
      busyGate.open();
      expect((await Promise.all(first)).map(({ data }) => data)).toEqual([{ slow: "at last" }, { slow: "at last" }]);
      expect((await busy.graphql("{ slow }")).status).toBe(200);
    } finally {
      await busy.close();
    }
  });

  it("gets an answer in time, also when the work takes longer", async () => {
    const slowGate = makeGate();
    const slow = await startApi({ schema: smallSchema(slowGate), limits: { deadlineMs: 50 } });
    try {
      const { status, errors } = await slow.graphql("{ slow }");
      expect([status, errors?.[0]?.extensions.code]).toEqual([503, "UNAVAILABLE"]);
      slowGate.open();
      expect((await slow.graphql("{ __typename }")).status).toBe(200);
    } finally {
      await slow.close();
    }
  });
});

describe("the end", () => {
  it("waits for what is running, and takes nobody new", async () => {
    const lastGate = makeGate();
    const ending = await startApi({ schema: smallSchema(lastGate) });
    const running = ending.graphql("{ slow }");
    await lastGate.reached;
    const closing = ending.close();
    lastGate.open();
    expect((await running).data).toEqual({ slow: "at last" });
    await closing;
    await expect(fetch(ending.url)).rejects.toThrow();
  });
});
