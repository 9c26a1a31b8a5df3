import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { act, makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, newMarkId, record, rollOf, sheetOf } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterEach(() => clock.moveTo(at("06:05")));
afterAll(() => api.close());

const walkIn = (name: string, more: Record<string, unknown> = {}) => ({ walkInId: newMarkId(), name, ...more });
const later = () => makeMeeting(api.dataSource, { startsAtLocal: "2026-06-02T08:00:00" });
const peopleNamed = (name: string) =>
  api.dataSource.query("select id, email from people where display_name = $1", [name]);

describe("walk-ins", () => {
  test("are on the roll at once, with who brought them and why, and may be marked again", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const zoe = walkIn(" Zoe   Quill ", { invitedBy: idOf("ben"), kind: "PROSPECT" });
    const { outcomes } = await record(api, "hana", meeting.globalId, [
      markOf({ walkIn: zoe, arrivedAt: at("05:57") }),
      markOf({ walkIn: zoe, code: "LATE", recordedAt: at("06:04") }),
    ]);
    expect(outcomes).toEqual(["STORED", "STORED"]);
    const line = (await rollOf(api, "hana", meeting.globalId))?.byName.get("Zoe Quill");
    expect(line).toMatchObject({
      code: "LATE",
      arrivedAt: at("05:57"),
      isExpected: false,
      visitorKind: "PROSPECT",
      invitedBy: { id: idOf("ben") },
      isFirstVisit: true,
      walkInIds: [zoe.walkInId],
      membershipStatus: null,
    });
    expect(line?.personId).toBe(line?.["person"].id);
    expect(await peopleNamed("Zoe Quill")).toHaveLength(1);
    // By the id of their line as well, on another phone.
    const other = await record(api, "ada", meeting.globalId, [
      markOf({ personId: line?.personId ?? "", code: "ABSENT", recordedAt: at("06:05") }),
    ]);
    expect(other.outcomes).toEqual(["STORED"]);
    expect(await sheetOf(api, meeting.id)).toMatchObject([{ name: "Zoe Quill", code: "ABSENT" }]);
  });

  test("the same walk-in of two devices is one person; the same id for somebody else is refused", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const yan = walkIn("Yan");
    await record(api, "hana", meeting.globalId, [markOf({ walkIn: yan })]);
    const { outcomes } = await record(api, "ada", meeting.globalId, [
      markOf({ walkIn: yan, recordedAt: at("06:02") }),
      markOf({ walkIn: { ...yan, name: "Yann" } }),
      markOf({ walkIn: { ...yan, email: "yan@example.org" } }),
    ]);
    expect(outcomes).toEqual(["STORED", "REFUSED CONFLICT walkIn.walkInId", "REFUSED CONFLICT walkIn.walkInId"]);
    expect(await peopleNamed("Yan")).toHaveLength(1);
    expect(await peopleNamed("Yann")).toEqual([]);
  });

  test("with one address are one person, on two devices at once as at later meetings", async () => {
    const [meeting, next] = [await makeMeeting(api.dataSource), await later()];
    const both = await Promise.all(
      (["hana", "ada", "dev"] as const).map((who) =>
        record(api, who, meeting.globalId, [markOf({ walkIn: walkIn("Xenia", { email: "Xenia@Example.org " }) })]),
      ),
    );
    expect(both.flatMap(({ outcomes }) => outcomes)).toEqual(["STORED", "STORED", "STORED"]);
    expect(await sheetOf(api, meeting.id)).toHaveLength(1);
    expect(await peopleNamed("Xenia")).toEqual([expect.objectContaining({ email: "xenia@example.org" })]);

    // Recognised again: on the roll before the first mark, without an address typed anew.
    const line = (await rollOf(api, "hana", next.globalId))?.byName.get("Xenia");
    expect(line).toMatchObject({ code: null, visitorKind: "GUEST", visitsBefore: 1, isFirstVisit: false });
    const { outcomes } = await record(api, "hana", next.globalId, [markOf({ personId: line?.personId ?? "" })]);
    expect(outcomes).toEqual(["STORED"]);
    expect(await sheetOf(api, next.id)).toMatchObject([{ name: "Xenia", code: "PRESENT" }]);
  });

  test("become the same person when they first sign in with their address", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await record(api, "hana", meeting.globalId, [markOf({ walkIn: walkIn("Will", { email: "will@example.org" }) })]);
    const [{ id }] = (await peopleNamed("Will")) as [{ id: string }];
    await api.dataSource.query("update people set email_verified_at = now() where id = $1", [id]);
    const { data } = await api
      .as(id)
      .graphql("{ viewer { attendances { edges { node { code person { id } meeting { id } } } } } }");
    expect(data).toEqual({
      viewer: {
        attendances: {
          edges: [
            {
              node: {
                code: "PRESENT",
                person: { id: `per_${id.replaceAll("-", "")}` },
                meeting: { id: meeting.globalId },
              },
            },
          ],
        },
      },
    });
  });

  test("an address tells nobody whose it is: known and unknown ones look alike, whatever is read", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const sent = [
      markOf({ walkIn: walkIn("Guess One", { email: "cleo@example.org" }) }),
      markOf({ walkIn: walkIn("Guess Two", { email: "nobody@example.org" }) }),
    ];
    const { results } = await record(api, "ada", meeting.globalId, sent);
    const [known, unknown] = results;
    expect({ ...known, markId: "" }).toEqual({ ...unknown, markId: "" });

    const { data } = await api
      .as("ada")
      .graphql<{ node: Record<string, { edges: { node: Record<string, unknown> }[] }> }>(
        `query ($id: ID!) { node(id: $id) { ... on Meeting {
         attendances { edges { node { name person { id } code } } }
         marks { edges { node { name person { id } } } }
         group { visitors(last: 2) { edges { node { name person { id } kind } } } } } } }`,
        { id: meeting.globalId },
      );
    const said = JSON.stringify(data);
    expect(said).toContain("Guess One");
    expect(said).not.toContain("Cleo");
    expect(said).not.toContain(idOf("cleo"));
    const byName = (await rollOf(api, "ada", meeting.globalId))?.byName;
    const shape = (name: string) => ({
      ...byName?.get(name),
      name: "",
      walkInIds: [],
      personId: byName?.get(name)?.personId.slice(0, 4),
    });
    expect(shape("Guess One")).toEqual(shape("Guess Two"));
    expect(shape("Guess One")).toMatchObject({ personId: "vis_", person: null });
    // Nor does trying the id of a person: she is on no book of this group by her own doing.
    const { outcomes } = await record(api, "ada", meeting.globalId, [markOf({ person: "cleo" })]);
    expect(outcomes).toEqual(["REFUSED NOT_FOUND personId"]);
    const theirs = await api
      .as("ada")
      .graphql("query ($id: ID!) { node(id: $id) { ... on Person { attendances { totalCount } } } }", {
        id: idOf("cleo"),
      });
    expect(theirs.data).toEqual({ node: { attendances: { totalCount: 0 } } });
    // Her own attendance is hers to read all the same.
    const own = await api.as("cleo").graphql("{ viewer { attendances { edges { node { code name } } } } }");
    expect(own.data).toMatchObject({ viewer: { attendances: { edges: [{ node: { code: "PRESENT" } }] } } });
  });

  test("of another group's visitor record nothing is known here", async () => {
    const meeting = await makeMeeting(api.dataSource, { groupId: keyOf("quaysideCircle") });
    const [{ id }] = await api.dataSource.query<[{ id: string }]>("select id from visitors where person_id = $1", [
      keyOf("walt"),
    ]);
    const { outcomes } = await record(api, "eva", meeting.globalId, [
      markOf({ personId: `vis_${id.replaceAll("-", "")}` }),
      markOf({ person: "walt" }),
    ]);
    expect(outcomes).toEqual(["REFUSED NOT_FOUND personId", "REFUSED NOT_FOUND personId"]);
  });

  test("who turns out to be a member is that member", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await record(api, "ada", meeting.globalId, [markOf({ walkIn: walkIn("Benny", { email: "ben@example.org" }) })]);
    expect(await sheetOf(api, meeting.id)).toMatchObject([{ name: "Ben", code: "PRESENT" }]);
    expect((await rollOf(api, "ada", meeting.globalId))?.byName.get("Ben")).toMatchObject({
      code: "PRESENT",
      visitorKind: null,
    });
    expect(await api.dataSource.query("select 1 from visitors where person_id = $1", [keyOf("ben")])).toEqual([]);
  });
});

describe("substitutes", () => {
  const substitute = (name: string, member: CastName, more: Record<string, unknown> = {}) =>
    markOf({ walkIn: walkIn(name), substituteForId: idOf(member), ...more });

  test("stand in for a member, who then reads SUBSTITUTED, marked absent or not at all", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const { outcomes } = await record(api, "hana", meeting.globalId, [
      substitute("Stan", "ben"),
      substitute("Sue", "kit"),
      markOf({ person: "kit", code: "ABSENT", recordedAt: at("06:04") }),
    ]);
    expect(outcomes).toEqual(["STORED", "STORED", "STORED"]);
    expect(
      (await sheetOf(api, meeting.id)).map(({ name, code, stands_in_for }) => [name, code, stands_in_for]),
    ).toEqual([
      ["Ben", "SUBSTITUTED", null],
      ["Kit", "SUBSTITUTED", null],
      ["Stan", "PRESENT", "Ben"],
      ["Sue", "PRESENT", "Kit"],
    ]);
    expect((await rollOf(api, "hana", meeting.globalId))?.byName.get("Stan")).toMatchObject({
      substituteForId: idOf("ben"),
    });
    await act(api, "hana", "submitRoll", { meetingId: meeting.globalId }, "meeting { id }");
    expect(await sheetOf(api, meeting.id)).toContainEqual(
      expect.objectContaining({ name: "Ben", counted_code: "SUBSTITUTED" }),
    );
  });

  test("a member who came after all came as themself; the substitute simply came", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await record(api, "hana", meeting.globalId, [substitute("Tom", "ben"), markOf({ person: "ben", code: "LATE" })]);
    expect(
      (await sheetOf(api, meeting.id)).map(({ name, code, stands_in_for }) => [name, code, stands_in_for]),
    ).toEqual([
      ["Ben", "LATE", null],
      ["Tom", "PRESENT", null],
    ]);
  });

  test("of two for one member the one with the latest mark stands in", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await record(api, "hana", meeting.globalId, [substitute("Una", "ben", { recordedAt: at("06:03") })]);
    await record(api, "ada", meeting.globalId, [substitute("Ulf", "ben", { recordedAt: at("06:01") })]);
    expect((await sheetOf(api, meeting.id)).map(({ name, stands_in_for }) => [name, stands_in_for])).toEqual([
      ["Ben", null],
      ["Ulf", null],
      ["Una", "Ben"],
    ]);
  });

  test("are no members, stand in for members only, and never for themselves", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const { outcomes } = await record(api, "hana", meeting.globalId, [
      markOf({ person: "kit", substituteForId: idOf("ben") }),
      markOf({ person: "ben", substituteForId: idOf("ben") }),
      markOf({ person: "walt", substituteForId: idOf("remy") }),
      markOf({ person: "walt", substituteForId: idOf("walt") }),
      markOf({ person: "walt", substituteForId: idOf("finn") }),
      markOf({ person: "walt", substituteForId: "nonsense" }),
      markOf({ walkIn: walkIn("Kitty", { email: "kit@example.org" }), substituteForId: idOf("ben") }),
      markOf({ person: "walt", substituteForId: idOf("ben") }),
    ]);
    expect(outcomes).toEqual([
      "REFUSED INVALID substituteForId",
      "REFUSED INVALID substituteForId",
      "REFUSED INVALID substituteForId",
      "REFUSED INVALID substituteForId",
      "REFUSED NOT_FOUND substituteForId",
      "REFUSED NOT_FOUND substituteForId",
      "REFUSED INVALID substituteForId",
      "STORED",
    ]);
  });
});
