/** Codes that connect two people, what each of the two sees, and how little of its end. */

import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { ConnectedPair, ConnectionOrigin, pairOf } from "../../src/connections/connection.entity.ts";
import { ConnectionOffer } from "../../src/connections/connection-offer.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, type CastName, idOf, keyOf, makeBlock, makePerson, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { MovedClock } from "../support/rolls.ts";

const clock = new MovedClock();
const START = new Date("2026-06-01T09:00:00.000Z");
/** So many minutes after the start. */
const after = (minutes: number): Date => new Date(START.getTime() + minutes * 60_000);
const wait = (minutes: number): void => clock.moveTo(after(minutes).toISOString());
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());
beforeEach(async () => {
  wait(0);
  await api.dataSource.query("delete from connections");
  await api.dataSource.query("delete from connection_offers");
  await api.dataSource.query("delete from quotas");
  await api.dataSource.query("delete from unrelayed_events");
});

const FIELDS = "id origin startedAt viewerBridges other { id } meeting { id } group { id }";
const offer = async (who: string, input: object = {}): Promise<string> =>
  (await done(api, who, "offerConnection", { ...input }, "code expiresAt"))["code"] as string;
const accept = (who: string, code: string) => act(api, who, "acceptConnection", { code }, `connection { ${FIELDS} }`);
async function connect(one: CastName, other: CastName): Promise<string> {
  const { payload } = await accept(other, await offer(one));
  return payload?.["connection"].id as string;
}
const connectionsOf = async (who: string): Promise<Anything> => {
  const query = `{ viewer { connections { totalCount edges { node { ${FIELDS} } } } } }`;
  const { data } = await api.as(who).graphql<Anything>(query);
  return data.viewer.connections;
};
/** Everything that somebody can ask about a connection, and about the other one of the two. */
async function look(who: string, connectionId: string, personId: string): Promise<Anything> {
  const query = `query ($connection: ID!, $person: ID!) {
    node(id: $connection) { ... on ConnectedPair { ${FIELDS} } }
    nodes(ids: [$connection]) { id }
    person: node(id: $person) { ... on Person { viewerConnection { id } contact { email } } }
    viewer { connections { totalCount edges { cursor node { id } } } }
  }`;
  return (await api.as(who).graphql<Anything>(query, { connection: connectionId, person: personId })).data;
}
const jobs = () => testJobs(api.dataSource.manager, { clock: clock }).deps;

test("whoever takes the code that somebody shows is connected with them, and both see it", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const answer = await done(api, "ada", "offerConnection", { meetingId: meeting.globalId }, "code expiresAt");
  expect(answer).toMatchObject({ code: expect.stringMatching(/^\d{10}$/), expiresAt: "2026-06-01T09:10:00.000Z" });
  wait(9);
  const code = answer["code"] as string;
  const { payload } = await accept("ben", `${code.slice(0, 5)} ${code.slice(5)}`);
  expect(payload).toMatchObject({
    connection: {
      ...{ origin: "INVITATION", startedAt: "2026-06-01T09:09:00.000Z", viewerBridges: false },
      ...{ other: { id: idOf("ada") }, meeting: { id: meeting.globalId }, group: { id: idOf("harbourBreakfast") } },
    },
  });
  const { id } = payload?.["connection"];
  expect((await connectionsOf("ada")).edges).toMatchObject([{ node: { id, other: { id: idOf("ben") } } }]);
  expect((await connectionsOf("ben")).edges).toMatchObject([{ node: { id, other: { id: idOf("ada") } } }]);
});

test("nobody else sees it, along no way", async () => {
  const id = await connect("ada", "ben");
  for (const who of ["cleo", "hana", "kit", "eva"] as const) {
    expect(await look(who, id, idOf("ada"))).toMatchObject({
      node: null,
      nodes: [null],
      person: { viewerConnection: null },
    });
    for (const person of ["ada", "ben"] as const) {
      const query = "query ($id: ID!) { node(id: $id) { ... on Person { connections { totalCount } } } }";
      expect(
        (await api.as(who).graphql<Anything>(query, { id: idOf(person) })).data.node?.connections ?? null,
      ).toBeNull();
    }
  }
  const query = "query ($id: ID!) { node(id: $id) { id } }";
  expect((await api.as(null).graphql<Anything>(query, { id })).data.node).toBeNull();
});

test("a code works once: of two who take it at the same moment one is connected", async () => {
  for (let round = 0; round < 4; round++) {
    await api.dataSource.query("delete from connections");
    const code = await offer("ada");
    const outcomes = await Promise.all([accept("ben", code), accept("cleo", code)]);
    expect(outcomes.map(({ codes }) => codes).sort()).toEqual([[], ["NOT_FOUND"]]);
    expect(await api.dataSource.manager.count(ConnectedPair)).toBe(1);
  }
});

test("two who take each other's codes at the same moment have one connection, begun once", async () => {
  const codes = [await offer("ada"), await offer("cleo")] as const;
  const outcomes = await Promise.all([accept("cleo", codes[0]), accept("ada", codes[1])]);
  expect(outcomes.map((outcome) => outcome.codes)).toEqual([[], []]);
  expect(new Set(outcomes.map(({ payload }) => payload?.["connection"].id)).size).toBe(1);
  const begun = await api.dataSource.query(
    "select from events join unrelayed_events using (position) where name = 'connection.began'",
  );
  expect(begun).toHaveLength(1);
});

test("taking it again changes nothing, and brings nothing back that ended", async () => {
  const code = await offer("ada");
  const first = await accept("ben", code);
  wait(60);
  expect(await accept("ben", code)).toEqual(first);
  await done(api, "ada", "disconnect", { connectionId: first.payload?.["connection"].id }, "person { id }");
  const { payload, codes } = await accept("ben", code);
  expect([codes, payload?.["connection"]]).toEqual([[], null]);
  expect((await connectionsOf("ben")).totalCount).toBe(0);
});

test("a code that ran out, was taken, never was, or is across a block, is refused in the same words", async () => {
  const taken = await offer("ada");
  await accept("cleo", taken);
  const late = await offer("ada");
  wait(10);
  const blocked = await offer("kit");
  const refusals = await Promise.all(
    [taken, late, "0123456789", "", "no code", blocked].map((code) => accept("ben", code)),
  );
  expect(new Set(refusals.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(refusals[0]).toMatchObject({ codes: ["NOT_FOUND"], messages: [expect.stringContaining("no longer")] });
  expect(await api.dataSource.manager.countBy(ConnectionOffer, { acceptedById: keyOf("ben") })).toBe(0);
  // What a blocked one tried did not use the code up.
  expect((await accept("eva", blocked)).codes).toEqual([]);
});

test("one's own code connects with nobody, and nobody tries many", async () => {
  expect(await accept("ada", await offer("ada"))).toMatchObject({ codes: ["INVALID"] });
  for (let tries = 1; tries < 20; tries++) await accept("ada", "0000000000");
  expect((await accept("ada", await offer("ben"))).codes).toEqual(["RATE_LIMITED"]);
});

test("the same key gives the same code; another meeting with it is refused", async () => {
  const [code, again] = [await offer("ada", { idempotencyKey: "k" }), await offer("ada", { idempotencyKey: "k" })];
  expect(again).toBe(code);
  expect(await api.dataSource.manager.count(ConnectionOffer)).toBe(1);
  const meeting = await makeMeeting(api.dataSource);
  const other = { idempotencyKey: "k", meetingId: meeting.globalId };
  expect((await act(api, "ada", "offerConnection", other, "code")).codes).toEqual(["CONFLICT"]);
  const [{ kept }] = await api.dataSource.query("select connection_offers::text as kept from connection_offers");
  expect(kept).not.toContain(code);
});

test("each side allows for itself, and does not see what the other allows", async () => {
  const id = await connect("ada", "ben");
  const { connection } = await done(
    api,
    "ada",
    "setBridgeConsent",
    { connectionId: id, bridges: true },
    "connection { viewerBridges }",
  );
  expect(connection).toEqual({ viewerBridges: true });
  await done(api, "ada", "setBridgeConsent", { connectionId: id, bridges: true });
  expect((await look("ben", id, idOf("ada"))).node.viewerBridges).toBe(false);
  const told = await api.dataSource.query(
    "select from events join unrelayed_events using (position) where name = 'connection.bridgeConsentChanged'",
  );
  expect(told).toHaveLength(1);
  await done(api, "ada", "disconnect", { connectionId: id });
  expect((await act(api, "ada", "setBridgeConsent", { connectionId: id, bridges: true })).codes).toEqual(["NOT_FOUND"]);
});

test("both say at once what they allow, and both words stand", async () => {
  const id = await connect("ada", "ben");
  const say = (who: string) => act(api, who, "setBridgeConsent", { connectionId: id, bridges: true });
  await Promise.all([say("ada"), say("ben")]);
  expect(await api.dataSource.manager.find(ConnectedPair)).toMatchObject([{ lowBridges: true, highBridges: true }]);
});

test("its end leaves the other side what it would see had the other one ended it, or blocked and come back", async () => {
  const endings: Record<string, (id: string) => Promise<unknown>> = {
    "by ada": (id) => done(api, "ada", "disconnect", { connectionId: id }),
    "by ben": (id) => done(api, "ben", "disconnect", { connectionId: id }),
    "by a block": async () => {
      await done(api, "ada", "blockPerson", { personId: idOf("ben") });
      await drainJobs(jobs());
      await done(api, "ada", "unblockPerson", { personId: idOf("ben") });
    },
  };
  const seen = new Map<string, Anything>();
  for (const [name, end] of Object.entries(endings)) {
    await api.dataSource.query("delete from connections");
    const id = await connect("ada", "ben");
    await end(id);
    const { node, nodes, person, viewer } = await look("ben", id, idOf("ada"));
    const again = await act(api, "ben", "disconnect", { connectionId: id }, "person { id }");
    const consent = await act(api, "ben", "setBridgeConsent", { connectionId: id, bridges: true });
    seen.set(name, { node, nodes, person, viewer, again, consent });
  }
  expect(seen.get("by ada")).toMatchObject({
    node: null,
    nodes: [null],
    viewer: { connections: { totalCount: 0, edges: [] } },
  });
  expect(seen.get("by ben")).toEqual(seen.get("by ada"));
  expect(seen.get("by a block")).toEqual(seen.get("by ada"));
  const mails = await api.dataSource.query("select from mails");
  expect(mails).toHaveLength(0);
});

test("a block hides it at once from both, and it does not come back with the other's return", async () => {
  const id = await connect("cleo", "finn");
  const block = await makeBlock(api.dataSource, keyOf("finn"), keyOf("cleo"));
  for (const [who, other] of [["cleo", "finn"] as const, ["finn", "cleo"] as const]) {
    expect(await look(who, id, idOf(other))).toMatchObject({
      node: null,
      person: null,
      viewer: { connections: { totalCount: 0 } },
    });
  }
  await api.dataSource.manager.delete("blocks", { id: block.id });
  expect((await look("cleo", id, idOf("finn"))).node).not.toBeNull();
  await done(api, "finn", "blockPerson", { personId: idOf("cleo") });
  await done(api, "finn", "unblockPerson", { personId: idOf("cleo") });
  await drainJobs(jobs());
  expect((await look("cleo", id, idOf("finn"))).node).toBeNull();
});

test("a block of long ago does not end what began since", async () => {
  await done(api, "finn", "blockPerson", { personId: idOf("cleo") });
  await done(api, "finn", "unblockPerson", { personId: idOf("cleo") });
  wait(1);
  const id = await connect("cleo", "finn");
  await drainJobs(jobs());
  expect((await look("cleo", id, idOf("finn"))).node).not.toBeNull();
});

test("disconnecting twice at once is one end; of others' connections there is nothing to end", async () => {
  const id = await connect("ada", "ben");
  const end = (who: CastName) => act(api, who, "disconnect", { connectionId: id }, "person { id }");
  const outcomes = await Promise.all([end("ada"), end("ben"), end("ada")]);
  expect(outcomes.map(({ codes }) => codes)).toEqual([[], [], []]);
  expect(outcomes[0].payload?.["person"]).toEqual({ id: idOf("ben") });
  const ended = await api.dataSource.query(
    "select from events join unrelayed_events using (position) where name = 'connection.ended'",
  );
  expect(ended).toHaveLength(1);
  expect((await end("cleo")).codes).toEqual(["NOT_FOUND"]);
  expect((await act(api, "ada", "disconnect", { connectionId: idOf("ben") })).codes).toEqual(["NOT_FOUND"]);
});

test("who is connected sees the other also where that one has no account", async () => {
  const outsider = await makePerson(api.dataSource, { email: null, emailVerifiedAt: null });
  const personId = globalId("per", outsider.id);
  expect((await look("cleo", idOf("ben"), personId)).person).toBeNull();
  await api.dataSource.manager.insert(ConnectedPair, {
    ...{ id: outsider.id, ...pairOf(outsider.id, keyOf("cleo")) },
    ...{ origin: ConnectionOrigin.INTRODUCTION, startedAt: START },
  });
  expect((await look("cleo", idOf("ben"), personId)).person).not.toBeNull();
  expect((await look("eva", idOf("ben"), personId)).person).toBeNull();
  expect((await connectionsOf("cleo")).edges).toMatchObject([{ node: { other: { id: personId } } }]);
});

test("pages go by the beginning, and origins can be chosen", async () => {
  for (const [index, origin] of Object.values(ConnectionOrigin).entries()) {
    const { id } = await makePerson(api.dataSource);
    const startedAt = after(-index);
    await api.dataSource.manager.insert(ConnectedPair, { id, ...pairOf(id, keyOf("ada")), origin, startedAt });
  }
  const query = `query ($after: String, $filter: ConnectedPairFilter) { viewer {
    connections(first: 2, after: $after, filter: $filter, orderBy: { field: STARTED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor } edges { node { origin } } } } }`;
  const page = async (variables: object): Promise<Anything> =>
    (await api.as("ada").graphql<Anything>(query, { ...variables })).data.viewer.connections;
  const origins = ({ edges }: Anything) => edges.map((edge: Anything) => edge.node.origin);
  const first = await page({});
  expect([origins(first), first.pageInfo.hasNextPage]).toEqual([["INTRODUCTION", "ENCOUNTER"], true]);
  expect(origins(await page({ after: first.pageInfo.endCursor }))).toEqual(["INVITATION", "IMPORT"]);
  expect(origins(await page({ filter: { origins: ["IMPORT", "ENCOUNTER"] } }))).toEqual(["ENCOUNTER", "IMPORT"]);
});

test("what ended is forgotten after a week, codes after a day", async () => {
  const id = await connect("ada", "ben");
  await offer("ada");
  await done(api, "ada", "disconnect", { connectionId: id });
  const rows = () =>
    Promise.all([api.dataSource.manager.count(ConnectedPair), api.dataSource.manager.count(ConnectionOffer)]);
  wait(1_440);
  await runTimer(jobs(), "delete-ended-connections");
  expect(await rows()).toEqual([1, 2]);
  wait(1_450);
  await runTimer(jobs(), "delete-ended-connections");
  expect(await rows()).toEqual([1, 0]);
  wait(7 * 1_440);
  await runTimer(jobs(), "delete-ended-connections");
  expect(await rows()).toEqual([0, 0]);
});
