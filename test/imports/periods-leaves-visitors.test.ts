import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import type { ImportKind } from "../../src/imports/import-file.ts";
import { makeGroup, makeMembership, makePerson } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { importText } from "../support/import-text.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { TEST_NOW } from "../support/start-api.ts";

let database: TestDatabase;
let groupId: string;
let made = 0;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  groupId = (await makeGroup(database.dataSource, { timeZone: "Europe/Berlin" })).id;
  const { id: personId } = await makePerson(database.dataSource, { email: `owner-${++made}@example.org` });
  await makeMembership(database.dataSource, { groupId, personId, role: MembershipRole.OWNER });
  await bring("people", [
    "id,name",
    "old,Olga Old",
    "new,Nils New",
    "twice,Tove Twice",
    "away,Aino Away",
    "sub,Sam Sub",
  ]);
  await bring("memberships", ["id,joined", "old,2020-01-01", "new,2024-05-01", "twice,2024-01-01", "away,2020-01-01"]);
});

const bring = (kind: ImportKind, lines: readonly string[]) => importText(database.dataSource, groupId, kind, lines);
const sheet = (): Promise<{ name: string; code: string; on_leave: boolean }[]> =>
  database.dataSource.query(
    `select p.display_name as name, a.counted_code as code, a.is_on_leave as on_leave from attendances a
       join people p on p.id = a.person_id where a.group_id = $1 order by 1`,
    [groupId],
  );

describe("a submitted roll of 2021", () => {
  test("makes absent who was a member then, and nobody who joined in 2024 or was away", async () => {
    expect(
      await bring("periods", ["id,started,ended", "twice,2021-01-01,2021-12-31", "twice,2024-01-01,"]),
    ).toMatchObject({
      counts: [1, 0, 1],
    });
    expect(await bring("leaves", ["id,from,to", "away,2021-03-01,2021-03-31"])).toMatchObject({ counts: [1, 0, 0] });
    await bring("meetings", ["id,title,starts", "m,March,2021-03-16 19:00"]);
    expect(
      await bring("attendance", ["meeting,person,code,substitute_for_id,roll", "m,sub,present,old,submitted"]),
    ).toMatchObject({ faults: [], counts: [1, 0, 0] });
    expect(await sheet()).toEqual([
      { name: "Aino Away", code: "EXCUSED", on_leave: true },
      { name: "Olga Old", code: "SUBSTITUTED", on_leave: false },
      { name: "Sam Sub", code: "PRESENT", on_leave: false },
      { name: "Tove Twice", code: "ABSENT", on_leave: false },
    ]);
    expect(await brokenInvariants(database.dataSource, TEST_NOW)).toEqual([]);
    const [visitor] = await database.dataSource.query("select kind from visitors where group_id = $1", [groupId]);
    expect(visitor).toEqual({ kind: "GUEST" });
  });
});

describe("periods.csv", () => {
  test("corrects and adds, and changes nothing the second time", async () => {
    const lines = ["id,started,ended", "twice,2021-01-01,2021-06-30", "old,2020-01-01,"];
    expect(await bring("periods", lines)).toMatchObject({ counts: [1, 0, 1], faults: [] });
    expect(await bring("periods", lines)).toMatchObject({ counts: [0, 0, 2] });
    expect(await bring("periods", ["id,started,ended", "twice,2021-01-01,2021-07-31"])).toMatchObject({
      counts: [0, 1, 0],
    });
  });

  test.each([
    ["who is no member", "sub,2020-01-01,2020-02-01", "2: this person is no member: import memberships first"],
    ["an end before the start", "old,2020-05-01,2020-02-01", "2: ended is before started"],
    ["the future", "old,2030-01-01,", "2: started is in the future"],
    ["no start", "old,,2020-02-01", "2: started is missing"],
    ["periods that overlap", "old,2019-01-01,2020-06-30", "The periods of Olga Old overlap."],
    [
      "an end of who is a member",
      "old,2020-01-01,2020-06-30",
      "The periods of Olga Old do not say whether they are a member today.",
    ],
  ])("refuses %s", async (_, line, fault) => {
    expect(await bring("periods", ["id,started,ended", line])).toMatchObject({ counts: null, faults: [fault] });
    expect(await brokenInvariants(database.dataSource, TEST_NOW)).toEqual([]);
  });
});

test("leaves.csv corrects by the first day, and refuses what is none", async () => {
  expect(await bring("leaves", ["id,from,to", "old,2026-02-01,2026-02-10"])).toMatchObject({ counts: [1, 0, 0] });
  expect(await bring("leaves", ["id,from,to", "old,2026-02-01,2026-02-12"])).toMatchObject({ counts: [0, 1, 0] });
  expect(await bring("leaves", ["id,from,to", "old,2026-02-01,2026-02-12"])).toMatchObject({ counts: [0, 0, 1] });
  expect(
    await bring("leaves", ["id,from,to", "old,2026-02-10,2026-02-01", "old,2026-01-01,2029-01-01", "old,x,"]),
  ).toMatchObject({
    faults: ["2: to is before from", "3: is longer than 366 days", expect.stringMatching(/^4: from is not a date/)],
  });
});

test("visitors.csv says why somebody came, and who brought them", async () => {
  const lines = ["id,kind,first seen,invited by", "sub,prospect,2026-01-05,old"];
  expect(await bring("visitors", lines)).toMatchObject({ counts: [1, 0, 0], faults: [] });
  expect(await bring("visitors", lines)).toMatchObject({ counts: [0, 0, 1] });
  expect(await bring("visitors", ["id,kind", "sub,guest"])).toMatchObject({ counts: [0, 1, 0] });
  expect(await bring("visitors", ["id,kind,invited by", "new,,", "sub,other,sub"])).toMatchObject({
    faults: ["2: first_seen is missing", "3: kind is none of: prospect, guest", "3: nobody brings themself"],
  });
});
