import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type ExecutionResult, parse } from "graphql";
import { resultOf } from "../../support/answers.ts";
import { ann, gid, type Library, plant, startLibrary, uuid } from "./start-library.ts";

let library: Library;
beforeAll(async () => {
  library = await startLibrary();
  await plant(library.dataSource);
});
afterAll(() => library.close());

/** Refused as a whole, before any SQL. */
function expectRefused(answer: ExecutionResult, message: string | RegExp, code = "BAD_USER_INPUT"): void {
  expect(answer).not.toHaveProperty("data");
  expect(answer.errors).toEqual([
    expect.objectContaining({ message: expect.stringMatching(message), extensions: expect.objectContaining({ code }) }),
  ]);
  expect(library.statements).toEqual([]);
}

const books = (args: string, variables = {}): Promise<ExecutionResult> =>
  library.ask(
    `${args.includes("$v") ? "query($v: String)" : ""} { books(${args}) { edges { cursor } } }`,
    ann,
    variables,
  );

async function cursorOf(order: string): Promise<string> {
  const answer = await books(`first: 1, orderBy: {field: ${order}, direction: ASC}`);
  return (answer.data as { books: { edges: { cursor: string }[] } }).books.edges[0]?.cursor ?? "";
}

const hex = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("hex");

describe("arguments of a connection", () => {
  test.each([
    ["first: 0", "1 to 100"],
    ["first: -1", "1 to 100"],
    ["last: 101", "1 to 100"],
    ["first: 2, last: 2", "not both"],
    ['after: ""', "Not a cursor"],
    ['before: "xyz"', "Not a cursor"],
    ["filter: {shelvedAt: {}}", "needs `from`, `before`, or both"],
    ["filter: {shelvedAt: {from: null}}", "needs `from`, `before`, or both"],
  ])("%s is refused", async (args, message) => {
    expectRefused(await books(args), message);
  });

  test("are refused wherever they stand, though no row may reach them", async () => {
    const query = '{ shelf(by: {slug: "nowhere"}) { books(first: 1000) { totalCount } } }';

    expectRefused(await library.ask(query), "1 to 100");
  });

  test("are refused again and again, from variables too", async () => {
    const query = "query($n: Int) { books(first: $n) { totalCount } }";

    expect((await library.ask(query, null, { n: 1 })).errors).toBeUndefined();
    for (let turn = 0; turn < 2; turn++) expectRefused(await library.ask(query, null, { n: 101 }), "1 to 100");
    expect((await library.ask(query, null, { n: 2 })).errors).toBeUndefined();
  });

  test("take at most a hundred values in a list", async () => {
    const ids = Array.from({ length: 101 }, () => gid("shl", 2, 1));
    const filter = "query($ids: [ID!]) { books(filter: {shelves: $ids}) { totalCount } }";
    const nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";

    expectRefused(await library.ask(nodes, null, { ids }), "at most 100");
    expect((await library.ask(nodes, null, { ids: ids.slice(1) })).errors).toBeUndefined();
    expect((await library.ask(filter, null, { ids: ids.slice(1) })).errors).toBeUndefined();
    expectRefused(await library.ask(filter, null, { ids }), "at most 100");
  });

  test.each(["__typename", "pageInfo { __typename }"])("are refused, though only %s is selected", async (selected) => {
    const ids = Array.from({ length: 101 }, () => gid("shl", 2, 1));
    const filter = `query($ids: [ID!]) { books(filter: {shelves: $ids}) { ${selected} } }`;

    expectRefused(await library.ask(`{ books(filter: {shelvedAt: {}}) { ${selected} } }`), "needs `from`");
    expectRefused(await library.ask(`{ books(first: 0) { ${selected} } }`), "1 to 100");
    expect((await library.ask(filter, null, { ids: ids.slice(1) })).errors).toBeUndefined();
    expectRefused(await library.ask(filter, null, { ids }), "at most 100");
  });
});

describe("a cursor", () => {
  test("of another order, direction or type is refused", async () => {
    const cursor = await cursorOf("TITLE");

    expect((await books(`after: "${cursor}", orderBy: {field: TITLE, direction: ASC}`)).errors).toBeUndefined();
    expectRefused(await books(`after: "${cursor}"`), "Not a cursor");
    expectRefused(await books(`before: "${cursor}", orderBy: {field: TITLE, direction: DESC}`), "Not a cursor");
    expectRefused(await library.ask(`{ readers(after: "${cursor}") { totalCount } }`), "Not a cursor");
  });

  const id = uuid(3, 1);
  test.each([
    ["no JSON", Buffer.from("[").toString("hex")],
    ["no list", hex({ a: 1 })],
    ["too short", hex(["Book SHELVED_AT ASC", id])],
    ["a value that is no instant", hex(["Book SHELVED_AT ASC", "x", id])],
    ["a value of another type", hex(["Book SHELVED_AT ASC", 5, id])],
    ["a day that is none", hex(["Book SHELVED_AT ASC", "2026-02-30T00:00:00.000000Z", id])],
    ["a null", hex(["Book SHELVED_AT ASC", null, id])],
    ["a key that is none", hex(["Book SHELVED_AT ASC", "2026-02-20T00:00:00.000000Z", "x"])],
    ["a key of another shape", hex(["Book SHELVED_AT ASC", "2026-02-20T00:00:00.000000Z", [id]])],
    ["more than it should", hex(["Book SHELVED_AT ASC", "2026-02-20T00:00:00.000000Z", id, 1])],
    ["bytes that are no text", `${hex(["Book SHELVED_AT ASC"])}ff`],
    ["capital digits", hex(["Book SHELVED_AT ASC", "2026-02-20T00:00:00.000000Z", id]).toUpperCase()],
    ["far too much", hex(["Book SHELVED_AT ASC", "9".repeat(10_000), id])],
  ])("with %s is refused", async (_what, cursor) => {
    expectRefused(await books(`after: "${cursor}"`), "Not a cursor");
    expectRefused(await books("before: $v", { v: cursor }), "Not a cursor");
  });

  test.each([
    ["TITLE", "a\u0000b"],
    ["TITLE", "\ud800"],
    ["TITLE", 7],
    ["PAGES", 1.5],
    ["PAGES", 2 ** 31],
    ["PAGES", "1"],
  ])("by %s with %j is refused", async (field, value) => {
    const order = `orderBy: {field: ${field}, direction: ASC}`;

    expectRefused(await books(`after: "${hex([`Book ${field} ASC`, value, id])}", ${order}`), "Not a cursor");
  });

  test("that is well formed stands for a place, whether there is a row or not", async () => {
    const cursor = hex(["Book SHELVED_AT ASC", "2026-05-22T23:00:00.123456Z", uuid(9, 9)]);
    const answer = await library.ask(`{ books(after: "${cursor}") { totalCount edges { node { title } } } }`);

    expect(answer.data).toEqual({ books: { totalCount: 3, edges: [{ node: { title: "émigré \u2028 line" } }] } });
  });
});

describe("variables", () => {
  test("that do not fit their types are request errors", async () => {
    const answer = await library.ask("query($n: Int!) { books(first: $n) { totalCount } }", null, { n: "three" });

    expectRefused(answer, 'Variable "\\$n" got invalid value "three"');
  });
});

describe("an operation that would be too large a statement", () => {
  test("is refused before the database sees it", async () => {
    const connections = Array.from(
      { length: 120 },
      (_, index) => `a${index}: books { edges { cursor node { title shelf { label } } } }`,
    );

    expectRefused(await library.ask(`{ ${connections.join(" ")} }`), "too many things", "QUERY_TOO_COMPLEX");
  });
});

describe("a database that does not answer", () => {
  test("makes one typed error that says to try again, and no partial data", async () => {
    const runner = library.dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query("lock table books in access exclusive mode");
      const client = library.dataSource.createQueryRunner();
      await client.query("set statement_timeout = 100; set lock_timeout = 5000");
      const ctx = { ...library.context(null), db: client.manager };
      const answer = await library.reads.answer(
        parse("{ books { totalCount } shelves { totalCount } }"),
        null,
        {},
        ctx,
      );
      await client.query("reset statement_timeout; reset lock_timeout");
      await client.release();

      expect(answer).not.toHaveProperty("data");
      expect(resultOf(answer).errors?.[0]?.extensions).toMatchObject({ code: "UNAVAILABLE", retryable: true });
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  });
});
