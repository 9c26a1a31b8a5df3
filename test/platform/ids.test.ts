import { expect, test } from "@jest/globals";
import { newId } from "../../src/platform/ids.ts";

test("ids are UUIDs of version 7, each greater than those before it", () => {
  const before = Date.now();
  const ids = Array.from({ length: 10_000 }, newId);
  expect(ids.filter((id) => !/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id))).toEqual([]);
  expect([...new Set(ids)].sort()).toEqual(ids);
  const made = Number.parseInt((ids[0] ?? "").replace("-", "").slice(0, 12), 16);
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
});

test("what is left to chance differs from id to id", () => {
  const tails = Array.from({ length: 1_000 }, () => newId().slice(-8));
  expect(new Set(tails).size).toBeGreaterThan(990);
});
