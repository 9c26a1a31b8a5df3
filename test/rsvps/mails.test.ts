import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { MeetingMode } from "../../src/meetings/meeting-mode.ts";
import { act } from "../support/meetings.ts";
import { type MadeMeeting, RsvpHouse } from "../support/rsvps.ts";

let house: RsvpHouse;
beforeAll(async () => {
  house = await RsvpHouse.open();
});
beforeEach(async () => {
  await house.mails();
});
afterAll(() => house.close());

const move = (meeting: MadeMeeting, startsAtLocal: string) =>
  act(house.api, "ada", "rescheduleMeeting", { meetingId: meeting.globalId, startsAtLocal }, "meeting { id }");
const cancel = (meeting: MadeMeeting, reason?: string) =>
  act(house.api, "ada", "cancelMeeting", { meetingId: meeting.globalId, reason }, "meeting { id }");
const sent = async () => {
  const letters = await house.mails();
  return letters.map(({ headers }) => `${headers["to"]?.split("@")[0]}: ${headers["subject"]}`).sort();
};

describe("a meeting that is moved", () => {
  test("keeps its answers, and those going hear of it once", async () => {
    const meeting = await house.meeting();
    await house.going("ben", meeting);
    await house.going("kit", meeting);
    await house.say("hana", "rsvpMaybe", meeting);
    expect((await move(meeting, "2026-06-03T18:30")).faults).toEqual([]);
    const letters = await house.mails();
    expect(letters.map(({ headers }) => headers["to"]).sort()).toEqual(["ben@example.org", "kit@example.org"]);
    expect(letters[0]?.headers["subject"]).toBe("Moved: Breakfast");
    expect(letters[0]?.text).toContain("has another time: Wednesday");
    expect(letters[0]?.text).toContain("18:30");
    expect(letters[0]?.text).toContain("It was to be on Tuesday");
    expect(await house.statuses(meeting, ["ben", "kit", "hana"])).toEqual(["GOING", "GOING", "MAYBE"]);
    expect(await house.mails()).toEqual([]);
  });

  test("twice before the mail goes out is told once, as it is now; who is out by then hears nothing", async () => {
    const meeting = await house.meeting();
    await house.going("ben", meeting);
    await house.going("kit", meeting);
    await move(meeting, "2026-06-03T18:30");
    await move(meeting, "2026-06-04T18:30");
    await house.say("kit", "rsvpNotGoing", meeting);
    const letters = await house.mails();
    expect(letters.map(({ headers }) => headers["to"])).toEqual(["ben@example.org"]);
    expect(letters[0]?.text).toContain("Thursday");
  });

  test("to another length only, is no news", async () => {
    const meeting = await house.meeting();
    await house.going("ben", meeting);
    const input = { meetingId: meeting.globalId, startsAtLocal: "2026-06-02T07:00", durationMinutes: 90 };
    expect((await act(house.api, "ada", "rescheduleMeeting", input, "meeting { id }")).faults).toEqual([]);
    expect(await house.mails()).toEqual([]);
  });
});

describe("a meeting that is cancelled", () => {
  test("is told to those going, with the reason, also online while they wait for a chair", async () => {
    const meeting = await house.meeting({ mode: MeetingMode.HYBRID, inPersonCapacity: 1 });
    await house.going("ben", meeting);
    await house.going("kit", meeting, { onlineMeanwhile: true });
    await house.going("hana", meeting);
    await house.say("dev", "rsvpNotGoing", meeting);
    await cancel(meeting, "The kitchen is flooded.");
    const letters = await house.mails();
    expect(letters.map(({ headers }) => headers["to"]).sort()).toEqual(["ben@example.org", "kit@example.org"]);
    expect(letters[0]?.headers["subject"]).toBe("Cancelled: Breakfast");
    expect(letters[0]?.text).toContain("The kitchen is flooded.");
  });

  test("was moved just before: only the cancellation is told; of a draft nobody hears", async () => {
    const meeting = await house.meeting();
    await house.going("ben", meeting);
    await move(meeting, "2026-06-03T18:30");
    await cancel(meeting);
    expect(await sent()).toEqual(["ben: Cancelled: Breakfast"]);
    const draft = await house.meeting({ publishedAt: null });
    await cancel(draft);
    expect(await sent()).toEqual([]);
  });

  test("offers no seats any more", async () => {
    const meeting = await house.meeting({ inPersonCapacity: 1 });
    await house.going("ben", meeting);
    await house.going("kit", meeting);
    await house.say("ben", "rsvpNotGoing", meeting);
    await cancel(meeting);
    expect(await sent()).toEqual([]);
  });
});
