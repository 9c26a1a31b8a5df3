import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { plantDemo } from "../../src/command-line/seed-demo.ts";
import { Group } from "../../src/groups/group.entity.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { exported, restored } from "../support/exported.ts";
import { testJobs } from "../support/jobs.ts";
import { changeTable, copyOf, type Told } from "../support/spoiled.ts";
import { fixedClock } from "../support/start-api.ts";

let here: TestDatabase;
let there: TestDatabase;
let whole: string;
beforeAll(async () => {
  [here, there] = await Promise.all([openTestDatabase(), openTestDatabase()]);
  await plantDemo(testJobs(here.dataSource.manager, { clock: fixedClock() }).ctx);
  const group = await here.dataSource.manager.findOneByOrFail(Group, { slug: "harbour-breakfast" });
  whole = await exported(here.dataSource, group.id);
});
afterAll(() => Promise.all([here.drop(), there.drop()]));

const first = (lines: readonly Told[], fits: (line: Told) => boolean): Told => {
  const found = lines.find(fits);
  if (!found) throw new Error("The demo world has no such line.");
  return found;
};
const set = (line: Told, cells: Told): void => void Object.assign(line, cells);

const DAY_MS = 86_400_000;

/** A second period of a member, who is one still, from so many days after the first until a day after that began. */
function alsoFrom(lines: Told[], days: number): void {
  const period = first(lines, (line) => line["ended"] === "");
  const began = Date.parse(period["started"] ?? "");
  lines.push({
    ...period,
    period_id: `prd_${"f".repeat(32)}`,
    started: new Date(began + days * DAY_MS).toISOString(),
    ended: new Date(began + DAY_MS).toISOString(),
  });
}

/** What is changed in one table, and what is said of it. */
const SPOILED: readonly (readonly [reason: RegExp, file: string, change: (lines: Told[]) => void])[] = [
  [
    /^memberships\.csv: nobody in it is an owner today/,
    "memberships.csv",
    (lines) => {
      for (const line of lines) if (line["role"] === "OWNER") set(line, { role: "MEMBER" });
    },
  ],
  [
    /^periods\.csv: a membership is live exactly while a period lasts/,
    "periods.csv",
    (lines) =>
      set(
        first(lines, (line) => line["ended"] === ""),
        { ended: "2026-05-01T00:00:00.000Z" },
      ),
  ],
  [/^periods\.csv: periods of one membership overlap/, "periods.csv", (lines) => alsoFrom(lines, 0)],
  [/^periods\.csv: periods of one membership overlap/, "periods.csv", (lines) => alsoFrom(lines, -1)],
  [
    /^rsvps\.csv: an answer after the start/,
    "rsvps.csv",
    (lines) =>
      set(
        first(lines, () => true),
        { responded: "2031-01-01T00:00:00.000Z" },
      ),
  ],
  [
    /^attendance\.csv: a line says something else than its mark/,
    "attendance.csv",
    (lines) =>
      set(
        first(lines, (line) => line["code"] === "PRESENT"),
        { code: "LATE" },
      ),
  ],
  [
    /^attendance\.csv: somebody came, and no mark says so/,
    "attendance.csv",
    (lines) =>
      set(
        first(lines, (line) => line["code"] === "PRESENT"),
        { client_id: "" },
      ),
  ],
  [
    /^attendance\.csv: an open roll counts for nobody/,
    "rolls.csv",
    (lines) =>
      set(
        first(lines, (line) => line["status"] === "SUBMITTED"),
        { status: "OPEN", submitted: "", submitted_by: "" },
      ),
  ],
  [
    /^periods\.csv: line 3: the membership is somebody else's/,
    "periods.csv",
    (lines) =>
      set(
        first(lines.slice(1), () => true),
        { person_id: lines[0]?.["person_id"] ?? "" },
      ),
  ],
];

describe("tables that contradict each other are refused, and nothing is kept:", () => {
  test.each(SPOILED)("%s", async (reason, file, change) => {
    const folder = copyOf(whole);
    changeTable(folder, file, (lines) => {
      change(lines);
      return lines;
    });
    expect(await restored(there.dataSource, folder)).toEqual([expect.stringMatching(reason)]);
    expect(await there.dataSource.manager.count(Group)).toBe(0);
  });
});

test("a copy in which nothing was changed is taken in", async () => {
  const folder = copyOf(whole);
  changeTable(folder, "attendance.csv", (lines) => lines);
  expect(await restored(there.dataSource, folder)).toEqual([]);
});
