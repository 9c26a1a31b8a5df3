import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Person } from "../../src/people/person.entity.ts";
import { copyRows } from "../../src/platform/copy-rows.ts";
import { newId } from "../../src/platform/ids.ts";
import { Session, SignInMethod } from "../../src/sign-in/session.entity.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { TEST_NOW } from "../support/start-api.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const awkward = ["tab\there", "line\nand\rreturn", "back\\slash \\N \\.", 'comma, "quote" {brace}', "ünïcödé 🙂", ""];

const person = (displayName: string) => ({
  id: newId(),
  displayName,
  headline: null,
  languages: [displayName, "en"],
  createdAt: TEST_NOW,
  updatedAt: TEST_NOW,
});

test("what is copied is read as it was", async () => {
  const people = awkward.map(person);
  expect(await database.dataSource.transaction((db) => copyRows(db, Person, people))).toBe(awkward.length);
  for (const { id, ...given } of people) {
    expect(await database.dataSource.manager.findOneByOrFail(Person, { id })).toMatchObject(given);
  }
});

test("bytes and moments too", async () => {
  const someone = person("Somebody");
  const tokenHash = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
  const moments = { createdAt: TEST_NOW, lastSeenAt: TEST_NOW, expiresAt: TEST_NOW };
  const session = { id: newId(), personId: someone.id, tokenHash, method: SignInMethod.CODE, ...moments };
  await database.dataSource.transaction(async (db) => {
    await copyRows(db, Person, [someone]);
    await copyRows(db, Session, [session]);
  });
  expect(await database.dataSource.manager.findOneByOrFail(Session, { id: session.id })).toMatchObject(session);
});

test("a row that breaks a constraint takes back all of them, and the connection goes on", async () => {
  const [one, twin] = [person("One"), person("Twin")];
  const work = database.dataSource.transaction(async (db) => {
    await copyRows(db, Person, [one]);
    await copyRows(db, Person, [{ ...twin, id: one.id }]);
  });
  await expect(work).rejects.toThrow("duplicate key");
  expect(await database.dataSource.manager.existsBy(Person, { id: one.id })).toBe(false);
});

test("outside of a transaction nothing is copied", async () => {
  await expect(copyRows(database.dataSource.manager, Person, [person("Nobody")])).rejects.toThrow("transaction");
});
