import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { Membership, MembershipStatus } from "../../src/groups/membership.entity.ts";
import { MembershipPeriod } from "../../src/groups/membership-period.entity.ts";
import { type CastApi, type CastName, keyOf, makeMembership, makePerson, startWithCast } from "../support/cast.ts";
import { act, makeMeeting } from "../support/meetings.ts";
import { at, codesOf, MovedClock, markOf, record, rollOf, sheetOf } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterEach(() => clock.moveTo(at("06:05")));
afterAll(() => api.close());

const submit = (meetingId: string) => act(api, "hana", "submitRoll", { meetingId }, "meeting { id }");
const decide = (who: CastName | null, act_: "acceptMark" | "dismissMark", meetingId: string, markId: unknown) =>
  act(api, who, act_, { meetingId, markId }, "mark { clientId isAccepted decidedAt } meeting { roll { version } }");
const countedOf = async (meetingId: string, name: string) =>
  (await sheetOf(api, meetingId)).find((line) => line["name"] === name)?.["counted_code"];

describe("a mark that arrives after submission", () => {
  test("is kept and flagged, changes nothing by itself, and says so again when it is repeated", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await submit(meeting.globalId);
    const before = await sheetOf(api, meeting.id);
    const late = markOf({ person: "ben", recordedAt: at("06:01") });
    expect((await record(api, "hana", meeting.globalId, [late])).outcomes).toEqual(["FLAGGED AFTER_SUBMISSION"]);
    expect((await record(api, "hana", meeting.globalId, [late])).outcomes).toEqual(["REPEATED AFTER_SUBMISSION"]);
    expect(await sheetOf(api, meeting.id)).toEqual(before);
    const roll = await rollOf(api, "hana", meeting.globalId);
    expect(roll).toMatchObject({ flaggedMarks: [{ clientId: late["markId"], flag: "AFTER_SUBMISSION", name: "Ben" }] });
    expect(roll?.byName.get("Ben")).toMatchObject({ code: "ABSENT", hasFlaggedMark: true });
  });

  test("once accepted wins over the submission, and counts at once", async () => {
    const meeting = await makeMeeting(api.dataSource);
    clock.moveTo(at("09:00"));
    await submit(meeting.globalId);
    expect(await countedOf(meeting.id, "Ben")).toBe("ABSENT");
    const late = markOf({ person: "ben", recordedAt: at("06:05"), arrivedAt: at("06:05") });
    await record(api, "hana", meeting.globalId, [late]);
    const accepted = await decide("ada", "acceptMark", meeting.globalId, late["markId"]);
    expect(accepted).toMatchObject({ faults: [], mark: { isAccepted: true, decidedAt: at("09:00") } });
    expect(await codesOf(api, "ada", meeting.globalId)).toMatchObject({ Ben: "PRESENT", Kit: "ABSENT" });
    expect(await countedOf(meeting.id, "Ben")).toBe("PRESENT");
    expect(await rollOf(api, "ada", meeting.globalId)).toMatchObject({ flaggedMarks: [], status: "SUBMITTED" });
  });

  test("once accepted loses to a mark that was made later: its own recordedAt decides", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await record(api, "hana", meeting.globalId, [markOf({ person: "ben", code: "LATE", recordedAt: at("06:03") })]);
    await submit(meeting.globalId);
    const old = markOf({ person: "ben", code: "ABSENT", recordedAt: at("06:01") });
    await record(api, "ada", meeting.globalId, [old]);
    await decide("ada", "acceptMark", meeting.globalId, old["markId"]);
    expect(await codesOf(api, "ada", meeting.globalId)).toMatchObject({ Ben: "LATE" });
  });

  test("accepted while the roll is reopened, it counts with the next submission", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await submit(meeting.globalId);
    const late = markOf({ person: "ben" });
    await record(api, "hana", meeting.globalId, [late]);
    await act(api, "ada", "reopenRoll", { meetingId: meeting.globalId }, "meeting { id }");
    expect(await codesOf(api, "ada", meeting.globalId)).toMatchObject({ Ben: "ABSENT" });
    await decide("ada", "acceptMark", meeting.globalId, late["markId"]);
    expect(await codesOf(api, "ada", meeting.globalId)).toMatchObject({ Ben: "PRESENT" });
    expect(await countedOf(meeting.id, "Ben")).toBe("ABSENT");
    await submit(meeting.globalId);
    expect(await countedOf(meeting.id, "Ben")).toBe("PRESENT");
  });

  test("dismissed stays out for good, and in the history", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await submit(meeting.globalId);
    const late = markOf({ person: "ben" });
    await record(api, "hana", meeting.globalId, [late]);
    expect(await decide("dev", "dismissMark", meeting.globalId, late["markId"])).toMatchObject({
      mark: { isAccepted: false },
    });
    expect(await codesOf(api, "ada", meeting.globalId)).toMatchObject({ Ben: "ABSENT" });
    const { data } = await api
      .as("ada")
      .graphql(
        "query ($id: ID!) { node(id: $id) { ... on Meeting { marks { edges { node { clientId flag isAccepted } } } waiting: marks(filter: { undecided: true }) { totalCount } } } }",
        { id: meeting.globalId },
      );
    expect(data).toEqual({
      node: {
        marks: { edges: [{ node: { clientId: late["markId"], flag: "AFTER_SUBMISSION", isAccepted: false } }] },
        waiting: { totalCount: 0 },
      },
    });
  });

  test("is decided once: again changes nothing, otherwise is refused, and it is the organisers' word", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const applied = markOf({ person: "kit" });
    await record(api, "hana", meeting.globalId, [applied]);
    await submit(meeting.globalId);
    const late = markOf({ person: "ben" });
    await record(api, "hana", meeting.globalId, [late]);
    for (const who of ["hana", "ben", "cleo"] as const) {
      expect((await decide(who, "acceptMark", meeting.globalId, late["markId"])).refused).toEqual(["FORBIDDEN"]);
    }
    expect((await decide(null, "acceptMark", meeting.globalId, late["markId"])).refused).toEqual(["UNAUTHENTICATED"]);
    const first = await decide("ada", "acceptMark", meeting.globalId, late["markId"]);
    expect(await decide("ada", "acceptMark", meeting.globalId, late["markId"])).toEqual(first);
    expect((await decide("ada", "dismissMark", meeting.globalId, late["markId"])).faults).toEqual(["CONFLICT markId"]);
    expect((await decide("ada", "acceptMark", meeting.globalId, applied["markId"])).faults).toEqual([
      "CONFLICT markId",
    ]);
    expect((await decide("ada", "acceptMark", meeting.globalId, "no uuid")).faults).toEqual(["INVALID markId"]);
    expect(
      (await decide("ada", "acceptMark", meeting.globalId, "0a7e0000-0000-4000-9000-000000000000")).faults,
    ).toEqual(["NOT_FOUND markId"]);
    const log = await api.dataSource.query(
      "select action, person_id from audit_entries where action = 'acceptMark' and request_id is not null order by id desc limit 1",
    );
    expect(log).toEqual([{ action: "acceptMark", person_id: keyOf("ben") }]);
    await expect(api.dataSource.query("delete from mark_decisions")).rejects.toThrow("append-only");
  });
});

describe("a mark about somebody who left meanwhile", () => {
  test("is flagged; a visitor of long ago who comes again is none", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const { id: personId } = await makePerson(api.dataSource, { displayName: "Lea" });
    const { id } = await makeMembership(api.dataSource, { groupId: keyOf("harbourBreakfast"), personId });
    const lea = `per_${personId.replaceAll("-", "")}`;
    const early = markOf({ personId: lea, recordedAt: at("06:01") });
    expect((await record(api, "hana", meeting.globalId, [early])).outcomes).toEqual(["STORED"]);
    const left = new Date(at("06:04"));
    await api.dataSource.getRepository(Membership).update({ id }, { status: MembershipStatus.RESIGNED, endedAt: left });
    await api.dataSource.getRepository(MembershipPeriod).update({ membershipId: id }, { endedAt: left });

    const late = markOf({ personId: lea, code: "LATE", recordedAt: at("06:02") });
    const { outcomes } = await record(api, "hana", meeting.globalId, [early, late, markOf({ person: "remy" })]);
    expect(outcomes).toEqual(["REPEATED", "FLAGGED LEFT_MEANWHILE", "STORED"]);
    expect(await codesOf(api, "hana", meeting.globalId)).toMatchObject({ Lea: "PRESENT", Remy: "PRESENT" });
    await decide("ada", "acceptMark", meeting.globalId, late["markId"]);
    expect(await codesOf(api, "hana", meeting.globalId)).toMatchObject({ Lea: "LATE" });
  });
});
