/** Reports that a telephone sends again, since the answer was lost. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { act, done } from "../support/act.ts";
import { type CastApi, idOf, keyOf, startWithCast } from "../support/cast.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const ABOUT_HANA = { subjectId: idOf("hana"), reason: "HARASSMENT", words: "Shouts." };
const TO_ORGANISERS = { ...ABOUT_HANA, groupId: idOf("harbourBreakfast") };
const made = async (table: "reports" | "group_reports") =>
  (await api.dataSource.query(`select 1 from ${table}`)).length;

test("a report to organisers that comes again is answered as the first, also once it was decided", async () => {
  const input = { ...TO_ORGANISERS, idempotencyKey: "from the tram" };
  const send = () => done(api, "ben", "reportToOrganisers", input, "report { id }");
  const first = await send();
  expect(await send()).toEqual(first);
  await done(api, "ada", "decideReport", { reportId: first["report"].id, outcome: "DISMISSED" });
  expect(await send()).toEqual(first);
  expect(await made("group_reports")).toBe(1);

  // Without the key it is told once more, as what happened again.
  const { report } = await done(api, "ben", "reportToOrganisers", TO_ORGANISERS, "report { id }");
  expect(report.id).not.toBe(first["report"].id);
  const other = await act(api, "ben", "reportToOrganisers", { ...input, reason: "OTHER" }, "report { id }");
  expect(other.codes).toEqual(["CONFLICT"]);
});

test("a report to the operator that comes again is answered as the first, also once it was closed", async () => {
  const input = { ...ABOUT_HANA, idempotencyKey: "from the tram" };
  const send = () => done(api, "ben", "reportToOperator", input, "reportedAt");
  const first = await send();
  await api.dataSource.query("update reports set closed_at = reported_at where reporter_id = $1", [keyOf("ben")]);
  expect(await send()).toEqual(first);
  expect(await made("reports")).toBe(1);
  expect((await act(api, "ben", "reportToOperator", { ...input, words: "Else." }, "reportedAt")).codes).toEqual([
    "CONFLICT",
  ]);
});

test("a report that was refused leaves its key free", async () => {
  const input = { ...TO_ORGANISERS, idempotencyKey: "too long" };
  const long = { ...input, words: "x".repeat(10_001) };
  expect((await act(api, "kit", "reportToOrganisers", long, "report { id }")).codes).toEqual(["INVALID"]);
  const before = await made("group_reports");
  await done(api, "kit", "reportToOrganisers", input, "report { id }");
  expect((await made("group_reports")) - before).toBe(1);
});
