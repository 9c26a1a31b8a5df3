/**
 * Places where one person is shown to another, with a block between the two and without. Suggestions at meetings leave
 * out whom one knows, so `hidden-people.test.ts` proves them, as `warm-paths.test.ts` does ways to people.
 */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { globalId, newId } from "../../src/platform/ids.ts";
import { going, meetingOf } from "../suggestions/going.ts";
import { connect, interest, makeMember, type Planted, post, topic } from "../suggestions/world.ts";
import { type CastApi, makeBlock, startWithCast } from "../support/cast.ts";
import { StillClock } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";

const WHEN = "2026-05-20T09:00:00.000Z";
let api: CastApi;
let of: House;
let meetingId: string;
let me: Planted;
let other: Planted;
beforeAll(async () => {
  api = await startWithCast({ clock: new StillClock("2026-06-01T09:00:00.000Z") });
  of = await newHouse(api);
  const friend = await makeMember(api, of.group.id, "Friend");
  [me, other] = [await makeMember(api, of.group.id, "Me"), await makeMember(api, of.group.id, "Other")];
  const sailing = await topic(api, "Sailing");
  await interest(api, sailing, me, other, friend);
  await post(api, "ask", other, sailing);
  await post(api, "offer", other, sailing);
  for (const [one, another] of [
    [me, friend],
    [me, other],
  ] as const) {
    await connect(api, one, another);
  }
  meetingId = await meetingOf(api, of.group.id);
  await going(api, of.group.id, meetingId, [me, other, friend]);
  await plantBooks(sailing);
});
afterAll(() => api.close());

/** An office in the group, a part in the meeting, what I wrote down of the other, and what they answered and read. */
async function plantBooks(sailing: string): Promise<void> {
  const { dataSource: db } = api;
  await db.query(
    `insert into role_terms (id, group_id, person_id, role, starts_on, given_at, taken_up_at)
     values ($1, $2, $3, 'MEMBER', '2026-01-01', $4, $4)`,
    [newId(), of.group.id, other.key, WHEN],
  );
  await db.query(
    `insert into meeting_roles (id, meeting_id, person_id, role, takes_seat, position) values ($1, $2, $3, 'SPEAKER', false, 0)`,
    [newId(), meetingId, other.key],
  );
  await db.query(
    `insert into recall_notes (id, author_id, person_id, text, created_at, updated_at) values ($1, $2, $3, 'Sails.', $4, $4)`,
    [newId(), me.key, other.key, WHEN],
  );
  await db.query(
    `insert into follow_ups (id, author_id, person_id, text, due_on, status, created_at, updated_at)
     values ($1, $2, $3, 'Call.', '2026-06-10', 'OPEN', $4, $4)`,
    [newId(), me.key, other.key, WHEN],
  );
  const encounterId = newId();
  await db.query(
    `insert into encounters (id, author_id, setting, met_on, created_at, updated_at) values ($1, $2, 'SPORT', '2026-05-20', $3, $3)`,
    [encounterId, me.key, WHEN],
  );
  await db.query(
    `insert into contact_reads (id, person_id, reader_id, read_on, details, times, first_read_at, last_read_at)
     values ($1, $2, $3, '2026-05-20', '{EMAIL}', 1, $4, $4)`,
    [newId(), me.key, other.key, WHEN],
  );
  for (const kind of ["ask", "offer"] as const) {
    await post(api, kind, me, sailing);
    await db.query(
      `insert into ${kind}_responses (id, ${kind}_id, person_id, text, responded_at)
       select $1, id, $2, 'Gladly.', $3 from ${kind}s where person_id = $4`,
      [newId(), other.key, WHEN, me.key],
    );
  }
  await db.query("insert into encounter_people (id, encounter_id, place, person_id) values ($1, $2, 0, $3)", [
    ...[newId(), encounterId, other.key],
  ]);
}

const ofGroup = (fields: string) => () => `node(id: "${of.id}") { ... on Group { ${fields} } }`;
const ofMeeting = (fields: string) => () =>
  `node(id: "${globalId("mtg", meetingId)}") { ... on Meeting { ${fields} } }`;
const mine = (fields: string) => () => `viewer { ${fields} }`;
const ANSWERS = `edges { node { responses { edges { node { person { id } } } } } }`;
const WHO = "edges { node { person { id } } }";

const PLACES: Readonly<Record<string, () => string>> = {
  "the person by id": () => `node(id: "${other.id}") { id }`,
  "several people by id": () => `nodes(ids: ["${other.id}"]) { id }`,
  "members of a group": ofGroup(`memberships(first: 100) { ${WHO} }`),
  "offices of a group": ofGroup(`roleTerms(first: 100) { ${WHO} }`),
  "who comes to a meeting": ofMeeting(`rsvps(first: 100) { ${WHO} }`),
  "who speaks at a meeting": ofMeeting("speakers { person { id } }"),
  "own connections": mine("connections { edges { node { other { id } } } }"),
  "people who should know each other": mine("suggestedIntroductions(first: 20) { personA { id } personB { id } }"),
  "what others ask": () => `asks(first: 100) { ${WHO} }`,
  "what others offer": () => `offers(first: 100) { ${WHO} }`,
  "own notes": mine(`recallNotes { ${WHO} }`),
  "own promises": mine(`followUps { ${WHO} }`),
  "answers to own asks": mine(`asks { ${ANSWERS} }`),
  "answers to own offers": mine(`offers { ${ANSWERS} }`),
  "who read own contact details": mine("contactReads { edges { node { reader { id } } } }"),
  "people to recall before a meeting": () =>
    `viewer { peopleToRecall(meetingId: "${globalId("mtg", meetingId)}") { id } }`,
  "own encounters": mine("encounters { edges { node { people { person { id } } } } }"),
};

/** Lists of which the other is one entry; what the viewer wrote, and the history of a group, stay and count. */
const COUNTED: Readonly<Record<string, () => string>> = {
  "members of a group": ofGroup("memberships { totalCount }"),
  "members of a role": ofGroup("memberships(filter: { roles: [MEMBER] }) { totalCount }"),
  "who comes to a meeting": ofMeeting("rsvps { totalCount }"),
  "who says they come": ofMeeting("rsvps(filter: { statuses: [GOING] }) { totalCount }"),
  "own connections": mine("connections { totalCount }"),
  "what others ask": () => `asks(filter: { isOwn: false }) { totalCount }`,
  "what others offer": () => `offers(filter: { isOwn: false }) { totalCount }`,
  "what others ask, by words": () => `asks(filter: { isOwn: false, query: "roof" }) { totalCount }`,
  "answers to own asks": mine("asks { edges { node { responses { totalCount } } } }"),
  "answers to own offers": mine("offers { edges { node { responses { totalCount } } } }"),
};
const counted = async (place: () => string): Promise<number> => {
  const { data, errors } = await api.as(me.key).graphql(`{ ${place()} }`);
  expect(errors).toBeUndefined();
  return Number(/"totalCount":(\d+)/.exec(JSON.stringify(data))?.[1]);
};

const shown = async (place: () => string): Promise<boolean> => {
  const { data, errors } = await api.as(me.key).graphql(`{ ${place()} }`);
  expect(errors).toBeUndefined();
  return JSON.stringify(data).includes(other.id);
};

describe.each([
  { who: "who blocks the viewer", block: () => makeBlock(api.dataSource, other.key, me.key) },
  { who: "whom the viewer blocks", block: () => makeBlock(api.dataSource, me.key, other.key) },
])("somebody $who", ({ block }) => {
  test.each(Object.entries(PLACES))("is gone from %s", async (_name, place) => {
    expect(await shown(place)).toBe(true);
    await block();
    const isShown = await shown(place);
    await api.dataSource.query("delete from blocks where $1 in (blocker_id, blocked_id)", [me.key]);
    expect(isShown).toBe(false);
  });

  test.each(Object.entries(COUNTED))("is one less in %s", async (_name, place) => {
    const before = await counted(place);
    await block();
    const after = await counted(place);
    await api.dataSource.query("delete from blocks where $1 in (blocker_id, blocked_id)", [me.key]);
    expect([before > 0, after]).toEqual([true, before - 1]);
  });
});
