/** What the token of a door is not good for. Threats have the numbers of the list that the service is tested against. */
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { GroupVisibility } from "../../src/groups/group.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { atDoor, openDoor, recordAtDoor } from "../support/doors.ts";
import { makeMeeting } from "../support/meetings.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { at, MovedClock, markOf, newMarkId, sheetOf } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterEach(() => clock.moveTo(at("06:05")));
afterAll(() => api.close());

const statusOf = async (token: string) => (await atDoor(api, token, "{ door { id } }")).status;

test("threat 42: a door works from its start to its end by the clock of the server, and not a moment longer", async () => {
  const meeting = await makeMeeting(api.dataSource);
  clock.moveTo(at("03:00"));
  const { token } = await openDoor(api, "hana", meeting.globalId, { startsAt: at("05:30"), endsAt: at("08:00") });
  const statuses: Record<string, number> = {};
  for (const time of ["05:29", "05:30", "07:59", "08:00"]) {
    clock.moveTo(at(time));
    statuses[time] = await statusOf(token);
  }
  expect(statuses).toEqual({ "05:29": 401, "05:30": 200, "07:59": 200, "08:00": 401 });
  expect(await recordAtDoor(api, token, meeting.globalId, [markOf({ person: "ben" })])).toEqual({
    status: 401,
    outcomes: ["UNAUTHENTICATED"],
  });
});

test("threat 42: a device whose clock is wrong by hours takes the same roll as another", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { token } = await openDoor(api, "hana", meeting.globalId);
  const marks = [
    markOf({ person: "ben", recordedAt: at("11:00"), arrivedAt: at("11:00") }),
    markOf({ person: "kit", recordedAt: at("01:00"), arrivedAt: at("01:00") }),
  ];
  expect((await recordAtDoor(api, token, meeting.globalId, marks)).outcomes).toEqual(["STORED", "STORED"]);
  const sheet = await sheetOf(api, meeting.id);
  expect(sheet.map(({ name, code, arrived_at }) => [name, code, arrived_at])).toEqual([
    ["Ben", "PRESENT", new Date(at("06:05"))],
    ["Kit", "PRESENT", new Date(at("04:00"))],
  ]);
});

test("threat 42: a door that was closed, by whichever host, is shut with the next request", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { id, token } = await openDoor(api, "hana", meeting.globalId);
  expect(await statusOf(token)).toBe(200);
  for (const [who, code] of [
    [null, "UNAUTHENTICATED"],
    ["cleo", "NOT_FOUND"],
    ["ben", "NOT_FOUND"],
    ["eva", "NOT_FOUND"],
  ] as const) {
    expect((await act(api, who, "closeDoor", { doorId: id })).codes).toEqual([code]);
  }
  await done(api, "dev", "closeDoor", { doorId: id });
  expect(await statusOf(token)).toBe(401);
  expect((await act(api, "ada", "closeDoor", { doorId: id })).codes).toEqual([]);
});

test("threat 42: a door ends with its meeting, with its group, and with the role of who opened it", async () => {
  const outcomes: number[] = [];
  for (const end of [
    ["cancelMeeting", "owner", "meeting"],
    ["archiveGroup", "owner", "group"],
    ["removeMember", "owner", "host"],
    ["changeRole", "owner", "role"],
  ] as const) {
    const house = await newHouse(api);
    const meeting = await makeMeeting(api.dataSource, { groupId: house.group.id });
    const { token } = await openDoor(api, house.key("host"), meeting.globalId);
    expect(await statusOf(token)).toBe(200);
    const [name, who, what] = end;
    const input = {
      meeting: { meetingId: meeting.globalId },
      group: { groupId: house.id },
      host: { membershipId: house.membership("host") },
      role: { membershipId: house.membership("host"), role: "MEMBER" },
    }[what];
    await done(api, house.key(who), name, input);
    outcomes.push(await statusOf(token));
  }
  expect(outcomes).toEqual([401, 401, 401, 401]);
});

const handOver = (house: House, role: string, more = {}) => {
  const assignments = [{ personId: house.person("host"), role }];
  return done(api, house.key("owner"), "handOver", { groupId: house.id, assignments, ...more }, "group { id }");
};

test("a door goes on when its opener hands the role over, until a host closes it", async () => {
  const house = await newHouse(api);
  const meeting = await makeMeeting(api.dataSource, { groupId: house.group.id });
  const { id, token } = await openDoor(api, house.key("host"), meeting.globalId);
  await handOver(house, "MEMBER");
  expect((await act(api, house.key("host"), "openDoor", { meetingId: meeting.globalId })).codes).toEqual(["FORBIDDEN"]);
  expect((await act(api, house.key("host"), "closeDoor", { doorId: id })).codes).toEqual(["NOT_FOUND"]);
  const sent = await recordAtDoor(api, token, meeting.globalId, [markOf({ personId: house.person("member") })]);
  expect(sent).toEqual({ status: 200, outcomes: ["STORED"] });
  const marks = await api.dataSource.query("select recorded_by_id, door_id from marks where meeting_id = $1", [
    meeting.id,
  ]);
  expect(marks).toEqual([{ recorded_by_id: house.key("host"), door_id: expect.any(String) }]);
  await done(api, house.key("organiser"), "closeDoor", { doorId: id });
  expect(await statusOf(token)).toBe(401);
});

test("threat 42: a hand-over saves no door of who is put out or leaves, nor past its other ends", async () => {
  const outcomes: Record<string, number> = {};
  for (const end of ["removeMember", "banPerson", "leaveGroup", "cancelMeeting", "archiveGroup"] as const) {
    const house = await newHouse(api);
    const meeting = await makeMeeting(api.dataSource, { groupId: house.group.id });
    const { token } = await openDoor(api, house.key("host"), meeting.globalId);
    await handOver(house, "MEMBER");
    expect(await statusOf(token)).toBe(200);
    const input = {
      removeMember: { membershipId: house.membership("host") },
      banPerson: { groupId: house.id, personId: house.person("host") },
      leaveGroup: { groupId: house.id },
      cancelMeeting: { meetingId: meeting.globalId },
      archiveGroup: { groupId: house.id },
    }[end];
    await done(api, house.key(end === "leaveGroup" ? "host" : "owner"), end, input);
    outcomes[end] = await statusOf(token);
  }
  expect(outcomes).toEqual({
    removeMember: 401,
    banPerson: 401,
    leaveGroup: 401,
    cancelMeeting: 401,
    archiveGroup: 401,
  });
});

test("threat 42: a hand-over of before a door was opened does not keep it open", async () => {
  const house = await newHouse(api);
  const meeting = await makeMeeting(api.dataSource, { groupId: house.group.id });
  const changeRole = (role: string) =>
    done(api, house.key("owner"), "changeRole", { membershipId: house.membership("host"), role });
  await handOver(house, "MEMBER");
  await changeRole("HOST");
  clock.moveTo(at("06:06"));
  const { token } = await openDoor(api, house.key("host"), meeting.globalId);
  expect(await statusOf(token)).toBe(200);
  await changeRole("MEMBER");
  expect(await statusOf(token)).toBe(401);
});

test("threat 42: a hand-over of after it saves no door once its opener got a role again and lost that", async () => {
  const house = await newHouse(api);
  const meeting = await makeMeeting(api.dataSource, { groupId: house.group.id });
  const { token } = await openDoor(api, house.key("host"), meeting.globalId);
  await handOver(house, "MEMBER");
  const statuses = [await statusOf(token)];
  for (const role of ["HOST", "MEMBER"]) {
    await done(api, house.key("owner"), "changeRole", { membershipId: house.membership("host"), role });
    statuses.push(await statusOf(token));
  }
  expect(statuses).toEqual([200, 200, 401]);
});

test("threat 42: a door knows no meeting but its own", async () => {
  const [own, other] = [await makeMeeting(api.dataSource), await makeMeeting(api.dataSource)];
  const { token } = await openDoor(api, "hana", own.globalId);
  for (const id of [other.globalId, "mtg_zz", idOf("ben")]) {
    const sent = await recordAtDoor(api, token, id, [markOf({ person: "ben" })]);
    expect(sent.outcomes).toEqual(["NOT_FOUND"]);
  }
  expect(await sheetOf(api, other.id)).toEqual([]);
});

test("threat 42: a door makes as many marks as it may, also when they come together, and repeats cost nothing", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { token } = await openDoor(api, "hana", meeting.globalId, { maxUses: 3 });
  const marks = ["ben", "kit", "dev", "ada"].map((person) => markOf({ person }));
  const [first] = marks;
  const answers = await Promise.all(marks.map((mark) => recordAtDoor(api, token, meeting.globalId, [mark])));
  const outcomes = answers.flatMap((answer) => answer.outcomes);
  expect(outcomes.toSorted()).toEqual(["REFUSED LIMIT_REACHED", "STORED", "STORED", "STORED"]);
  expect(await sheetOf(api, meeting.id)).toHaveLength(3);
  const again = await recordAtDoor(api, token, meeting.globalId, [first!]);
  expect(again.outcomes).toEqual([outcomes[0] === "STORED" ? "REPEATED" : "REFUSED LIMIT_REACHED"]);
  const [row] = await api.dataSource.query("select uses from doors where meeting_id = $1", [meeting.id]);
  expect(row).toEqual({ uses: 3 });
});

test("threat 42: a mark that is delivered twice, or by two doors, is one mark", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const [one, other] = [await openDoor(api, "hana", meeting.globalId), await openDoor(api, "dev", meeting.globalId)];
  const mark = markOf({ person: "ben", markId: newMarkId() });
  const outcomes = await Promise.all(
    [one, one, other].map(({ token }) => recordAtDoor(api, token, meeting.globalId, [mark])),
  );
  expect(outcomes.flatMap((answer) => answer.outcomes).toSorted()).toEqual(["REPEATED", "REPEATED", "STORED"]);
  expect(await api.dataSource.query("select 1 from marks where meeting_id = $1", [meeting.id])).toHaveLength(1);
});

test("threat 42: a door says who is there, and nothing that only people agree on", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { token } = await openDoor(api, "hana", meeting.globalId);
  const marks = ["PRESENT", "LATE", "ABSENT", "EXCUSED", "SUBSTITUTED"].map((code) => markOf({ person: "ben", code }));
  const { outcomes } = await recordAtDoor(api, token, meeting.globalId, marks);
  expect(outcomes).toEqual(["STORED", "STORED", "STORED", "REFUSED INVALID", "REFUSED INVALID"]);
});

test("threat 42: a door lists no members, reads no address, and changes nothing beside its roll", async () => {
  const house = await newHouse(api, { visibility: GroupVisibility.PRIVATE });
  const meeting = await makeMeeting(api.dataSource, { groupId: house.group.id });
  const { token } = await openDoor(api, house.key("host"), meeting.globalId);
  const beyond = [
    `{ group(by: { id: "${house.id}" }) { memberships { totalCount } } }`,
    `{ node(id: "${house.person("member")}") { ... on Person { contact { email phone } } } }`,
    `{ node(id: "${meeting.globalId}") { ... on Meeting { roll { lines { name } } } } }`,
    "{ viewer { id } }",
    "{ groups { totalCount } }",
    "{ door { id } viewer { id } }",
    "query { ...All } fragment All on Query { meetings { totalCount } }",
    "{ ... on Query { topics { totalCount } } }",
    `mutation { submitRoll(input: { meetingId: "${meeting.globalId}" }) { errors { code } } }`,
    `mutation { checkIn(input: { meetingId: "${meeting.globalId}" }) { errors { code } } }`,
    `mutation { openDoor(input: { meetingId: "${meeting.globalId}" }) { token } }`,
    'mutation { requestSignIn(input: { email: "x@example.org" }) { codeExpiresAt } }',
  ];
  for (const query of beyond) {
    const { status, data, errors } = await atDoor(api, token, query);
    expect([query, status, data, errors?.[0]?.extensions.code]).toEqual([query, 403, undefined, "INSUFFICIENT_SCOPE"]);
  }
  // What it does reach leads nowhere but to what everybody sees, and its group is private.
  const { data, errors } = await atDoor(api, token, "{ door { meetingTitle meeting { id } lines { name } } }");
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    door: {
      meetingTitle: "Breakfast",
      meeting: null,
      lines: ["host", "member", "organiser", "other", "owner", "trial"].map((name) => ({ name })),
    },
  });
  const back = await atDoor(
    api,
    token,
    `mutation ($input: RecordAttendanceInput!) { recordAttendance(input: $input) {
       results { outcome } meeting { id roll { lines { name } } attendances { totalCount } group { id } } } }`,
    { input: { meetingId: meeting.globalId, marks: [markOf({ person: house.person("member") })] } },
  );
  expect(back.data).toEqual({ recordAttendance: { results: [{ outcome: "STORED" }], meeting: null } });
});

test("threat 42: a door's walk-in with a known address is told from no other, in answer and list", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { token } = await openDoor(api, "hana", meeting.globalId);
  const walkIn = (name: string, email: string) =>
    markOf({ walkIn: { walkInId: newMarkId(), name, email, kind: "GUEST" } });
  const marks = [walkIn("Known One", "cleo@example.org"), walkIn("Unknown One", "nobody-yet@example.org")];
  expect((await recordAtDoor(api, token, meeting.globalId, marks)).outcomes).toEqual(["STORED", "STORED"]);
  const { data } = await atDoor<{ door: { lines: { name: string; personId: string }[] } }>(
    api,
    token,
    "{ door { lines { name personId } } }",
  );
  const [known, unknown] = ["Known One", "Unknown One"].map((name) =>
    data?.door.lines.find((line) => line.name === name),
  );
  expect([known?.personId, unknown?.personId]).toEqual([
    expect.stringMatching(/^vis_/),
    expect.stringMatching(/^vis_/),
  ]);
  expect(JSON.stringify(data)).not.toContain(globalId("per", keyOf("cleo")));
});
