import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type CastApi, type CastName, idOf, startWithCast } from "../support/cast.ts";
import { act, makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, newMarkId, record } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterEach(() => clock.moveTo(at("06:05")));
afterAll(() => api.close());

const FIELDS = "name kind visitCount firstSeenAt lastVisitAt joinedAt invitedBy { id } person { id }";
const VISITORS = `query ($group: ID!, $filter: VisitorFilter) {
  group(by: { id: $group }) { visitors(filter: $filter, first: 100) { edges { node { ${FIELDS} } } } }
}`;

/** What somebody reads of the group's visitors, by name; null for who may not. */
async function visitorsAs(who: CastName | null, filter: object | null = null) {
  const { data, errors } = await api.as(who).graphql<{
    group: { visitors: { edges: { node: { name: string } }[] } | null };
  }>(VISITORS, { group: idOf("harbourBreakfast"), filter });
  expect(errors).toBeUndefined();
  const edges = data?.group.visitors?.edges;
  return edges ? new Map(edges.map(({ node }) => [node.name, node])) : null;
}

/** A meeting on a day of June 2026, at 07:00 in London, and whoever the mark is about there. */
async function comes(day: number, who: Record<string, unknown>, code = "PRESENT") {
  const date = `2026-06-${String(day).padStart(2, "0")}`;
  const meeting = await makeMeeting(api.dataSource, { startsAtLocal: `${date}T07:00:00` });
  clock.moveTo(`${date}T06:05:00.000Z`);
  const mark = markOf({ ...who, code, recordedAt: `${date}T06:00:00.000Z` });
  expect((await record(api, "hana", meeting.globalId, [mark])).outcomes).toEqual(["STORED"]);
  return meeting;
}

describe("a group's record of a visitor", () => {
  test("recognises an address at the next visit, counts the visits, and keeps who first brought them", async () => {
    const nora = (more: object = {}) => ({
      walkIn: { walkInId: newMarkId(), name: "Nora", email: "nora@example.org", ...more },
    });
    await comes(2, nora());
    expect((await visitorsAs("ada"))?.get("Nora")).toMatchObject({ visitCount: 1, invitedBy: null });
    await comes(9, nora({ name: "Nora Nettle", email: " NORA@example.org", invitedBy: idOf("ben") }), "LATE");
    await comes(16, nora({ invitedBy: idOf("kit") }));
    await comes(23, nora(), "ABSENT");

    const known = await visitorsAs("ada");
    expect(known?.get("Nora")).toEqual({
      name: "Nora",
      kind: "GUEST",
      visitCount: 3,
      firstSeenAt: "2026-06-02T06:00:00.000Z",
      lastVisitAt: "2026-06-16T06:00:00.000Z",
      joinedAt: null,
      invitedBy: { id: idOf("ben") },
      // Known by an address that somebody typed: whose it is stays untold.
      person: null,
    });
    expect(known?.has("Nora Nettle")).toBe(false);
  });

  test("takes several walk-ins of one address in one delivery for one person, with the one who brought them", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const otto = (more: object) =>
      markOf({ walkIn: { walkInId: newMarkId(), name: "Otto", email: "otto@example.org", ...more } });
    const { outcomes } = await record(api, "hana", meeting.globalId, [otto({}), otto({ invitedBy: idOf("kit") })]);
    expect(outcomes).toEqual(["STORED", "STORED"]);
    expect((await visitorsAs("hana"))?.get("Otto")).toMatchObject({ visitCount: 1, invitedBy: { id: idOf("kit") } });
  });

  test("tells who joined afterwards; meetings since then are no visits", async () => {
    await comes(3, { walkIn: { walkInId: newMarkId(), name: "Rita", kind: "PROSPECT", invitedBy: idOf("ben") } });
    const [{ id }] = await api.dataSource.query<[{ id: string }]>("select id from people where display_name = 'Rita'");
    const personId = `per_${id.replaceAll("-", "")}`;
    await comes(10, { personId });
    clock.moveTo("2026-06-11T09:00:00.000Z");
    const added = await act(
      api,
      "ada",
      "addMember",
      { groupId: idOf("harbourBreakfast"), who: { personId } },
      "membership { status }",
    );
    expect(added).toMatchObject({ faults: [], refused: [], membership: { status: "ACTIVE" } });
    await comes(17, { personId });

    const joined = await visitorsAs("ada", { hasJoined: true });
    expect([...(joined ?? [])]).toEqual([
      [
        "Rita",
        expect.objectContaining({
          visitCount: 2,
          lastVisitAt: "2026-06-10T06:00:00.000Z",
          joinedAt: "2026-06-11T09:00:00.000Z",
        }),
      ],
    ]);
    expect((await visitorsAs("ada", { hasJoined: false }))?.has("Rita")).toBe(false);
  });

  test("is for those who host the group", async () => {
    for (const who of ["ada", "hana"] as const) expect((await visitorsAs(who))?.size).toBeGreaterThan(0);
    for (const who of ["ben", "cleo", null] as const) expect(await visitorsAs(who)).toBeNull();
  });
});
