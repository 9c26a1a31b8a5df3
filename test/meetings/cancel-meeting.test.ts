import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, type CastName, keyOf, startWithCast } from "../support/cast.ts";
import { act, eventsOf, makeMeeting } from "../support/meetings.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

let meeting: Awaited<ReturnType<typeof makeMeeting>>;
beforeEach(async () => {
  meeting = await makeMeeting(api.dataSource);
});

type Answer = { meeting: Anything };
const cancel = (who: CastName | null, input: object = {}) =>
  act<Answer>(
    api,
    who,
    "cancelMeeting",
    { meetingId: meeting.globalId, ...input },
    "meeting { status cancelledAt cancellationReason sequence version viewerCanCancel viewerCanReschedule viewerCanUpdate }",
  );
const row = () => api.dataSource.manager.findOneByOrFail(Meeting, { id: meeting.id });
const told = async () => (await eventsOf(api.dataSource)).filter(({ payload }) => payload["meetingId"] === meeting.id);

describe("cancelMeeting", () => {
  test("calls it off, with a reason that everybody may read", async () => {
    const { meeting: after, faults } = await cancel("ada", { reason: " The café is flooded.\r\nSorry! " });
    expect(faults).toEqual([]);
    expect(after).toEqual({
      status: "CANCELLED",
      cancelledAt: "2026-06-01T09:00:00.000Z",
      cancellationReason: "The café is flooded.\nSorry!",
      sequence: 1,
      version: 2,
      viewerCanCancel: false,
      viewerCanReschedule: false,
      viewerCanUpdate: true,
    });
    expect(await told()).toEqual([
      { name: "meeting.cancelled", payload: { meetingId: meeting.id, groupId: meeting.groupId, wasPublished: true } },
    ]);
    const document =
      "query ($id: ID!) { node(id: $id) { ... on Meeting { status cancellationReason viewerCanCancel } } }";
    expect((await api.as(null).graphql(document, { id: meeting.globalId })).data?.["node"]).toEqual({
      status: "CANCELLED",
      cancellationReason: "The café is flooded.\nSorry!",
      viewerCanCancel: false,
    });
  });

  test("twice is once: the first reason stands, and nobody is told again", async () => {
    await cancel("ada", { reason: "First" });
    const again = await cancel("dev", { reason: "Second", expectedVersion: 1 });
    expect(again).toMatchObject({ faults: [], meeting: { cancellationReason: "First", version: 2, sequence: 1 } });
    expect(await told()).toHaveLength(1);
  });

  test("a draft is dropped in the same way, and stays with the organisers", async () => {
    const draft = await makeMeeting(api.dataSource, { publishedAt: null });
    expect((await cancel("ada", { meetingId: draft.globalId })).meeting).toMatchObject({ status: "CANCELLED" });
    expect((await eventsOf(api.dataSource)).at(-1)?.payload).toMatchObject({
      meetingId: draft.id,
      wasPublished: false,
    });
    expect((await cancel("ben", { meetingId: draft.globalId })).faults).toEqual(["NOT_FOUND meetingId"]);
  });

  test("who may not, and who does not even see it", async () => {
    expect((await cancel(null)).refused).toEqual(["UNAUTHENTICATED"]);
    for (const who of ["cleo", "ben", "hana", "remy", "bao", "eva"] as const) {
      expect([who, (await cancel(who)).refused]).toEqual([who, ["FORBIDDEN"]]);
    }
    const hidden = await makeMeeting(api.dataSource, { groupId: keyOf("quaysideCircle") });
    expect((await cancel("ada", { meetingId: hidden.globalId })).faults).toEqual(["NOT_FOUND meetingId"]);
    expect((await cancel("ada", { meetingId: meeting.id })).faults).toEqual(["NOT_FOUND meetingId"]);
    expect(await row()).toMatchObject({ cancelledAt: null, version: 1 });
  });

  test("a running meeting can be called off, one that is over cannot", async () => {
    const running = await makeMeeting(api.dataSource, { startsAtLocal: "2026-06-01T09:30:00" });
    const over = await makeMeeting(api.dataSource, { startsAtLocal: "2026-06-01T09:00:00" });
    expect((await cancel("ada", { meetingId: running.globalId })).faults).toEqual([]);
    expect((await cancel("ada", { meetingId: over.globalId })).faults).toEqual(["CONFLICT meetingId"]);
  });

  test("limits the reason, and refuses an old version", async () => {
    expect((await cancel("ada", { reason: "x".repeat(1_001) })).faults).toEqual(["INVALID reason"]);
    expect((await cancel("ada", { reason: "\u0007" })).faults).toEqual(["INVALID reason"]);
    expect((await cancel("ada", { expectedVersion: 2 })).faults).toEqual(["STALE expectedVersion"]);
    expect((await cancel("ada", { reason: "x".repeat(1_000), expectedVersion: 1 })).faults).toEqual([]);
  });
});
