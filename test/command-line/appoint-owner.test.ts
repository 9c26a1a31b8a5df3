import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { keyOf, plantCast } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { COMMAND_TIMEOUT_MS, wellmetOn } from "../support/wellmet.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await plantCast(database.dataSource);
});
afterAll(() => database.drop());

const appoint = (email: string, group = "harbour-breakfast") =>
  wellmetOn(database, ["appoint-owner", "--group", group, "--email", email]);
const roles = () =>
  database.dataSource.query(
    "select person_id, role from memberships where group_id = $1 and person_id = any($2) order by person_id",
    [keyOf("harbourBreakfast"), [keyOf("ada"), keyOf("ben")]],
  );

test(
  "refuses who is no member, unknown addresses and unknown groups, and changes nothing",
  async () => {
    expect(await appoint("cleo@example.org")).toMatchObject({ exitCode: 1, stderr: "This person is no member.\n" });
    expect(await appoint("nobody@example.org")).toMatchObject({
      exitCode: 1,
      stderr: "Nobody has proven the address nobody@example.org.\n",
    });
    expect(await appoint("ben@example.org", "no-group")).toMatchObject({
      exitCode: 1,
      stderr: "There is no group no-group.\n",
    });
    expect(await roles()).toMatchObject([{ role: "OWNER" }, { role: "MEMBER" }]);
  },
  COMMAND_TIMEOUT_MS,
);

test(
  "threat 9: makes a member the one owner, once, with lines in the group's log that name no actor",
  async () => {
    for (const _ of [1, 2]) {
      const { exitCode, stdout, stderr } = await appoint("Ben@example.org");
      expect({ exitCode, stdout, stderr }).toEqual({
        exitCode: 0,
        stdout: "",
        stderr: "Ben is the owner of harbour-breakfast.\n",
      });
    }
    expect(await roles()).toEqual([
      { person_id: keyOf("ada"), role: "ORGANISER" },
      { person_id: keyOf("ben"), role: "OWNER" },
    ]);
    const lines = await database.dataSource.query(
      "select action, actor_id, person_id, before, after from audit_entries order by person_id",
    );
    const line = { action: "appointOwner", actor_id: null };
    expect(lines).toEqual([
      { ...line, person_id: keyOf("ada"), before: { role: "OWNER" }, after: { role: "ORGANISER" } },
      { ...line, person_id: keyOf("ben"), before: { role: "MEMBER" }, after: { role: "OWNER" } },
    ]);
    const terms = await database.dataSource.query("select person_id, role, given_by_id, ended_on from role_terms");
    expect(terms).toEqual([{ person_id: keyOf("ben"), role: "OWNER", given_by_id: null, ended_on: null }]);
  },
  COMMAND_TIMEOUT_MS,
);
