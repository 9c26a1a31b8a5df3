import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { IsNull } from "typeorm";
import { Ban } from "../../src/groups/ban.entity.ts";
import { Invitation } from "../../src/groups/invitation.entity.ts";
import { Membership, MembershipRole } from "../../src/groups/membership.entity.ts";
import { MembershipPeriod } from "../../src/groups/membership-period.entity.ts";
import type { ImportKind } from "../../src/imports/import-file.ts";
import { Person } from "../../src/people/person.entity.ts";
import { newId } from "../../src/platform/ids.ts";
import { hashOf } from "../../src/platform/secrets.ts";
import { makeGroup, makeMembership, makePerson } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { importText } from "../support/import-text.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { TEST_NOW } from "../support/start-api.ts";

let database: TestDatabase;
let groupId: string;
let ownerId: string;
let made = 0;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const group = await makeGroup(database.dataSource, { timeZone: "Europe/Berlin" });
  groupId = group.id;
  ownerId = (await makePerson(database.dataSource, { email: `owner-${++made}@example.org` })).id;
  await makeMembership(database.dataSource, { groupId, personId: ownerId, role: MembershipRole.OWNER });
});

const bring = (kind: ImportKind, lines: readonly string[] | Buffer) =>
  importText(database.dataSource, groupId, kind, lines);
const people = () => database.dataSource.getRepository(Person);
const memberships = () => database.dataSource.getRepository(Membership);

describe("a file", () => {
  test("may have a byte order mark, semicolons, quotes, other names for columns, and empty lines", async () => {
    const lines = [
      "\ufeffE-Mail Address;Full_Name;BIO;Shoe size",
      'Una@Example.org;"Una; the first";"Line one',
      'Line two";38',
      "",
      "duo@example.org;Duo;;",
    ];
    expect(await bring("people", lines)).toEqual({
      counts: [2, 0, 0],
      faults: [],
      notes: [],
      unknownColumns: ["Shoe size"],
    });
    const una = await people().findOneByOrFail({ email: "una@example.org" });
    expect(una).toMatchObject({ displayName: "Una; the first", story: "Line one\nLine two", emailVerifiedAt: null });
  });

  test("may be separated by tabs", async () => {
    expect(await bring("people", ["id\tname", "7\tSeven, the tabbed"])).toMatchObject({ counts: [1, 0, 0] });
  });

  test("loses the apostrophes by which exported files keep spreadsheets from formulas, and no others", async () => {
    await bring("people", ["id,name,phone", "f1,'=1+1 Club,'+44 20 7946 0018", "f2,'Tis Me,"]);
    const names = await people().find({ where: [{ displayName: "=1+1 Club" }, { displayName: "'Tis Me" }] });
    expect(names.map(({ phone }) => phone).sort()).toEqual(["+442079460018", null]);
  });

  test("is refused whole with every faulty line named, and nothing of it kept", async () => {
    const before = await people().count();
    const { counts, faults } = await bring("people", [
      "email,id,name,phone,time zone",
      "good@example.org,,Good,,",
      "not an address,,Bad,0123,Europe/Berlin",
      ",,Nobody,,",
      ",9,,,",
      "good@example.org,,Again,,",
      "x@example.org,,X,,Mars/Olympus,too,many",
      "y@example.org",
    ]);
    expect(counts).toBeNull();
    expect(faults).toEqual([
      "3: email is not an e-mail address",
      "3: phone is not an international telephone number, such as +44 20 7946 0018",
      "4: names nobody: give email or person_id",
      "5: has no name",
      "6: this email stands in line 2 already",
      "7: has 7 cells, the first line only 5: is a quote missing?",
      "8: has 1 of 5 cells",
    ]);
    expect(await people().count()).toBe(before);
  });

  test("names the line on which a record begins, also behind cells of several lines", async () => {
    const { faults } = await bring("people", ["id,name,story", '1,One,"a', "b", 'c"', ",Nobody,"]);
    expect(faults).toEqual(["5: names nobody: give email or person_id"]);
  });

  test.each([
    ["in another encoding", Buffer.from("id,name\n1,Jos\xe9\n", "latin1"), /not UTF-8/],
    ["in UTF-16 without a mark", Buffer.from("id,name\n1,A\n", "utf16le"), /Line 1 has zero bytes/],
    ["that is empty", Buffer.from(""), /empty/],
    ["whose quote never ends", Buffer.from('id,name\n1,"A\n'), /no CSV/],
    ["without the columns it needs", Buffer.from("name\nA\n"), /no column email or person_id/],
    ["without any column we know", Buffer.from("foo,bar\n1,2\n"), /Known are: email/],
    ["with two columns for one thing", Buffer.from("id,Member ID,name\n1,2,A\n"), /“id” and “Member ID”/],
  ])("%s is refused with a reason", async (_what, bytes, reason) => {
    const { counts, faults } = await bring("people", bytes);
    expect([counts, faults.length]).toEqual([null, 1]);
    expect(faults[0]).toMatch(reason);
  });
});

describe("people", () => {
  test("have links that may hold commas, and a list of them by whichever separator", async () => {
    const lines = [
      "id,name,links",
      '1,One,"https://one.example/a,b?c=1,2, https://two.example/,http://three.example/x"',
      '2,Two,"https://one.example/|https://two.example/,;https://one.example/"',
    ];
    expect(await bring("people", lines)).toMatchObject({ counts: [2, 0, 0], faults: [] });
    const linksOf = async (displayName: string) =>
      (await people().findOneByOrFail({ displayName, emailVerifiedAt: IsNull() })).links;
    expect(await linksOf("One")).toEqual([
      "https://one.example/a,b?c=1,2",
      "https://two.example/",
      "http://three.example/x",
    ]);
    expect(await linksOf("Two")).toEqual(["https://one.example/", "https://two.example/"]);
    expect((await bring("people", ["id,name,links", '3,Three,"https://one.example/, two.example"'])).faults).toEqual([
      "2: links has an entry that cannot be read",
    ]);
  });

  test("are known again by id or address, and corrected while they have not signed in", async () => {
    expect(await bring("people", ["id,name,city", "1,Tom,Ulm"])).toMatchObject({ counts: [1, 0, 0] });
    expect(await bring("people", ["id,name,city", "1,Tom,Ulm"])).toMatchObject({ counts: [0, 0, 1] });
    expect(await bring("people", ["id,email,name,city", "1,tom@example.org,Thomas,"])).toMatchObject({
      counts: [0, 1, 0],
    });
    expect(await people().findOneByOrFail({ email: "tom@example.org" })).toMatchObject({
      displayName: "Thomas",
      city: "Ulm",
    });
    expect(await bring("people", ["email,name", "TOM@example.org,Thomas"])).toMatchObject({ counts: [0, 0, 1] });
  });

  test("who have signed in keep what they wrote", async () => {
    await makePerson(database.dataSource, { email: "signed@example.org", displayName: "Own Name" });
    const outcome = await bring("people", ["email,name", "signed@example.org,Other Name"]);
    expect(outcome).toMatchObject({ counts: [0, 0, 1] });
    expect(outcome.notes[0]).toContain("keeps the profile");
    expect(await people().findOneByOrFail({ email: "signed@example.org" })).toMatchObject({ displayName: "Own Name" });
  });

  test("are not mixed up where id and address disagree, nor between groups", async () => {
    await bring("people", ["id,email,name", "1,one@example.org,One", "2,two@example.org,Two"]);
    const { faults } = await bring("people", ["id,email,name", "1,two@example.org,Who"]);
    expect(faults).toEqual(["2: person_id and email are two different people"]);
    groupId = (await makeGroup(database.dataSource)).id;
    await makeMembership(database.dataSource, { groupId, personId: ownerId, role: MembershipRole.OWNER });
    expect(await bring("people", ["id,name", "1,Another One"])).toMatchObject({ counts: [1, 0, 0] });
  });
});

describe("memberships", () => {
  const spans = async (name: string) => {
    const person = await people().findOneByOrFail({ displayName: name });
    const membership = await memberships().findOneByOrFail({ personId: person.id, groupId });
    const periods = await database.dataSource
      .getRepository(MembershipPeriod)
      .find({ where: { membershipId: membership.id }, order: { startedAt: "ASC" } });
    return {
      status: membership.status,
      periods: periods.map(({ startedAt, endedAt }) => [startedAt.toISOString(), endedAt?.toISOString() ?? null]),
    };
  };
  let name: string;
  beforeEach(async () => {
    name = `Member ${made}`;
    await bring("people", ["id,name", `1,${name}`]);
  });
  afterAll(async () => {
    expect(await brokenInvariants(database.dataSource, TEST_NOW)).toEqual([]);
  });

  test("begin on a day of the group's calendar, end, and begin again", async () => {
    expect(await bring("memberships", ["id,joined", "1,2020-03-01"])).toMatchObject({ counts: [1, 0, 0] });
    expect(await spans(name)).toEqual({ status: "ACTIVE", periods: [["2020-02-29T23:00:00.000Z", null]] });
    expect(await bring("memberships", ["id,joined", "1,01.03.2020"])).toMatchObject({ counts: [0, 0, 1] });

    const ended = ["id,joined,left on", "1,2020-03-01,2021-07-31"];
    expect(await bring("memberships", ended)).toMatchObject({ counts: [0, 1, 0] });
    expect(await bring("memberships", ended)).toMatchObject({ counts: [0, 0, 1] });
    const first = ["2020-02-29T23:00:00.000Z", "2021-07-31T22:00:00.000Z"];
    expect(await spans(name)).toEqual({ status: "RESIGNED", periods: [first] });

    expect(await bring("memberships", ["id,joined,role", "1,2023-01-01,Host"])).toMatchObject({ counts: [0, 1, 0] });
    expect(await spans(name)).toEqual({ status: "ACTIVE", periods: [first, ["2022-12-31T23:00:00.000Z", null]] });
  });

  test("settle an open invitation where they begin, and leave it to who was a member long ago", async () => {
    const db = database.dataSource;
    const invited = async (email: string) => {
      await makePerson(db, { email, displayName: email });
      const row = { id: newId(), groupId, email, role: MembershipRole.MEMBER, tokenHash: hashOf(email) };
      const expiresAt = new Date(TEST_NOW.getTime() + 86_400_000);
      await db.manager.insert(Invitation, { ...row, invitedById: ownerId, createdAt: TEST_NOW, expiresAt });
    };
    const open = async () =>
      (await db.manager.find(Invitation, { where: { groupId, revokedAt: IsNull() }, order: { email: "ASC" } })).map(
        ({ email }) => email,
      );
    for (const name of ["again", "former", "new"]) await invited(`${name}-${made}@example.org`);
    const [again, former, fresh] = ["again", "former", "new"].map((name) => `${name}-${made}@example.org`);
    await bring("memberships", [
      "email,joined,ended",
      `${again},2019-01-01,2019-12-31`,
      `${former},2019-01-01,2019-12-31`,
    ]);
    expect(await open()).toEqual([again, former, fresh]);
    await bring("memberships", ["email,joined", `${again},2024-01-01`, `${fresh},2024-01-01`]);
    expect(await open()).toEqual([former]);
  });

  test("of nobody we know, of the future, against themselves or twice are refused", async () => {
    const { faults } = await bring("memberships", [
      "id,joined,ended,status",
      "404,2020-01-01,,",
      "1,2027-01-01,,",
      "1,2020-01-01,2019-01-01,",
      "1,2020-01-01,,resigned",
      "1,2020-01-01,2021-01-01,active",
      "1,,,",
      "1,01/02/2020,,captain",
    ]);
    expect(faults).toEqual([
      "2: nobody is known by this email or person_id: import people first",
      "3: joined is in the future",
      "4: ended is before joined",
      "4: this person stands in line 3 already",
      "5: ended is missing",
      "5: this person stands in line 3 already",
      "6: ended does not go with the status active",
      "6: this person stands in line 3 already",
      "7: this person stands in line 3 already",
      "8: joined is not a date, such as 2019-01-31, or a date and time, such as 2019-01-31 19:00",
      "8: status is none of: active, trial, grace, lapsed, resigned, removed",
      "8: this person stands in line 3 already",
    ]);
  });

  test("leave a group its last owner, and the banned outside", async () => {
    const owner = await people().findOneByOrFail({ id: ownerId });
    const line = `${owner.email ?? ""},2020-01-01,2021-01-01`;
    expect((await bring("memberships", ["email,joined,ended", line])).faults).toEqual([
      "2: A group keeps an owner: hand it on first.",
    ]);
    const { id: personId } = await people().findOneByOrFail({ displayName: name });
    await database.dataSource
      .getRepository(Ban)
      .insert({ id: personId, groupId, personId, imposedAt: TEST_NOW, imposedById: ownerId });
    expect((await bring("memberships", ["id,joined", "1,2020-01-01"])).faults).toEqual([
      "2: this person is banned: lift the ban first",
    ]);
  });
});
