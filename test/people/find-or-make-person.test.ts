import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { findOrMakePerson } from "../../src/people/find-or-make-person.ts";
import { Person } from "../../src/people/person.entity.ts";
import type { Context } from "../../src/platform/context.ts";
import { inTransaction } from "../../src/platform/transaction.ts";
import { keyOf, plantCast } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { testJobs } from "../support/jobs.ts";

/** Racers of the same first sight; each needs a connection of its own. */
const RACERS = 20;

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await openTestDatabase({ poolSize: RACERS });
  ctx = testJobs(database.dataSource.manager).ctx;
  await plantCast(database.dataSource);
});
afterAll(() => database.drop());

let before: number;
const people = () => ctx.db.count(Person);
beforeEach(async () => {
  before = await people();
});

test("an address that somebody has is that person, however it is typed, and nothing of theirs is changed", async () => {
  const { person, isNew } = await findOrMakePerson(ctx, { email: "  ADA@Example.ORG ", displayName: "Somebody Else" });
  expect(isNew).toBe(false);
  expect(person).toMatchObject({ id: keyOf("ada"), displayName: "Ada", version: 1 });
  expect(await people()).toBe(before);
});

test("an unknown address becomes a person without an account, who shows what everybody shows at first", async () => {
  const { person, isNew } = await findOrMakePerson(ctx, { email: "Zoe@Bücher.example", displayName: "  Zoe   Z " });
  expect(isNew).toBe(true);
  expect(person).toMatchObject({
    email: "zoe@xn--bcher-kva.example",
    emailVerifiedAt: null,
    displayName: "Zoe Z",
    displayNameAudience: "PUBLIC",
    headlineAudience: "PUBLIC",
    companyAudience: "GROUPS_IN_COMMON",
    coordinatesAudience: "NOBODY",
    emailAudience: "ORGANISERS",
    phoneAudience: "ORGANISERS",
    listedAsAttendee: true,
    createdAt: ctx.clock.now(),
  });
  expect(await findOrMakePerson(ctx, { email: "zoe@bücher.example", displayName: "Zoe" })).toMatchObject({
    person: { id: person.id },
    isNew: false,
  });
});

test("another tag is another address, and so another person", async () => {
  const { isNew } = await findOrMakePerson(ctx, { email: "ada+breakfast@example.org", displayName: "Ada" });
  expect(isNew).toBe(true);
});

test("without an address it is somebody new each time", async () => {
  const one = await findOrMakePerson(ctx, { displayName: "A guest" });
  const other = await findOrMakePerson(ctx, { email: null, displayName: "A guest" });
  expect(one.isNew && other.isNew).toBe(true);
  expect(one.person.id).not.toBe(other.person.id);
  expect(other.person.email).toBeNull();
});

test("many who bring the same address in the same moment get one person", async () => {
  const found = await Promise.all(
    Array.from({ length: RACERS }, (_, racer) =>
      inTransaction(ctx, (ctx) => findOrMakePerson(ctx, { email: "race@example.org", displayName: `Racer ${racer}` })),
    ),
  );
  expect(new Set(found.map(({ person }) => person.id)).size).toBe(1);
  expect(found.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(await people()).toBe(before + 1);
});
