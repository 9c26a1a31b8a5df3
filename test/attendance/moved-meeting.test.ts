import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type CastApi, idOf, startWithCast } from "../support/cast.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { act, makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, record } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());

const LISTED = `query ($id: ID!, $after: String, $direction: OrderDirection!) { node(id: $id) { ... on Person {
  attendances(first: 1, after: $after, orderBy: { field: MEETING_STARTS_AT, direction: $direction }) {
    pageInfo { endCursor } edges { node { meeting { id } } } } } } }`;
interface Page {
  readonly pageInfo: { readonly endCursor: string | null };
  readonly edges: readonly { readonly node: { readonly meeting: { readonly id: string } } }[];
}

/** The ids of the meetings of ben's attendances, read one a page. */
async function meetingsOfBen(direction: "ASC" | "DESC", after: string | null = null): Promise<string[]> {
  const { data, errors } = await api
    .as("ben")
    .graphql<{ node: { attendances: Page } }>(LISTED, { id: idOf("ben"), after, direction });
  expect(errors).toBeUndefined();
  const { edges, pageInfo } = data?.node.attendances ?? { edges: [], pageInfo: { endCursor: null } };
  const ids = edges.map(({ node }) => node.meeting.id);
  return ids.length === 0 ? [] : [...ids, ...(await meetingsOfBen(direction, pageInfo.endCursor))];
}

test("a meeting that is moved takes the attendances of its open roll to their place among the others", async () => {
  const early = await makeMeeting(api.dataSource);
  const late = await makeMeeting(api.dataSource, { startsAtLocal: "2026-06-02T08:00" });
  clock.moveTo(at("05:30"));
  for (const { globalId } of [early, late]) {
    const { outcomes } = await record(api, "hana", globalId, [markOf({ person: "ben", recordedAt: at("05:20") })]);
    expect(outcomes).toEqual(["STORED"]);
  }
  expect(await meetingsOfBen("DESC")).toEqual([late.globalId, early.globalId]);

  const input = { meetingId: early.globalId, startsAtLocal: "2026-06-02T08:30" };
  const { faults } = await act(api, "ada", "rescheduleMeeting", input, "meeting { id }");
  expect(faults).toEqual([]);
  expect(await meetingsOfBen("DESC")).toEqual([early.globalId, late.globalId]);
  expect(await meetingsOfBen("ASC")).toEqual([late.globalId, early.globalId]);

  // And what is marked from now on has the new start, too.
  const { outcomes } = await record(api, "hana", early.globalId, [markOf({ person: "kit", recordedAt: at("05:29") })]);
  expect(outcomes).toEqual(["STORED"]);
  const starts = await api.dataSource.query(
    "select distinct starts_at as start from attendances where meeting_id = $1",
    [early.id],
  );
  expect(starts).toEqual([{ start: new Date(at("07:30")) }]);
  expect(await brokenInvariants(api.dataSource, clock.now())).toEqual([]);
});
