/** Who opens, sees and closes doors, and what is kept of them. */
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { atDoor, openDoor, recordAtDoor } from "../support/doors.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { newHouse } from "../support/new-house.ts";
import { at, MovedClock, markOf, sheetOf } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterEach(() => clock.moveTo(at("06:05")));
afterAll(() => api.close());

test("a host opens a door, and the roll names the door and its opener", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { id, token } = await openDoor(api, "hana", meeting.globalId, { label: "Main entrance" });
  expect(token).toMatch(/^ngd_[0-9a-f]{64}$/);
  const { data } = await atDoor(
    api,
    token,
    "{ door { id label meetingId meetingTitle meetingStartsAt startsAt endsAt isOpen viewerCanClose } }",
  );
  expect(data).toEqual({
    door: {
      ...{ id, label: "Main entrance", meetingId: meeting.globalId, meetingTitle: "Breakfast" },
      ...{ meetingStartsAt: at("06:00"), startsAt: at("04:00"), endsAt: at("09:00"), isOpen: true },
      viewerCanClose: false,
    },
  });
  await recordAtDoor(api, token, meeting.globalId, [markOf({ person: "ben" })]);
  await done(api, "dev", "recordAttendance", { meetingId: meeting.globalId, marks: [markOf({ person: "kit" })] });
  const { data: seen } = await api.as("ada").graphql(
    `query ($id: ID!) { node(id: $id) { ... on Meeting {
       marks { edges { node { name recordedBy { profile { displayName } } door { id label } } } }
       doors { edges { node { id uses usesMax lastUsedAt viewerCanClose openedBy { profile { displayName } } } } } } } }`,
    { id: meeting.globalId },
  );
  const by = (displayName: string) => ({ profile: { displayName } });
  expect(seen).toEqual({
    node: {
      marks: {
        edges: [
          { node: { name: "Ben", recordedBy: by("Hana"), door: { id, label: "Main entrance" } } },
          { node: { name: "Kit", recordedBy: by("Dev"), door: null } },
        ],
      },
      doors: {
        edges: [
          {
            node: {
              ...{ id, uses: 1, usesMax: 1000, lastUsedAt: at("06:05") },
              ...{ viewerCanClose: true, openedBy: by("Hana") },
            },
          },
        ],
      },
    },
  });
});

test("a door that only reads is used as well, which is noted every minute, no oftener", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { id, token } = await openDoor(api, "hana", meeting.globalId);
  const lastUsedAt = async () => {
    await api.server.lastUses.flush();
    const query = "query ($id: ID!) { node(id: $id) { ... on Door { lastUsedAt } } }";
    return (await api.as("hana").graphql<{ node: { lastUsedAt: string } }>(query, { id })).data?.node.lastUsedAt;
  };
  for (const [moment, noted] of [
    [at("06:05"), "06:05"],
    ["2026-06-02T06:05:59.999Z", "06:05"],
    [at("06:06"), "06:06"],
  ] as const) {
    clock.moveTo(moment);
    await atDoor(api, token, "{ door { id } }");
    expect(await lastUsedAt()).toBe(at(noted));
  }
});

test("doors are opened and listed by those who host the group, and by nobody else", async () => {
  const house = await newHouse(api);
  const meeting = await makeMeeting(api.dataSource, { groupId: house.group.id });
  const outcomes: Record<string, unknown> = {};
  for (const kind of ["owner", "organiser", "host", "member", "banned", "stranger"] as const) {
    const { codes } = await act(api, house.key(kind), "openDoor", { meetingId: meeting.globalId });
    const { data } = await api
      .as(house.key(kind))
      .graphql<{ node: { doors: object | null } }>(
        "query ($id: ID!) { node(id: $id) { ... on Meeting { doors { totalCount } } } }",
        { id: meeting.globalId },
      );
    outcomes[kind] = [codes[0] ?? "ok", data?.node.doors ?? null];
  }
  expect(outcomes).toEqual({
    owner: ["ok", { totalCount: 1 }],
    organiser: ["ok", { totalCount: 2 }],
    host: ["ok", { totalCount: 3 }],
    member: ["FORBIDDEN", null],
    banned: ["FORBIDDEN", null],
    stranger: ["FORBIDDEN", null],
  });
  expect((await act(api, null, "openDoor", { meetingId: meeting.globalId })).codes).toEqual(["UNAUTHENTICATED"]);
});

test("a door is refused where it makes no sense", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const refused: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ label: " " }, "INVALID"],
    [{ label: "x".repeat(81) }, "INVALID"],
    [{ maxUses: 0 }, "INVALID"],
    [{ maxUses: 5_001 }, "INVALID"],
    [{ startsAt: at("03:59") }, "INVALID"],
    [{ endsAt: "2026-06-03T07:00:01.000Z" }, "INVALID"],
    [{ endsAt: at("06:05") }, "INVALID"],
    [{ startsAt: at("08:00"), endsAt: at("08:00") }, "INVALID"],
  ];
  for (const [more, code] of refused) {
    const { codes } = await act(api, "hana", "openDoor", { meetingId: meeting.globalId, ...more });
    expect([more, codes]).toEqual([more, [code]]);
  }
  const draft = await makeMeeting(api.dataSource, { publishedAt: null });
  const cancelled = await makeMeeting(api.dataSource, { cancelledAt: new Date(at("01:00")) });
  for (const { globalId } of [draft, cancelled]) {
    expect((await act(api, "dev", "openDoor", { meetingId: globalId })).codes).toEqual(["CONFLICT"]);
  }
  clock.moveTo("2026-06-03T07:00:00.000Z");
  expect((await act(api, "hana", "openDoor", { meetingId: meeting.globalId })).codes).toEqual(["CONFLICT"]);
});

test("a meeting has twenty open doors at most, also when they are opened at once", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const doors = await Promise.all(Array.from({ length: 18 }, () => openDoor(api, "hana", meeting.globalId)));
  const last = await Promise.all(
    Array.from({ length: 4 }, () => act(api, "hana", "openDoor", { meetingId: meeting.globalId })),
  );
  expect(last.flatMap(({ codes }) => codes)).toEqual(["LIMIT_REACHED", "LIMIT_REACHED"]);
  await done(api, "hana", "closeDoor", { doorId: doors[0]!.id });
  await openDoor(api, "hana", meeting.globalId);
});

test("threat 44: a token is shown once, and kept nowhere", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const input = { meetingId: meeting.globalId, idempotencyKey: "the main entrance" };
  const first = await done(api, "hana", "openDoor", input, "token door { id }");
  const again = await done(api, "hana", "openDoor", input, "token door { id }");
  expect([again["door"].id, again["token"]]).toEqual([first["door"].id, null]);
  const rows = await api.dataSource.query<{ row: string }[]>(
    `select d::text as row from doors d union all select e::text from audit_entries e union all select k::text from idempotency_keys k`,
  );
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.map(({ row }) => row).join("\n")).not.toContain(first["token"].slice(4));
});

test("what a door wrote by mistake it takes back, and the history tells both", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const { token } = await openDoor(api, "hana", meeting.globalId);
  await recordAtDoor(api, token, meeting.globalId, [markOf({ person: "ben" })]);
  await recordAtDoor(api, token, meeting.globalId, [
    markOf({ person: "ben", code: "ABSENT", recordedAt: at("06:04") }),
  ]);
  const { data } = await atDoor<{ door: { lines: { name: string; code: string | null }[] } }>(
    api,
    token,
    "{ door { lines { name code } } }",
  );
  expect(data?.door.lines.find(({ name }) => name === "Ben")?.code).toBe("ABSENT");
  expect((await sheetOf(api, meeting.id)).map(({ code }) => code)).toEqual(["ABSENT"]);
  expect(await api.dataSource.query("select 1 from marks where meeting_id = $1", [meeting.id])).toHaveLength(2);
});

test("doors that made no mark go ninety days after their end", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const used = await openDoor(api, "hana", meeting.globalId);
  await openDoor(api, "hana", meeting.globalId);
  await recordAtDoor(api, used.token, meeting.globalId, [markOf({ person: "ben" })]);
  const left = async (moment: string) => {
    await runTimer(testJobs(api.dataSource.manager, { clock: new StillClock(moment) }).deps, "delete-ended-doors");
    return (await api.dataSource.query("select 1 from doors where meeting_id = $1", [meeting.id])).length;
  };
  expect(await left("2026-08-31T08:59:59.000Z")).toBe(2);
  expect(await left("2026-08-31T09:00:00.000Z")).toBe(1);
});
