import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { run } from "../support/processes.ts";

const TIMEOUT_MS = 120_000;
const SECRET_KEY = "0123456789abcdef0123456789abcdef";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const topics = async (...args: string[]): Promise<string[]> => {
  const environment = { DATABASE_URL: database.url, SECRET_KEY };
  const { exitCode, stdout, stderr } = await run("src/command-line/wellmet.ts", ["topics", ...args], environment)
    .finished;
  if (exitCode !== 0) return [String(exitCode), stderr.trim()];
  expect(stderr).toBe("");
  return stdout.replace(/\n$/, "").split("\n");
};

test(
  "adds topics, calls them otherwise, gives and takes other names, merges and lists them",
  async () => {
    expect(await topics("add", "Sailing")).toEqual(["sailing\tSailing\t0\t0\t"]);
    expect(await topics("add", "Boats & ships")).toEqual(["boats-and-ships\tBoats & ships\t0\t0\t"]);
    expect(await topics("synonyms", "sailing", "--add", "Yachting", "Regatta")).toEqual([
      "sailing\tSailing\t0\t0\tRegatta, Yachting",
    ]);
    expect(await topics("synonyms", "Yachting", "--remove", "Regatta")).toEqual(["sailing\tSailing\t0\t0\tYachting"]);
    expect(await topics("rename", "boats-and-ships", "Boating")).toEqual(["boating\tBoating\t0\t0\tBoats & ships"]);
    expect(await topics("list")).toEqual(["boating\tBoating\t0\t0\tBoats & ships", "sailing\tSailing\t0\t0\tYachting"]);
    expect(await topics("merge", "boating", "--into", "sailing")).toEqual([
      "sailing\tSailing\t0\t0\tBoating, Boats & ships, Yachting",
    ]);
    expect(await topics("list")).toEqual(["sailing\tSailing\t0\t0\tBoating, Boats & ships, Yachting"]);
  },
  TIMEOUT_MS,
);

test(
  "refuses in a sentence, and changes nothing of what one call says",
  async () => {
    expect(await topics("rename", "Opera", "Song")).toEqual(["1", "There is no topic Opera."]);
    expect(await topics("add", "???")).toEqual(["1", "A topic needs a letter or a digit."]);
    expect(await topics("synonyms", "sailing", "--remove", "Yachting", "--add", "?")).toEqual([
      "1",
      "A topic needs a letter or a digit.",
    ]);
    expect(await topics("synonyms", "sailing")).toEqual(["sailing\tSailing\t0\t0\tBoating, Boats & ships, Yachting"]);
  },
  TIMEOUT_MS,
);
