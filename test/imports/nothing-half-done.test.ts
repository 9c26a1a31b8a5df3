/** What is found out only after much of a file was written already; the largest files are tried by `npm run imports`. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { ROWS_AT_ONCE } from "../../src/platform/bulk-rows.ts";
import { makeGroup, makeMembership, makePerson } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { importText } from "../support/import-text.ts";

/** Lines in the database already, in several batches, when the fault is met. */
const GOOD_LINES = 3 * ROWS_AT_ONCE;

let database: TestDatabase;
let groupId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  groupId = (await makeGroup(database.dataSource)).id;
  const { id: personId } = await makePerson(database.dataSource);
  await makeMembership(database.dataSource, { groupId, personId, role: MembershipRole.OWNER });
});
afterAll(() => database.drop());

const people = () => database.dataSource.manager.count(Person);
const good = Array.from({ length: GOOD_LINES }, (_, index) => `p${index},Person ${index}\n`).join("");

test.each([
  ["a quote that is never closed", 'x,"Somebody\n', /^This is no CSV: Quote Not Closed.* line 1502/],
  [
    "a line in Windows-1252",
    Buffer.from("x,Jos\xe9\n", "latin1"),
    /^Line 1502 is not UTF-8\. It looks like Windows-1252/,
  ],
  ["a record without an end", `x,${"y".repeat(70_000)}\n`, /^This is no CSV: .*exceed.* line 1502/],
  ["a line that names nobody", ",Nobody\n", /^1502: names nobody/],
])("nothing is kept of a file with %s at its end", async (_what, end, reason) => {
  const before = await people();
  const bytes = Buffer.concat([Buffer.from(`id,name\n${good}`), Buffer.isBuffer(end) ? end : Buffer.from(end)]);
  const { counts, faults } = await importText(database.dataSource, groupId, "people", bytes);
  expect([counts, faults]).toEqual([null, [expect.stringMatching(reason)]]);
  expect(await people()).toBe(before);
  expect(await database.dataSource.query("select 1 from external_ids")).toEqual([]);
});
