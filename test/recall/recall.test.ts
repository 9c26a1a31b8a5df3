/** Notes and promises are their author's alone; before a meeting they come back. */

import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { Attendance } from "../../src/attendance/attendance.entity.ts";
import { AttendanceCode } from "../../src/attendance/attendance-code.ts";
import { Group } from "../../src/groups/group.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { TakePartMode } from "../../src/meetings/meeting-mode.ts";
import { Person } from "../../src/people/person.entity.ts";
import { Rsvp, RsvpStatus } from "../../src/rsvps/rsvp.entity.ts";
import { act, done } from "../support/act.ts";
import type { Anything } from "../support/anything.ts";
import {
  type CastApi,
  type CastName,
  fixedId,
  idOf,
  keyOf,
  makeBlock,
  makeRow,
  startWithCast,
} from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";
import { TEST_NOW } from "../support/start-api.ts";
import { questionsAbout } from "./questions-about.ts";

let api: CastApi;
beforeAll(async () => {
  // Whole types are asked of at once.
  api = await startWithCast({ limits: { anonymousPointsMax: 1_000_000, signedInPointsMax: 1_000_000 } });
});
afterAll(() => api.close());
beforeEach(async () => {
  for (const table of [
    "follow_ups",
    "recall_notes",
    "encounter_people",
    "encounters",
    "attendances",
    "rsvps",
    "quotas",
  ]) {
    await api.dataSource.query(`delete from ${table}`);
  }
});

const NOTE = "recallNote { id text version person { id } }";
const PROMISE = "followUp { id text dueOn status settledAt version person { id } }";
const note = (who: string, about: CastName, input: object = {}) =>
  act(api, who, "writeRecallNote", { personId: idOf(about), text: "Rows on Sundays.", ...input }, NOTE);
const promise = (who: string, to: CastName | null, input: object = {}) =>
  act(
    api,
    who,
    "addFollowUp",
    { ...(to ? { personId: idOf(to) } : {}), text: "Send the article", dueOn: "2026-06-05", ...input },
    PROMISE,
  );
const recall = async (who: string | null, meetingId: string, selection = "id"): Promise<Anything> => {
  const query = `query ($id: ID!) { viewer { peopleToRecall(meetingId: $id) { ${selection} } } }`;
  const { data, errors } = await api.as(who).graphql<Anything>(query, { id: meetingId });
  expect(errors).toBeUndefined();
  return data.viewer?.peopleToRecall ?? null;
};
let made = 0;
const answer = (meetingId: string, name: CastName, status = RsvpStatus.GOING) =>
  makeRow(api.dataSource, Rsvp, {
    ...{ id: fixedId(0x7000 + ++made), groupId: keyOf("harbourBreakfast"), meetingId, personId: keyOf(name), status },
    ...{ mode: TakePartMode.IN_PERSON, answeredById: keyOf(name) },
    ...{ respondedAt: TEST_NOW, createdAt: TEST_NOW, updatedAt: TEST_NOW },
  });
async function attend(meetingId: string, name: CastName, code = AttendanceCode.PRESENT): Promise<void> {
  const { startsAt } = await api.dataSource.manager.findOneByOrFail(Meeting, { id: meetingId });
  await makeRow(api.dataSource, Attendance, {
    ...{ id: fixedId(0x8000 + ++made), groupId: keyOf("harbourBreakfast"), meetingId, personId: keyOf(name), code },
    ...{ startsAt, updatedAt: TEST_NOW },
  });
}

test("a note is written, changed under its version, and taken away", async () => {
  const { payload } = await note("ben", "ada", { text: " Rows.\r\nSings. ", idempotencyKey: "note" });
  expect(payload).toMatchObject({ recallNote: { text: "Rows.\nSings.", version: 1, person: { id: idOf("ada") } } });
  expect((await note("ben", "ada", { text: " Rows.\r\nSings. ", idempotencyKey: "note" })).payload).toEqual(payload);
  const recallNoteId = payload?.["recallNote"].id as string;
  const changed = await act(api, "ben", "updateRecallNote", { recallNoteId, text: "Sings.", expectedVersion: 1 }, NOTE);
  expect(changed.payload).toMatchObject({ recallNote: { text: "Sings.", version: 2 } });
  expect((await act(api, "ben", "updateRecallNote", { recallNoteId, text: "No.", expectedVersion: 1 })).codes).toEqual([
    "STALE",
  ]);
  const query = `query ($ada: ID!) { viewer { recallNotes { edges { node { text } } } }
    node(id: $ada) { ... on Person { viewerRecallNotes { totalCount } } } }`;
  const { data } = await api.as("ben").graphql<Anything>(query, { ada: idOf("ada") });
  expect(data).toMatchObject({
    viewer: { recallNotes: { edges: [{ node: { text: "Sings." } }] } },
    node: { viewerRecallNotes: { totalCount: 1 } },
  });
  expect((await act(api, "ben", "deleteRecallNote", { recallNoteId }, "deletedRecallNoteId")).payload).toMatchObject({
    deletedRecallNoteId: recallNoteId,
  });
  expect((await act(api, "ben", "deleteRecallNote", { recallNoteId })).codes).toEqual(["NOT_FOUND"]);
  expect((await note("ben", "kit")).codes).toEqual(["NOT_FOUND"]);
  expect((await note("ben", "ada", { text: " " })).codes).toEqual(["INVALID"]);
});

test("a promise is kept, dropped, and open again; what is settled keeps its moment", async () => {
  const { payload } = await promise("ben", "ada");
  expect(payload).toMatchObject({ followUp: { status: "OPEN", settledAt: null, dueOn: "2026-06-05" } });
  const followUpId = payload?.["followUp"].id as string;
  const update = async (input: object) =>
    (await act(api, "ben", "updateFollowUp", { followUpId, ...input }, PROMISE)).payload;
  const settledAt = TEST_NOW.toISOString();
  expect(await update({ status: "DONE" })).toMatchObject({ followUp: { status: "DONE", settledAt } });
  expect(await update({ status: "DROPPED", text: "Send the book" })).toMatchObject({
    followUp: { status: "DROPPED", settledAt, text: "Send the book" },
  });
  expect(await update({ status: "OPEN", dueOn: "2026-07-01" })).toMatchObject({
    followUp: { status: "OPEN", settledAt: null, dueOn: "2026-07-01", version: 4 },
  });
  expect((await act(api, "ben", "updateFollowUp", { followUpId, expectedVersion: 1 })).codes).toEqual(["STALE"]);
  expect((await act(api, "ben", "updateFollowUp", { followUpId, text: null })).codes).toEqual(["INVALID"]);
  await promise("ben", null, { dueOn: "2026-06-02" });
  const query = "{ viewer { followUps(filter: { statuses: [OPEN] }) { edges { node { dueOn person { id } } } } } }";
  const { data } = await api.as("ben").graphql<Anything>(query);
  expect(data.viewer.followUps.edges.map(({ node }: Anything) => node.dueOn)).toEqual(["2026-06-02", "2026-07-01"]);
});

test("no other principal reads a word of it, in any field of the schema", async () => {
  const SECRET = "PURPLE HERON";
  const ids = [
    (await note("ben", "ada", { text: SECRET })).payload?.["recallNote"].id as string,
    (await promise("ben", "ada", { text: SECRET })).payload?.["followUp"].id as string,
    (
      await done(
        api,
        "ben",
        "logEncounter",
        {
          setting: "SPORT",
          metOn: "2026-05-31",
          place: SECRET,
          note: SECRET,
          with: [{ personId: idOf("ada") }, { name: SECRET }],
        },
        "encounter { id }",
      )
    )["encounter"].id as string,
  ];
  const asked = new Set<string>();
  const about = { ids: [...ids, idOf("ben"), idOf("ada")] };
  const read = async (who: CastName | null): Promise<string> => {
    let text = "";
    for (const query of questionsAbout(api.server.schema, asked)) {
      const { data, errors } = await api.as(who).graphql(query, about);
      expect(errors).toBeUndefined();
      text += JSON.stringify(data ?? null);
    }
    return text;
  };
  // The author does, by the same questions: so they would find it.
  expect(await read("ben")).toContain(SECRET);
  expect([...asked]).toEqual(
    expect.arrayContaining(["RecallNote.text", "FollowUp.text", "Encounter.note", "Person.recallNotes"]),
  );
  for (const who of ["ada", "dev", "hana", "kit", "cleo", null] as const) expect(await read(who)).not.toContain(SECRET);
}, 300_000);

test("before a meeting come those who are expected and of whom there is something to remember", async () => {
  const past = await makeMeeting(api.dataSource, { startsAt: new Date("2026-05-26T06:00:00Z") });
  const coming = await makeMeeting(api.dataSource);
  await note("ben", "ada");
  await promise("ben", "hana", { dueOn: "2026-06-09" });
  await promise("ben", "dev", { dueOn: "2026-06-03" });
  await note("ben", "cleo");
  await note("cleo", "hana");
  await attend(past.id, "ben");
  await attend(past.id, "ada", AttendanceCode.LATE);
  const selection = `id viewerLastMet { id } viewerRecallNotes { edges { node { text } } }
    viewerFollowUps(filter: { statuses: [OPEN] }) { edges { node { dueOn } } } viewerEncounters { totalCount }`;
  const people = await recall("ben", coming.globalId, selection);
  // Members are expected: promises by their day, then the rest. Cleo is no member.
  expect(people.map(({ id }: Anything) => id)).toEqual([idOf("dev"), idOf("hana"), idOf("ada")]);
  expect(people[2]).toMatchObject({
    viewerLastMet: { id: past.globalId },
    viewerRecallNotes: { edges: [{ node: { text: "Rows on Sundays." } }] },
  });
  expect(people[0]).toMatchObject({
    viewerLastMet: null,
    viewerFollowUps: { edges: [{ node: { dueOn: "2026-06-03" } }] },
  });
  // A visitor who is going is expected as well, where the list is the viewer's to read.
  await answer(coming.id, "cleo");
  expect((await recall("ben", coming.globalId)).map(({ id }: Anything) => id)).toContain(idOf("cleo"));
  await api.dataSource.manager.update(Person, keyOf("cleo"), { listedAsAttendee: false });
  expect((await recall("ben", coming.globalId)).map(({ id }: Anything) => id)).not.toContain(idOf("cleo"));
  await api.dataSource.manager.update(Person, keyOf("cleo"), { listedAsAttendee: true });
  // Whoever is no member, and may not read who goes, is told of nobody.
  expect(await recall("cleo", coming.globalId)).toEqual([]);
});

test("of groups that expect those going, members who do not go are not told; nor is anybody across a block", async () => {
  const groupId = keyOf("harbourBreakfast");
  const coming = await makeMeeting(api.dataSource);
  await note("ben", "ada");
  await note("ben", "hana");
  await api.dataSource.manager.update(Group, groupId, { expectedRule: "RSVP" as never });
  await answer(coming.id, "hana");
  await answer(coming.id, "ada", RsvpStatus.NOT_GOING);
  expect(await recall("ben", coming.globalId)).toEqual([{ id: idOf("hana") }]);
  const block = await makeBlock(api.dataSource, keyOf("hana"), keyOf("ben"));
  expect(await recall("ben", coming.globalId)).toEqual([]);
  await api.dataSource.manager.delete("blocks", { id: block.id });
  await api.dataSource.manager.update(Group, groupId, { expectedRule: "MEMBERS" as never });
});

test("of a meeting out of sight, of nothing, and for nobody there is no answer", async () => {
  const hidden = await makeMeeting(api.dataSource, { groupId: keyOf("quaysideCircle") });
  expect(await recall("ben", hidden.globalId)).toBeNull();
  expect(await recall("ben", idOf("ada"))).toBeNull();
  expect(await recall(null, hidden.globalId)).toBeNull();
  const query =
    "query ($ada: ID!, $m: ID!) { node(id: $ada) { ... on Person { peopleToRecall(meetingId: $m) { id } } } }";
  const coming = await makeMeeting(api.dataSource);
  const { data } = await api.as("ben").graphql<Anything>(query, { ada: idOf("ada"), m: coming.globalId });
  expect(data.node.peopleToRecall).toBeNull();
});

test("where two met is not told of who does not wish to be listed, but to who hosts", async () => {
  const past = await makeMeeting(api.dataSource);
  for (const name of ["ben", "hana", "ada"] as const) await attend(past.id, name);
  await api.dataSource.manager.update(Person, keyOf("ada"), { listedAsAttendee: false });
  const lastMet = async (who: CastName) => {
    const query = "query ($ada: ID!) { node(id: $ada) { ... on Person { viewerLastMet { id } } } }";
    return (await api.as(who).graphql<Anything>(query, { ada: idOf("ada") })).data.node.viewerLastMet;
  };
  expect(await lastMet("ben")).toBeNull();
  expect(await lastMet("hana")).toEqual({ id: past.globalId });
  await api.dataSource.manager.update(Person, keyOf("ada"), { listedAsAttendee: true });
  expect(await lastMet("ben")).toEqual({ id: past.globalId });
  expect(await lastMet("dev")).toBeNull();
});
