import { expect, test } from "@jest/globals";
import { FirstLines } from "../../src/platform/csv/first-lines.ts";

/** Past several growths of the table. */
const KEYS = 5_000;

test("the line on which a key stood first is told for every key, also once there are very many", () => {
  const lines = new FirstLines();
  for (let key = 1; key <= KEYS; key++) expect(lines.note(`key ${key}`, key)).toBeNull();
  for (let key = 1; key <= KEYS; key++) expect(lines.note(`key ${key}`, KEYS + key)).toBe(key);
  expect(lines.note("", 7)).toBeNull();
  expect(lines.note("", 8)).toBe(7);
});
