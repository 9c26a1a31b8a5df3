/** What the operator reads of reports, and closes. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { fixedId, keyOf, plantCast } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { run } from "../support/processes.ts";

const TIMEOUT_MS = 120_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await plantCast(database.dataSource);
});
afterAll(() => database.drop());

const wellmet = (...words: string[]) =>
  run("src/command-line/wellmet.ts", ["reports", ...words], {
    DATABASE_URL: database.url,
    SECRET_KEY: "0123456789abcdef0123456789abcdef",
  }).finished;

const put = (id: string, about: "ada" | "dev" | "eva", group: "harbourBreakfast" | "quaysideCircle") =>
  database.dataSource.query(
    `insert into group_reports (id, group_id, reporter_id, kind, object_id, about_id, reason, reported_at)
     values ($1, $2, $3, 'PERSON', $4, $4, 'OTHER', '2026-06-01')`,
    [id, keyOf(group), keyOf("ben"), keyOf(about)],
  );

test(
  "the operator reads what organisers cannot decide on any more, and closes it",
  async () => {
    await put(fixedId(0xf01), "dev", "harbourBreakfast");
    // Eva runs her circle alone.
    await put(fixedId(0xf02), "eva", "quaysideCircle");
    const { stdout } = await wellmet("list");
    const listed = stdout.trim().split("\n");
    expect(listed.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([fixedId(0xf02)]);
    expect(await wellmet("close", "--id", fixedId(0xf02))).toMatchObject({ exitCode: 0 });
    expect((await wellmet("list")).stdout).toBe("");
  },
  TIMEOUT_MS,
);
