import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { authenticate } from "../../src/sign-in/session.ts";
import { makePerson } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import type { Settings } from "../support/processes.ts";
import { COMMAND_TIMEOUT_MS, wellmetOn } from "../support/wellmet.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const session = (email: string, settings: Settings = {}) =>
  wellmetOn(database, ["session", "--email", email], settings);

test(
  "prints a token that signs that person in, and nothing else",
  async () => {
    const person = await makePerson(database.dataSource, { email: "ada@harbour.example" });
    const { exitCode, stdout, stderr } = await session("Ada@Harbour.example");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^ngs_[0-9a-f]{64}\n$/);
    const principal = await authenticate(database.dataSource.manager, stdout.trim(), new Date());
    expect(principal).toMatchObject({ kind: "person", personId: person.id });
  },
  COMMAND_TIMEOUT_MS,
);

test(
  "fails for an address that nobody is known by, and makes nobody up",
  async () => {
    const { exitCode, stdout, stderr } = await session("nobody@harbour.example");
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: "Nobody is known by nobody@harbour.example.\n",
    });
  },
  COMMAND_TIMEOUT_MS,
);

test(
  "is refused in production",
  async () => {
    const { exitCode, stdout, stderr } = await session("ada@harbour.example", { NODE_ENV: "production" });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("Refused");
  },
  COMMAND_TIMEOUT_MS,
);
