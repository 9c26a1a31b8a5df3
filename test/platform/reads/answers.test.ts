import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Anything } from "../../support/anything.ts";
import { ann, bob, cyd, dot, gid, type Library, plant, startLibrary } from "./start-library.ts";

let library: Library;
beforeAll(async () => {
  library = await startLibrary();
  await plant(library.dataSource);
});
afterAll(() => library.close());

const data = async (query: string, viewer: string | null = null, variables = {}): Promise<Anything> => {
  const answer = await library.ask(query, viewer, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data;
};

const titles = async (viewer: string | null): Promise<string[]> => {
  const { books } = await data("{ books { edges { node { title } } } }", viewer);
  return books.edges.map((edge: Anything) => edge.node.title);
};

describe("who sees which rows", () => {
  test("is said by the policy alone, also for those below and above", async () => {
    expect(await titles(null)).toEqual(['It\'s "odd"', "back\\slash", "émigré \u2028 line"]);
    expect(await titles(bob)).toEqual(await titles(null));
    expect(await titles(ann)).toEqual(['It\'s "odd"', "back\\slash", "Secret plans", "émigré \u2028 line", "Not yet"]);
  });

  test("counts and lists agree", async () => {
    const query = '{ books { totalCount } shelf(by: {slug: "tidy"}) { bookCount books { totalCount } } }';

    expect(await data(query)).toEqual({ books: { totalCount: 3 }, shelf: { bookCount: 1, books: { totalCount: 1 } } });
    expect(await data(query, ann)).toEqual({
      books: { totalCount: 5 },
      shelf: { bookCount: 2, books: { totalCount: 2 } },
    });
  });

  test("holds through a row above, whether one came down from it or not", async () => {
    const below =
      '{ shelf(by: {slug: "tidy"}) { books { edges { node { reviews { edges { node { stars viewerKeepsIt } } } } } } } }';
    const direct = `{ node(id: "${gid("rev", 4, 3)}") { ... on Review { stars viewerKeepsIt } } }`;

    expect((await data(below, ann)).shelf.books.edges[0].node.reviews.edges).toEqual([
      { node: { stars: 1, viewerKeepsIt: true } },
      { node: { stars: 3, viewerKeepsIt: true } },
    ]);
    expect((await data(below, cyd)).shelf.books.edges[0].node.reviews.edges).toEqual([
      { node: { stars: 3, viewerKeepsIt: false } },
    ]);
    expect(await data(direct, ann)).toEqual({ node: { stars: 1, viewerKeepsIt: true } });
    expect(await data(direct, bob)).toEqual({ node: { stars: 1, viewerKeepsIt: false } });
    expect(await data(direct, cyd)).toEqual({ node: null });
  });

  test("hides a row from one by what another wished", async () => {
    const query = `{ book: node(id: "${gid("bok", 3, 1)}") { ... on Book { borrower { name } } } readers { totalCount } }`;

    expect(await data(query, ann)).toEqual({ book: { borrower: { name: "Bob" } }, readers: { totalCount: 4 } });
    expect(await data(query, dot)).toEqual({ book: { borrower: null }, readers: { totalCount: 3 } });
  });

  test("an unknown, a malformed and a foreign id, and a hidden row, are all null", async () => {
    const ids = [
      gid("bok", 3, 3),
      gid("bok", 3, 1),
      gid("shl", 2, 1),
      gid("xxx", 3, 1),
      "bok_1",
      "",
      "bok_' or 1=1",
      gid("bok", 9, 9),
    ];
    const query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Book { title } } }";

    expect((await data(query, bob, { ids })).nodes).toEqual([
      null,
      { __typename: "Book", id: gid("bok", 3, 1), title: 'It\'s "odd"' },
      { __typename: "Shelf", id: gid("shl", 2, 1) },
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(library.statements).toHaveLength(1);
    expect((await data(query, ann, { ids })).nodes[0]).toEqual({
      __typename: "Book",
      id: gid("bok", 3, 3),
      title: "Secret plans",
    });
    expect(await data('{ node(id: "nonsense") { id } other: node(id: "rdr_1") { id } }')).toEqual({
      node: null,
      other: null,
    });
  });
});

describe("a guarded column", () => {
  test("is null for who may not see it", async () => {
    const query = '{ shelf(by: {slug: "tidy"}) { books { edges { node { keepersNote } } } } }';
    const notes = async (viewer: string | null) =>
      (await data(query, viewer)).shelf.books.edges.map((edge: Anything) => edge.node.keepersNote);

    expect(await notes(null)).toEqual([null]);
    expect(await notes(ann)).toEqual(["note 5", "note 4"]);
  });

  test("threat 5: tells nothing by filter or order", async () => {
    const find = '{ readers(filter: {company: "Bob & Co"}) { totalCount edges { node { name company } } } }';
    const order = "{ readers(orderBy: {field: COMPANY, direction: DESC}) { edges { node { name } } } }";
    const names = async (viewer: string) =>
      (await data(order, viewer)).readers.edges.map((edge: Anything) => edge.node.name);

    expect((await data(find, ann)).readers.totalCount).toBe(0);
    expect((await data(find, bob)).readers.edges).toEqual([{ node: { name: "Bob", company: "Bob & Co" } }]);
    // Cyd's and Bob's companies sort as empty, so by age, except for Bob himself.
    expect(await names(ann)).toEqual(["Dot", "Ann", "Cyd", "Bob"]);
    expect(await names(bob)).toEqual(["Bob", "Ann", "Cyd"]);
  });

  test("is guarded inside of a value object too", async () => {
    const query = "{ readers { edges { node { name profile { company saying } } } } }";
    const { readers } = await data(query, cyd);

    expect(readers.edges.map((edge: Anything) => edge.node.profile.company)).toEqual([
      "Ann & Co",
      null,
      "Cyd & Co",
      "Dot & Co",
    ]);
    expect(readers.edges[0].node.profile.saying).toBe('I am "Ann"\\ \u2028');
  });
});

describe("a field that only some see", () => {
  test("is null for the others", async () => {
    const query = `{ node(id: "${gid("bok", 3, 1)}") { ... on Book { doorCode } } }`;

    expect(await data(query, bob)).toEqual({ node: { doorCode: "code 1" } });
    expect(await data(query, cyd)).toEqual({ node: { doorCode: null } });
    expect(await data(query, null)).toEqual({ node: { doorCode: null } });
  });

  test("may be a connection, an object or a part", async () => {
    const query = `{ viewer { contact { email phone } } readers(first: 1) { edges { node { contact { email } } } }
      node(id: "${gid("bok", 3, 5)}") { ... on Book { drafts { totalCount edges { node { reader { name } } } } sheet { stars lines { readerName stars } } } } }`;

    expect(await data(query, ann)).toEqual({
      viewer: { contact: { email: "Ann@example.org", phone: null } },
      readers: { edges: [{ node: { contact: { email: "Ann@example.org" } } }] },
      node: {
        drafts: { totalCount: 1, edges: [{ node: { reader: { name: "Bob" } } }] },
        sheet: {
          stars: 2,
          lines: [
            { readerName: "Bob", stars: 1 },
            { readerName: "Cyd", stars: 3 },
          ],
        },
      },
    });
    expect(await data(query, null)).toEqual({
      viewer: null,
      readers: { edges: [{ node: { contact: null } }] },
      node: { drafts: null, sheet: null },
    });
  });
});

describe("values", () => {
  test("are written as their GraphQL types want them", async () => {
    const query = `{ node(id: "${gid("bok", 3, 5)}") { __typename id ... on Book { title format formats shelvedAt pages isNew words yes: isLonger no: isLonger(pages: 5000) shelf { topics viewerKeeps } } } }`;

    expect((await data(query, ann)).node).toEqual({
      __typename: "Book",
      id: gid("bok", 3, 5),
      title: "émigré \u2028 line",
      format: "PAPER",
      formats: ["PAPER", "BRAILLE"],
      shelvedAt: "2026-05-25T12:00:00.000Z",
      pages: 500,
      isNew: false,
      words: ["émigré", "\u2028", "line"],
      yes: true,
      no: false,
      shelf: { topics: ["x"], viewerKeeps: true },
    });
  });

  test("come from a function of ours where SQL cannot say them, with dates as dates", async () => {
    const query = "{ books(first: 1) { edges { node { a: spine spine } } } }";

    expect(await data(query)).toEqual({
      books: { edges: [{ node: { a: 'It\'s "odd" (2026)', spine: 'It\'s "odd" (2026)' } }] },
    });
    expect(library.statements).toHaveLength(1);
  });

  test("of value objects are fields of the same row, with lists and counts of visible rows", async () => {
    const query = `{ node(id: "${gid("rdr", 1, 2)}") { ... on Reader { profile { tally { reviews written } best { stars book { title } } } } } }`;

    expect((await data(query, cyd)).node.profile).toEqual({
      tally: { reviews: 1, written: 2 },
      best: [{ stars: 5, book: { title: 'It\'s "odd"' } }],
    });
    expect((await data(query, bob)).node.profile).toEqual({
      tally: { reviews: 2, written: 2 },
      best: [
        { stars: 5, book: { title: 'It\'s "odd"' } },
        { stars: 1, book: { title: "émigré \u2028 line" } },
      ],
    });
  });

  test("that are null where the schema allows none are errors of graphql-js, with their path", async () => {
    const answer = await library.ask(
      `{ node(id: "${gid("bok", 3, 3)}") { id ... on Book { seats } } shelves { totalCount } }`,
      ann,
    );

    expect(answer.data).toEqual({ node: null, shelves: { totalCount: 3 } });
    expect(answer.errors).toEqual([
      expect.objectContaining({
        message: "Cannot return null for non-nullable field Book.seats.",
        path: ["node", "seats"],
      }),
    ]);
  });
});

describe("a look-up by one of several keys", () => {
  const query = "query($by: ShelfLocator!) { shelf(by: $by) { label } }";

  test("writes another statement for each key", async () => {
    expect(await data(query, null, { by: { slug: "open" } })).toEqual({ shelf: { label: "Open" } });
    expect(library.statements[0]).toContain('"slug"');
    expect(await data(query, null, { by: { id: gid("shl", 2, 3) } })).toEqual({ shelf: { label: "Tidy" } });
    expect(library.statements[0]).not.toContain('"slug"');
  });

  test("finds nothing by a malformed id, another type's, or a hidden row's", async () => {
    for (const id of ["shl_1", gid("bok", 2, 1), gid("shl", 2, 2)]) {
      expect(await data(query, bob, { by: { id } })).toEqual({ shelf: null });
    }
  });
});

describe("what is selected", () => {
  test("is merged, named and left out as graphql-js would", async () => {
    const query = `query($yes: Boolean!, $no: Boolean!) {
      first: books(first: 1) { edges { node { ...Some ...Some @skip(if: $yes) id: title } } __typename }
      first: books(first: 1) { totalCount @include(if: $no) edges { cursor @include(if: $no) node { pages shelf { ...OnNode slug @skip(if: $no) } } __typename } }
      books(first: 2) @include(if: $no) { totalCount }
      node(id: "${gid("bok", 3, 2)}") { ... on Shelf { label } ... on Node { id ... on Book { title } } }
    }
    fragment Some on Book { t: title shelf { label } }
    fragment OnNode on Node { id __typename }`;

    const answer = await data(query, null, { yes: true, no: false });
    expect(JSON.stringify(answer)).toBe(
      JSON.stringify({
        first: {
          edges: [
            {
              node: {
                t: 'It\'s "odd"',
                shelf: { label: "Open", id: gid("shl", 2, 1), __typename: "Shelf", slug: "open" },
                id: 'It\'s "odd"',
                pages: 100,
              },
              __typename: "BookEdge",
            },
          ],
          __typename: "BookConnection",
        },
        node: { id: gid("bok", 3, 2), title: "back\\slash" },
      }),
    );
    const other = await data(query, null, { yes: false, no: true });
    expect(other.books).toEqual({ totalCount: 3 });
    expect(other.first.totalCount).toBe(3);
    expect(other.first.edges[0].node.shelf).not.toHaveProperty("slug");
  });

  test("cannot break out of the statement, nor collide, by its names", async () => {
    const long = "a".repeat(200);
    const query = `{ __proto__: shelves { totalCount } constructor: shelves { totalCount } ${long}: shelves { totalCount } ${long}b: books { totalCount } }`;

    expect(Object.entries(await data(query))).toEqual([
      ["__proto__", { totalCount: 2 }],
      ["constructor", { totalCount: 2 }],
      [long, { totalCount: 2 }],
      [`${long}b`, { totalCount: 3 }],
    ]);
  });

  test("may be more fields than one call of PostgreSQL takes", async () => {
    const many = Array.from({ length: 120 }, (_, index) => `f${index}: ${index % 2 ? "title" : "pages"}`).join(" ");
    const { books } = await data(`{ books(first: 1) { edges { node { ${many} } } } }`);

    expect(Object.keys(books.edges[0].node)).toHaveLength(120);
    expect(books.edges[0].node).toMatchObject({ f0: 100, f49: 'It\'s "odd"', f50: 100, f119: 'It\'s "odd"' });
  });

  test("of a constant alone still has one answer a row", async () => {
    expect(await data("{ books { pageInfo { __typename hasPreviousPage } } }")).toEqual({
      books: { pageInfo: { __typename: "PageInfo", hasPreviousPage: false } },
    });
    const { books } = await data(
      "{ books { edges { __typename node { __typename reviews { edges { __typename } } } } } }",
    );
    expect(books.edges).toHaveLength(3);
    expect(books.edges[0].node.reviews.edges).toEqual([{ __typename: "ReviewEdge" }]);
    // An edge of nothing but its parent's columns must not be taken for the parent's own aggregate.
    const { books: again } = await data(
      "{ books { edges { node { reviews { edges { node { viewerKeepsIt } } } } } } }",
      ann,
    );
    expect(again.edges.map((edge: Anything) => edge.node.reviews.edges.length)).toEqual([1, 0, 1, 2, 0]);
  });

  test("without any declared field asks the database nothing", async () => {
    expect(await data("{ __typename __schema { queryType { name } } }")).toEqual({
      __typename: "Query",
      __schema: { queryType: { name: "Query" } },
    });
    expect(library.statements).toHaveLength(0);
  });

  test("is one statement, however much", async () => {
    await data(
      "{ shelves { edges { node { books { totalCount edges { node { reviews { edges { node { reader { profile { best { book { shelf { label } } } } } } } } } } } } } } viewer { name } readers { totalCount } }",
      ann,
    );
    expect(library.statements).toHaveLength(1);
  });
});
