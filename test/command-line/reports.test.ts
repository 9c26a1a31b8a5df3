/** What the operator reads of reports, and closes. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { fixedId, keyOf, plantCast } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { COMMAND_TIMEOUT_MS, wellmetOn } from "../support/wellmet.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await plantCast(database.dataSource);
});
afterAll(() => database.drop());

const reports = (...words: string[]) => wellmetOn(database, ["reports", ...words]);

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
    const { stdout } = await reports("list");
    const listed = stdout.trim().split("\n");
    expect(listed.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([fixedId(0xf02)]);
    expect(await reports("close", "--id", fixedId(0xf02))).toMatchObject({ exitCode: 0 });
    expect((await reports("list")).stdout).toBe("");
  },
  COMMAND_TIMEOUT_MS,
);
