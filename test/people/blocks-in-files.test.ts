/** What an organiser takes out of a group, and what one sees of oneself, with a block between two people. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse as parseCsv } from "csv-parse/sync";
import { Audience } from "../../src/people/audience.ts";
import { newId } from "../../src/platform/ids.ts";
import { done } from "../support/act.ts";
import { type CastApi, makeBlock, makeMembership, makePerson, startWithCast } from "../support/cast.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { unzipped } from "../support/unzip.ts";

let api: CastApi;
let of: House;
let visitorId: string;
let memberId: string;
beforeAll(async () => {
  api = await startWithCast();
  of = await newHouse(api);
  const open = { headline: "Builds boats", headlineAudience: Audience.PUBLIC };
  visitorId = (await makePerson(api.dataSource, { displayName: "Vera Visitor", ...open })).id;
  memberId = (await makePerson(api.dataSource, { displayName: "Max Member", ...open })).id;
  await makeMembership(api.dataSource, { groupId: of.group.id, personId: memberId });
  await api.dataSource.query(
    `insert into visitors (id, group_id, person_id, kind, first_seen_at) values ($1, $2, $3, 'GUEST', '2026-03-03')`,
    [newId(), of.group.id, visitorId],
  );
});
afterAll(() => api.close());

async function headlines(): Promise<Record<string, string | undefined>> {
  const { path } = await done(api, of.key("organiser"), "exportGroup", { groupId: of.id }, "path");
  const answer = await fetch(new URL(String(path), api.url));
  const files = unzipped(Buffer.from(await answer.arrayBuffer()));
  const people = parseCsv<Record<string, string>>(files.get("people.csv") ?? "", { columns: true });
  return Object.fromEntries(people.map(({ name, headline }) => [name, headline]));
}

describe.each([
  { who: "who blocks the organiser", block: (id: string) => makeBlock(api.dataSource, id, of.key("organiser")) },
  { who: "whom the organiser blocks", block: (id: string) => makeBlock(api.dataSource, of.key("organiser"), id) },
])("an export of the group, of somebody $who,", ({ block }) => {
  test("tells of a guest no more than the name in the books, and of a member what it told before", async () => {
    expect(await headlines()).toMatchObject({ "Vera Visitor": "Builds boats", "Max Member": "Builds boats" });
    await block(visitorId);
    await block(memberId);
    const across = await headlines();
    await api.dataSource.query("delete from blocks where $1 in (blocker_id, blocked_id)", [of.key("organiser")]);
    expect(across).toMatchObject({ "Vera Visitor": "", "Max Member": "Builds boats" });
  });
});

test("previews of one's own profile name kinds of readers and nobody: a block changes none of them", async () => {
  const readers = ["STRANGER", "SIGNED_IN", "FELLOW_MEMBER", "CONNECTION", "ORGANISER", "FELLOW_MEMBERS_APP"];
  const previews = readers
    .map((audience) => `${audience}: profileAs(audience: ${audience}) { profile { headline } }`)
    .join("\n");
  const look = async () => {
    const { data, errors } = await api.as(memberId).graphql(`{ viewer { ${previews} } }`);
    expect(errors).toBeUndefined();
    return data;
  };
  const before = await look();
  expect(JSON.stringify(before).match(/Builds boats/g)).toHaveLength(readers.length);
  await makeBlock(api.dataSource, memberId, of.key("organiser"));
  expect(await look()).toEqual(before);
});
