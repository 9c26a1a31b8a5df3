/** Real commits of callers who do not know of each other; each round is another meeting. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { MeetingMode } from "../../src/meetings/meeting-mode.ts";
import { runTimer } from "../../src/platform/jobs.ts";
import { idOf, keyOf, makeMembership } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { act } from "../support/meetings.ts";
import { type MadeMeeting, RsvpHouse } from "../support/rsvps.ts";

let house: RsvpHouse;
let people: string[];
beforeAll(async () => {
  house = await RsvpHouse.open();
  people = await house.members(14);
});
afterAll(() => house.close());

const FAR = { startsAtLocal: "2027-06-30T07:00:00" };
const times = (count: number) => Array.from({ length: count }, (_, index) => index);
const all = (status: string, count: number): string[] => times(count).map(() => status);

async function fill(seats: number, going: readonly string[], waiting: readonly string[]): Promise<MadeMeeting> {
  const meeting = await house.meeting({ ...FAR, inPersonCapacity: seats });
  for (const who of going) expect(await house.goes(who, meeting)).toBe("GOING");
  for (const who of waiting) {
    house.clock.pass(1);
    expect(await house.goes(who, meeting)).toBe("WAITLISTED");
  }
  return meeting;
}

describe("many at once", () => {
  test("seats that are given back while others ask go to those who waited before", async () => {
    for (const _round of times(5)) {
      const [going, waiting, fresh] = [people.slice(0, 3), people.slice(3, 6), people.slice(6)];
      const meeting = await fill(3, going, waiting);
      await Promise.all([
        ...fresh.map((who) => house.going(who, meeting)),
        ...going.map((who) => house.say(who, "rsvpNotGoing", meeting)),
      ]);
      expect(await house.statuses(meeting, waiting)).toEqual(all("OFFERED", 3));
      expect(await house.statuses(meeting, fresh)).toEqual(all("WAITLISTED", fresh.length));
      expect(await house.seats(meeting)).toMatchObject({ taken: 3, held: 3 });
    }
  }, 120_000);

  test("seats that are given back while nobody waits are all found, and none twice", async () => {
    for (const _round of times(5)) {
      const [going, fresh] = [people.slice(0, 4), people.slice(4, 12)];
      const meeting = await fill(4, going, []);
      await Promise.all([
        ...going.map((who) => house.say(who, "rsvpNotGoing", meeting)),
        ...fresh.map((who) => house.going(who, meeting)),
      ]);
      // Whoever queued for a moment was offered a seat.
      const statuses = await house.statuses(meeting, fresh);
      expect(statuses.filter((status) => status === "GOING" || status === "OFFERED")).toHaveLength(4);
      expect(await house.seats(meeting)).toMatchObject({ taken: 4, held: 4 });
    }
  }, 120_000);

  test("a raised capacity and freed seats at once promote exactly as many as there are seats, in order", async () => {
    for (const _round of times(5)) {
      const [going, waiting] = [people.slice(0, 2), people.slice(2, 9)];
      const meeting = await fill(2, going, waiting);
      const raised = { meetingId: meeting.globalId, inPersonCapacity: 4 };
      await Promise.all([
        ...going.map((who) => house.say(who, "rsvpNotGoing", meeting)),
        act(house.api, "ada", "updateMeeting", raised, "meeting { id }"),
        // Those who say again what they said hold their own rows meanwhile.
        ...waiting.map((who) => house.going(who, meeting)),
      ]);
      expect(await house.seats(meeting)).toMatchObject({ taken: 4, held: 4 });
      const statuses = await house.statuses(meeting, waiting);
      expect(statuses.filter((status) => status !== "WAITLISTED")).toHaveLength(4);
    }
  }, 120_000);

  test("a queue is walked past a row that somebody holds, who then finds the seat", async () => {
    const [a, b] = people as [string, string];
    const meeting = await fill(1, [a], [b]);
    const holder = house.api.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query("select 1 from rsvps where meeting_id = $1 and person_id = $2 for update", [meeting.id, b]);
    // Does not wait for the holder.
    expect((await house.say(a, "rsvpNotGoing", meeting)).rsvp?.status).toBe("NOT_GOING");
    expect(await house.statuses(meeting, [b])).toEqual(["WAITLISTED"]);
    await holder.commitTransaction();
    await holder.release();
    expect(await house.goes(b, meeting)).toBe("OFFERED");
  });

  test("the same verb from eight devices is one answer and one event", async () => {
    const [who] = people as [string];
    const meeting = await house.meeting(FAR);
    const before = (await house.events()).length;
    const answers = await Promise.all(times(8).map(() => house.going(who, meeting)));
    expect(new Set(answers.map(({ rsvp }) => rsvp?.id)).size).toBe(1);
    expect(await house.seats(meeting)).toMatchObject({ taken: 1, held: 1 });
    expect((await house.events()).length - before).toBe(1);
  });

  test("two who would swap a chair for a screen each keep what they have, and neither waits for ever", async () => {
    const [a, b] = people as [string, string];
    for (const _round of times(3)) {
      const meeting = await house.meeting({ ...FAR, mode: MeetingMode.HYBRID, inPersonCapacity: 1, onlineCapacity: 1 });
      await house.going(a, meeting, { mode: "IN_PERSON" });
      await house.going(b, meeting, { mode: "ONLINE" });
      const outcomes = await Promise.all([
        house.goes(a, meeting, { mode: "ONLINE" }),
        house.goes(b, meeting, { mode: "IN_PERSON" }),
      ]);
      expect(outcomes).toEqual(all("LIMIT_REACHED mode", 2));
    }
  }, 120_000);
});

describe("an offer that is taken as it runs out", () => {
  test("is either taken or over, and its seat is one person's", async () => {
    const [a, b, c] = people as [string, string, string];
    for (const round of times(12)) {
      const meeting = await fill(1, [a], [b, c]);
      await house.say(a, "rsvpNotGoing", meeting);
      const { offerExpiresAt } = (await house.row(meeting, b)) ?? {};
      house.clock.pass(24 * 3600 - 1);
      // Another server, whose clock is past the deadline already.
      const late = testJobs(house.api.dataSource.manager, {
        clock: new StillClock(offerExpiresAt?.toISOString()),
        secretKey: house.jobs.deps.secretKey,
      });
      const accepting = () => house.say(b, "acceptSeatOffer", meeting);
      const expiring = () => runTimer(late.deps, "expire-seat-offers");
      await Promise.all(round % 2 === 0 ? [accepting(), expiring()] : [expiring(), accepting()]);
      const outcome = (await house.statuses(meeting, [b, c])).join(" ");
      expect(["GOING WAITLISTED", "WAITLISTED OFFERED"]).toContain(outcome);
      expect(await house.seats(meeting)).toMatchObject({ taken: 1, held: 1 });
    }
  }, 120_000);
});

describe("somebody who is put out while they answer", () => {
  test("has no seat in the end, whichever came first", async () => {
    const groupId = keyOf("quaysideCircle");
    for (const round of times(6)) {
      const [who = ""] = await house.members(1);
      await makeMembership(house.api.dataSource, { groupId, personId: who });
      const meeting = await house.meeting({ ...FAR, groupId });
      const answering = () => house.going(who, meeting);
      const leaving = () => act(house.api, who, "leaveGroup", { groupId: idOf("quaysideCircle") }, "membership { id }");
      await Promise.all(round % 2 === 0 ? [answering(), leaving()] : [leaving(), answering()]);
      expect(["NOT_GOING", null]).toContain((await house.statuses(meeting, [who]))[0]);
      expect(await house.seats(meeting)).toMatchObject({ taken: 0, held: 0 });
    }
  }, 120_000);
});
