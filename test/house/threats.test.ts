import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";

const THREATS = 44;
const rows = readFileSync("docs/security.md", "utf8").matchAll(/^\| (\d+)\. ([^|]+) \| (.+) \|$/gm);
const told = [...rows].map(([, number = "", , cell = ""]) => ({
  number: Number(number),
  tests: [...cell.matchAll(/`(test\/[^`]+)`: “([^”]+)”/g)].map(([, file = "", name = ""]) => ({ file, name })),
  isOpen: cell.includes("none names it yet"),
}));

test("every threat of the design has one line, which names tests or says that there are none", () => {
  expect(told.map(({ number }) => number)).toEqual(Array.from({ length: THREATS }, (_, at) => at + 1));
  expect(told.filter(({ tests, isOpen }) => tests.length > 0 === isOpen)).toEqual([]);
});

test("each test that is named for a threat stands in its file, under that threat's number", () => {
  const missing = told.flatMap(({ number, tests }) =>
    tests.filter(
      ({ file, name }) => !readFileSync(file, "utf8").includes(name) || !new RegExp(`\\b${number}\\b`).test(name),
    ),
  );
  expect(missing).toEqual([]);
  expect(told.flatMap(({ tests }) => tests).length).toBeGreaterThan(20);
});
