import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { MeetingMode } from "../../src/meetings/meeting-mode.ts";
import { MeetingRole, MeetingRoleKind } from "../../src/meetings/meeting-role.entity.ts";
import { GUESTS_MAX } from "../../src/rsvps/going.ts";
import { act, done } from "../support/act.ts";
import { fixedId, idOf, keyOf, makePerson, makeRow, NOBODYS_ID } from "../support/cast.ts";
import { RsvpHouse } from "../support/rsvps.ts";
import { TEST_NOW } from "../support/start-api.ts";

let house: RsvpHouse;
beforeAll(async () => {
  house = await RsvpHouse.open();
});
afterAll(() => house.close());

const later = (minutes: number) => new Date(TEST_NOW.getTime() + minutes * 60_000);

describe("each verb", () => {
  test.each(["rsvpGoing", "rsvpMaybe", "rsvpNotGoing"])(
    "%s answers with the edge that the lists of the meeting and the person have",
    async (verb) => {
      const meeting = await house.meeting();
      house.clock.pass(1);
      const { rsvp, rsvpEdge } = await done(
        house.api,
        "ben",
        verb,
        { meetingId: meeting.globalId },
        "rsvp { id } rsvpEdge { cursor node { id } }",
      );
      expect(rsvpEdge).toEqual({ cursor: expect.any(String), node: rsvp });
      const edges = "rsvps(last: 1) { edges { cursor node { id } } }";
      const { data } = await house.api
        .as("ben")
        .graphql(`{ viewer { ${edges} } node(id: "${meeting.globalId}") { ... on Meeting { ${edges} } } }`);
      expect(data).toEqual({ viewer: { rsvps: { edges: [rsvpEdge] } }, node: { rsvps: { edges: [rsvpEdge] } } });
    },
  );

  test("answers with no edge where it is refused", async () => {
    const meeting = await house.meeting({ cancelledAt: TEST_NOW });
    const { payload, codes } = await act(
      house.api,
      "ben",
      "rsvpGoing",
      { meetingId: meeting.globalId },
      "rsvpEdge { cursor }",
    );
    expect(codes).toEqual(["CONFLICT"]);
    expect(payload?.["rsvpEdge"]).toBeNull();
  });
});

describe("rsvpGoing", () => {
  test("takes a seat, once, and tells it once", async () => {
    const meeting = await house.meeting({ inPersonCapacity: 2 });
    const before = (await house.events()).length;
    const first = await house.going("ben", meeting);
    expect(first.rsvp).toMatchObject({ status: "GOING", mode: "IN_PERSON", guests: 0, onlineMeanwhile: false });
    expect(first.rsvp?.id).toMatch(/^rsv_/);
    const row = await house.row(meeting, "ben");

    const second = await house.going("ben", meeting);
    expect(second.rsvp).toEqual(first.rsvp);
    expect(await house.row(meeting, "ben")).toEqual(row);
    expect(await house.seats(meeting)).toMatchObject({ taken: 1, held: 1 });
    expect((await house.events()).slice(before)).toEqual(["rsvp.answered"]);
  });

  test("joins the queue of a full meeting, behind those who wait", async () => {
    const meeting = await house.meeting({ inPersonCapacity: 1 });
    expect(await house.goes("ben", meeting)).toBe("GOING");
    expect(await house.goes("kit", meeting)).toBe("WAITLISTED");
    house.clock.pass(1);
    expect(await house.goes("hana", meeting)).toBe("WAITLISTED");
    const places = await house.api
      .as("hana")
      .graphql(
        `{ node(id: "${meeting.globalId}") { ... on Meeting { viewerRsvp { status placeInQueue offerExpiresAt } } } }`,
      );
    expect(places.data).toEqual({
      node: { viewerRsvp: { status: "WAITLISTED", placeInQueue: 2, offerExpiresAt: null } },
    });
    expect(await house.seats(meeting)).toMatchObject({ taken: 1 });
  });

  test("counts guests, and leaves what is left out as it was said", async () => {
    const meeting = await house.meeting({ inPersonCapacity: 4, guestsPerRsvpMax: 3 });
    expect((await house.going("ben", meeting, { guests: 2 })).rsvp).toMatchObject({ status: "GOING", guests: 2 });
    expect((await house.going("ben", meeting)).rsvp).toMatchObject({ status: "GOING", guests: 2 });
    expect(await house.seats(meeting)).toMatchObject({ taken: 3 });
    expect((await house.going("ben", meeting, { guests: 0 })).rsvp).toMatchObject({ guests: 0 });
    expect(await house.seats(meeting)).toMatchObject({ taken: 1 });
  });

  test("refuses a party above the meeting's limit, takes one at it, and refuses nonsense", async () => {
    const meeting = await house.meeting({ guestsPerRsvpMax: 2 });
    expect(await house.goes("ben", meeting, { guests: 3 })).toBe("INVALID guests");
    expect(await house.goes("ben", meeting, { guests: 2 })).toBe("GOING");
    expect(await house.goes("ben", meeting, { guests: -1 })).toBe("INVALID guests");
    const large = await house.meeting({ guestsPerRsvpMax: GUESTS_MAX });
    expect(await house.goes("ben", large, { guests: GUESTS_MAX + 1 })).toBe("INVALID guests");
    expect(await house.goes("ben", large, { guests: GUESTS_MAX })).toBe("GOING");
    expect(await house.goes("ben", meeting, { mode: "ONLINE" })).toBe("INVALID mode");
  });

  test("keeps a party that would grow beyond the free seats as it is", async () => {
    const meeting = await house.meeting({ inPersonCapacity: 3, guestsPerRsvpMax: 5 });
    expect(await house.goes("ben", meeting, { guests: 1 })).toBe("GOING");
    expect(await house.goes("kit", meeting)).toBe("GOING");
    expect(await house.goes("ben", meeting, { guests: 2 })).toBe("LIMIT_REACHED guests");
    expect(await house.row(meeting, "ben")).toMatchObject({ status: "GOING", guests: 1, version: 2 });
    expect(await house.seats(meeting)).toMatchObject({ taken: 3, held: 3 });
  });

  test("moves from a chair to a screen and back only where there is room", async () => {
    const meeting = await house.meeting({ mode: MeetingMode.HYBRID, inPersonCapacity: 1, onlineCapacity: 1 });
    expect(await house.goes("ben", meeting)).toBe("GOING");
    expect(await house.goes("kit", meeting, { mode: "ONLINE" })).toBe("GOING");
    expect(await house.goes("ben", meeting, { mode: "ONLINE" })).toBe("LIMIT_REACHED mode");
    expect(await house.row(meeting, "ben")).toMatchObject({ status: "GOING", mode: "IN_PERSON" });
    expect((await house.say("kit", "rsvpNotGoing", meeting)).rsvp?.status).toBe("NOT_GOING");
    expect(await house.goes("ben", meeting, { mode: "ONLINE" })).toBe("GOING");
    expect(await house.seats(meeting)).toMatchObject({ taken: 0, held: 0 });
    expect(await house.seats(meeting, "ONLINE")).toMatchObject({ taken: 1, held: 1 });
    // Left out, the mode stays as it was said.
    expect((await house.going("ben", meeting)).rsvp?.mode).toBe("ONLINE");
  });

  test("lets who waits for a chair come online meanwhile, where everybody can", async () => {
    const meeting = await house.meeting({
      mode: MeetingMode.HYBRID,
      inPersonCapacity: 1,
      onlineUrl: "https://meet.example/breakfast",
    });
    await house.going("ben", meeting);
    expect((await house.going("kit", meeting)).rsvp).toMatchObject({ status: "WAITLISTED", onlineMeanwhile: false });
    const link = async (who: "kit" | "hana" | "ben" | "cleo" | null) => {
      const { data } = await house.api
        .as(who)
        .graphql<{ node: { onlineUrl: string | null } }>(
          `{ node(id: "${meeting.globalId}") { ... on Meeting { onlineUrl } } }`,
        );
      return data?.node.onlineUrl ?? null;
    };
    expect(await link("kit")).toBeNull();
    expect((await house.going("kit", meeting, { onlineMeanwhile: true })).rsvp).toMatchObject({
      status: "WAITLISTED",
      onlineMeanwhile: true,
    });
    expect(await link("kit")).toBe("https://meet.example/breakfast");
    expect(await link("ben")).toBe("https://meet.example/breakfast");
    expect(await link("hana")).toBe("https://meet.example/breakfast");
    expect(await link("cleo")).toBeNull();
    expect(await link(null)).toBeNull();
    expect(await house.seats(meeting, "ONLINE")).toMatchObject({ taken: 0 });

    // Said by somebody who has a chair, it means nothing, also the second time.
    const version = (await house.row(meeting, "ben"))?.version;
    expect((await house.going("ben", meeting, { onlineMeanwhile: true })).rsvp).toMatchObject({
      status: "GOING",
      onlineMeanwhile: false,
    });
    expect((await house.row(meeting, "ben"))?.version).toBe(version);

    const limited = await house.meeting({ mode: MeetingMode.HYBRID, inPersonCapacity: 1, onlineCapacity: 9 });
    expect(await house.goes("ben", limited, { onlineMeanwhile: true })).toBe("INVALID onlineMeanwhile");
    expect(await house.goes("ben", meeting, { mode: "ONLINE", onlineMeanwhile: true })).toBe("INVALID onlineMeanwhile");
    const inPerson = await house.meeting();
    expect(await house.goes("ben", inPerson, { onlineMeanwhile: true })).toBe("INVALID onlineMeanwhile");
  });

  test("counts only the guests of a speaker who takes no seat", async () => {
    const meeting = await house.meeting({ inPersonCapacity: 1, guestsPerRsvpMax: 2 });
    await makeRow(house.api.dataSource, MeetingRole, {
      id: fixedId(0xa001),
      meetingId: meeting.id,
      personId: keyOf("hana"),
      role: MeetingRoleKind.SPEAKER,
      takesSeat: false,
      position: 0,
    });
    expect(await house.goes("ben", meeting)).toBe("GOING");
    expect(await house.goes("hana", meeting)).toBe("GOING");
    expect(await house.seats(meeting)).toMatchObject({ taken: 1, held: 1 });
    expect(await house.goes("hana", meeting, { guests: 1 })).toBe("LIMIT_REACHED guests");
    await house.say("ben", "rsvpNotGoing", meeting);
    expect(await house.goes("hana", meeting, { guests: 1 })).toBe("GOING");
    expect(await house.seats(meeting)).toMatchObject({ taken: 1, held: 1 });
  });
});

describe("rsvpMaybe and rsvpNotGoing", () => {
  test("give the seats back, and change nothing the second time", async () => {
    const meeting = await house.meeting({ inPersonCapacity: 3, guestsPerRsvpMax: 2 });
    await house.going("ben", meeting, { guests: 2 });
    for (const verb of ["rsvpMaybe", "rsvpNotGoing"] as const) {
      expect((await house.say("ben", verb, meeting)).rsvp).toMatchObject({
        status: verb === "rsvpMaybe" ? "MAYBE" : "NOT_GOING",
        guests: 0,
      });
      const { version } = (await house.row(meeting, "ben")) ?? {};
      await house.say("ben", verb, meeting);
      expect((await house.row(meeting, "ben"))?.version).toBe(version);
      expect(await house.seats(meeting)).toMatchObject({ taken: 0, held: 0 });
      expect(await house.goes("ben", meeting, { guests: 2 })).toBe("GOING");
    }
  });

  test("can be said by who has not answered yet", async () => {
    const meeting = await house.meeting();
    expect((await house.say("kit", "rsvpNotGoing", meeting)).rsvp?.status).toBe("NOT_GOING");
    expect((await house.say("ben", "rsvpMaybe", meeting)).rsvp?.status).toBe("MAYBE");
    expect(await house.statuses(meeting, ["kit", "ben", "hana"])).toEqual(["NOT_GOING", "MAYBE", null]);
  });
});

describe.each(["rsvpGoing", "rsvpMaybe", "rsvpNotGoing"])("who may answer, and when: %s", (verb) => {
  const outcome = async (...given: Parameters<RsvpHouse["say"]>) => {
    const { rsvp, faults, refused } = await house.say(...given);
    return rsvp ? "done" : [...faults, ...refused].join(", ");
  };

  test("a stranger may, where they see the meeting; nobody without a credential, nor who was banned", async () => {
    const meeting = await house.meeting();
    expect(await outcome("cleo", verb, meeting)).toBe("done");
    expect(await outcome(null, verb, meeting)).toBe("UNAUTHENTICATED");
    expect(await outcome("bao", verb, meeting)).toBe("FORBIDDEN");
    expect(await outcome("remy", verb, meeting)).toBe("done");
  });

  test("a private group's meeting is not there for strangers", async () => {
    const meeting = await house.meeting({ groupId: keyOf("quaysideCircle") });
    expect(await outcome("cleo", verb, meeting)).toBe("NOT_FOUND meetingId");
    expect(await outcome("finn", verb, meeting)).toBe("done");
    expect(await outcome("ben", verb, { globalId: idOf("harbourBreakfast") })).toBe("NOT_FOUND meetingId");
    expect(await outcome("ben", verb, { globalId: "nonsense" })).toBe("NOT_FOUND meetingId");
  });

  test("not to a draft, not once it is cancelled, and not once it has started", async () => {
    const draft = await house.meeting({ publishedAt: null });
    expect(await outcome("ada", verb, draft)).toBe("CONFLICT meetingId");
    expect(await outcome("ben", verb, draft)).toBe("NOT_FOUND meetingId");
    const cancelled = await house.meeting({ cancelledAt: TEST_NOW });
    expect(await outcome("ben", verb, cancelled)).toBe("CONFLICT meetingId");
    const started = await house.meeting({ startsAtLocal: "2026-06-01T10:00:00" });
    expect(await outcome("ben", verb, started)).toBe("CONFLICT meetingId");
    const soon = await house.meeting({ startsAtLocal: "2026-06-01T10:01:00" });
    expect(await outcome("ben", verb, soon)).toBe("done");
  });

  test("only while answers are taken; organisers answer for others at other hours too", async () => {
    const early = await house.meeting({ rsvpOpensAt: later(5) });
    const late = await house.meeting({ rsvpClosesAt: TEST_NOW });
    const open = await house.meeting({ rsvpOpensAt: TEST_NOW, rsvpClosesAt: later(5) });
    expect(await outcome("ben", verb, early)).toBe("CONFLICT meetingId");
    expect(await outcome("ben", verb, late)).toBe("CONFLICT meetingId");
    expect(await outcome("ben", verb, open)).toBe("done");
    expect(await outcome("ada", verb, late)).toBe("CONFLICT meetingId");
    expect(await outcome("ada", verb, late, { personId: idOf("ben") })).toBe("done");
  });

  test("organisers answer for others, with a line in the audit log; nobody else does", async () => {
    const meeting = await house.meeting();
    expect(await outcome("hana", verb, meeting, { personId: idOf("ben") })).toBe("FORBIDDEN");
    expect(await outcome("cleo", verb, meeting, { personId: NOBODYS_ID })).toBe("FORBIDDEN");
    expect(await outcome("ben", verb, meeting, { personId: idOf("ben") })).toBe("done");
    expect(await outcome("dev", verb, meeting, { personId: idOf("walt") })).toBe("done");
    expect(await house.row(meeting, "walt")).toMatchObject({ answeredById: keyOf("dev") });
    const log = await house.api.dataSource.query(
      "select action, person_id, after ->> 'status' as status from audit_entries where object_id = $1",
      [house.rsvpId(await house.row(meeting, "walt"))],
    );
    const { status } = (await house.row(meeting, "walt")) ?? {};
    expect(log).toEqual([{ action: verb, person_id: keyOf("walt"), status }]);

    // Said again it changes nothing, and leaves no further line.
    await outcome("ada", verb, meeting, { personId: idOf("walt") });
    const lines: unknown[] = await house.api.dataSource.query("select 1 from audit_entries where object_id = $1", [
      house.rsvpId(await house.row(meeting, "walt")),
    ]);
    expect(lines).toHaveLength(1);
    expect(await outcome("dev", verb, meeting, { personId: NOBODYS_ID })).toBe("NOT_FOUND personId");
    expect(await outcome("dev", verb, meeting, { personId: idOf("bao") })).toBe("CONFLICT personId");
    const unknown = await makePerson(house.api.dataSource, { displayName: "Nobody of ours" });
    expect(await outcome("dev", verb, meeting, { personId: `per_${unknown.id.replaceAll("-", "")}` })).toBe(
      "NOT_FOUND personId",
    );
  });
});
