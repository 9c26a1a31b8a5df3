/** Telling whoever runs the service that something is wrong: confidential, once, and of what one can see. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { act, done } from "../support/act.ts";
import { type CastApi, idOf, keyOf, NOBODYS_ID, startWithCast } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const reported = (who: string | null, subjectId: string, more: object = {}) =>
  act(api, who, "reportToOperator", { subjectId, reason: "HARASSMENT", ...more }, "reportedAt");
const rows = () => api.dataSource.query("select kind, object_id, reason, words from reports order by kind, reason");

test("a person, a group and a meeting are reported, each with its reason and words", async () => {
  const meeting = await makeMeeting(api.dataSource);
  await done(
    api,
    "ben",
    "reportToOperator",
    { subjectId: idOf("dev"), reason: "PRETENCE", words: " Not his name. " },
    "reportedAt",
  );
  expect((await reported("ben", idOf("harbourBreakfast"))).codes).toEqual([]);
  expect((await reported("cleo", meeting.globalId, { reason: "SPAM" })).codes).toEqual([]);
  expect(await rows()).toEqual([
    { kind: "GROUP", object_id: keyOf("harbourBreakfast"), reason: "HARASSMENT", words: null },
    { kind: "MEETING", object_id: meeting.id, reason: "SPAM", words: null },
    { kind: "PERSON", object_id: keyOf("dev"), reason: "PRETENCE", words: "Not his name." },
  ]);
});

test("reporting the same again, or twice at once, is one report", async () => {
  const { length: before } = (await rows()) as unknown[];
  const twice = await Promise.all([reported("hana", idOf("dev")), reported("hana", idOf("dev"))]);
  expect(twice.map(({ codes }) => codes)).toEqual([[], []]);
  expect(await rows()).toHaveLength(before + 1);
});

test("what is out of sight, of another kind, or oneself is not reported, nor by nobody", async () => {
  for (const id of [idOf("quaysideCircle"), NOBODYS_ID, "ses_0", "", "nonsense"]) {
    expect([id, (await reported("cleo", id)).codes]).toEqual([id, ["NOT_FOUND"]]);
  }
  expect((await reported("cleo", idOf("cleo"))).codes).toEqual(["INVALID"]);
  expect((await reported(null, idOf("ben"))).codes).toEqual(["UNAUTHENTICATED"]);
  expect((await reported("cleo", idOf("ben"), { words: "x".repeat(2_001) })).codes).toEqual(["INVALID"]);
});

test("nobody reads reports: not who is reported, nor those who organise their group", async () => {
  const { data } = await api
    .as("ada")
    .graphql<{ __schema: { types: { name: string }[] } }>("{ __schema { types { name } } }");
  const names = data?.__schema.types.map(({ name }) => name) ?? [];
  expect(names).toContain("ReportReason");
  expect(names.filter((name) => ["Report", "ReportConnection", "ReportEdge"].includes(name))).toEqual([]);
});
