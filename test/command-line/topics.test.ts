import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { COMMAND_TIMEOUT_MS, outcomeOn } from "../support/wellmet.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const topics = (...words: string[]) => outcomeOn(database, ["topics", ...words]);

test(
  "adds topics, calls them otherwise, gives and takes other names, merges and lists them",
  async () => {
    expect(await topics("add", "Sailing")).toEqual([0, "sailing\tSailing\t0\t0\t"]);
    expect(await topics("add", "Boats & ships")).toEqual([0, "boats-and-ships\tBoats & ships\t0\t0\t"]);
    expect(await topics("synonyms", "sailing", "--add", "Yachting", "Regatta")).toEqual([
      0,
      "sailing\tSailing\t0\t0\tRegatta, Yachting",
    ]);
    expect(await topics("synonyms", "Yachting", "--remove", "Regatta")).toEqual([
      0,
      "sailing\tSailing\t0\t0\tYachting",
    ]);
    expect(await topics("rename", "boats-and-ships", "Boating")).toEqual([0, "boating\tBoating\t0\t0\tBoats & ships"]);
    expect(await topics("list")).toEqual([
      0,
      "boating\tBoating\t0\t0\tBoats & ships\nsailing\tSailing\t0\t0\tYachting",
    ]);
    expect(await topics("merge", "boating", "--into", "sailing")).toEqual([
      0,
      "sailing\tSailing\t0\t0\tBoating, Boats & ships, Yachting",
    ]);
    expect(await topics("list")).toEqual([0, "sailing\tSailing\t0\t0\tBoating, Boats & ships, Yachting"]);
  },
  COMMAND_TIMEOUT_MS,
);

test(
  "refuses in a sentence, and changes nothing of what one call says",
  async () => {
    expect(await topics("rename", "Opera", "Song")).toEqual([1, "There is no topic Opera."]);
    expect(await topics("add", "???")).toEqual([1, "A topic needs a letter or a digit."]);
    expect(await topics("synonyms", "sailing", "--remove", "Yachting", "--add", "?")).toEqual([
      1,
      "A topic needs a letter or a digit.",
    ]);
    expect(await topics("synonyms", "sailing")).toEqual([
      0,
      "sailing\tSailing\t0\t0\tBoating, Boats & ships, Yachting",
    ]);
  },
  COMMAND_TIMEOUT_MS,
);
