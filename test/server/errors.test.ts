import { readFileSync } from "node:fs";
import { Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { pino } from "pino";
import { isOutage } from "../../src/platform/outage.ts";
import { ERROR_CODES, ERROR_MESSAGE_LENGTH_MAX } from "../../src/server/format-error.ts";
import { type Api, startApi } from "../support/start-api.ts";
import { SECRET_TEXT, smallSchema } from "./small-schema.ts";

const lines: Record<string, unknown>[] = [];
const log = pino(
  {},
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  }),
);

let api: Api;
beforeAll(async () => {
  api = await startApi({
    schema: smallSchema(),
    log,
    authenticate: (_db, token) => {
      if (token === "ngs_fault") throw new Error(SECRET_TEXT);
      if (token === "ngs_outage") throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
      return Promise.resolve(null);
    },
  });
});
afterAll(() => api.close());

const everything = ({
  errors,
  data,
  extensions,
}: object & { errors?: unknown; data?: unknown; extensions?: unknown }) => JSON.stringify({ errors, data, extensions });

describe("errors that nobody expected", () => {
  it.each(["{ boom }", "{ boomHard }"])(
    "leave no trace of what they were, but an id that the log knows: %s",
    async (query) => {
      const answer = await api.graphql(query);
      expect(answer.errors).toHaveLength(1);
      const [error] = answer.errors ?? [];
      expect(error?.extensions).toEqual({
        code: "INTERNAL_SERVER_ERROR",
        requestId: answer.headers.get("x-request-id"),
      });
      expect(everything(answer)).not.toMatch(/secret_table|select|hunter2|\/src\/|\.ts/);
      const logged = lines.find((line) => line["requestId"] === error?.extensions["requestId"] && line["level"] === 50);
      expect(JSON.stringify(logged)).toContain(JSON.stringify(SECRET_TEXT).slice(1, -1));
    },
  );

  it("keep what else was asked for", async () => {
    const { data, status } = await api.graphql('{ boom echo(text: "still here") }');
    expect(data).toEqual({ boom: null, echo: "still here" });
    expect(status).toBe(200);
  });
});

describe("errors while a credential is looked up", () => {
  it.each([
    ["ngs_fault", 500, "INTERNAL_SERVER_ERROR"],
    ["ngs_outage", 503, "UNAVAILABLE"],
  ])("are masked and logged as well: %s", async (token, status, code) => {
    const answer = await api.graphql("{ __typename }", {}, { as: token });
    expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([status, code]);
    expect(everything(answer)).not.toMatch(/secret_table|ECONNREFUSED/);
    const requestId = answer.errors?.[0]?.extensions["requestId"];
    expect(requestId).toBe(answer.headers.get("x-request-id"));
    expect(lines.some((line) => line["requestId"] === requestId && line["level"] === 50)).toBe(true);
  });
});

describe("a database that is gone", () => {
  it("is answered 503, with a time to come back and nothing of the driver", async () => {
    const answer = await api.graphql("{ databaseGone }");
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "UNAVAILABLE", retryable: true });
    expect(everything(answer)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|secret_table/);
  });

  it("is told from everything else by the driver's own codes", () => {
    const withCode = (code: string) => Object.assign(new Error("x"), { code });
    for (const code of ["08006", "57P01", "57014", "53300", "40001", "40P01", "55P03", "ECONNREFUSED"]) {
      expect(isOutage(withCode(code))).toBe(true);
    }
    expect(isOutage(new Error("wrapped", { cause: withCode("57P03") }))).toBe(true);
    expect(isOutage(new Error("timeout exceeded when trying to connect"))).toBe(true);
    for (const code of ["23505", "22021", "42P01", "ERR_INVALID_ARG"]) expect(isOutage(withCode(code))).toBe(false);
  });
});

describe("errors of the caller", () => {
  it.each([
    ["GRAPHQL_PARSE_FAILED", "{"],
    ["GRAPHQL_VALIDATION_FAILED", "{ nothing }"],
    ["GRAPHQL_VALIDATION_FAILED", "subscription { nothing }"],
    ["OPERATION_RESOLUTION_FAILURE", "query A { __typename } query B { __typename }"],
    ["BAD_USER_INPUT", "query ($n: Int!) { things(first: $n) { totalCount } }"],
  ])("say %s, with 400 or, for clients that know JSON only, 200", async (code, query) => {
    const plain = await api.graphql(query, {}, { headers: { accept: "application/json" } });
    expect([plain.status, plain.errors?.[0]?.extensions.code]).toEqual([200, code]);
    const modern = await api.graphql(query, {}, { headers: { accept: "application/graphql-response+json" } });
    expect([modern.status, modern.errors?.[0]?.extensions.code]).toEqual([400, code]);
    expect(modern.data).toBeUndefined();
  });

  it("suggest no names of the schema", async () => {
    const { errors } = await api.graphql("{ thin { id } thing { nam } }");
    expect(JSON.stringify(errors)).not.toMatch(/Did you mean/);
  });

  it("repeat no more than a little of what was sent", async () => {
    const { errors } = await api.graphql("mutation ($m: [Mark!]!) { record(marks: $m) }", {
      m: [{ note: "n".repeat(15_000) }],
    });
    expect(errors?.[0]?.message.length).toBeLessThanOrEqual(ERROR_MESSAGE_LENGTH_MAX + 1);
  });

  it("have codes of the closed list only, also outside of GraphQL", async () => {
    for (const [path, init] of [
      ["/graphql", { method: "POST", headers: { "content-type": "application/json" }, body: "{" }],
      ["/graphql", { method: "POST", headers: { "content-type": "text/plain" }, body: "{}" }],
      ["/graphql", { method: "DELETE" }],
      ["/nowhere", {}],
      ["/%zz", {}],
      [`/explorer/${"x".repeat(1_000)}`, {}],
      [`/graphql?query=${"x".repeat(20_000)}`, {}],
    ] as const) {
      const response = await fetch(new URL(path, api.url), init);
      expect(response.status).toBeGreaterThanOrEqual(400);
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      expect(ERROR_CODES).toContain(errors[0]?.extensions.code);
    }
  });

  it("refuse arrays of operations", async () => {
    const response = await fetch(api.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '[{"query":"{ __typename }"}]',
    });
    expect(response.status).toBe(400);
  });
});

describe("the page for clients", () => {
  it("explains every code", () => {
    const page = readFileSync("docs/API.md", "utf8");
    for (const code of ERROR_CODES) expect(page).toContain(`\`${code}\``);
  });
});

describe("the log", () => {
  it("has one line an answer, with the operation's name and outcome, and no secret", async () => {
    const { headers } = await api.graphql('query Named { echo(text: "private words") }', {}, { as: null });
    const line = lines.find((each) => each["requestId"] === headers.get("x-request-id"));
    expect(line).toMatchObject({ path: "/graphql", status: 200, operationName: "Named", outcome: "ok" });
    await api.graphql("{ __typename }", {}, { as: "ngs_do-not-log-me" });
    expect(JSON.stringify(lines)).not.toMatch(/private words|do-not-log-me/);
  });
});
