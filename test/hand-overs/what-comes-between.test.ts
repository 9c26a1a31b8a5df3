/** Between a hand-over and its day people are merged, groups are archived, and the operator steps in. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { appointOwner } from "../../src/hand-overs/appoint-owner.ts";
import type { Person } from "../../src/people/person.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { done } from "../support/act.ts";
import { type CastApi, makeMembership, makePerson, startWithCast } from "../support/cast.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW } from "../support/start-api.ts";

const DAY = "2026-07-01";
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

/** A member who never signed in. */
async function written(of: House, displayName: string): Promise<Person> {
  const person = await makePerson(api.dataSource, { displayName, email: null, emailVerifiedAt: null });
  await makeMembership(api.dataSource, { groupId: of.group.id, personId: person.id });
  return person;
}

const give = (of: House, assignments: readonly object[], more = {}) =>
  done(api, of.key("owner"), "handOver", { groupId: of.id, assignments, ...more }, "group { id }");
const host = ({ id }: Person, title: string) => ({ personId: globalId("per", id), role: "HOST", title });

const termsIn = (of: House): Promise<{ person_id: string; title: string | null; refusal: string | null }[]> =>
  api.dataSource.query("select person_id, title, refusal from role_terms where group_id = $1 order by given_at, id", [
    of.group.id,
  ]);
const roleOf = async (of: House, personId: string): Promise<string | undefined> => {
  const [row] = await api.dataSource.query<{ role: string }[]>(
    "select role from memberships where group_id = $1 and person_id = $2",
    [of.group.id, personId],
  );
  return row?.role;
};

async function onTheDay() {
  const jobs = testJobs(api.dataSource.manager, { clock: new StillClock(`${DAY}T09:00:00.000Z`) });
  await drainJobs(jobs.deps);
  jobs.mail.empty();
  await runTimer(jobs.deps, "carry-out-hand-overs");
  await drainJobs(jobs.deps);
  return jobs.mail.read();
}

test("offices of who is merged become those of who stays, one of each title, and go back with the merge", async () => {
  const of = await newHouse(api);
  const [stays, goes] = [await written(of, "Wen Okafor"), await written(of, "W. Okafor")];
  await give(of, [host(goes, "Greeter"), host(goes, "Treasurer"), host(stays, "Scribe")]);
  // The same title was once held by the other, and is not counted twice.
  await api.dataSource.query(
    `insert into role_terms (id, group_id, person_id, role, title, starts_on, given_at, taken_up_at)
     values (gen_random_uuid(), $1, $2, 'HOST', 'greeter', '2026-06-01', now(), now())`,
    [of.group.id, stays.id],
  );
  const before = await termsIn(of);
  const pair = { personId: globalId("per", stays.id), duplicateId: globalId("per", goes.id) };
  const { merge } = await done(api, of.key("owner"), "mergePeople", { groupId: of.id, ...pair }, "merge { id }");
  expect((await termsIn(of)).map(({ person_id, title }) => [person_id, title])).toEqual([
    [stays.id, "Treasurer"],
    [stays.id, "Scribe"],
    [stays.id, "greeter"],
  ]);
  expect(await brokenInvariants(api.dataSource, TEST_NOW)).toEqual([]);
  await done(api, of.key("owner"), "unmergePeople", { mergeId: merge.id });
  expect(await termsIn(of)).toEqual(before);
});

test("what is planned for somebody who is merged is taken up by who stays", async () => {
  const of = await newHouse(api);
  const [stays, goes] = [await written(of, "Mia Lindqvist"), await written(of, "M. Lindqvist")];
  await give(of, [host(goes, "Greeter")], { effectiveOn: DAY });
  const pair = { personId: globalId("per", stays.id), duplicateId: globalId("per", goes.id) };
  await done(api, of.key("owner"), "mergePeople", { groupId: of.id, ...pair }, "merge { id }");
  await onTheDay();
  expect(await termsIn(of)).toEqual([{ person_id: stays.id, title: "Greeter", refusal: null }]);
  expect(await roleOf(of, stays.id)).toBe("HOST");
});

test("a plan of a group that is archived before its day comes to nothing, and the owner is told", async () => {
  const of = await newHouse(api);
  await give(of, [{ personId: of.person("member"), role: "OWNER", title: "Chair" }], { effectiveOn: DAY });
  await done(api, of.key("owner"), "archiveGroup", { groupId: of.id }, "group { id }");
  const mails = await onTheDay();
  expect(await termsIn(of)).toEqual([{ person_id: of.key("member"), title: "Chair", refusal: "GROUP_ARCHIVED" }]);
  expect([await roleOf(of, of.key("owner")), await roleOf(of, of.key("member"))]).toEqual(["OWNER", "MEMBER"]);
  const [mail] = mails.filter(({ headers }) => headers["to"] === `${of.key("owner")}@example.org`);
  expect(mail?.text).toContain("archived");
});

test("whom the operator appoints while a plan is pending owns the group, and the plan comes to nothing", async () => {
  const of = await newHouse(api);
  await give(of, [{ personId: of.person("member"), role: "OWNER", title: "Chair" }], { effectiveOn: DAY });
  const { ctx } = testJobs(api.dataSource.manager, { clock: new StillClock(TEST_NOW.toISOString()) });
  await appointOwner(ctx, { groupId: of.group.id, personId: of.key("other") });
  expect(await termsIn(of)).toEqual([{ person_id: of.key("other"), title: null, refusal: null }]);
  expect(await onTheDay()).toEqual([]);
  expect([await roleOf(of, of.key("other")), await roleOf(of, of.key("owner"))]).toEqual(["OWNER", "ORGANISER"]);
  expect(await roleOf(of, of.key("member"))).toBe("MEMBER");
});
