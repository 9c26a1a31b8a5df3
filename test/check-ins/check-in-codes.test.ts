/** Codes that people show at the entrance. Threats have the numbers of the list that the service is tested against. */
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, type CastName, idOf, startWithCast } from "../support/cast.ts";
import { atDoor, openDoor } from "../support/doors.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, sheetOf } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterEach(() => clock.moveTo(at("06:05")));
afterAll(() => api.close());

const codeOf = async (who: CastName, meetingId: string): Promise<string> =>
  (await done(api, who, "makeCheckInCode", { meetingId }, "code expiresAt"))["code"];

const CHECK_IN = `mutation ($input: CheckInWithCodeInput!) { checkInWithCode(input: $input) {
  name personId isRepeated attendance { code } mark { id } errors { code } } }`;

/** With a door's token; `["Ben", false]` is a name and whether nothing changed, or the codes of what was refused. */
async function atEntrance(token: string, meetingId: string, code: string) {
  const { data, errors } = await atDoor<{
    checkInWithCode: { name: string; isRepeated: boolean; errors: { code: string }[] };
  }>(api, token, CHECK_IN, { input: { meetingId, code } });
  if (errors) return errors.map(({ extensions }) => extensions.code);
  const { name, isRepeated, errors: faults } = data!.checkInWithCode;
  return faults.length > 0 ? faults.map((fault) => fault.code) : [name, isRepeated];
}
const withSession = async (who: string, meetingId: string, code: string) => {
  const { payload, codes } = await act(api, who, "checkInWithCode", { meetingId, code }, "name isRepeated");
  return codes.length > 0 ? codes : [payload?.["name"], payload?.["isRepeated"]];
};
const marksOf = async (meetingId: string) =>
  (await api.dataSource.query("select 1 from marks where meeting_id = $1", [meetingId])).length;

test("a member shows a code, and the door that takes it marks them present in its opener's name", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { token } = await openDoor(api, "hana", meeting.globalId);
  clock.moveTo(at("05:50"));
  const { code, expiresAt } = await done(
    api,
    "ben",
    "makeCheckInCode",
    { meetingId: meeting.globalId },
    "code expiresAt",
  );
  expect([code, expiresAt]).toEqual([expect.stringMatching(/^\d{10}$/), at("05:51")]);
  const { data } = await atDoor(api, token, CHECK_IN, { input: { meetingId: meeting.globalId, code } });
  const here = { name: "Ben", personId: idOf("ben"), isRepeated: false };
  expect(data).toEqual({ checkInWithCode: { ...here, attendance: null, mark: null, errors: [] } });
  expect(await sheetOf(api, meeting.id)).toMatchObject([
    { name: "Ben", code: "PRESENT", arrived_at: new Date(at("05:50")) },
  ]);
  const rows = await api.dataSource.query(
    `select p.display_name as by, d.uses from marks m join people p on p.id = m.recorded_by_id
       join doors d on d.id = m.door_id where m.meeting_id = $1`,
    [meeting.id],
  );
  expect(rows).toEqual([{ by: "Hana", uses: 1 }]);
});

test("a host takes a code as well, and reads the attendance", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const code = await codeOf("ben", meeting.globalId);
  const spelt = `${code.slice(0, 5)} ${code.slice(5)}`;
  const taken = await done(
    api,
    "dev",
    "checkInWithCode",
    { meetingId: meeting.globalId, code: spelt },
    "name attendance { code } mark { recordedBy { id } door { id } }",
  );
  expect(taken).toMatchObject({
    name: "Ben",
    attendance: { code: "LATE" },
    mark: { recordedBy: { id: idOf("dev") }, door: null },
  });
});

test("threat 42: a picture of a code is worth nothing after a minute, nor is a code that was followed by another", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { token } = await openDoor(api, "hana", meeting.globalId);
  const [first, second] = [await codeOf("ben", meeting.globalId), await codeOf("ben", meeting.globalId)];
  expect(await atEntrance(token, meeting.globalId, first)).toEqual(["INVALID"]);
  clock.moveTo(at("06:06"));
  expect(await atEntrance(token, meeting.globalId, second)).toEqual(["INVALID"]);
  const third = await codeOf("ben", meeting.globalId);
  clock.moveTo("2026-06-02T06:06:59.999Z");
  expect(await atEntrance(token, meeting.globalId, third)).toEqual(["Ben", false]);
});

test("threat 42: of many codes that somebody asks for at once, one is worth something", async () => {
  const meeting = await makeMeeting(api.dataSource);
  await Promise.all(Array.from({ length: 6 }, () => codeOf("ben", meeting.globalId)));
  const live = await api.dataSource.query("select from check_in_codes where meeting_id = $1", [meeting.id]);
  expect(live).toHaveLength(1);
});

test("threat 42: a code that was used is used; who took it may ask again, however late, and changes nothing", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const [door, other] = [await openDoor(api, "hana", meeting.globalId), await openDoor(api, "hana", meeting.globalId)];
  const code = await codeOf("ben", meeting.globalId);
  expect(await atEntrance(door.token, meeting.globalId, code)).toEqual(["Ben", false]);
  expect(await atEntrance(door.token, meeting.globalId, code)).toEqual(["Ben", true]);
  expect(await atEntrance(other.token, meeting.globalId, code)).toEqual(["INVALID"]);
  expect(await withSession("hana", meeting.globalId, code)).toEqual(["INVALID"]);
  clock.moveTo(at("07:30"));
  expect(await atEntrance(door.token, meeting.globalId, code)).toEqual(["Ben", true]);
  expect(await marksOf(meeting.id)).toBe(1);
});

test("threat 42: of many who take one code at once one does, and there is one mark", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const doors = await Promise.all(["hana", "dev", "ada"].map((who) => openDoor(api, who, meeting.globalId)));
  const code = await codeOf("ben", meeting.globalId);
  const all = [...doors, ...doors];
  const answers = await Promise.all(all.map(({ token }) => atEntrance(token, meeting.globalId, code)));
  const told = answers.map((answer) => answer.join(" ")).toSorted();
  expect(told).toEqual(["Ben false", "Ben true", "INVALID", "INVALID", "INVALID", "INVALID"]);
  expect(await marksOf(meeting.id)).toBe(1);
});

test("threat 42: a code is of its own meeting and of its own person, who must be one who may come", async () => {
  const [meeting, other] = [await makeMeeting(api.dataSource), await makeMeeting(api.dataSource)];
  const { token } = await openDoor(api, "hana", other.globalId);
  const code = await codeOf("ben", meeting.globalId);
  expect(await atEntrance(token, other.globalId, code)).toEqual(["INVALID"]);
  expect(await atEntrance(token, meeting.globalId, code)).toEqual(["NOT_FOUND"]);
  for (const [who, refusal] of [
    ["cleo", "FORBIDDEN"],
    ["bao", "FORBIDDEN"],
    ["remy", "FORBIDDEN"],
    [null, "UNAUTHENTICATED"],
  ] as const) {
    const { codes } = await act(api, who, "makeCheckInCode", { meetingId: meeting.globalId });
    expect(codes).toEqual([refusal]);
  }
  const kits = await codeOf("kit", meeting.globalId);
  for (const who of ["ben", "kit", "cleo"] as const)
    expect(await withSession(who, meeting.globalId, kits)).toEqual(["FORBIDDEN"]);
  await done(api, "kit", "leaveGroup", { groupId: idOf("harbourBreakfast") });
  expect(await withSession("hana", meeting.globalId, kits)).toEqual(["INVALID"]);
  expect(await sheetOf(api, meeting.id)).toEqual([]);
});

test("a code is made while the roll is open and the meeting is not over", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const outcomes: Record<string, readonly string[]> = {};
  for (const time of ["03:59", "04:00", "06:59", "07:00"]) {
    clock.moveTo(at(time));
    outcomes[time] = (await act(api, "ben", "makeCheckInCode", { meetingId: meeting.globalId })).codes;
  }
  expect(outcomes).toEqual({ "03:59": ["CONFLICT"], "04:00": [], "06:59": [], "07:00": ["CONFLICT"] });
});

test("who is in already stays as they are, and their code is used", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { token } = await openDoor(api, "hana", meeting.globalId, { maxUses: 1 });
  expect(await atEntrance(token, meeting.globalId, await codeOf("ben", meeting.globalId))).toEqual(["Ben", false]);
  const again = await codeOf("ben", meeting.globalId);
  expect(await atEntrance(token, meeting.globalId, again)).toEqual(["Ben", true]);
  expect(await atEntrance(token, meeting.globalId, await codeOf("dev", meeting.globalId))).toEqual(["LIMIT_REACHED"]);
  expect(await marksOf(meeting.id)).toBe(1);
});

test("threat 44: no table holds a code, and codes go the day after they ran out", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const code = await codeOf("ben", meeting.globalId);
  const rows = await api.dataSource.query<{ row: string }[]>("select c::text as row from check_in_codes c");
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map(({ row }) => row).join("\n")).not.toContain(code);
  const left = async (moment: string) => {
    await runTimer(testJobs(api.dataSource.manager, { clock: new StillClock(moment) }).deps, "delete-check-in-codes");
    return (await api.dataSource.query("select 1 from check_in_codes where meeting_id = $1", [meeting.id])).length;
  };
  expect([await left("2026-06-03T06:05:59.999Z"), await left("2026-06-03T06:06:00.000Z")]).toEqual([1, 0]);
});
