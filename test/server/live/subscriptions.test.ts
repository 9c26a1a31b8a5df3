/** Subscriptions: what they are told and when, what they are not told, and how they end. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createClient } from "graphql-sse";
import { ConnectedApp } from "../../../src/apps/connected-app.entity.ts";
import { GroupVisibility } from "../../../src/groups/group.entity.ts";
import { tellOfEvents } from "../../../src/platform/change-notices.ts";
import { takeUnrelayed } from "../../../src/platform/events.ts";
import { globalId } from "../../../src/platform/ids.ts";
import type { Scope } from "../../../src/scopes/scope.ts";
import type { Limits } from "../../../src/server/limits.ts";
import { createSession } from "../../../src/sign-in/session.ts";
import { done } from "../../support/act.ts";
import { grantApp, makeAccessToken } from "../../support/apps.ts";
import { type CastApi, type CastName, idOf, keyOf, plantCast, withVoices } from "../../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../../support/database.ts";
import { openDoor, recordAtDoor } from "../../support/doors.ts";
import { testJobs } from "../../support/jobs.ts";
import { makeKey } from "../../support/keys.ts";
import { makeMeeting } from "../../support/meetings.ts";
import { newHouse } from "../../support/new-house.ts";
import { at, MovedClock, markOf } from "../../support/rolls.ts";
import { startApi } from "../../support/start-api.ts";
import { Stream } from "../../support/streams.ts";

const HOUR_MS = 3_600_000;
/** Asks again only when something was told. */
const TOLD_ONLY = { livePauseMs: 1, liveRefreshMs: HOUR_MS, liveAnswersPerCallerMax: 3 };
/** Asks again all the time. */
const RESTLESS = { livePauseMs: 1, liveRefreshMs: 20 };

const WATCH = "subscription ($id: ID!) { meetingChanged(meetingId: $id) { title status } }";
const clock = new MovedClock();

let database: TestDatabase;
let api: CastApi;
/** Another process on the same database. */
let restless: CastApi;
let meeting: Awaited<ReturnType<typeof makeMeeting>>;

const start = async (limits: Partial<Limits>) =>
  withVoices(await startApi({ clock, database, publicPages: {}, limits }), clock);

beforeAll(async () => {
  database = await openTestDatabase();
  await plantCast(database.dataSource);
  api = await start(TOLD_ONLY);
  restless = await start(RESTLESS);
});
afterAll(async () => {
  await restless.close();
  await api.close();
  await database.drop();
});
beforeEach(async () => {
  clock.moveTo(at("06:05"));
  meeting = await makeMeeting(database.dataSource);
});

const sessionOf = (who: CastName) => createSession(testJobs(api.dataSource.manager, { clock }).ctx, keyOf(who));

/** An app of theirs, with a token that lasts as long as the day. */
async function appOf(who: CastName, scopes: readonly Scope[]) {
  const { grant } = await grantApp(api.dataSource, keyOf(who), scopes);
  const expiresAt = new Date(at("23:00"));
  return { grant, token: await makeAccessToken(api.dataSource, grant, { expiresAt }) };
}

const watch = (of: CastApi, as: string | null = null, query = WATCH) =>
  Stream.open(of, query, { variables: { id: meeting.globalId }, as });

/** Hands on what happened, as the relay does. */
const relay = () => api.dataSource.transaction(async (db) => tellOfEvents(db, await takeUnrelayed(db, 200)));

async function rename(title: string): Promise<void> {
  await done(api, "dev", "updateMeeting", { meetingId: meeting.globalId, title });
  await relay();
}

const titled = (title: string) => ({ meetingChanged: { title, status: "SCHEDULED" } });

test("a meeting is told as it stands, and again when it changed, on every process", async () => {
  const streams = [await watch(api), await watch(restless)];
  for (const stream of streams) {
    expect(stream.contentType).toBe("text/event-stream; charset=utf-8");
    expect(await stream.data()).toEqual(titled("Breakfast"));
  }
  await rename("Breakfast with guests");
  for (const stream of streams) expect(await stream.data()).toEqual(titled("Breakfast with guests"));
  await done(api, "dev", "cancelMeeting", { meetingId: meeting.globalId });
  await relay();
  for (const stream of streams) {
    expect(await stream.data()).toEqual({ meetingChanged: { title: "Breakfast with guests", status: "CANCELLED" } });
    stream.close();
  }
});

test("what is not about it, or changes nothing of what it asked for, is no answer", async () => {
  const stream = await watch(api);
  expect(await stream.data()).toEqual(titled("Breakfast"));
  await done(api, "dev", "updateMeeting", { meetingId: meeting.globalId, description: "With bread." });
  await relay();
  expect((await stream.event())?.kind).toBe("ping");
  const another = await makeMeeting(api.dataSource);
  await done(api, "dev", "updateMeeting", { meetingId: another.globalId, title: "Supper" });
  await rename("Brunch");
  expect(await stream.data()).toEqual(titled("Brunch"));
  stream.close();
});

test("time alone is an answer, without any notice", async () => {
  const stream = await watch(restless, null, "subscription ($id: ID!) { meetingChanged(meetingId: $id) { hasEnded } }");
  expect(await stream.data()).toEqual({ meetingChanged: { hasEnded: false } });
  clock.moveTo(at("07:30"));
  expect(await stream.data()).toEqual({ meetingChanged: { hasEnded: true } });
  stream.close();
});

test("each is told what the viewer may see, and no more", async () => {
  clock.moveTo(at("05:00"));
  const going = "subscription ($id: ID!) { meetingChanged(meetingId: $id) { rsvps(first: 5) { totalCount } } }";
  const [byOrganiser, byNobody] = [await watch(api, (await sessionOf("dev")).token, going), await watch(api)];
  expect(await byOrganiser.data()).toEqual({ meetingChanged: { rsvps: { totalCount: 0 } } });
  await byNobody.data();
  await done(api, "ben", "rsvpGoing", { meetingId: meeting.globalId });
  await relay();
  expect(await byOrganiser.data()).toEqual({ meetingChanged: { rsvps: { totalCount: 1 } } });
  expect((await byNobody.event())?.kind).toBe("ping");
  const draft = await makeMeeting(api.dataSource, { publishedAt: null });
  const hidden = await Stream.open(api, WATCH, { variables: { id: draft.globalId } });
  expect(await hidden.data()).toEqual({ meetingChanged: null });
  await done(api, "dev", "publishMeeting", { meetingId: draft.globalId });
  await relay();
  expect(await hidden.data()).toEqual(titled("Breakfast"));
  for (const stream of [byOrganiser, byNobody, hidden]) stream.close();
});

test("a session that was ended is told of nothing any more", async () => {
  const { token } = await sessionOf("ben");
  const [told, looking] = [await watch(api, token), await watch(restless, token)];
  for (const stream of [told, looking]) expect(await stream.data()).toEqual(titled("Breakfast"));
  await api.graphql("mutation { signOut(input: {}) { errors { code } } }", {}, { as: token });
  await rename("Only for those who are signed in");
  for (const stream of [told, looking]) {
    const event = await stream.said();
    expect(event?.answer.errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    expect(event?.answer.data).toBeUndefined();
    expect((await stream.said())?.kind).toBe("complete");
    expect(await stream.said()).toBeNull();
  }
});

test("threat 7: an app that was disconnected, and a key that was revoked, are told of nothing any more", async () => {
  const { grant, token } = await appOf("ben", ["meetings:read"]);
  const { id, secret } = await makeKey(api, "ada", [idOf("harbourBreakfast")], {
    kind: "SECRET",
    scopes: ["MEETINGS_READ"],
    allowedOrigins: [],
  });
  const streams = [await watch(api, token), await watch(api, secret)];
  for (const stream of streams) expect(await stream.data()).toEqual(titled("Breakfast"));
  await done(api, "ben", "disconnectApp", { connectedAppId: globalId("cap", grant.id) });
  await done(api, "ada", "revokeApiKey", { apiKeyId: id });
  await rename("Not for them");
  for (const stream of streams) {
    const event = await stream.said();
    expect([event?.answer.errors[0].extensions.code, event?.answer.data]).toEqual(["UNAUTHENTICATED", undefined]);
    expect((await stream.said())?.kind).toBe("complete");
  }
});

test("threat 7: an app whose scopes were narrowed is told of nothing any more", async () => {
  const { grant, token } = await appOf("ben", ["meetings:read", "profile:read"]);
  const stream = await watch(api, token);
  expect(await stream.data()).toEqual(titled("Breakfast"));
  await api.dataSource.getRepository(ConnectedApp).update(grant.id, { scopes: ["profile:read"] });
  await rename("Not for apps without the scope");
  expect((await stream.said())?.answer.errors).toMatchObject([{ extensions: { code: "INSUFFICIENT_SCOPE" } }]);
  expect((await stream.said())?.kind).toBe("complete");
});

test("threat 7: whoever left the group is told that its draft is out of sight", async () => {
  const house = await newHouse(api, { visibility: GroupVisibility.PRIVATE });
  const own = await makeMeeting(api.dataSource, { groupId: house.group.id });
  const { token } = await createSession(testJobs(api.dataSource.manager, { clock }).ctx, house.key("member"));
  const stream = await Stream.open(api, WATCH, { variables: { id: own.globalId }, as: token });
  expect(await stream.data()).toEqual(titled("Breakfast"));
  await done(api, house.key("member"), "leaveGroup", { groupId: house.id });
  await done(api, house.key("owner"), "updateMeeting", { meetingId: own.globalId, title: "Among ourselves" });
  await relay();
  expect(await stream.data()).toEqual({ meetingChanged: null });
  stream.close();
});

test("telephones at one entrance see what each took down, until the door is closed", async () => {
  const { id, token } = await openDoor(api, "hana", meeting.globalId);
  const other = await openDoor(api, "hana", meeting.globalId);
  const query = "subscription { doorChanged { isOpen lines { name code } } }";
  const stream = await Stream.open(api, query, { as: token });
  const before = await stream.data();
  expect(before.doorChanged.isOpen).toBe(true);
  await recordAtDoor(api, other.token, meeting.globalId, [markOf({ person: "ben" })]);
  await relay();
  const after = await stream.data();
  expect(after).not.toEqual(before);
  await done(api, "dev", "closeDoor", { doorId: id });
  await relay();
  expect((await stream.said())?.answer.errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  expect((await stream.said())?.kind).toBe("complete");
});

test("whoever takes no stream is told to, and what is no subscription is answered once", async () => {
  const plain = await api.graphql(WATCH, { id: meeting.globalId });
  expect([plain.status, plain.errors?.[0]?.extensions.code]).toEqual([406, "BAD_REQUEST"]);
  const query = await Stream.open(api, "{ __typename }");
  expect([await query.data(), (await query.said())?.kind, await query.said()]).toEqual([
    { __typename: "Query" },
    "complete",
    null,
  ]);
});

test.each([
  ["of two fields", "subscription { doorChanged { id } meetingChanged(meetingId: 1) { id } }", 400],
  ["of a field that is none", "subscription { everything }", 400],
])("a subscription %s is refused before anything is sent", async (_title, query, status) => {
  const refused = await Stream.open(api, query);
  expect([refused.status, refused.contentType]).toEqual([status, "application/graphql-response+json; charset=utf-8"]);
});

test("an unknown credential opens none", async () => {
  const refused = await watch(api, "nobody's");
  expect(refused.status).toBe(401);
});

test("one caller has so many open, and another may still open one", async () => {
  const { token } = await sessionOf("kit");
  const open: Stream[] = [];
  for (let count = 0; count < TOLD_ONLY.liveAnswersPerCallerMax; count++) open.push(await watch(api, token));
  const over = await watch(api, token);
  expect(over.status).toBe(429);
  const ofAnother = await watch(api, (await sessionOf("eva")).token);
  expect(ofAnother.status).toBe(200);
  for (const stream of [...open, ofAnother]) stream.close();
});

test("the client of `graphql-sse` reads it as its own", async () => {
  const client = createClient({ url: api.url, retryAttempts: 0 });
  const answers = client.iterate({ query: WATCH, variables: { id: meeting.globalId } });
  expect((await answers.next()).value?.data).toEqual(titled("Breakfast"));
  await rename("Read by a stranger");
  expect((await answers.next()).value?.data).toEqual(titled("Read by a stranger"));
  await answers.return?.();
  client.dispose();
});

test("a server that ends breaks off, so that clients come again elsewhere", async () => {
  const ending = await start({ ...TOLD_ONLY, liveAnswersMax: 1 });
  const stream = await watch(ending);
  expect(await stream.data()).toEqual(titled("Breakfast"));
  expect((await watch(ending)).status).toBe(429);
  await ending.close();
  expect(await stream.said()).toBeNull();
});
