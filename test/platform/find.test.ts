import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Person } from "../../src/people/person.entity.ts";
import type { Context } from "../../src/platform/context.ts";
import { revise, signedIn, visible } from "../../src/platform/find.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import { reads } from "../../src/platform/reads/declare.ts";
import { known } from "../../src/platform/reads/registry.ts";
import { TRUE } from "../../src/platform/reads/sql.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { testJobs } from "../support/jobs.ts";

if (!known.has(Person)) reads(Person, { prefix: "per", visible: () => TRUE });

let database: TestDatabase;
let ctx: Context;
let seen: string[] = [];
const ada = newId();

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const reads = { canSee: (_ctx: unknown, _entity: unknown, id: string) => Promise.resolve(seen.includes(id)) };
  ctx = testJobs(database.dataSource.manager, { reads }).ctx;
  seen = [ada];
  const now = ctx.clock.now();
  await database.dataSource.query("delete from people");
  await ctx.db.insert(Person, { id: ada, displayName: "Ada", createdAt: now, updatedAt: now });
});

const prefix = () => known.get(Person)?.prefix ?? "";

describe("the entity of a global id", () => {
  const refused = (id: string) =>
    expect(visible(ctx, Person, id, "personId")).rejects.toMatchObject({
      faults: [{ code: "NOT_FOUND", message: "No such person.", path: ["input", "personId"] }],
    });

  test("is found by whoever may see it", async () => {
    expect(await visible(ctx, Person, globalId(prefix(), ada), "personId")).toMatchObject({
      id: ada,
      displayName: "Ada",
    });
  });

  test("threat 1: is not there when hidden, unknown, malformed or of another type, and the answers are the same", async () => {
    seen = [];
    await refused(globalId(prefix(), ada));
    const nobody = newId();
    seen = [ada, nobody];
    await refused(globalId(prefix(), nobody));
    await refused(globalId("mtg", ada));
    for (const id of ["", ada, "per_", "per_xyz", "\u0000"]) await refused(id);
  });

  test("is held until the end of the transaction when asked for with a lock", async () => {
    await ctx.db.transaction(async (db) => {
      await visible({ ...ctx, db }, Person, globalId(prefix(), ada), "personId", { lock: true });
      const taken = database.dataSource.query("select 1 from people for update nowait");
      await expect(taken).rejects.toThrow("could not obtain lock");
    });
  });
});

test("nobody is signed in without a viewer", () => {
  expect(() => signedIn({ ...ctx, viewerId: null })).toThrow(
    expect.objectContaining({ extensions: { code: "UNAUTHENTICATED" } }),
  );
  expect(signedIn({ ...ctx, viewerId: ada })).toBe(ada);
});

describe("a revision", () => {
  const person = () => ctx.db.findOneByOrFail(Person, { id: ada });

  test("raises the version and leaves the rest alone", async () => {
    const revised = await revise(ctx, await person(), { headline: "Sails" }, 1);
    expect(revised).toMatchObject({ headline: "Sails", version: 2, displayName: "Ada" });
    expect(await person()).toEqual(revised);
  });

  test("of an old copy is refused and points at the object as it is", async () => {
    const copy = await person();
    await revise(ctx, await person(), { headline: "Sails" }, 1);
    await expect(revise(ctx, copy, { headline: "Rows" }, 1)).rejects.toMatchObject({
      faults: [{ code: "STALE", about: { entity: Person, id: ada } }],
    });
    expect(await person()).toMatchObject({ headline: "Sails", version: 2 });
  });

  test("without an expected version wins, whatever happened meanwhile", async () => {
    const copy = await person();
    await revise(ctx, await person(), { headline: "Sails" });
    expect(await revise(ctx, copy, { headline: "Rows" })).toMatchObject({ headline: "Rows", version: 3 });
  });

  test("by five at once of the same version succeeds once", async () => {
    const copies = await Promise.all(Array.from({ length: 5 }, person));
    const outcomes = await Promise.allSettled(
      copies.map((copy, index) => revise(ctx, copy, { headline: String(index) }, 1)),
    );
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  });
});
