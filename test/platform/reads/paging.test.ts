import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Book } from "./library.ts";
import { ann, book, gid, type Library, plant, startLibrary, uuid } from "./start-library.ts";

/** Rows with ties in every sort key, so that their keys decide. */
const ROWS = 14;
const TITLES = ["b", "B", "a", "", "é", "b", 'a"\\', "a"];

interface Row {
  readonly id: string;
  readonly title: string;
  readonly pages: number | null;
  readonly shelvedAt: string;
  readonly micros: number;
}

interface Page {
  readonly totalCount: number;
  readonly edges: { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

let library: Library;
let rows: Row[];

beforeAll(async () => {
  library = await startLibrary();
  await plant(library.dataSource);
  const { manager } = library.dataSource;
  const planted = Array.from({ length: ROWS }, (_, number) => ({
    ...book({ number: 100 + number, shelf: 1, title: TITLES[number % TITLES.length] ?? "", day: number % 3 }),
    pages: number % 4 === 0 ? null : (number * 7) % 5,
  }));
  await manager.insert(Book, planted);
  // Instants that differ by microseconds only: a cursor cut to milliseconds would skip or repeat them.
  await manager.query(
    `update books set shelved_at = shelved_at + (('x' || right(id::text, 2))::bit(8)::int % 4) * interval '1 microsecond' where title <> 'back\\slash'`,
  );
  rows = await manager.query<Row[]>(
    `select id, title, pages, shelved_at::text as "shelvedAt", extract(microseconds from shelved_at)::int as micros from books where shelf_id = $1`,
    [uuid(2, 1)],
  );
});
afterAll(() => library.close());

const FIELDS = "totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";

async function page(args: string): Promise<Page> {
  const answer = await library.ask(`{ shelf(by: {slug: "open"}) { books(${args}) { ${FIELDS} } } }`, ann);
  expect(answer.errors).toBeUndefined();
  return (answer.data as { shelf: { books: Page } }).shelf.books;
}

/** One document for all pages: each shape of its variables has its own plan. */
async function pageBy(variables: Record<string, unknown>): Promise<Page> {
  const query = `query($first: Int, $last: Int, $after: String, $before: String, $orderBy: BookOrder) {
    shelf(by: {slug: "open"}) { books(first: $first, last: $last, after: $after, before: $before, orderBy: $orderBy) { ${FIELDS} } } }`;
  const answer = await library.ask(query, ann, variables);
  expect(answer.errors).toBeUndefined();
  return (answer.data as { shelf: { books: Page } }).shelf.books;
}

const compare = <T>(left: T, right: T): number => (left < right ? -1 : left > right ? 1 : 0);
/** By code points, as PostgreSQL's "C" does; JavaScript's own comparison differs only beyond the basic plane. */
const keys: Record<string, (row: Row) => string | number> = {
  SHELVED_AT: (row) => row.shelvedAt.replace(/\+00$/, "").padEnd(26, row.shelvedAt.includes(".") ? "0" : ".000000"),
  TITLE: (row) => row.title,
  PAGES: (row) => row.pages ?? 0,
};

function sorted(field: string, direction: string): string[] {
  const key = keys[field];
  if (!key) throw new Error(field);
  const ascending = [...rows].sort((left, right) => compare(key(left), key(right)) || compare(left.id, right.id));
  return (direction === "ASC" ? ascending : ascending.reverse()).map(
    ({ id }) => gid("bok", 0, 0).slice(0, 4) + id.replaceAll("-", ""),
  );
}

describe.each(["SHELVED_AT", "TITLE", "PAGES"])("pages by %s", (field) => {
  test.each(["ASC", "DESC"])(
    "%s are the slices that arithmetic says, and their flags true to fact",
    async (direction) => {
      const order = `orderBy: {field: ${field}, direction: ${direction}}`;
      const all = sorted(field, direction);
      const cursors = (await page(`first: 100, ${order}`)).edges.map(({ cursor }) => cursor);
      expect(cursors).toHaveLength(all.length);

      // Every combination of ends and sizes, some of them empty or crossed.
      const places = [-1, 0, 3, all.length - 1];
      for (const after of places) {
        for (const before of places) {
          for (const size of [1, 4, 100]) {
            for (const way of ["first", "last"]) {
              const within = all.slice(after + 1, before === -1 ? undefined : before);
              const expected = way === "first" ? within.slice(0, size) : within.slice(-size);
              const got = await pageBy({
                [way]: size,
                orderBy: { field, direction },
                after: cursors[after] ?? null,
                before: cursors[before] ?? null,
              });
              const what = { after, before, size, way };
              expect({ ...what, ids: got.edges.map(({ node }) => node.id) }).toEqual({ ...what, ids: expected });
              expect({ ...what, ...got.pageInfo, totalCount: got.totalCount }).toEqual({
                ...what,
                ...flags(all, { within, expected, after, before, way }),
                startCursor: got.edges.at(0)?.cursor ?? null,
                endCursor: got.edges.at(-1)?.cursor ?? null,
                totalCount: all.length,
              });
            }
          }
        }
      }
    },
  );
});

interface Slice {
  readonly within: readonly string[];
  readonly expected: readonly string[];
  readonly after: number;
  readonly before: number;
  readonly way: string;
}

/** Rows beyond the page on that side: cut off by its size, or at a cursor or beyond it. */
function flags(all: readonly string[], { within, expected, after, before, way }: Slice) {
  const cut = within.length > expected.length;
  return {
    hasPreviousPage: (way === "last" && cut) || (after !== -1 && all.slice(0, after + 1).length > 0),
    hasNextPage: (way === "first" && cut) || (before !== -1 && all.slice(before).length > 0),
  };
}

describe("a page", () => {
  test("has twenty rows of the first order if nothing is said", async () => {
    const { edges } = await page("filter: {}");

    expect(edges.map(({ node }) => node.id)).toEqual(sorted("SHELVED_AT", "ASC").slice(0, 20));
  });

  test("is narrowed by a filter, its count with it, and its cursors go on inside", async () => {
    const filter = 'filter: {formats: [AUDIO], shelvedAt: {from: "2026-05-21T00:00:00Z"}}';
    const first = await page(`first: 3, ${filter}`);
    const rest = await page(`first: 100, ${filter}, after: "${first.pageInfo.endCursor}"`);

    const odd = (id: string) => Number.parseInt(id.slice(-1), 16) % 2 === 0;
    const expected = sorted("SHELVED_AT", "ASC").filter(
      (id) => odd(id) && (rows.find((row) => id.endsWith(row.id.replaceAll("-", "")))?.shelvedAt ?? "") > "2026-05-21",
    );
    expect([...first.edges, ...rest.edges].map(({ node }) => node.id)).toEqual(expected);
    expect(first.totalCount).toBe(expected.length);
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  test("of a type without orders is by age", async () => {
    const answer = await library.ask("{ readers(first: 2) { edges { node { name } } } }");

    expect(answer.data).toEqual({ readers: { edges: [{ node: { name: "Ann" } }, { node: { name: "Bob" } }] } });
  });

  test("is one statement with the same parameters wherever it is asked, of any size", async () => {
    await page("first: 1");
    const [small] = library.statements;
    expect(library.statements).toHaveLength(1);
    await page("first: 100");
    expect(library.statements).toEqual([small]);
  });
});

describe("a filter", () => {
  const count = async (filter: string): Promise<unknown> => {
    const answer = await library.ask(`{ books(filter: ${filter}) { totalCount } }`, ann);
    expect(answer.errors).toBeUndefined();
    return (answer.data as { books: { totalCount: number } }).books.totalCount;
  };

  test("by ids matches no id of another kind, nor a malformed one", async () => {
    expect(await count(`{shelves: ["${gid("shl", 2, 3)}"]}`)).toBe(2);
    expect(await count(`{shelves: ["${gid("shl", 2, 3)}", "${gid("bok", 2, 1)}", "x"]}`)).toBe(2);
    expect(await count(`{shelves: ["${gid("bok", 2, 3)}"]}`)).toBe(0);
    expect(await count("{shelves: []}")).toBe(0);
  });

  test("by a value is of the column's type", async () => {
    expect(await count("{pages: 500}")).toBe(1);
    expect(await count("{pages: 501}")).toBe(0);
  });

  test("by a flag goes by the clock, either way", async () => {
    const [arrived, awaited] = [await count("{arrived: true}"), await count("{arrived: false}")];

    expect(awaited).toBe(1);
    expect(arrived).toBe(ROWS + 4);
    expect(await count("{arrived: null}")).toBe(ROWS + 5);
  });

  test("by a span is half open", async () => {
    const one = `select shelved_at from books where id = $1`;
    const [row] = await library.dataSource.query<{ shelved_at: Date }[]>(one, [uuid(3, 2)]);
    const at = row?.shelved_at.toISOString();

    expect(
      await count(`{shelvedAt: {from: "${at}", before: "2026-05-22T12:00:00.001Z"}, formats: [AUDIO]}`),
    ).toBeGreaterThan(0);
    expect(await count(`{shelvedAt: {from: "${at}", before: "${at}"}}`)).toBe(0);
  });
});
