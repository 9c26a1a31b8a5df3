import { afterEach, describe, expect, test } from "@jest/globals";
import { type DocumentNode, type ExecutionResult, parse } from "graphql";
import { functionWriter, textWriter } from "../../../src/platform/reads/json.ts";
import { NAMED_STATEMENTS_MAX, UNNAMED_RUNS } from "../../../src/platform/reads/limits.ts";
import type { Answer } from "../../../src/platform/reads/reads.ts";
import { resultOf } from "../../support/answers.ts";
import { alikes, Book, Format } from "./library.ts";
import { ann, bob, gid, type Library, plant, startLibrary, uuid } from "./start-library.ts";

let library: Library;
afterEach(() => library.close());

/** One connection, so that what it keeps can be looked at. */
async function start(settings: Parameters<typeof startLibrary>[1] = {}): Promise<Library> {
  library = await startLibrary([], { poolSize: 1, ...settings });
  await plant(library.dataSource);
  return library;
}

const answer = (document: DocumentNode, viewerId: string | null = null): Promise<Answer> =>
  library.reads.answer(document, null, {}, library.context(viewerId));

const namesKept = (): Promise<{ name: string }[]> =>
  library.dataSource.query("select name from pg_prepared_statements where name like 'r%' order by prepare_time");

describe("the text of an answer", () => {
  test.each([
    "{ __typename books { __typename pageInfo { hasNextPage } edges { node { title words formats pages } } } }",
    `{ node(id: "${gid("bok", 3, 1)}") { __typename id ... on Book { shelf { label } } } }`,
    `{ nodes(ids: ["${gid("bok", 3, 5)}", "nothing", "${gid("shl", 2, 1)}"]) { ... on Shelf { topics } ... on Book { title } } }`,
    "{ viewer { name contact { email phone } profile { company tally { reviews } best { stars } } } }",
  ])("is the database's own where SQL says everything: %s", async (text) => {
    await start();
    const got = await answer(parse(text), ann);

    expect(got).toHaveProperty("text");
    expect("text" in got && got.text).not.toContain("~");
  });

  test.each(["{ books { edges { node { spine } } } }", "{ shelves { totalCount } __schema { queryType { name } } }"])(
    "is gone over by graphql-js where it does not: %s",
    async (text) => {
      await start();
      expect(await answer(parse(text), ann)).not.toHaveProperty("text");
    },
  );

  test.each([textWriter, functionWriter])("is the same from either writer ($name)", async (writer) => {
    await start({ writer });
    const result = resultOf(
      await answer(
        parse(`{
          books(last: 2) { totalCount pageInfo { hasPreviousPage hasNextPage startCursor }
            edges { cursor node { title words formats pages shelvedAt keepersNote doorCode borrower { name } } } }
          empty: books(filter: { formats: [BRAILLE] }) { edges { node { id } } pageInfo { endCursor hasNextPage } }
          viewer { name company contact { email phone } profile { saying } }
        }`),
        ann,
      ),
    );

    expect(JSON.parse(JSON.stringify(result)) as ExecutionResult).toMatchObject({
      data: {
        books: {
          totalCount: 5,
          edges: [{ node: { title: "émigré \u2028 line" } }, { node: { title: "Not yet" } }],
        },
        empty: { edges: [], pageInfo: { endCursor: null, hasNextPage: false } },
        viewer: { name: "Ann", contact: { phone: null }, profile: { saying: 'I am "Ann"\\ \u2028' } },
      },
    });
  });
});

describe("entities that a function of ours answers with", () => {
  test("are read by one statement for all rows of a page, each viewer's own way", async () => {
    await start();
    alikes.set(
      Format.PAPER,
      [5, 3, 1].map((number) => ({ entity: Book, id: uuid(3, number) })),
    );
    const query = "{ books { edges { node { title alike { title shelf { label } } } } } }";
    const got = await library.ask(query, bob);

    expect(library.statements).toHaveLength(2);
    const visible = [
      { title: "émigré \u2028 line", shelf: { label: "Tidy" } },
      { title: 'It\'s "odd"', shelf: { label: "Open" } },
    ];
    expect(got).toEqual({
      data: {
        books: {
          edges: [
            { node: { title: 'It\'s "odd"', alike: visible } },
            { node: { title: "back\\slash", alike: [] } },
            { node: { title: "émigré \u2028 line", alike: visible } },
          ],
        },
      },
    });
  });
});

describe("statements", () => {
  test(`keep a name on their connection from run ${UNNAMED_RUNS + 1} on, and equal ones share it`, async () => {
    await start();
    const document = parse("{ books { totalCount } }");
    for (let run = 1; run <= UNNAMED_RUNS; run++) await answer(document);
    expect(await namesKept()).toHaveLength(0);

    await answer(document);
    expect(await namesKept()).toHaveLength(1);
    const other = parse("query Other { books { totalCount } }");
    for (let run = 0; run <= UNNAMED_RUNS; run++) await answer(other);
    expect(await namesKept()).toHaveLength(1);
  });

  test(`are at most ${NAMED_STATEMENTS_MAX} a connection: the longest unused goes, on both sides`, async () => {
    await start();
    const first = parse("{ books { totalCount } }");
    const runs = async (document: DocumentNode): Promise<void> => {
      for (let run = 0; run <= UNNAMED_RUNS; run++) await answer(document);
    };
    await runs(first);
    const [oldest] = await namesKept();
    for (let count = 1; count <= NAMED_STATEMENTS_MAX; count++)
      await runs(parse(`{ a${count}: books { totalCount } }`));

    const kept = await namesKept();
    expect(kept).toHaveLength(NAMED_STATEMENTS_MAX);
    expect(kept).not.toContainEqual(oldest);
    expect(resultOf(await answer(first))).toEqual({ data: { books: { totalCount: 3 } } });
    expect(await namesKept()).toContainEqual(oldest);
  });

  test("have no names at all behind a pooler", async () => {
    await start({ prepared: false });
    const document = parse("{ books { totalCount } }");
    for (let run = 0; run < 2 * UNNAMED_RUNS; run++) await answer(document);

    expect(await namesKept()).toHaveLength(0);
  });
});
