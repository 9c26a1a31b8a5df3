/** People who have no account: outsiders, prospects, visitors, entries that were merged. The operator erases them. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { eraseAddress, erasePerson } from "../../src/erasure/erase-person.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, idOf, keyOf, makeGroup, makePerson, makeVisitor, startWithCast } from "../support/cast.ts";
import { dumped, tablesWith } from "../support/dump.ts";
import { testJobs } from "../support/jobs.ts";
import { fixedClock } from "../support/start-api.ts";
import { put } from "./world-of-mira.ts";

const MARK = "zqolga";
const ADDRESS = `${MARK}@example.org`;

let api: CastApi;
let ctx: ReturnType<typeof testJobs>["ctx"];
beforeAll(async () => {
  api = await startWithCast();
  ({ ctx } = testJobs(api.dataSource.manager, { clock: fixedClock() }));
});
afterAll(() => api.close());

const left = async (mark = MARK): Promise<string[]> => tablesWith(await dumped(api.dataSource), mark);
const globalOf = (key: string): string => `per_${key.replaceAll("-", "")}`;

test("an outsider, invited, introduced and referred by an address alone, is gone from all three", async () => {
  const proposed = await act(api, "ada", "proposeIntroduction", {
    ...{ partyAId: idOf("ben"), outsiderB: { email: ADDRESS, name: `${MARK} Olsen` }, reason: `${MARK} builds boats.` },
    noteForB: `Dear ${MARK}`,
  });
  expect(proposed.codes).toEqual([]);
  const groupId = idOf("harbourBreakfast");
  expect((await act(api, "ada", "inviteToGroup", { groupId, email: ADDRESS })).codes).toEqual([]);
  const passed = await act(api, "ada", "passReferral", {
    ...{ groupId, receiverId: idOf("ben"), effort: "NAME_PASSED", likelihood: "LOW", text: `${MARK} needs a roof.` },
    prospect: { name: `${MARK} Olsen`, email: ADDRESS },
    consent: { givenOn: "2026-05-30", manner: "EMAIL" },
  });
  expect(passed.codes).toEqual([]);
  expect((await left()).length).toBeGreaterThan(3);
  await eraseAddress(ctx, ADDRESS);
  expect(await left()).toEqual([]);
});

test("who is erased before they were asked is asked no more, and the first one's yes is taken all the same", async () => {
  const { introduction } = await done(
    api,
    "ada",
    "proposeIntroduction",
    {
      ...{ partyAId: idOf("dev"), outsiderB: { email: ADDRESS, name: `${MARK} Olsen` }, reason: "Boats." },
      asking: "FIRST_A",
    },
    "introduction { id }",
  );
  await eraseAddress(ctx, ADDRESS);
  const input = { introductionId: introduction.id, answer: "YES" };
  const answered = await act(api, "dev", "answerIntroduction", input, "introduction { state }");
  expect([answered.codes, answered.payload?.["introduction"]]).toEqual([[], { state: "ASKING" }]);
  expect(await left()).toEqual([]);
});

test("a visitor whom the group wrote down is somebody who left, and still one of its visitors", async () => {
  const [before] = await api.dataSource.query("select count(*) from visitors");
  await api.dataSource.query("update people set display_name = 'zqwalt' where id = $1", [keyOf("walt")]);
  await erasePerson(ctx, keyOf("walt"));
  expect(await left("zqwalt")).toEqual([]);
  expect(await api.dataSource.query("select count(*) from visitors")).toEqual([before]);
});

test("an entry that one group merged goes along, one that another group knows does not", async () => {
  const groupId = keyOf("harbourBreakfast");
  const elsewhere = await makeGroup(api.dataSource);
  const [person, here, there] = [
    await makePerson(api.dataSource),
    await makePerson(api.dataSource, { displayName: "zqhere", email: null, emailVerifiedAt: null }),
    await makePerson(api.dataSource, { displayName: "zqthere", email: null, emailVerifiedAt: null }),
  ];
  await makeVisitor(api.dataSource, { groupId: elsewhere.id, personId: there.id });
  for (const [at, merged] of [here, there].entries()) {
    await put(api.dataSource, "person_merges", {
      ...{
        id: `01977000-0000-7000-8000-00000000f00${at}`,
        group_id: groupId,
        merged_id: merged.id,
        into_id: person.id,
      },
      ...{ survivor_id: person.id, merged_at: new Date(), merged_by_id: keyOf("ada"), membership_version: 1 },
    });
  }
  await erasePerson(ctx, person.id);
  expect([await left("zqhere"), await left("zqthere")]).toEqual([[], ["public.people"]]);
});

test("who was erased is merged with nobody, and erased once", async () => {
  const [one, other] = [await makePerson(api.dataSource), await makePerson(api.dataSource)];
  for (const { id } of [one, other])
    await makeVisitor(api.dataSource, { groupId: keyOf("harbourBreakfast"), personId: id });
  await erasePerson(ctx, one.id);
  await erasePerson(ctx, one.id);
  const merged = await act(api, "ada", "mergePeople", {
    ...{ groupId: idOf("harbourBreakfast"), personId: globalOf(other.id), duplicateId: globalOf(one.id) },
  });
  expect(merged.codes).toEqual(["CONFLICT"]);
  const [told] = await api.dataSource.query(
    "select count(*)::integer as told from events where name = 'person.erased' and payload ->> 'personId' = $1",
    [one.id],
  );
  expect(told).toEqual({ told: 1 });
});
