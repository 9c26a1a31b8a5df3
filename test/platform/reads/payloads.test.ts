import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { execute, parse } from "graphql";
import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../../../src/platform/context.ts";
import { conflict } from "../../../src/platform/errors.ts";
import { Node } from "../../../src/platform/node.ts";
import { payload, payloadType } from "../../../src/platform/payload.ts";
import { edgeOf } from "../../../src/platform/reads/connection-types.ts";
import { inTransaction } from "../../../src/platform/transaction.ts";
import { Book, Shelf } from "./library.ts";
import { ann, bob, book, gid, type Library, plant, startLibrary, uuid } from "./start-library.ts";

const AddBookPayload = payloadType("AddBook", {
  book: () => Book,
  bookEdge: () => edgeOf(Book),
  neighbours: () => [Book],
  related: () => Node,
});

/** Acts as a room would write them; what they return is read again for the answer. */
@Resolver()
class Door {
  @Mutation(() => AddBookPayload, { nullable: true })
  addBook(@Arg("number", () => Number) number: number, @Arg("shelf", () => Number) shelf: number, @Ctx() ctx: Context) {
    return payload(() =>
      inTransaction(ctx, async (ctx) => {
        if (number === 0) throw conflict(null, "Zero is taken.", { entity: Book, id: uuid(3, 3) });
        const added = ctx.db.create(Book, book({ number, shelf, title: `Book ${number}`, day: number }));
        await ctx.db.insert(Book, added);
        const numbers = [5, 3, 99, 1, 5];
        return {
          book: added,
          bookEdge: { node: added },
          neighbours: numbers.map((one) => ({ entity: Book, id: uuid(3, one) })),
          related: { entity: Shelf, id: added.shelfId },
        };
      }),
    );
  }

  @Query(() => Book, { nullable: true })
  bookByHand(@Ctx() ctx: Context) {
    return ctx.db.findOneBy(Book, { id: uuid(3, 1) });
  }
}

let library: Library;
beforeAll(async () => {
  library = await startLibrary([Door]);
  await plant(library.dataSource);
});
afterAll(() => library.close());

async function act(query: string, viewer: string | null) {
  library.statements.length = 0;
  const { schema } = library;
  const answer = await execute({ schema, document: parse(query), contextValue: library.context(viewer) });
  return JSON.parse(JSON.stringify(answer)) as typeof answer;
}

describe("what an act returns", () => {
  test("is read by the viewer's own sight, with every declared field", async () => {
    const answer = await act(
      `mutation { one: addBook(number: 20, shelf: 2) { b: book { again: title keepersNote spine shelf { label books { totalCount } } } errors { message } } }`,
      ann,
    );

    expect(answer).toEqual({
      data: {
        one: {
          b: {
            again: "Book 20",
            keepersNote: "note 20",
            spine: "Book 20 (2026)",
            shelf: { label: "Hidden", books: { totalCount: 2 } },
          },
          errors: [],
        },
      },
    });
    expect(library.statements).toHaveLength(1);
  });

  test("is null where the policy hides even what was just made", async () => {
    const answer = await act(
      "mutation { addBook(number: 21, shelf: 2) { book { title } bookEdge { cursor } related { id } } }",
      bob,
    );

    expect(answer.data).toEqual({ addBook: { book: null, bookEdge: null, related: null } });
  });

  test("may be an edge, whose cursor goes on in the default order", async () => {
    const answer = await act(
      "mutation { addBook(number: 2000, shelf: 1) { bookEdge { __typename cursor node { title } } } }",
      bob,
    );
    const { bookEdge } = (answer.data as { addBook: { bookEdge: { cursor: string } } }).addBook;
    const before = await library.ask(
      `{ books(last: 1, before: "${bookEdge.cursor}") { edges { node { title } } pageInfo { hasNextPage } } }`,
    );

    expect(bookEdge).toMatchObject({ __typename: "BookEdge", node: { title: "Book 2000" } });
    expect(before.data).toEqual({
      books: { edges: [{ node: { title: "émigré \u2028 line" } }], pageInfo: { hasNextPage: true } },
    });
  });

  test("may be a list: in its order, without what is hidden or gone, in one statement", async () => {
    const answer = await act("mutation { addBook(number: 22, shelf: 1) { neighbours { id } } }", bob);

    expect(answer.data).toEqual({
      addBook: { neighbours: [{ id: gid("bok", 3, 5) }, { id: gid("bok", 3, 1) }, { id: gid("bok", 3, 5) }] },
    });
    expect(library.statements).toHaveLength(1);
  });

  test("may be any node, by an interface, and what a fault points at", async () => {
    const query = `mutation($shelf: Float!, $skip: Boolean!) { addBook(number: 0, shelf: $shelf) { errors { message ... on ConflictError { conflicting { __typename id ... on Book { title @skip(if: $skip) } } } } } }`;
    const ask = async (viewer: string, skip: boolean) => {
      const answer = await execute({
        schema: library.schema,
        document: parse(query),
        contextValue: library.context(viewer),
        variableValues: { shelf: 1, skip },
      });
      return (JSON.parse(JSON.stringify(answer.data)) as { addBook: { errors: unknown[] } }).addBook.errors;
    };

    expect(await ask(ann, false)).toEqual([
      { message: "Zero is taken.", conflicting: { __typename: "Book", id: gid("bok", 3, 3), title: "Secret plans" } },
    ]);
    expect(await ask(ann, true)).toEqual([
      { message: "Zero is taken.", conflicting: { __typename: "Book", id: gid("bok", 3, 3) } },
    ]);
    expect(await ask(bob, false)).toEqual([{ message: "Zero is taken.", conflicting: null }]);
    const related = await act(
      "mutation { addBook(number: 23, shelf: 3) { related { __typename id ... on Shelf { label } } } }",
      bob,
    );
    expect(related.data).toEqual({
      addBook: { related: { __typename: "Shelf", id: gid("shl", 2, 3), label: "Tidy" } },
    });
  });

  test("by a query written by hand is filled alike, beside what is declared", async () => {
    const answer = await library.ask("{ bookByHand { title shelf { label } } shelves { totalCount } }");

    expect(answer.data).toEqual({
      bookByHand: { title: 'It\'s "odd"', shelf: { label: "Open" } },
      shelves: { totalCount: 2 },
    });
    expect(library.statements).toHaveLength(2);
  });
});

describe("canSee", () => {
  test("answers as the queries do", async () => {
    const sees = (viewer: string | null, number: number) =>
      library.reads.canSee(library.context(viewer), Book, uuid(3, number));

    expect(await Promise.all([sees(null, 1), sees(null, 3), sees(bob, 4), sees(ann, 4), sees(ann, 77)])).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  test("sees an act's own writes before they are committed, and nobody else does", async () => {
    const outer = library.context(bob);
    await inTransaction(outer, async (ctx) => {
      await ctx.db.insert(Book, book({ number: 300, shelf: 1, title: "New", day: 1 }));

      expect(await ctx.reads.canSee(ctx, Book, uuid(3, 300))).toBe(true);
      expect(await ctx.reads.canSee(outer, Book, uuid(3, 300))).toBe(false);
    });
  });
});
