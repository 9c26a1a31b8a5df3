import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Anything } from "../support/anything.ts";
import { type CastApi, type CastName, startWithCast } from "../support/cast.ts";
import { act, eventsOf, makeMeeting } from "../support/meetings.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

let draft: Awaited<ReturnType<typeof makeMeeting>>;
beforeEach(async () => {
  draft = await makeMeeting(api.dataSource, { publishedAt: null });
});

type Answer = { meeting: Anything };
const publish = (who: CastName | null, input: object = {}) =>
  act<Answer>(
    api,
    who,
    "publishMeeting",
    { meetingId: draft.globalId, ...input },
    "meeting { status publishedAt sequence version viewerCanPublish }",
  );
const told = async () => (await eventsOf(api.dataSource)).filter(({ payload }) => payload["meetingId"] === draft.id);
const seenBy = async (who: CastName | null): Promise<boolean> => {
  const { data } = await api.as(who).graphql("query ($id: ID!) { node(id: $id) { id } }", { id: draft.globalId });
  return data?.["node"] !== null;
};

describe("publishMeeting", () => {
  test("shows a draft to everybody who sees the group, once", async () => {
    expect([await seenBy("dev"), await seenBy("hana"), await seenBy("ben"), await seenBy(null)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    const { meeting, faults } = await publish("dev");
    expect(faults).toEqual([]);
    expect(meeting).toEqual({
      status: "SCHEDULED",
      publishedAt: "2026-06-01T09:00:00.000Z",
      sequence: 1,
      version: 2,
      viewerCanPublish: false,
    });
    expect(await seenBy(null)).toBe(true);
    expect((await publish("ada")).meeting).toMatchObject({ version: 2 });
    expect(await told()).toEqual([
      { name: "meeting.published", payload: { meetingId: draft.id, groupId: draft.groupId } },
    ]);
  });

  test("threat 11: to anybody but organisers the draft is not there", async () => {
    expect((await publish(null)).refused).toEqual(["UNAUTHENTICATED"]);
    for (const who of ["cleo", "ben", "hana", "remy", "bao", "eva"] as const) {
      expect([who, (await publish(who)).faults]).toEqual([who, ["NOT_FOUND meetingId"]]);
    }
    const published = await makeMeeting(api.dataSource);
    expect((await publish("ben", { meetingId: published.globalId })).refused).toEqual(["FORBIDDEN"]);
  });

  test("not one that was cancelled or would be over; not at another version", async () => {
    const cancelled = await makeMeeting(api.dataSource, {
      publishedAt: null,
      cancelledAt: new Date("2026-05-30T12:00:00Z"),
    });
    const over = await makeMeeting(api.dataSource, { publishedAt: null, startsAtLocal: "2026-06-01T09:00:00" });
    expect((await publish("ada", { meetingId: cancelled.globalId })).faults).toEqual(["CONFLICT meetingId"]);
    expect((await publish("ada", { meetingId: over.globalId })).faults).toEqual(["CONFLICT meetingId"]);
    expect((await publish("ada", { expectedVersion: 2 })).faults).toEqual(["STALE expectedVersion"]);
    expect((await publish("ada", { expectedVersion: 1 })).faults).toEqual([]);
  });
});
