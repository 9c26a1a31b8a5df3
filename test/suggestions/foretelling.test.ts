import { expect, test } from "@jest/globals";
import { DATA_SETS, folderOf, judge, problemOf, sharedOut } from "../../scripts/measure-suggestions.ts";
import { fitsOf } from "../../src/suggestions/fits.ts";
import { shareOfMostShown, shareOut, type Wish } from "../../src/suggestions/share-out.ts";
import { TieGraph } from "../../src/suggestions/tie-graph.ts";

for (const set of DATA_SETS) {
  const folder = folderOf(set);
  const run = folder === null ? test.skip : test;
  run(`who meets whom is foretold on ${set.name}, if ../shared/data is there, and nobody is shown too often`, () => {
    const problem = problemOf(set, folder ?? "");
    const ours = judge(problem, problem.ours);
    const plain = judge(problem, problem.resourceAllocation);
    expect(ours.auc).toBeGreaterThanOrEqual(set.aucMin);
    expect(ours.map).toBeGreaterThanOrEqual(set.mapMin);
    for (const figure of ["auc", "precision", "map"] as const)
      expect(ours[figure]).toBeGreaterThanOrEqual(plain[figure]);
    const { share, shown } = sharedOut(problem, problem.ours);
    expect(share).toBeLessThanOrEqual(0.25);
    expect(shown).toBeGreaterThan(problem.people * 9);
  });
}

test("two who know the same people fit, the more the fewer others those know, and both alike", () => {
  // 0 and 1 share friend 2; 3 and 4 share friend 5, who knows many others.
  const pairs: [number, number][] = [
    [0, 2],
    [1, 2],
    [3, 5],
    [4, 5],
    ...[6, 7, 8, 9].map((other): [number, number] => [5, other]),
  ];
  const graph = new TieGraph(
    11,
    pairs.map(([one, other]) => ({ one, other, strength: 1 })),
    1,
  );
  const fit = (one: number, other: number): number => fitsOf(graph, one)[other] ?? 0;
  expect(fit(0, 1)).toBeGreaterThan(fit(3, 4));
  expect(fit(3, 4)).toBeGreaterThan(0);
  expect(fit(0, 1)).toBeCloseTo(fit(1, 0), 12);
  expect([fit(0, 3), fit(0, 10), fit(10, 0)]).toEqual([0, 0, 0]);
});

test("whoever everybody wants is shown to some, and nobody gets more than was asked for", () => {
  const people = 40;
  const wishes = Array.from({ length: people }, (_, asker) =>
    Array.from({ length: people }, (_, other): Wish<number> => ({ shown: [other], suggestion: other })).filter(
      ({ suggestion }) => suggestion !== asker,
    ),
  );
  const given = shareOut(wishes, people, 10);
  expect(given.every((all) => all.length === 10 && new Set(all).size === 10)).toBe(true);
  const shown = given.map((all) => all.map((suggestion) => ({ shown: [suggestion], suggestion })));
  expect(shareOfMostShown(shown, people)).toBeLessThanOrEqual(0.25);
  expect(shareOut([[]], 1, 10)).toEqual([[]]);
});
