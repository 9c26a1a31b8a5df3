/** Every bound on a request: what is just under passes, what is just over is refused with its code. */
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { getIntrospectionQuery } from "graphql";
import { LIMITS } from "../../src/server/limits.ts";
import { type Api, startApi } from "../support/start-api.ts";
import { smallSchema } from "./small-schema.ts";

let api: Api;
beforeAll(async () => {
  api = await startApi({ schema: smallSchema() });
});
afterAll(() => api.close());

const repeat = (count: number, make: (index: number) => string, separator = " "): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(separator);

const nested = (depth: number, field: string, leaf: string): string =>
  `${`${field} { `.repeat(depth - 1)}${leaf}${" }".repeat(depth - 1)}`;

/** `things` costs what its page is worth, so that aliases and depth can be tried without running into the price. */
const cheap = "__typename";

const deepValue = (levels: number): unknown => (levels === 0 ? {} : { deep: deepValue(levels - 1) });

interface Try {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

const tries: [limit: string, code: string, under: Try, over: Try][] = [
  [
    "depthMax",
    "GRAPHQL_VALIDATION_FAILED",
    { query: `{ ${nested(LIMITS.depthMax, "thing", "name")} }` },
    { query: `{ ${nested(LIMITS.depthMax + 1, "thing", "name")} }` },
  ],
  [
    "depthMax, through fragments",
    "GRAPHQL_VALIDATION_FAILED",
    { query: `{ thing { ...A } } fragment A on Thing { ${nested(LIMITS.depthMax - 1, "thing", "name")} }` },
    { query: `{ thing { ...A } } fragment A on Thing { ${nested(LIMITS.depthMax, "thing", "name")} }` },
  ],
  [
    "aliasesMax",
    "GRAPHQL_VALIDATION_FAILED",
    { query: `{ thing { ${repeat(LIMITS.aliasesMax, (i) => `a${i}: ${cheap}`)} } }` },
    { query: `{ thing { ${repeat(LIMITS.aliasesMax + 1, (i) => `a${i}: ${cheap}`)} } }` },
  ],
  [
    "aliasesMax, through fragments",
    "GRAPHQL_VALIDATION_FAILED",
    { query: "{ thing { ...A thing { ...A } } } fragment A on Thing { " + repeat(15, (i) => `a${i}: id`) + " }" },
    { query: "{ thing { ...A thing { ...A x: id } } } fragment A on Thing { " + repeat(15, (i) => `a${i}: id`) + " }" },
  ],
  [
    "rootFieldsMax",
    "GRAPHQL_VALIDATION_FAILED",
    { query: `{ ${repeat(LIMITS.rootFieldsMax, () => cheap)} }` },
    { query: `{ ${repeat(LIMITS.rootFieldsMax + 1, () => cheap)} }` },
  ],
  [
    "directivesMax",
    "GRAPHQL_VALIDATION_FAILED",
    { query: `{ thing { name ${"@note ".repeat(LIMITS.directivesMax)} } }` },
    { query: `{ thing { name ${"@note ".repeat(LIMITS.directivesMax + 1)} } }` },
  ],
  [
    "recursiveSelectionsMax",
    "GRAPHQL_VALIDATION_FAILED",
    // 1 + 9 × (1 + 110) = 1,000 selections when written out.
    { query: `{ thing { ${"...A ".repeat(9)} } } fragment A on Thing { ${"id ".repeat(110)} }` },
    { query: `{ thing { ${"...A ".repeat(9)} id } } fragment A on Thing { ${"id ".repeat(110)} }` },
  ],
  ["tokensMax", "GRAPHQL_PARSE_FAILED", { query: tokens(LIMITS.tokensMax) }, { query: tokens(LIMITS.tokensMax + 1) }],
  [
    "stringLengthMax in variables",
    "BAD_USER_INPUT",
    { query: "query ($t: String) { echo(text: $t) }", variables: { t: "a".repeat(LIMITS.stringLengthMax) } },
    { query: "query ($t: String) { echo(text: $t) }", variables: { t: "a".repeat(LIMITS.stringLengthMax + 1) } },
  ],
  [
    "stringLengthMax in the document",
    "GRAPHQL_VALIDATION_FAILED",
    { query: `{ echo(text: "${"a".repeat(LIMITS.stringLengthMax)}") }` },
    { query: `{ echo(text: "${"a".repeat(LIMITS.stringLengthMax + 1)}") }` },
  ],
  [
    "listLengthMax in variables",
    "BAD_USER_INPUT",
    { query: "query ($t: [String!]) { list(texts: $t) }", variables: { t: Array(LIMITS.listLengthMax).fill("") } },
    { query: "query ($t: [String!]) { list(texts: $t) }", variables: { t: Array(LIMITS.listLengthMax + 1).fill("") } },
  ],
  [
    "listLengthMax in the document",
    "GRAPHQL_VALIDATION_FAILED",
    { query: `{ list(texts: [${'""'.repeat(1)}${' ""'.repeat(LIMITS.listLengthMax - 1)}]) }` },
    { query: `{ list(texts: [${'"" '.repeat(LIMITS.listLengthMax + 1)}]) }` },
  ],
  [
    "variableDepthMax",
    "BAD_USER_INPUT",
    { query: "query ($d: Deep) { deep(input: $d) }", variables: { d: deepValue(LIMITS.variableDepthMax - 2) } },
    { query: "query ($d: Deep) { deep(input: $d) }", variables: { d: deepValue(LIMITS.variableDepthMax - 1) } },
  ],
  [
    "variableValuesMax",
    "BAD_USER_INPUT",
    {
      query: "query ($a: [String!], $b: Int) { list(texts: $a) deep(number: $b) }",
      variables: { a: [], ...manyLists(LIMITS.variableValuesMax - 1) },
    },
    {
      query: "query ($a: [String!], $b: Int) { list(texts: $a) deep(number: $b) }",
      variables: { a: [], ...manyLists(LIMITS.variableValuesMax) },
    },
  ],
  [
    "anonymousPointsMax",
    "QUERY_TOO_COMPLEX",
    // 1 + 90 × (1 + 10 × 1) = 991 points.
    { query: "{ things(first: 90) { edges { node { tags { id } } } } }" },
    { query: "{ things(first: 91) { edges { node { tags { id } } } } }" },
  ],
];

/** Three lists of strings, of so many tokens with all that is around them. */
function tokens(count: number): string {
  const list = (length: number) => `list(texts: [${'"" '.repeat(length)}])`;
  return `{ a: ${list(900)} b: ${list(900)} c: ${list(count - 1_829)} }`;
}

/** Variables that no operation declares count as well; each list counts itself and its items. */
function manyLists(values: number): Record<string, unknown> {
  const variables: Record<string, unknown> = {};
  for (let left = values, i = 0; left > 0; i++) {
    const items = Math.min(left - 1, LIMITS.listLengthMax);
    variables[`x${i}`] = Array(items).fill(0);
    left -= items + 1;
  }
  return variables;
}

describe("threat 13: limits on an operation", () => {
  it.each(tries)("%s (%s)", async (_limit, code, under, over) => {
    const passed = await api.graphql(under.query, under.variables);
    expect(passed.errors).toBeUndefined();
    expect(passed.status).toBe(200);
    const refused = await api.graphql(over.query, over.variables);
    expect(refused.errors?.[0]?.extensions.code).toBe(code);
    expect(refused.data).toBeUndefined();
  });

  it("lets the standard introspection query through, for 100 points", async () => {
    const { errors, extensions } = await api.graphql(
      getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }),
    );
    expect(errors).toBeUndefined();
    expect(extensions?.["cost"].requested).toBe(100);
  });

  it("reports so many faults of a document, and then stops", async () => {
    const { errors } = await api.graphql(`{ ${repeat(15, (i) => `nothing${i}`)} }`);
    expect(errors).toHaveLength(LIMITS.validationErrorsMax + 1);
  });

  it("reports so many faults of variables, and then stops", async () => {
    const query = "mutation ($m: [Mark!]!) { record(marks: $m) }";
    const { errors, data } = await api.graphql(query, { m: Array(50).fill({}) });
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(LIMITS.coercionErrorsMax + 1);
    expect(new Set(errors?.map((error) => error.extensions.code))).toEqual(new Set(["BAD_USER_INPUT"]));
  });

  it("runs an act whose guesses are counted once, whatever it is called", async () => {
    const once = await api.graphql('mutation { guess(code: "1") { id } act { id } other: act { id } }');
    expect(once.errors).toBeUndefined();
    const twice = await api.graphql('mutation { guess(code: "1") { id } again: guess(code: "2") { id } }');
    expect(twice.errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
    const hidden = await api.graphql(
      'mutation { ...A again: guess(code: "2") { id } } fragment A on Mutation { guess(code: "1") { id } }',
    );
    expect(hidden.errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
  });

  it("takes the largest batch of marks", async () => {
    const marks = repeatMarks(500);
    const { data, errors } = await api.graphql("mutation ($m: [Mark!]!) { record(marks: $m) }", { m: marks });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ record: 500 });
  });

  it("answers a tree of fragments without running it", async () => {
    const levels = repeat(12, (i) => `fragment F${i} on Thing { a: thing { ...F${i + 1} } b: thing { ...F${i + 1} } }`);
    const { errors } = await api.graphql(`{ thing { ...F0 } } ${levels} fragment F12 on Thing { id }`);
    expect(errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
  });

  it("answers variables of a thousand levels like any that are too deep", async () => {
    const variables = { d: deepValue(1_000) as Record<string, unknown> };
    const { errors } = await api.graphql("query ($d: Deep) { deep(input: $d) }", variables);
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });
});

const repeatMarks = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    markId: `019e0000-0000-7000-8000-${String(i).padStart(12, "0")}`,
    note: "n".repeat(300),
  }));

describe("texts that PostgreSQL cannot hold", () => {
  it.each([
    ["U+0000", "a\u0000b", '"a\\u0000b"'],
    ["half a surrogate pair", "a\ud800b", null],
  ])("refuses %s in variables and literals alike", async (_what, value, literal) => {
    const variable = await api.graphql("query ($t: String) { echo(text: $t) }", { t: value });
    expect(variable.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    const key = await api.graphql("query ($d: Deep) { deep(input: $d) }", { d: { [value]: 1 } });
    expect(key.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    const written = await api.graphql(`{ echo(text: ${literal ?? JSON.stringify(value)}) }`);
    expect(written.errors?.[0]?.extensions.code).toMatch(/^GRAPHQL_(VALIDATION|PARSE)_FAILED$/);
  });

  it("takes whole surrogate pairs, which are one character", async () => {
    const { data } = await api.graphql("query ($t: String) { echo(text: $t) }", { t: "🌊" });
    expect(data).toEqual({ echo: "🌊" });
  });
});

describe("limits on the connection", () => {
  const body = (bytes: number) => {
    const frame = JSON.stringify({ query: "{ __typename }", extensions: { pad: "" } });
    return JSON.stringify({ query: "{ __typename }", extensions: { pad: "a".repeat(bytes - frame.length) } });
  };
  const send = (text: string) =>
    fetch(api.url, { method: "POST", headers: { "content-type": "application/json" }, body: text });

  it("reads bodies of 2 MiB and no more", async () => {
    expect((await send(body(LIMITS.bodyBytesMax))).status).toBe(200);
    const refused = await send(body(LIMITS.bodyBytesMax + 1));
    expect(refused.status).toBe(413);
    expect(((await refused.json()) as { errors: { extensions: object }[] }).errors[0]?.extensions).toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  it("has its times from the table", () => {
    const { server } = api.server.app;
    expect(server.headersTimeout).toBe(LIMITS.headersTimeoutMs);
    expect(server.requestTimeout).toBe(LIMITS.requestTimeoutMs);
    expect(server.keepAliveTimeout).toBe(LIMITS.keepAliveTimeoutMs);
    expect(server.maxConnections).toBe(LIMITS.connectionsMax);
  });

  it.each([
    ["headers", "POST /graphql HTTP/1.1\r\nHost: localhost\r\n"],
    [
      "a body",
      "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    ],
  ])("does not wait for %s for ever", async (_what, start) => {
    const impatient = await startApi({
      schema: smallSchema(),
      limits: { headersTimeoutMs: 100, requestTimeoutMs: 200, connectionsCheckIntervalMs: 50 },
    });
    try {
      const { port } = new URL(impatient.url);
      const answer = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), "127.0.0.1", () => socket.write(start));
        let text = "";
        socket.on("data", (chunk) => (text += String(chunk)));
        socket.on("error", reject);
        socket.on("close", () => resolve(text));
      });
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    } finally {
      await impatient.close();
    }
  });
});
