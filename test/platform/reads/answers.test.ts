import { type Library, startLibrary } from "./start-library.ts";

describe("an operation", () => {
  let library: Library;
  beforeAll(async () => {
    library = await startLibrary();
  });
  afterAll(() => library.close());

  test("over empty tables is one statement and an empty page", async () => {
    const answer = await library.ask("{ books { totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }");

    expect(answer).toEqual({
      data: { books: { totalCount: 0, edges: [], pageInfo: { hasNextPage: false, endCursor: null } } },
    });
    expect(library.statements).toHaveLength(1);
  });
});
