import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { emit } from "../../src/platform/events.ts";
import { newId } from "../../src/platform/ids.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { inTransaction } from "../../src/platform/transaction.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, idOf, keyOf, makePerson, startWithCast, withVoices } from "../support/cast.ts";
import { openTestDatabase } from "../support/database.ts";
import { exported, filesIn, restored } from "../support/exported.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, newMarkId, record } from "../support/rolls.ts";
import { startApi, TEST_NOW } from "../support/start-api.ts";

const clock = new MovedClock();
let api: CastApi;
let there: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
  there = withVoices(await startApi({ clock }), clock);
  clock.moveTo(at("06:05"));
});
afterAll(() => Promise.all([api.close(), there.close()]));

const groupId = keyOf("harbourBreakfast");

/** Somebody who came to one meeting, under a name alone; their id. */
async function walkIn(name: string): Promise<string> {
  const meeting = await makeMeeting(api.dataSource);
  const mark = markOf({ walkIn: { walkInId: newMarkId(), name } });
  expect((await record(api, "hana", meeting.globalId, [mark])).outcomes).toEqual(["STORED"]);
  const [row] = await api.dataSource.query<[{ id: string }]>(
    "select id from people where display_name = $1 order by id desc",
    [name],
  );
  return `per_${row.id.replaceAll("-", "")}`;
}

const keyIn = (personId: string): string => personId.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** Two who came, of whom ada makes one, and the group with them in a folder. */
async function mergedAndExported() {
  const [personId, duplicateId] = [await walkIn("Wen Okafor"), await walkIn("W. Okafor")];
  const input = { groupId: idOf("harbourBreakfast"), personId, duplicateId };
  const { merge } = await done(api, keyOf("ada"), "mergePeople", input, "merge { id }");
  const folder = await exported(api.dataSource, groupId);
  await done(api, keyOf("ada"), "unmergePeople", { mergeId: merge.id });
  return { personId, duplicateId, mergeId: merge.id as string, folder };
}

test("who was merged stays merged, and the group goes out again the same", async () => {
  const { personId, duplicateId, mergeId, folder } = await mergedAndExported();
  expect(await restored(there.dataSource, folder)).toEqual([]);
  expect(filesIn(await exported(there.dataSource, groupId))).toEqual(filesIn(folder));
  expect(await brokenInvariants(there.dataSource, TEST_NOW)).toEqual([]);

  const people: string[][] = parse(filesIn(folder)["people.csv"] ?? "");
  expect(people.map(([id, name]) => [id, name])).toEqual(
    expect.arrayContaining([
      [personId, "Wen Okafor"],
      [duplicateId, "W. Okafor"],
    ]),
  );

  const { data } = await there
    .as("ada")
    .graphql(
      "query ($id: ID!, $merge: ID!) { person: node(id: $id) { id } merge: node(id: $merge) { ... on PersonMerge { viewerCanUnmerge person { id } } } }",
      { id: duplicateId, merge: mergeId },
    );
  expect(data).toEqual({ person: { id: personId }, merge: { viewerCanUnmerge: false, person: { id: personId } } });
  const refused = await act(there, "ada", "unmergePeople", { mergeId });
  expect([refused.codes, refused.messages]).toEqual([
    ["CONFLICT"],
    ["This merge came in with the group: what it moved is not known here."],
  ]);

  // Whoever proves an address is somebody, and what was noted of them is theirs again.
  const { deps, ctx } = testJobs(there.dataSource.manager, { clock });
  await there.dataSource.query("update people set email_verified_at = $2 where id = $1", [
    keyIn(duplicateId),
    TEST_NOW,
  ]);
  await inTransaction(ctx, (ctx) =>
    emit(ctx, { name: "person.signed-in", personId: keyIn(duplicateId), sessionId: newId(), isFirst: true }),
  );
  await drainJobs(deps);
  const lines = await there.dataSource.query(
    "select person_id, code from attendances where person_id = any($1) and code is not null order by person_id",
    [[keyIn(personId), keyIn(duplicateId)]],
  );
  expect(lines).toEqual([
    { person_id: keyIn(personId), code: "PRESENT" },
    { person_id: keyIn(duplicateId), code: "PRESENT" },
  ]);
  expect(await brokenInvariants(there.dataSource, clock.now())).toEqual([]);
});

test("nobody with an account is merged into somebody else by a file", async () => {
  const { duplicateId, folder } = await mergedAndExported();
  const third = await openTestDatabase();
  try {
    await makePerson(third.dataSource, { id: keyIn(duplicateId) });
    expect(await restored(third.dataSource, folder)).toEqual([
      expect.stringMatching(/^merges\.csv: somebody with an account here is merged into somebody else \(/),
    ]);
    expect(await third.dataSource.query("select 1 from groups")).toEqual([]);
  } finally {
    await third.drop();
  }
});
