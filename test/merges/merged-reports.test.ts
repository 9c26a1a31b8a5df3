/** What organisers were told of somebody is about who stays, who reads it no more than before, and comes back. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Person } from "../../src/people/person.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { done } from "../support/act.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, idOf, keyOf, makeMembership, makePerson, startWithCast } from "../support/cast.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const groupId = idOf("harbourBreakfast");
const per = ({ id }: Pick<Person, "id">): string => globalId("per", id);

async function bookEntry(): Promise<Person> {
  const person = await makePerson(api.dataSource, { displayName: "Twin", email: null, emailVerifiedAt: null });
  await makeMembership(api.dataSource, { groupId: keyOf("harbourBreakfast"), personId: person.id });
  return person;
}

/** What one of those who organise the group reads of a report; null if they do not. */
async function readBy(who: string, id: string): Promise<Anything> {
  const query = "query ($id: ID!) { node(id: $id) { ... on GroupReport { subjectId person { id } viewerCanDecide } } }";
  return (await api.as(who).graphql<Anything>(query, { id })).data.node;
}

test("a report follows whom it is about into a merge, out of that person's sight, and back again", async () => {
  const twin = await bookEntry();
  const said = { groupId, subjectId: per(twin), reason: "SPAM" };
  const { report } = await done(api, "ben", "reportToOrganisers", said, "report { id }");
  const asTwin = { subjectId: per(twin), person: { id: per(twin) }, viewerCanDecide: true };
  expect([await readBy("ada", report.id), await readBy("dev", report.id)]).toEqual([asTwin, asTwin]);

  const { merge } = await done(
    api,
    "ada",
    "mergePeople",
    { groupId, personId: idOf("dev"), duplicateId: per(twin) },
    "merge { id }",
  );
  const asDev = { subjectId: idOf("dev"), person: { id: idOf("dev") }, viewerCanDecide: true };
  expect([await readBy("ada", report.id), await readBy("dev", report.id)]).toEqual([asDev, null]);

  await done(api, "ada", "unmergePeople", { mergeId: merge.id });
  expect([await readBy("ada", report.id), await readBy("dev", report.id)]).toEqual([asTwin, asTwin]);
});

test("of reports of others nothing moves", async () => {
  const twin = await bookEntry();
  const said = { groupId, subjectId: idOf("hana"), reason: "OTHER" };
  const { report } = await done(api, "ben", "reportToOrganisers", said, "report { id }");
  const asHana = await readBy("ada", report.id);
  expect(asHana.subjectId).toBe(idOf("hana"));
  await done(api, "ada", "mergePeople", { groupId, personId: idOf("ben"), duplicateId: per(twin) });
  expect(await readBy("ada", report.id)).toEqual(asHana);
});
