import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Clock } from "../../src/platform/clock.ts";
import { LIMITS } from "../../src/server/limits.ts";
import { addressBucket, RateBuckets } from "../../src/server/rate-bucket.ts";
import { type Api, startApi, TEST_NOW } from "../support/start-api.ts";
import { smallSchema } from "./small-schema.ts";

/** A clock that moves when told. */
const makeClock = (): Clock & { pass(seconds: number): void } => {
  let now = TEST_NOW.getTime();
  return { now: () => new Date(now), pass: (seconds) => void (now += seconds * 1_000) };
};

const PERSON = "019e0000-0000-7000-8000-000000000001";
const INTROSPECTION = "{ __schema { description } }"; // 100 points

describe("what a caller may spend", () => {
  const clock = makeClock();
  let api: Api;
  beforeAll(async () => {
    api = await startApi({
      clock,
      limits: { anonymousPointsPerMinute: 300, signedInPointsPerMinute: 600 },
      authenticate: (_db, token) =>
        Promise.resolve(token === "ngs_ada" ? { kind: "person", personId: PERSON, sessionId: PERSON } : null),
    });
  });
  afterAll(() => api.close());

  it("is told by the query, the extensions and the headers alike", async () => {
    const { data, extensions, headers } = await api.graphql(
      "{ __schema { description } rateLimit { cost limit remaining resetAt } }",
    );
    const resetAt = new Date(TEST_NOW.getTime() + 20_000).toISOString();
    expect(data).toMatchObject({ rateLimit: { cost: 100, limit: 300, remaining: 200, resetAt } });
    expect(extensions?.["cost"]).toEqual({
      requested: 100,
      actual: 2,
      throttle: { limit: 300, remaining: 200, restoreRate: 5, resetAt },
    });
    expect(headers.get("ratelimit-limit")).toBe("300");
    expect(headers.get("ratelimit-remaining")).toBe("200");
    expect(headers.get("ratelimit-reset")).toBe("20");
  });

  it("is free to ask for", async () => {
    const { extensions } = await api.graphql("{ rateLimit { remaining } }");
    expect(extensions?.["cost"]).toMatchObject({ requested: 0, throttle: { remaining: 200 } });
  });

  it("runs out, is refused with the time to wait, and comes back by the clock", async () => {
    await api.graphql(INTROSPECTION);
    await api.graphql(INTROSPECTION);
    const refused = await api.graphql(INTROSPECTION);
    expect(refused.status).toBe(429);
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: "RATE_LIMITED" });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);

    clock.pass(19);
    expect((await api.graphql(INTROSPECTION)).status).toBe(429);
    clock.pass(1);
    expect((await api.graphql(INTROSPECTION)).status).toBe(200);
  });

  it("is a person's own, whatever their address has spent", async () => {
    const { headers, status } = await api.graphql("{ __typename }", {}, { as: "ngs_ada" });
    expect([status, headers.get("ratelimit-limit"), headers.get("ratelimit-remaining")]).toEqual([200, "600", "600"]);
  });

  it("goes down for nonsense too, since reading it was work", async () => {
    clock.pass(60);
    const before = Number((await api.graphql("{ rateLimit { remaining } }")).headers.get("ratelimit-remaining"));
    await api.graphql("{ nothing }");
    const after = Number((await api.graphql("{ rateLimit { remaining } }")).headers.get("ratelimit-remaining"));
    expect(before - after).toBe(10);
  });

  it("is not raised by a header that no trusted proxy set", async () => {
    const { headers } = await api.graphql(INTROSPECTION, {}, { headers: { "x-forwarded-for": "203.0.113.9" } });
    expect(Number(headers.get("ratelimit-remaining"))).toBeLessThan(200);
  });

  it("bounds one operation as well: more for who signed in", async () => {
    const roomy = await startApi({
      limits: { anonymousPointsMax: 99, signedInPointsMax: 100 },
      authenticate: () => Promise.resolve({ kind: "person", personId: PERSON, sessionId: PERSON }),
    });
    try {
      const refused = await roomy.graphql(INTROSPECTION);
      expect(refused.errors?.[0]?.extensions).toMatchObject({ code: "QUERY_TOO_COMPLEX", cost: 100, limit: 99 });
      expect((await roomy.graphql(INTROSPECTION, {}, { as: "ngs_ada" })).status).toBe(200);
    } finally {
      await roomy.close();
    }
  });
});

describe("one operation of who signed in", () => {
  // 1 + 98 × (1 + 1 + 49) = 4,999 points, and 1 for each thing beside it.
  const page = "things(first: 98) { edges { node { things(first: 49) { edges { node { id } } } } } }";

  it("may cost 5,000 points by default, and not one more", async () => {
    const usual = await startApi({
      schema: smallSchema(),
      authenticate: () => Promise.resolve({ kind: "person", personId: PERSON, sessionId: PERSON }),
    });
    try {
      const as = { as: "ngs_ada" };
      const under = await usual.graphql(`{ ${page} a: thing { id } }`, {}, as);
      expect([under.errors, under.extensions?.["cost"].requested]).toEqual([undefined, LIMITS.signedInPointsMax]);
      const over = await usual.graphql(`{ ${page} a: thing { id } b: thing { id } }`, {}, as);
      expect(over.data).toBeUndefined();
      expect(over.errors?.[0]?.extensions).toMatchObject({ code: "QUERY_TOO_COMPLEX", cost: 5_001, limit: 5_000 });
    } finally {
      await usual.close();
    }
  });
});

describe("buckets", () => {
  const size = { limit: 10, drainPerSecond: 1 };

  it("do not fill when the clock is set back, and forget the longest idle", () => {
    const clock = makeClock();
    const buckets = new RateBuckets(clock, 2);
    expect(buckets.pour("a", 10, size).allowed).toBe(true);
    clock.pass(-3_600);
    expect(buckets.pour("a", 1, size)).toMatchObject({ allowed: false, retryAfterSeconds: 1 });
    buckets.pour("b", 5, size);
    buckets.pour("a", 0, size);
    buckets.pour("c", 5, size);
    expect(buckets.pour("b", 0, size).remaining).toBe(10);
    expect(buckets.pour("a", 0, size).remaining).toBe(0);
  });

  it("never refuse for ever what is larger than they are", () => {
    expect(new RateBuckets(makeClock(), 2).pour("a", 11, size)).toMatchObject({ allowed: false, retryAfterSeconds: 1 });
  });

  it.each([
    ["203.0.113.7", "address:203.0.113.7"],
    ["::ffff:203.0.113.7", "address:203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2"],
    ["2001:db8:1:2::1", "address:2001:db8:1:2"],
    ["2001:db8::1", "address:2001:db8:0:0"],
    ["::1", "address:0:0:0:0"],
    ["fe80::1%eth0", "address:fe80:0:0:0"],
  ])("of %s is %s", (address, bucket) => {
    expect(addressBucket(address)).toBe(bucket);
  });
});
