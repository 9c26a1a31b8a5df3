import { beforeAll, expect, test } from "@jest/globals";
import { printPolicies } from "../../../src/platform/reads/policies.ts";
import { librarySchema } from "./start-library.ts";

let lines: string[];
beforeAll(async () => {
  lines = printPolicies(await librarySchema())
    .trimEnd()
    .split("\n");
});

test("the printed policies say of each field who may read it", () => {
  expect(lines).toEqual(
    expect.arrayContaining([
      "Book.doorCode: gate",
      "Book.drafts: gate",
      "Book.keepersNote: guard",
      "Book.shelf: row",
      "Book.spine: resolved",
      "Book.title: row",
      "Contact.email: gate",
      "Query.books: row",
      "Reader.company: guard",
      "Reader.contact: gate",
      "Reader.name: open",
      "ReaderProfile.company: guard",
      "ReaderProfile.saying: row",
      "Sheet.lines: gate",
      "Tally.reviews: row",
    ]),
  );
});

test("they are sorted, and each field has one line", () => {
  expect(lines).toEqual([...new Set(lines)].sort());
});
