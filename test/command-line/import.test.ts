import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { makeGroup, makeMembership, makePerson } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { COMMAND_TIMEOUT_MS, wellmetOn } from "../support/wellmet.ts";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await openTestDatabase();
  const { id: groupId } = await makeGroup(database.dataSource, { slug: "harbour" });
  const { id: personId } = await makePerson(database.dataSource);
  await makeMembership(database.dataSource, { groupId, personId, role: MembershipRole.OWNER });
  folder = mkdtempSync(join(tmpdir(), "wellmet-import-"));
  writeFileSync(join(folder, "people.csv"), "id,name\n1,One\n2,Two\n");
  writeFileSync(join(folder, "memberships.csv"), "id,joined\n1,2020-01-01\n2,2020-01-01\n");
});
afterAll(() => database.drop());

const wellmet = (...args: string[]) => wellmetOn(database, ["import", ...args]);
const people = () => database.dataSource.manager.count(Person);

test(
  "a folder is tried without a trace, then brought in, file by file in order",
  async () => {
    const tried = await wellmet(folder, "--group", "harbour", "--dry-run");
    expect(tried).toMatchObject({ exitCode: 0, stdout: "" });
    expect(tried.stderr).toContain("memberships.csv: 2 created, 0 updated, 0 unchanged.\nThis was a dry run");
    expect(await people()).toBe(1);
    const { exitCode, stderr } = await wellmet(folder, "--group", "harbour");
    expect([exitCode, stderr.trim().split("\n").length]).toEqual([0, 2]);
    expect(await people()).toBe(3);
  },
  COMMAND_TIMEOUT_MS,
);

test(
  "a faulty file ends with 1, and names its lines; a wrong call ends with 2",
  async () => {
    const file = join(folder, "faulty.csv");
    writeFileSync(file, `id,name\n${Array.from({ length: 103 }, () => ",Nobody").join("\n")}\n`);
    const { exitCode, stderr } = await wellmet("people", file, "--group", "harbour");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${file}: line 2: names nobody`);
    expect(stderr).toContain("… and 3 more faults.");
    expect(stderr).toContain("nothing was brought in");
    expect((await wellmet("people", file, "--group", "nowhere")).exitCode).toBe(1);
    expect((await wellmet("gardens", file, "--group", "harbour")).exitCode).toBe(2);
  },
  COMMAND_TIMEOUT_MS,
);
