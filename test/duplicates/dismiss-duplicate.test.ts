import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Person } from "../../src/people/person.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, type CastName, idOf, keyOf, makePerson, makeVisitor, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { fixedClock } from "../support/start-api.ts";

const ROUNDS = [0, 1, 2, 3, 4];
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const groupId = keyOf("harbourBreakfast");
const GROUP = idOf("harbourBreakfast");

async function visitor(displayName: string): Promise<Person> {
  const person = await makePerson(api.dataSource, { displayName, email: null, emailVerifiedAt: null });
  await makeVisitor(api.dataSource, { groupId, personId: person.id });
  return person;
}

async function scan(): Promise<void> {
  await api.dataSource.query("insert into unscanned_books select id, created_at from groups on conflict do nothing");
  await runTimer(testJobs(api.dataSource.manager, { clock: fixedClock() }).deps, "find-duplicates");
}

interface Listed {
  readonly id: string;
  readonly names: readonly string[];
}

/** The pairs in the queue of whom one is called so. */
async function listed(name: string): Promise<Listed[]> {
  const { data } = await api
    .as("ada")
    .graphql<{ group: { likelyDuplicates: { edges: { node: Record<string, string> }[] } } }>(
      "query ($id: ID!) { group(by: { id: $id }) { likelyDuplicates(first: 100) { edges { node { id personName duplicateName } } } } }",
      { id: GROUP },
    );
  const nodes = data?.group.likelyDuplicates.edges.map(({ node }) => node) ?? [];
  const pairs = nodes.map(({ id = "", personName = "", duplicateName = "" }) => ({
    id,
    names: [personName, duplicateName],
  }));
  return pairs.filter(({ names }) => names.some((one) => one.includes(name)));
}

/** The one pair of that name, after a scan. */
async function pairOf(name: string): Promise<string> {
  await scan();
  const [pair, ...others] = await listed(name);
  expect(others).toEqual([]);
  return pair?.id ?? "";
}

const dismiss = (who: CastName | null, likelyDuplicateId: string) =>
  act(api, who, "dismissDuplicate", { likelyDuplicateId }, "group { id }");

test("takes a pair off the queue for good, and the audit log says who did", async () => {
  const [person, duplicate] = [await visitor("Wen Okafor"), await visitor("Wen Okafor")];
  const pair = await pairOf("Okafor");
  const { payload, codes } = await dismiss("dev", pair);
  expect([codes, payload?.["group"]]).toEqual([[], { id: GROUP }]);
  expect(await listed("Okafor")).toEqual([]);
  await scan();
  expect(await listed("Okafor")).toEqual([]);
  const [line] = await api.dataSource.query(
    "select actor_id, action, person_id, object_id from audit_entries where group_id = $1 order by id desc limit 1",
    [groupId],
  );
  const ids = [person.id, duplicate.id];
  expect(line).toMatchObject({ actor_id: keyOf("dev"), action: "dismissDuplicate" });
  expect([line.person_id, line.object_id].sort()).toEqual(
    [line.person_id, globalId("per", ids.find((id) => id !== line.person_id) ?? "")].sort(),
  );

  // A third of that name is another question.
  await visitor("Wen Okafor");
  await scan();
  expect(await listed("Okafor")).toHaveLength(2);
});

test("is for those who organise the group, and is done once", async () => {
  await visitor("Mia Lindqvist");
  await visitor("Mia Lindqvist");
  const pair = await pairOf("Lindqvist");
  for (const who of ["hana", "ben", "cleo", "eva"] as const) {
    expect((await dismiss(who, pair)).codes).toEqual(["NOT_FOUND"]);
  }
  expect((await dismiss(null, pair)).codes).toEqual(["UNAUTHENTICATED"]);
  expect(await listed("Lindqvist")).toHaveLength(1);
  const both = await Promise.all([dismiss("ada", pair), dismiss("dev", pair)]);
  expect(both.map(({ codes }) => codes.join()).sort()).toEqual(["", "NOT_FOUND"]);
  expect((await dismiss("ada", pair)).codes).toEqual(["NOT_FOUND"]);
});

test("holds for whoever one of the two is merged into, and leaves merging by hand possible", async () => {
  const [son, father] = [await visitor("Tom Marchetti"), await visitor("Tom Marchetti")];
  await dismiss("ada", await pairOf("Marchetti"));
  const other = await visitor("Thomas Somebody");
  const merge = (personId: string, duplicateId: string) =>
    done(
      api,
      "ada",
      "mergePeople",
      { groupId: GROUP, personId: globalId("per", personId), duplicateId: globalId("per", duplicateId) },
      "merge { id }",
    );
  const { merge: made } = await merge(other.id, father.id);
  await api.dataSource.query("update people set display_name = 'Tom Marchetti' where id = $1", [other.id]);
  await scan();
  expect(await listed("Marchetti")).toEqual([]);
  await done(api, "ada", "unmergePeople", { mergeId: made.id });
  await scan();
  // The father is no question; the other one is, beside each of the two.
  expect(await listed("Marchetti")).toHaveLength(2);
  await merge(son.id, father.id);
});

test.each(ROUNDS)("a scan that runs meanwhile does not bring it back (%i)", async (round) => {
  const name = ["Oyelaran", "Quillfeldt", "Brzezinski", "Takahashi", "Delacroix"][round] as string;
  await visitor(`Ann ${name}`);
  await visitor(`Ann ${name}`);
  const pair = await pairOf(name);
  const [dismissed] = await Promise.all([dismiss("ada", pair), scan()]);
  expect(dismissed.codes).toEqual([]);
  expect(await listed(name)).toEqual([]);
});

test("who was merged into a third meanwhile is not merged again by an old page", async () => {
  const [a, b, c] = [await visitor("One A"), await visitor("Two B"), await visitor("Three C")];
  const into = (who: CastName, person: Person) =>
    act(api, who, "mergePeople", {
      ...{ groupId: GROUP, personId: globalId("per", person.id), duplicateId: globalId("per", c.id) },
    });
  const both = await Promise.all([into("ada", a), into("dev", b)]);
  expect(both.map(({ codes }) => codes.join()).sort()).toEqual(["", "CONFLICT"]);
  const standing = await api.dataSource.query(
    "select merged_id from person_merges where merged_id = any($1) and undone_at is null",
    [[a.id, b.id, c.id]],
  );
  expect(standing).toEqual([{ merged_id: c.id }]);
});
