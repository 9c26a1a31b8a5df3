import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { plantDemo } from "../../src/command-line/seed-demo.ts";
import { Group } from "../../src/groups/group.entity.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { filesIn } from "../support/exported.ts";
import { testJobs } from "../support/jobs.ts";
import { fixedClock } from "../support/start-api.ts";
import { COMMAND_TIMEOUT_MS, wellmetOn } from "../support/wellmet.ts";

let here: TestDatabase;
let there: TestDatabase;
let folder: string;
beforeAll(async () => {
  [here, there] = await Promise.all([openTestDatabase(), openTestDatabase()]);
  await plantDemo(testJobs(here.dataSource.manager, { clock: fixedClock() }).ctx);
  folder = mkdtempSync(join(tmpdir(), "wellmet-export-"));
});
afterAll(() => Promise.all([here.drop(), there.drop()]));

test(
  "a group goes out into a folder, is tried and taken in elsewhere, and goes out the same",
  async () => {
    const [first, second] = [join(folder, "first"), join(folder, "second")];
    const out = await wellmetOn(here, ["export", "--group", "harbour-breakfast", "--to", first]);
    expect(out).toMatchObject({ exitCode: 0, stdout: "" });
    expect(readdirSync(first)).toContain("group.json");

    const tried = await wellmetOn(there, ["import", first, "--dry-run"]);
    expect(tried.stderr).toContain("This was a dry run: nothing was kept.");
    expect(await there.dataSource.manager.count(Group)).toBe(0);

    expect(await wellmetOn(there, ["import", first])).toMatchObject({ exitCode: 0 });
    expect(await wellmetOn(there, ["export", "--group", "harbour-breakfast", "--to", second])).toMatchObject({
      exitCode: 0,
    });
    expect(filesIn(second)).toEqual(filesIn(first));
    expect(readdirSync(folder).sort()).toEqual(["first", "second"]);

    const again = await wellmetOn(there, ["import", first]);
    expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining("This group is here already.")]);
    const over = await wellmetOn(here, ["export", "--group", "harbour-breakfast", "--to", first]);
    expect([over.exitCode, over.stderr]).toEqual([1, expect.stringContaining("is not empty")]);
  },
  COMMAND_TIMEOUT_MS,
);

test(
  "a faulty file is told with its line, and nothing is kept",
  async () => {
    const spoiled = join(folder, "spoiled");
    await wellmetOn(here, ["export", "--group", "lantern-alumni", "--to", spoiled]);
    const path = join(spoiled, "people.csv");
    writeFileSync(path, readFileSync(path, "utf8").replace(/,yes\n/, ",perhaps\n"));
    const { exitCode, stderr } = await wellmetOn(there, ["import", spoiled]);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/people\.csv: line \d+: listed is not yes or no/)]);
    expect(stderr).toContain("nothing was brought in");
    expect((await wellmetOn(there, ["import", folder])).exitCode).toBe(2);
  },
  COMMAND_TIMEOUT_MS,
);
