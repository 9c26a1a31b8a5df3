/** What somebody writes down of meeting others: in their own book, and a talk of two counts once. */

import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { act, done } from "../support/act.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, type CastName, idOf, keyOf, makeBlock, startWithCast } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());
beforeEach(async () => {
  for (const table of ["one_to_ones", "encounter_people", "encounters", "connections", "quotas", "unrelayed_events"]) {
    await api.dataSource.query(`delete from ${table}`);
  }
});

const FIELDS = `encounter { id setting metOn place note isConfirmed wishesConnection version
  meeting { id } people { name person { id } } }`;
const DAY = "2026-05-31";
const log = (who: string, input: object) =>
  act(api, who, "logEncounter", { setting: "ONE_TO_ONE", metOn: DAY, ...input }, FIELDS);
const talk = (who: string, other: CastName, input: object = {}) =>
  log(who, { with: [{ personId: idOf(other) }], ...input });
const idFrom = ({ payload }: Awaited<ReturnType<typeof log>>): string => payload?.["encounter"].id as string;
const update = (who: string, encounterId: string, input: object) =>
  act(api, who, "updateEncounter", { encounterId, ...input }, FIELDS);
const remove = (who: string, encounterId: string) =>
  act(api, who, "deleteEncounter", { encounterId }, "deletedEncounterId");
const read = async (who: string | null, id: string): Promise<Anything> => {
  const query = "query ($id: ID!) { node(id: $id) { id ... on Encounter { isConfirmed } } }";
  return (await api.as(who).graphql<Anything>(query, { id })).data.node;
};
const talks = () => api.dataSource.query("select met_on from one_to_ones");
const connections = () => api.dataSource.query("select origin from connections where ended_at is null");

test("it names people and names, where and when, and stands in the author's list", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { payload, codes } = await log("ada", {
    ...{ setting: "MEETING", place: " The  Boathouse ", note: "Both\r\nrow.", meetingId: meeting.globalId },
    with: [{ name: " The  goalkeeper " }, { personId: idOf("ben") }],
  });
  expect(codes).toEqual([]);
  expect(payload).toMatchObject({
    encounter: {
      ...{
        setting: "MEETING",
        metOn: DAY,
        place: "The Boathouse",
        note: "Both\nrow.",
        meeting: { id: meeting.globalId },
      },
      ...{ isConfirmed: false, wishesConnection: false, version: 1 },
      people: [
        { name: "The goalkeeper", person: null },
        { name: null, person: { id: idOf("ben") } },
      ],
    },
  });
  await log("ada", { setting: "SPORT", metOn: "2026-05-30", with: [{ name: "Somebody" }] });
  const query = `query ($ben: ID!) {
    viewer { encounters { totalCount edges { node { metOn } } } }
    node(id: $ben) { ... on Person { viewerEncounters(filter: { settings: [MEETING] }) { totalCount } } }
  }`;
  const { data } = await api.as("ada").graphql<Anything>(query, { ben: idOf("ben") });
  expect(data.viewer.encounters.edges).toEqual([{ node: { metOn: "2026-05-30" } }, { node: { metOn: DAY } }]);
  expect(data.node.viewerEncounters.totalCount).toBe(1);
});

test("nobody else reads it, whom it names least of all", async () => {
  const id = idFrom(await talk("ada", "ben", { note: "Owes me a lunch." }));
  for (const who of ["ben", "dev", "hana", "cleo", null] as const) {
    expect(await read(who, id)).toBeNull();
    const query = `query ($ada: ID!, $ben: ID!) { nodes(ids: [$ada, $ben]) { ... on Person {
      encounters { totalCount } viewerEncounters { totalCount } viewerConnection { id } } } }`;
    const { data } = await api.as(who).graphql<Anything>(query, { ada: idOf("ada"), ben: idOf("ben") });
    for (const person of data.nodes) {
      if (person?.encounters) expect(person.encounters.totalCount).toBe(0);
      expect(person?.viewerEncounters?.totalCount ?? 0).toBe(0);
    }
    if (who === null) continue;
    expect((await update(who, id, { note: "Mine." })).codes).toEqual(["NOT_FOUND"]);
    expect((await remove(who, id)).codes).toEqual(["NOT_FOUND"]);
  }
  const mails = await api.dataSource.query("select from mails");
  expect(mails).toHaveLength(0);
});

test("a talk that both write down counts once, whoever is first, and both read that it is confirmed", async () => {
  const first = idFrom(await talk("ada", "ben"));
  expect(await read("ada", first)).toMatchObject({ isConfirmed: false });
  const second = await talk("ben", "ada");
  expect(second.payload).toMatchObject({ encounter: { isConfirmed: true } });
  expect(await read("ada", first)).toMatchObject({ isConfirmed: true });
  expect(await talks()).toHaveLength(1);
  // Another day is another talk.
  await talk("ben", "ada", { metOn: "2026-05-30" });
  expect(await talks()).toHaveLength(2);
  expect(await connections()).toEqual([]);
});

test("both write it down at the same moment: one talk, confirmed, and one connection if both wish it", async () => {
  for (let round = 0; round < 4; round++) {
    const metOn = `2026-05-2${round}`;
    const wish = { metOn, wishesConnection: true };
    const outcomes = await Promise.all([talk("ada", "ben", wish), talk("ben", "ada", wish)]);
    expect(outcomes.map(({ codes }) => codes)).toEqual([[], []]);
    expect(await talks()).toHaveLength(round + 1);
    for (const [index, who] of (["ada", "ben"] as const).entries()) {
      expect(await read(who, idFrom(outcomes[index] as never))).toMatchObject({ isConfirmed: true });
    }
    expect(await connections()).toEqual([{ origin: "ENCOUNTER" }]);
  }
});

test("nobody is connected by the wish of one", async () => {
  const id = idFrom(await talk("ada", "ben", { wishesConnection: true }));
  const other = idFrom(await talk("ben", "ada"));
  expect(await connections()).toEqual([]);
  expect((await update("ben", other, { wishesConnection: true })).codes).toEqual([]);
  expect(await connections()).toEqual([{ origin: "ENCOUNTER" }]);
  expect((await remove("ada", id)).codes).toEqual([]);
  expect(await connections()).toHaveLength(1);
});

test("both change their mind to yes at the same moment, and are connected", async () => {
  const ids = [idFrom(await talk("ada", "ben")), idFrom(await talk("ben", "ada"))] as const;
  const say = (who: string, id: string) => update(who, id, { wishesConnection: true });
  const outcomes = await Promise.all([say("ada", ids[0]), say("ben", ids[1])]);
  expect(outcomes.map(({ codes }) => codes)).toEqual([[], []]);
  expect(await connections()).toHaveLength(1);
});

test("across a block nobody can be named, nothing is confirmed, and nobody is connected", async () => {
  expect((await talk("ben", "kit")).codes).toEqual(["NOT_FOUND"]);
  expect((await talk("kit", "ben")).codes).toEqual(["NOT_FOUND"]);
  const id = idFrom(await talk("cleo", "eva", { wishesConnection: true }));
  const other = idFrom(await talk("eva", "cleo"));
  const block = await makeBlock(api.dataSource, keyOf("eva"), keyOf("cleo"));
  expect(await read("cleo", id)).toMatchObject({ isConfirmed: false });
  expect((await update("eva", other, { wishesConnection: true })).codes).toEqual([]);
  expect(await connections()).toEqual([]);
  await api.dataSource.manager.delete("blocks", { id: block.id });
});

test("a second talk with the same person on the same day is refused; the same key gives the first answer", async () => {
  const first = await talk("ada", "ben", { idempotencyKey: "talk" });
  expect(await talk("ada", "ben", { idempotencyKey: "talk" })).toEqual(first);
  expect((await talk("ada", "ben")).codes).toEqual(["DUPLICATE"]);
  const twice = await Promise.all([talk("ada", "cleo"), talk("ada", "cleo")]);
  expect(twice.map(({ codes }) => codes).sort()).toEqual([["DUPLICATE"], []].sort());
  expect(await talks()).toHaveLength(2);
});

test("what is changed is counted where it belongs now", async () => {
  const id = idFrom(await talk("ada", "ben"));
  await talk("ben", "ada", { metOn: "2026-05-30" });
  expect((await update("ada", id, { metOn: "2026-05-30" })).payload).toMatchObject({
    encounter: { isConfirmed: true, version: 2 },
  });
  expect(await talks()).toHaveLength(1);
  expect((await update("ada", id, { with: [{ personId: idOf("cleo") }] })).payload).toMatchObject({
    encounter: { isConfirmed: false, people: [{ person: { id: idOf("cleo") } }] },
  });
  expect(await talks()).toHaveLength(2);
  expect((await update("ada", id, { setting: "SPORT", place: null })).payload).toMatchObject({
    encounter: { setting: "SPORT", place: null },
  });
  expect(await talks()).toHaveLength(1);
  expect((await update("ada", id, { note: "Rows.", expectedVersion: 1 })).codes).toEqual(["STALE"]);
});

test("both take their word back at the same moment, and nothing is left", async () => {
  const ids = [idFrom(await talk("ada", "ben")), idFrom(await talk("ben", "ada"))] as const;
  const outcomes = await Promise.all([remove("ada", ids[0]), remove("ben", ids[1])]);
  expect(outcomes.map(({ codes }) => codes)).toEqual([[], []]);
  for (const table of ["one_to_ones", "encounter_people", "encounters"]) {
    expect(await api.dataSource.query(`select from ${table}`)).toHaveLength(0);
  }
  expect((await remove("ada", ids[0])).codes).toEqual(["NOT_FOUND"]);
});

test("what makes no sense is refused by name", async () => {
  const ben = { personId: idOf("ben") };
  const faults = async (input: object) => {
    const { payload, codes } = await log("ada", input);
    return [codes, payload?.errors.map(({ path }) => path?.slice(1).join("."))];
  };
  expect(await faults({ with: [ben], metOn: "2026-06-02" })).toEqual([["INVALID"], ["metOn"]]);
  expect(await faults({ with: [ben, { name: "Another" }] })).toEqual([["INVALID"], ["with"]]);
  expect(await faults({ with: [ben], setting: "SPORT", wishesConnection: true })).toEqual([
    ["INVALID"],
    ["wishesConnection"],
  ]);
  expect(await faults({ with: [{ name: "Nobody" }], wishesConnection: true })).toEqual([
    ["INVALID"],
    ["wishesConnection"],
  ]);
  expect(await faults({ with: [], setting: "SPORT" })).toEqual([["INVALID"], ["with"]]);
  expect(await faults({ with: [ben, ben], setting: "SPORT" })).toEqual([["INVALID"], ["with.1.personId"]]);
  expect(await faults({ with: [{ personId: idOf("ada") }] })).toEqual([["INVALID"], ["with.0.personId"]]);
  expect(await faults({ with: [{ personId: idOf("harbourBreakfast") }] })).toEqual([
    ["NOT_FOUND"],
    ["with.0.personId"],
  ]);
  expect(await faults({ with: [{ name: "a".repeat(101) }] })).toMatchObject([
    ["INVALID"],
    [expect.stringContaining("with")],
  ]);
  expect(await faults({ with: [ben], note: "n".repeat(4_001) })).toEqual([["INVALID"], ["note"]]);
  // Where the day begins first, the first of June is nearly over.
  expect((await log("ada", { with: [ben], metOn: "2026-06-01" })).codes).toEqual([]);
  await done(api, "ada", "logEncounter", { setting: "OTHER", metOn: "0001-01-01", with: [{ name: "Caesar" }] });
});
