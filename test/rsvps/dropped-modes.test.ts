/** A meeting that shall no longer be held one way, while somebody counts on that way. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { MeetingMode } from "../../src/meetings/meeting-mode.ts";
import { MeetingRole, MeetingRoleKind } from "../../src/meetings/meeting-role.entity.ts";
import { act } from "../support/act.ts";
import { fixedId, idOf, keyOf, makeRow } from "../support/cast.ts";
import { type MadeMeeting, RsvpHouse } from "../support/rsvps.ts";

let house: RsvpHouse;
beforeAll(async () => {
  house = await RsvpHouse.open();
});
afterAll(() => house.close());

const hybrid = (row: Parameters<RsvpHouse["meeting"]>[0] = {}): Promise<MadeMeeting> =>
  house.meeting({ mode: MeetingMode.HYBRID, ...row });

/** What becomes of the meeting: its mode, or where the fault lies. */
async function hold(meeting: MadeMeeting, mode: keyof typeof MeetingMode): Promise<unknown> {
  const { payload, codes } = await act(
    house.api,
    "ada",
    "updateMeeting",
    { meetingId: meeting.globalId, mode },
    "meeting { mode }",
  );
  const [fault] = payload?.errors ?? [];
  return fault ? [...codes, fault.__typename, fault.path] : payload?.["meeting"].mode;
}
const REFUSED = ["CONFLICT", "ConflictError", ["input", "mode"]];

describe("a way of taking part is not dropped", () => {
  test("while somebody waits for it, though nobody has a seat; once they are answered for, it is", async () => {
    const meeting = await hybrid({ inPersonCapacity: 0 });
    expect(await house.goes("ben", meeting, { mode: "IN_PERSON" })).toBe("WAITLISTED");
    expect(await hold(meeting, "ONLINE")).toEqual(REFUSED);
    expect(await house.row(meeting, "ben")).toMatchObject({ status: "WAITLISTED", mode: "IN_PERSON" });
    expect(await house.seats(meeting)).toMatchObject({ capacity: 0, taken: 0 });

    expect(await house.goes("ada", meeting, { mode: "ONLINE", personId: idOf("ben") })).toBe("GOING");
    expect(await hold(meeting, "ONLINE")).toBe("ONLINE");
    expect(await house.row(meeting, "ben")).toMatchObject({ status: "GOING", mode: "ONLINE" });
    expect(await house.seats(meeting)).toBeUndefined();
  });

  test("while somebody asks to come that way", async () => {
    const meeting = await hybrid({ needsApproval: true });
    expect(await house.goes("ben", meeting, { mode: "IN_PERSON" })).toBe("REQUESTED");
    expect(await hold(meeting, "ONLINE")).toEqual(REFUSED);
    await house.decide("ada", "declineRsvp", house.rsvpId(await house.row(meeting, "ben")));
    expect(await hold(meeting, "ONLINE")).toBe("ONLINE");
  });

  test("while a seat is held for somebody, or taken", async () => {
    const meeting = await hybrid({ inPersonCapacity: 1 });
    await house.going("kit", meeting, { mode: "IN_PERSON" });
    await house.going("ben", meeting, { mode: "IN_PERSON" });
    expect(await hold(meeting, "ONLINE")).toEqual(REFUSED);
    await house.say("kit", "rsvpNotGoing", meeting);
    expect(await house.statuses(meeting, ["ben"])).toEqual(["OFFERED"]);
    expect(await hold(meeting, "ONLINE")).toEqual(REFUSED);
    await house.say("ben", "rsvpNotGoing", meeting);
    expect(await hold(meeting, "ONLINE")).toBe("ONLINE");
  });

  test("while a speaker comes that way who takes no seat", async () => {
    const meeting = await hybrid();
    await makeRow(house.api.dataSource, MeetingRole, {
      id: fixedId(0xd0de),
      meetingId: meeting.id,
      personId: keyOf("ben"),
      role: MeetingRoleKind.SPEAKER,
      takesSeat: false,
      position: 0,
    });
    expect(await house.goes("ben", meeting, { mode: "IN_PERSON" })).toBe("GOING");
    expect(await house.seats(meeting)).toMatchObject({ taken: 0 });
    expect(await hold(meeting, "ONLINE")).toEqual(REFUSED);
  });

  test("while somebody comes online until there is a chair", async () => {
    const meeting = await hybrid({ inPersonCapacity: 0 });
    expect(await house.goes("ben", meeting, { mode: "IN_PERSON", onlineMeanwhile: true })).toBe("WAITLISTED");
    expect(await hold(meeting, "IN_PERSON")).toEqual(REFUSED);
    expect(await house.goes("ben", meeting, { onlineMeanwhile: false })).toBe("WAITLISTED");
    expect(await hold(meeting, "IN_PERSON")).toBe("IN_PERSON");
  });

  test("but who only may come, or does not, keeps nothing open", async () => {
    const meeting = await hybrid();
    await house.say("ben", "rsvpMaybe", meeting);
    await house.say("kit", "rsvpNotGoing", meeting);
    expect(await hold(meeting, "ONLINE")).toBe("ONLINE");
    expect(await house.goes("ben", meeting)).toBe("GOING");
    expect(await house.row(meeting, "ben")).toMatchObject({ mode: "ONLINE" });
  });
});

test("of somebody who begins to wait and an organiser who drops the way at once, one is refused", async () => {
  for (let each = 0; each < 8; each++) {
    const meeting = await hybrid({ inPersonCapacity: 0 });
    const [status, outcome] = await Promise.all([
      house.goes("ben", meeting, { mode: "IN_PERSON" }),
      hold(meeting, "ONLINE"),
    ]);
    expect([
      ["WAITLISTED", REFUSED],
      ["INVALID mode", "ONLINE"],
    ]).toContainEqual([status, outcome]);
  }
});
