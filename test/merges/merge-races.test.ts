/** Real commits of callers who do not know of each other: whoever comes first, the books are whole afterwards. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Membership } from "../../src/groups/membership.entity.ts";
import type { Person } from "../../src/people/person.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { act } from "../support/act.ts";
import { type CastApi, idOf, keyOf, makeMembership, makePerson, makeVisitor, startWithCast } from "../support/cast.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, record, sheetOf } from "../support/rolls.ts";

const ROUNDS = 5;
const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
  clock.moveTo(at("06:05"));
});
afterAll(() => api.close());

const groupId = keyOf("harbourBreakfast");
const per = ({ id }: { id: string }): string => globalId("per", id);
async function visitor(): Promise<Person> {
  const person = await makePerson(api.dataSource, { displayName: "Wen", email: null, emailVerifiedAt: null });
  await makeVisitor(api.dataSource, { groupId, personId: person.id });
  return person;
}
async function member(row: Partial<Person> = {}, membership: Partial<Membership> = {}): Promise<Person> {
  const person = await makePerson(api.dataSource, { displayName: "Wen", ...row });
  await makeMembership(api.dataSource, { groupId, personId: person.id, ...membership });
  return person;
}
const merge = (who: string, person: Person, duplicate: Person) =>
  act(
    api,
    who,
    "mergePeople",
    { groupId: idOf("harbourBreakfast"), personId: per(person), duplicateId: per(duplicate) },
    "merge { id person { id } }",
  );
const unmerge = (who: string, mergeId: string) => act(api, who, "unmergePeople", { mergeId }, "merge { undoneAt }");
const standing = (...people: Person[]): Promise<{ merged_id: string; survivor_id: string }[]> =>
  api.dataSource.query(
    "select merged_id, survivor_id from person_merges where merged_id = any($1) and undone_at is null order by id",
    [people.map(({ id }) => id)],
  );
const rounds = Array.from({ length: ROUNDS }, (_, index) => index);

test.each(rounds)("a mark for the merged one is never lost, nor on a sheet twice (%i)", async () => {
  const [person, duplicate] = [await member(), await visitor()];
  const meeting = await makeMeeting(api.dataSource);
  const [merged, marked] = await Promise.all([
    merge("ada", person, duplicate),
    record(api, "hana", meeting.globalId, [markOf({ personId: per(duplicate) })]),
  ]);
  expect([merged.codes, marked.outcomes]).toEqual([[], ["STORED"]]);
  expect(await sheetOf(api, meeting.id)).toMatchObject([{ code: "PRESENT" }]);
  const lines = await api.dataSource.query("select person_id from attendances where meeting_id = $1", [meeting.id]);
  expect(lines).toEqual([{ person_id: person.id }]);
});

test.each(rounds)("two marked at once, and merged at once: one of the two is refused (%i)", async () => {
  const [person, duplicate] = [await member(), await visitor()];
  const meeting = await makeMeeting(api.dataSource);
  const marks = [person, duplicate].map((one) => markOf({ personId: per(one) }));
  const [merged] = await Promise.all([merge("ada", person, duplicate), record(api, "hana", meeting.globalId, marks)]);
  const lines = await api.dataSource.query("select person_id from attendances where meeting_id = $1", [meeting.id]);
  // Merged before: both marks are about one. Marked before: they are two.
  expect(lines).toHaveLength(merged.codes.length === 0 ? 1 : 2);
  expect([[], ["CONFLICT"]]).toContainEqual(merged.codes);
});

test.each(rounds)("the same merge by two organisers is done once (%i)", async () => {
  const [person, duplicate] = [await member(), await visitor()];
  const both = await Promise.all([merge("ada", person, duplicate), merge("dev", person, duplicate)]);
  const ids = both.map(({ payload }) => payload?.["merge"]?.id as string);
  expect(ids[0]).toBe(ids[1]);
  expect(await standing(duplicate)).toEqual([{ merged_id: duplicate.id, survivor_id: person.id }]);
});

test.each(rounds)("two merges the other way round, or in a chain, leave no circle (%i)", async () => {
  const [one, other, third] = [await visitor(), await visitor(), await visitor()];
  await Promise.all([merge("ada", one, other), merge("dev", other, one), merge("ada", other, third)]);
  const rows = await standing(one, other, third);
  const merged = new Set(rows.map(({ merged_id }) => merged_id));
  expect(rows.length).toBe(merged.size);
  expect(rows.filter(({ survivor_id }) => merged.has(survivor_id))).toEqual([]);
  expect(rows.length).toBeLessThan(3);
});

test.each(rounds)("merging and parting at once end in either, wholly (%i)", async () => {
  const [person, duplicate] = [await member(), await member({ email: null, emailVerifiedAt: null })];
  const first = await merge("ada", person, duplicate);
  const id = first.payload?.["merge"].id as string;
  const [, again] = await Promise.all([unmerge("ada", id), merge("dev", person, duplicate), unmerge("dev", id)]);
  expect(again.codes).toEqual([]);
  const rows = await standing(duplicate);
  const places = await api.dataSource.query("select 1 from memberships where person_id = any($1)", [
    [person.id, duplicate.id],
  ]);
  expect(places).toHaveLength(rows.length === 1 ? 1 : 2);
  expect(await brokenInvariants(api.dataSource, clock.now())).toEqual([]);
});

test.each(rounds)("who stays may leave, or be removed, while they are merged (%i)", async () => {
  const [person, duplicate] = [await member(), await member({ email: null, emailVerifiedAt: null })];
  const [merged, left] = await Promise.all([
    merge("ada", person, duplicate),
    act(api, person.id, "leaveGroup", { groupId: idOf("harbourBreakfast") }),
  ]);
  expect(left.codes).toEqual([]);
  // Who left before has an account and is no member any more: then the place of the other is not theirs to take.
  expect([[], ["CONFLICT"]]).toContainEqual(merged.codes);
  expect(await brokenInvariants(api.dataSource, clock.now())).toEqual([]);
});
