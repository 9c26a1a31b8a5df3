import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { plantDemo } from "../../src/command-line/seed-demo.ts";
import { Group } from "../../src/groups/group.entity.ts";
import { groupSheets } from "../../src/transfers/group-sheets.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { exported, filesIn, restored } from "../support/exported.ts";
import { testJobs } from "../support/jobs.ts";
import { changeFiles, copyOf, dropFile } from "../support/spoiled.ts";
import { fixedClock } from "../support/start-api.ts";

let here: TestDatabase;
let there: TestDatabase;
let group: Group;
let whole: string;
let folder: string;
beforeAll(async () => {
  [here, there] = await Promise.all([openTestDatabase(), openTestDatabase()]);
  await plantDemo(testJobs(here.dataSource.manager, { clock: fixedClock() }).ctx);
  group = await here.dataSource.manager.findOneByOrFail(Group, { slug: "lantern-alumni" });
  whole = await exported(here.dataSource, group.id);
});
beforeEach(() => {
  folder = copyOf(whole);
});
afterAll(() => Promise.all([here.drop(), there.drop()]));

const LATER = groupSheets.filter(({ cameLater }) => cameLater).map(({ file }) => file);
const isHere = () => there.dataSource.manager.existsBy(Group, { id: group.id });

test("a table that every export has must be named, and lie there", async () => {
  changeFiles(folder, (files) => files.filter((file) => file !== "memberships.csv"));
  expect(await restored(there.dataSource, folder)).toEqual(["group.json: `files` lacks memberships.csv."]);
  const other = copyOf(whole);
  dropFile(other, "memberships.csv");
  expect(await restored(there.dataSource, other)).toEqual(["memberships.csv: There is no such file."]);
  expect(await isHere()).toBe(false);
});

test("a table that is not known here is not passed over", async () => {
  changeFiles(folder, (files) => [...files, "songs.csv"]);
  expect(await restored(there.dataSource, folder)).toEqual([
    "group.json: songs.csv is a table that cannot be read here.",
  ]);
  const other = copyOf(whole);
  changeFiles(other, () => "all");
  expect(await restored(there.dataSource, other)).toEqual([
    "group.json: does not say in `files` which tables there are.",
  ]);
  expect(await isHere()).toBe(false);
});

test("an export from before there were merges, dismissals and terms is taken in, and has none", async () => {
  expect(LATER).toEqual(["role-terms.csv", "merges.csv", "dismissed-duplicates.csv"]);
  for (const file of LATER) dropFile(folder, file);
  expect(await restored(there.dataSource, folder)).toEqual(["role-terms.csv: There is no such file."]);
  expect(await isHere()).toBe(false);

  changeFiles(folder, (files) => files.filter((file) => !LATER.includes(file)));
  expect(await restored(there.dataSource, folder)).toEqual([]);
  const files = filesIn(await exported(there.dataSource, group.id));
  for (const file of LATER) expect([file, files[file]?.split("\n").length]).toEqual([file, 2]);
  const rest = groupSheets.map(({ file }) => file).filter((file) => !LATER.includes(file));
  for (const file of rest) expect([file, files[file]]).toEqual([file, filesIn(whole)[file]]);
});
