import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ConnectedPair, ConnectionOrigin, pairOf } from "../../src/connections/connection.entity.ts";
import { newId } from "../../src/platform/ids.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, makeBlock, makeRow, startWithCast } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW } from "../support/start-api.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

/** On a morning: yesterday's and today's were held. */
const meetingOf = (of: House, on = "2026-06-01", row: object = {}): Promise<{ id: string; globalId: string }> =>
  makeMeeting(api.dataSource, { groupId: of.group.id, startsAtLocal: `${on}T06:00:00`, ...row });
const captured = async (who: string, meetingId: string, more: object = {}): Promise<string> =>
  (await done(api, who, "captureIdea", { meetingId, text: "Serve tea first.", ...more }, "idea { id }"))["idea"]
    .id as string;
const suggested = async (of: House, more: object = {}, giver = of.key("other")): Promise<string> => {
  const input = { groupId: of.id, receiverId: of.person("member"), ...more };
  return (await done(api, giver, "suggestGroup", input, "suggestion { id }"))["suggestion"].id as string;
};

const VALUE = `query ($id: ID!) { node(id: $id) { ... on Meeting { viewerValue { contacts { id }
  ideas { totalCount edges { node { text tellsCredited author { id } creditedTo { id } meeting { id } viewerCanDiscard } } }
  groupSuggestions { totalCount edges { node { text outcome giver { id } group { id } } } } } } } }`;
const valueOf = async (who: string | null, meetingId: string) => {
  const { data, errors } = await api
    .as(who)
    .graphql<{ node: { viewerValue: Record<string, unknown> | null } }>(VALUE, { id: meetingId });
  expect(errors).toBeUndefined();
  return data?.node.viewerValue;
};
const written = (who: string, meeting: { globalId: string }, ...people: object[]) =>
  done(api, who, "logEncounter", {
    ...{ setting: "MEETING", metOn: "2026-06-01", meetingId: meeting.globalId, with: people, note: "By the door." },
  });

test("whom one wrote down as met there is among its contacts, and names are in what one wrote", async () => {
  const of = await newHouse(api);
  const [meeting, elsewhere] = [await meetingOf(of), await meetingOf(of, "2026-05-31")];
  const member = of.key("member");
  await written(member, meeting, { personId: of.person("other") }, { name: "The one with the parrot" });
  await written(member, elsewhere, { personId: of.person("host") });
  await written(of.key("other"), meeting, { personId: of.person("trial") });
  const read = async (who: string) => {
    const { data } = await api
      .as(who)
      .graphql(
        "query ($id: ID!) { node(id: $id) { ... on Meeting { viewerValue { contacts { id } encounters { edges { node { note people { name person { id } } } } } } } } }",
        { id: meeting.globalId },
      );
    return (data as { node: { viewerValue: unknown } }).node.viewerValue;
  };
  const people = [
    { name: null, person: { id: of.person("other") } },
    { name: "The one with the parrot", person: null },
  ];
  expect(await read(member)).toEqual({
    contacts: [{ id: of.person("other") }],
    encounters: { edges: [{ node: { note: "By the door.", people } }] },
  });
  expect(await read(of.key("host"))).toEqual({ contacts: [], encounters: { edges: [] } });
});

const NOTHING = {
  contacts: [],
  ideas: { totalCount: 0, edges: [] },
  groupSuggestions: { totalCount: 0, edges: [] },
};
const node = async (who: string | null, id: string) =>
  (await api.as(who).graphql<{ node: object | null }>("query ($id: ID!) { node(id: $id) { id } }", { id })).data?.node;

test("a meeting is worth its contacts, ideas and hints, to each who was there their own", async () => {
  const of = await newHouse(api);
  const [meeting, elsewhere] = [await meetingOf(of), await meetingOf(of, "2026-05-31")];
  const member = of.key("member");
  const pair = (other: string, row: object) =>
    makeRow(api.dataSource, ConnectedPair, {
      ...{ id: newId(), ...pairOf(member, other), origin: ConnectionOrigin.INVITATION, startedAt: TEST_NOW },
      ...{ meetingId: meeting.id, endedAt: null, ...row },
    });
  await pair(of.key("other"), {});
  await pair(of.key("host"), { meetingId: elsewhere.id });
  await pair(of.key("trial"), { endedAt: TEST_NOW });
  await captured(member, meeting.globalId, { creditedToId: of.person("host") });
  await captured(of.key("other"), meeting.globalId);
  await captured(member, elsewhere.globalId);
  await suggested(of, { meetingId: meeting.globalId, text: "They  welcome newcomers." });
  await suggested(of);

  expect(await valueOf(member, meeting.globalId)).toEqual({
    contacts: [{ id: of.person("other") }],
    ideas: {
      totalCount: 1,
      edges: [
        {
          node: {
            ...{ text: "Serve tea first.", tellsCredited: false, author: { id: of.person("member") } },
            ...{ creditedTo: { id: of.person("host") }, meeting: { id: meeting.globalId }, viewerCanDiscard: true },
          },
        },
      ],
    },
    groupSuggestions: {
      totalCount: 1,
      edges: [
        {
          node: {
            ...{ text: "They welcome newcomers.", outcome: null, giver: { id: of.person("other") } },
            group: { id: of.id },
          },
        },
      ],
    },
  });
  expect(await valueOf(of.key("owner"), meeting.globalId)).toEqual(NOTHING);
  expect(await valueOf(null, meeting.globalId)).toBeNull();
});

test("an idea is its author's alone, unless they tell whoever it is credited to", async () => {
  const of = await newHouse(api);
  const { globalId: meetingId } = await meetingOf(of);
  const [member, host] = [of.key("member"), of.key("host")];
  const secret = await captured(member, meetingId, { creditedToId: of.person("host") });
  const told = await captured(member, meetingId, { creditedToId: of.person("host"), tellsCredited: true });
  for (const kind of ["owner", "organiser", "other", "stranger"] as const) {
    expect(await node(of.key(kind), secret)).toBeNull();
    expect(await node(of.key(kind), told)).toBeNull();
  }
  expect(await node(host, secret)).toBeNull();
  expect(await node(host, told)).toEqual({ id: told });
  const { data } = await api
    .as(host)
    .graphql("{ viewer { ideas { totalCount } ideasCredited { edges { node { id } } } } }");
  expect(data).toEqual({ viewer: { ideas: { totalCount: 0 }, ideasCredited: { edges: [{ node: { id: told } }] } } });

  expect((await act(api, host, "discardIdea", { ideaId: told })).codes).toEqual(["FORBIDDEN"]);
  expect((await act(api, host, "discardIdea", { ideaId: secret })).codes).toEqual(["NOT_FOUND"]);
  await makeBlock(api.dataSource, host, member);
  expect(await node(host, told)).toBeNull();
  expect(await node(member, told)).toEqual({ id: told });
  await done(api, member, "discardIdea", { ideaId: told }, "meeting { id }");
  expect((await act(api, member, "discardIdea", { ideaId: told })).codes).toEqual(["NOT_FOUND"]);
});

test("ideas are of meetings that were held, and written down once for a key", async () => {
  const of = await newHouse(api);
  const codes = async (meetingId: string, more: object = {}, who: string | null = of.key("member")) =>
    (await act(api, who, "captureIdea", { meetingId, text: "Tea.", ...more }, "idea { id }")).codes;
  const held = await meetingOf(of);
  expect(await codes(held.globalId, {}, null)).toEqual(["UNAUTHENTICATED"]);
  expect(await codes((await meetingOf(of, "2026-06-02")).globalId)).toEqual(["CONFLICT"]);
  expect(await codes((await meetingOf(of, "2026-06-01", { cancelledAt: TEST_NOW })).globalId)).toEqual(["CONFLICT"]);
  expect(await codes((await meetingOf(of, "2026-06-01", { publishedAt: null })).globalId)).toEqual(["NOT_FOUND"]);
  expect(await codes(held.globalId, { text: " " })).toEqual(["INVALID"]);
  expect(await codes(held.globalId, { creditedToId: of.id })).toEqual(["NOT_FOUND"]);
  const more = { idempotencyKey: "idea-1" };
  const [one, two] = [
    await captured(of.key("member"), held.globalId, more),
    await captured(of.key("member"), held.globalId, more),
  ];
  expect(two).toBe(one);
});

test("a hint at a group goes between two members, and the giver learns what became of it", async () => {
  const of = await newHouse(api);
  const id = await suggested(of);
  const [giver, receiver] = [of.key("other"), of.key("member")];
  for (const kind of ["owner", "host", "stranger"] as const) expect(await node(of.key(kind), id)).toBeNull();
  const report = (who: string | null, outcome: string) =>
    act(api, who, "reportGroupSuggestion", { suggestionId: id, outcome }, "suggestion { outcome outcomeAt }");
  expect((await report(giver, "NO")).codes).toEqual(["FORBIDDEN"]);
  expect((await report(of.key("host"), "NO")).codes).toEqual(["NOT_FOUND"]);
  const said = { outcome: "VISITED", outcomeAt: TEST_NOW.toISOString() };
  expect((await report(receiver, "VISITED")).payload?.["suggestion"]).toEqual(said);
  expect((await report(receiver, "VISITED")).payload?.["suggestion"]).toEqual(said);
  expect((await report(receiver, "JOINED")).codes).toEqual([]);
  const { data } = await api
    .as(giver)
    .graphql("{ viewer { groupSuggestionsGiven { edges { node { id outcome viewerCanReport } } } } }");
  expect(data).toEqual({
    viewer: { groupSuggestionsGiven: { edges: [{ node: { id, outcome: "JOINED", viewerCanReport: false } }] } },
  });
  const events: unknown[] = await api.dataSource.query(
    `select 1 from events where name = 'groupSuggestion.answered'
      and payload ->> 'suggestionId' = (select id::text from group_suggestions where giver_id = $1)`,
    [giver],
  );
  expect(events).toHaveLength(2);
});

test("hints are at groups that everybody may see, and for people one has a group in common with", async () => {
  const of = await newHouse(api);
  const codes = async (more: object, who: string | null = of.key("other")) =>
    (await act(api, who, "suggestGroup", { groupId: of.id, receiverId: of.person("member"), ...more })).codes;
  expect(await codes({}, null)).toEqual(["UNAUTHENTICATED"]);
  expect(await codes({}, of.key("stranger"))).toEqual(["CONFLICT"]);
  expect(await codes({ receiverId: of.person("other") })).toEqual(["INVALID"]);
  const hidden = await newHouse(api, { visibility: "PRIVATE" as never });
  expect(await codes({ groupId: hidden.id })).toEqual(["NOT_FOUND"]);
  const input = { groupId: hidden.id, receiverId: hidden.person("member") };
  expect((await act(api, hidden.key("other"), "suggestGroup", input)).codes).toEqual(["CONFLICT"]);
  expect(await codes({ meetingId: (await meetingOf(of, "2026-06-02")).globalId })).toEqual(["CONFLICT"]);
});

test("across a block a hint is accepted and goes nowhere", async () => {
  const of = await newHouse(api);
  const organiser = of.key("organiser");
  await makeBlock(api.dataSource, of.key("member"), organiser);
  const withheld = await suggested(of, {}, organiser);
  expect(await node(organiser, withheld)).toEqual({ id: withheld });
  expect(await node(of.key("member"), withheld)).toBeNull();
  const input = { suggestionId: withheld, outcome: "NO" };
  expect((await act(api, of.key("member"), "reportGroupSuggestion", input)).codes).toEqual(["NOT_FOUND"]);
  const { data } = await api.as(of.key("member")).graphql("{ viewer { groupSuggestionsReceived { totalCount } } }");
  expect(data).toEqual({ viewer: { groupSuggestionsReceived: { totalCount: 0 } } });
});

test.each([0, 1, 2])("of two outcomes at once the later one stands, for both sides (%i)", async () => {
  const of = await newHouse(api);
  const id = await suggested(of);
  const report = (outcome: string) =>
    act(api, of.key("member"), "reportGroupSuggestion", { suggestionId: id, outcome }, "suggestion { outcome }");
  const both = await Promise.all([report("VISITED"), report("NO")]);
  expect(both.flatMap(({ codes }) => codes)).toEqual([]);
  const read = async (who: string) =>
    (await api.as(who).graphql("query ($id: ID!) { node(id: $id) { ... on GroupSuggestion { outcome } } }", { id }))
      .data;
  expect(await read(of.key("other"))).toEqual(await read(of.key("member")));
});
