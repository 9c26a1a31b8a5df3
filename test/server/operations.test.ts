/** What the operator sees: health, readiness, metrics; and the explorer's parts. */
import { on } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { examples } from "../../src/server/explorer/examples.ts";
import { Readiness } from "../../src/server/health.ts";
import { QUERIES } from "../../src/server/welcome.ts";
import { type Api, startApi } from "../support/start-api.ts";
import { makeGate, smallSchema } from "./small-schema.ts";

const ADA = "019e0000-0000-7000-8000-000000000001";

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, api.url), { headers });

describe("readiness", () => {
  it("is there when the database is reachable and migrated", async () => {
    const response = await get("/readyz");
    expect([response.status, await response.json()]).toEqual([200, { status: "ready" }]);
  });

  it("ends as soon as the process is about to", async () => {
    const readiness = new Readiness(api.dataSource);
    expect(await readiness.obstacle()).toBeNull();
    readiness.drain();
    expect(await readiness.obstacle()).toBe("draining");
  });

  it("is told over a connection that is still open while the last operation runs", async () => {
    const gate = makeGate();
    const ending = await startApi({ schema: smallSchema(gate) });
    const running = ending.graphql("{ slow }");
    await gate.reached;
    // Idle connections are closed at once. This one has asked once, and is in the middle of asking again.
    const socket = connect(Number(new URL(ending.url).port), "127.0.0.1").setEncoding("utf8");
    const ask = "GET /readyz HTTP/1.1\r\nHost: localhost\r\n";
    const chunks = on(socket, "data");
    socket.write(`${ask}\r\n${ask}`);
    expect(String((await chunks.next()).value)).toContain('{"status":"ready"}');

    const closing = ending.close();
    socket.write("\r\n");
    const answer = String((await chunks.next()).value);
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toContain('{"status":"not ready","obstacle":"draining"}');
    gate.open();
    expect((await running).data).toEqual({ slow: "at last" });
    // The caller of that operation keeps its connection for the next one, which there will not be.
    await closing;
    socket.destroy();
  });

  it("waits for the migrations that a newer server needs", async () => {
    const early = await startApi();
    const ready = async () => {
      const response = await fetch(new URL("/readyz", early.url));
      return [response.status, response.headers.get("retry-after"), await response.json()];
    };
    try {
      const [last] = await early.dataSource
        .query("delete from migrations where id = (select max(id) from migrations) returning timestamp, name")
        .then(([rows]) => rows);
      expect(await ready()).toEqual([503, "1", { status: "not ready", obstacle: "migrations" }]);
      await early.dataSource.query("insert into migrations (timestamp, name) values ($1, $2)", [
        last.timestamp,
        last.name,
      ]);
      expect(await ready()).toEqual([200, null, { status: "ready" }]);
    } finally {
      await early.close();
    }
  });

  it("ends with the database, while the process still lives", async () => {
    const doomed = await startApi();
    try {
      await doomed.dataSource.destroy();
      const ready = await fetch(new URL("/readyz", doomed.url));
      expect([ready.status, await ready.json()]).toEqual([503, { status: "not ready", obstacle: "database" }]);
      expect((await fetch(new URL("/healthz", doomed.url))).status).toBe(200);
      const answer = await doomed.graphql("{ viewer { id } }");
      expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([503, "UNAVAILABLE"]);
    } finally {
      await doomed.dataSource.initialize();
      await doomed.close();
    }
  });
});

describe("metrics", () => {
  const metric = async (name: string) => {
    const text = await (await get("/metrics")).text();
    return text.split("\n").filter((line) => line.startsWith(name));
  };

  it("count operations by name and outcome", async () => {
    await api.graphql("query Known { rateLimit { cost } }");
    await api.graphql("query Nonsense { nothing }");
    const lines = await metric("wellmet_graphql_requests_total");
    expect(lines).toContain('wellmet_graphql_requests_total{operation="Known",outcome="ok"} 1');
    expect(lines).toContain(
      'wellmet_graphql_requests_total{operation="unnamed",outcome="graphql_validation_failed"} 1',
    );
    expect(lines.join()).not.toContain("Nonsense");
  });

  it("do not grow with the names that callers think of", async () => {
    for (let i = 0; i < 250; i++) await api.graphql(`query Name${i} { __typename }`);
    expect((await metric("wellmet_graphql_requests_total")).length).toBeLessThan(210);
  });

  it("count what was refused before it was an operation, and an answer that came too late once", async () => {
    const gate = makeGate();
    const strict = await startApi({
      schema: smallSchema(gate),
      limits: { anonymousPointsPerMinute: 0, inFlightMax: 1, queueLengthMax: 0, deadlineMs: 300, bodyBytesMax: 1_000 },
      authenticate: (_db, token) =>
        Promise.resolve(token === "ngs_ada" ? { kind: "person", personId: ADA, sessionId: ADA } : null),
    });
    try {
      const as = { as: "ngs_ada" };
      const counted: Record<string, number> = {};
      const tell = async (status: number, answer: Promise<{ status: number }>) => {
        expect((await answer).status).toBe(status);
        counted[status] = (counted[status] ?? 0) + 1;
      };
      await tell(401, strict.graphql("{ echo }", {}, { as: "ngs_unknown" }));
      await tell(429, strict.graphql("{ echo }"));
      await tell(429, strict.graphql("{ echo }"));
      await tell(413, strict.graphql("{ echo }", { pad: "a".repeat(1_000) }, as));
      await tell(
        400,
        fetch(strict.url, { method: "POST", headers: { "content-type": "application/json" }, body: "{" }),
      );
      await tell(405, fetch(strict.url, { method: "DELETE" }));
      const late = strict.graphql("query Slow { slow }", {}, as);
      await gate.reached;
      await tell(503, strict.graphql("{ echo }", {}, as));
      await tell(503, late);
      gate.open();
      await tell(200, strict.graphql("query Quick { echo }", {}, as));

      const text = await (await fetch(new URL("/metrics", strict.url))).text();
      const lines = text.split("\n").filter((line) => line.startsWith("wellmet_graphql_requests_total"));
      expect(lines.sort()).toEqual([
        'wellmet_graphql_requests_total{operation="Quick",outcome="ok"} 1',
        'wellmet_graphql_requests_total{operation="unnamed",outcome="bad_request"} 3',
        'wellmet_graphql_requests_total{operation="unnamed",outcome="rate_limited"} 2',
        'wellmet_graphql_requests_total{operation="unnamed",outcome="unauthenticated"} 1',
        'wellmet_graphql_requests_total{operation="unnamed",outcome="unavailable"} 2',
      ]);
      // As the callers were told.
      expect(counted).toEqual({ 200: 1, 400: 1, 401: 1, 405: 1, 413: 1, 429: 2, 503: 2 });
    } finally {
      await strict.close();
    }
  });

  it("do not count the explorer's page, nor a page that is not there", async () => {
    const before = await metric("wellmet_graphql_requests_total");
    expect((await get("/graphql", { accept: "text/html" })).status).toBe(200);
    expect((await get("/nowhere")).status).toBe(404);
    expect(await metric("wellmet_graphql_requests_total")).toEqual(before);
  });

  it("tell in how much time operations were answered, by their type", async () => {
    const count = async (suffix: string) =>
      Number((await metric(`wellmet_graphql_duration_seconds${suffix}`))[0]?.split(" ")[1] ?? 0);
    const before = await count('_count{type="query"}');
    for (let each = 0; each < 3; each++) await api.graphql("{ __typename }");
    await api.graphql('mutation { leaveGroup(input: { groupId: "grp_1" }) { errors { code } } }');
    expect(await count('_count{type="query"}')).toBe(before + 3);
    expect(await count('_bucket{le="+Inf",type="query"}')).toBe(before + 3);
    expect(await count('_count{type="mutation"}')).toBeGreaterThanOrEqual(1);
    const sum = await count('_sum{type="query"}');
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(60);
    const buckets = (await metric("wellmet_graphql_duration_seconds_bucket{"))
      .filter((line) => line.includes('type="query"'))
      .map((line) => Number(line.split(" ")[1]));
    expect(buckets).toHaveLength(13);
    expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
  });

  it("tell of statements, connections and the event loop", async () => {
    await api.graphql("{ viewer { id } }");
    expect(await metric("wellmet_graphql_sql_statements_count")).not.toEqual([]);
    for (const name of ["wellmet_pool_connections", "wellmet_sql_statements", "wellmet_event_loop_lag_p99_seconds"]) {
      expect(Number((await metric(`${name} `))[0]?.split(" ")[1])).toBeGreaterThan(0);
    }
  });
});

describe("the explorer", () => {
  const HTML = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

  it("is a page for browsers, with a policy of its own, and only parts that we serve", async () => {
    const response = await get("/graphql", HTML);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(response.headers.get("content-security-policy")).toMatch(/script-src 'self'(;|$)/);
    const page = await response.text();
    const parts = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, url]) => url ?? "");
    expect(parts).toHaveLength(6);
    expect(page).not.toMatch(/https?:\/\//);
    for (const part of parts) {
      const asset = await get(part);
      expect(asset.status).toBe(200);
      expect(asset.headers.get("cache-control")).toContain("immutable");
      expect(["br", "gzip"]).toContain(asset.headers.get("content-encoding"));
    }
  });

  it("leaves clients alone", async () => {
    const response = await get("/graphql?query={__typename}", { accept: "*/*" });
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  });

  it.each(["/explorer/", "/explorer/graphiql.js", "/explorer/..%2f..%2fpackage.json", "/explorer/%00"])(
    "has nothing else: %s",
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it.each([
    ...examples
      .filter(({ needsOrganiser }) => !needsOrganiser)
      .map(({ query, variables }) => [/query \w+/.exec(query)?.[0], query, variables] as const),
    ...QUERIES.map(({ about, text }) => [about, text, undefined] as const),
  ])("opens with operations that are answered, as does the terminal: %s", async (_title, query, variables) => {
    const { errors, extensions } = await api.graphql(query, JSON.parse(variables ?? "{}") as Record<string, unknown>);
    expect(errors).toBeUndefined();
    expect(extensions?.["cost"].requested).toBeLessThanOrEqual(1_000);
  });
});
