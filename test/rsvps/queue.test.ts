import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { MeetingMode } from "../../src/meetings/meeting-mode.ts";
import { idOf, keyOf } from "../support/cast.ts";
import { act } from "../support/meetings.ts";
import { type MadeMeeting, RsvpHouse, type Who } from "../support/rsvps.ts";

let house: RsvpHouse;
let people: string[];
beforeAll(async () => {
  house = await RsvpHouse.open();
  people = await house.members(8);
});
afterAll(() => house.close());

const HOUR = 3600;
type Row = Parameters<RsvpHouse["meeting"]>[0];

/** A meeting that its first comers fill; a second later each, the others queue with so many guests. */
async function full(row: Row, first: readonly string[], waiting: readonly [string, number][]): Promise<MadeMeeting> {
  const meeting = await house.meeting({ guestsPerRsvpMax: 9, startsAtLocal: "2026-06-30T07:00:00", ...row });
  for (const who of first) expect(await house.goes(who, meeting)).toBe("GOING");
  for (const [who, guests] of waiting) {
    house.clock.pass(1);
    expect(await house.goes(who, meeting, { guests })).toBe("WAITLISTED");
  }
  return meeting;
}
const someone = (index: number): string => people[index] ?? "";
const not = (who: Who, meeting: MadeMeeting) => house.say(who, "rsvpNotGoing", meeting);
const accept = (who: Who, meeting: MadeMeeting) => house.say(who, "acceptSeatOffer", meeting);
const decline = (who: Who, meeting: MadeMeeting, more = {}) => house.say(who, "declineSeatOffer", meeting, more);
const setCapacity = (meeting: MadeMeeting, inPersonCapacity: number | null) =>
  act(house.api, "ada", "updateMeeting", { meetingId: meeting.globalId, inPersonCapacity }, "meeting { id }");

describe("a freed seat", () => {
  test("is offered to who waits longest, held until the deadline, and mailed", async () => {
    const [a, b, c] = people as [string, string, string];
    const meeting = await full({ inPersonCapacity: 1 }, [a], [[b, 0], [c, 0]]); // biome-ignore format: one line
    await house.mails();
    await not(a, meeting);
    expect(await house.statuses(meeting, [a, b, c])).toEqual(["NOT_GOING", "OFFERED", "WAITLISTED"]);
    expect(await house.seats(meeting)).toMatchObject({ taken: 1, held: 1 });
    const deadline = new Date(house.clock.now().getTime() + 24 * HOUR * 1000);
    expect(await house.row(meeting, b)).toMatchObject({ offerExpiresAt: deadline });

    const [letter, ...more] = await house.mails();
    expect(more).toEqual([]);
    expect(letter?.headers).toMatchObject({ to: `${b}@example.org`, subject: "There is a seat for you: Breakfast" });
    expect(letter?.text).toContain("It is held for you until Tuesday");
    // Who comes new does not have the seat that is held.
    expect(await house.goes(someone(3), meeting)).toBe("WAITLISTED");

    expect((await accept(b, meeting)).rsvp?.status).toBe("GOING");
    expect((await accept(b, meeting)).rsvp?.status).toBe("GOING");
    expect(await house.row(meeting, b)).toMatchObject({ offerExpiresAt: null, queuedAt: null });
    expect(await house.seats(meeting)).toMatchObject({ taken: 1, held: 1 });
    expect((await accept(c, meeting)).faults).toEqual(["CONFLICT meetingId"]);
    expect((await accept(someone(7), meeting)).faults).toEqual(["CONFLICT meetingId"]);
  });

  test("is taken by saying once more that one comes", async () => {
    const [a, b] = people as [string, string];
    const meeting = await full({ inPersonCapacity: 1 }, [a], [[b, 0]]);
    await not(a, meeting);
    expect(await house.goes(b, meeting, { guests: 1 })).toBe("LIMIT_REACHED guests");
    expect(await house.statuses(meeting, [b])).toEqual(["OFFERED"]);
    expect(await house.goes(b, meeting)).toBe("GOING");
  });

  test("is shown with its deadline to the person and to who hosts, and to nobody else", async () => {
    const meeting = await full({ inPersonCapacity: 1 }, ["ben"], [["kit", 0]]);
    await not("ben", meeting);
    const seen = async (who: Who) => {
      const { data } = await house.api.as(who).graphql<{ node: { rsvps: { edges: { node: object }[] } } }>(
        `{ node(id: "${meeting.globalId}") { ... on Meeting { rsvps(first: 9, filter: { statuses: [OFFERED] }) {
             edges { node { person { id } offerExpiresAt answeredBy { id } } } } } } }`,
      );
      return data?.node.rsvps.edges.map(({ node }) => node);
    };
    const offer = {
      person: { id: idOf("kit") },
      offerExpiresAt: new Date(house.clock.now().getTime() + 24 * HOUR * 1000).toISOString(),
      answeredBy: { id: idOf("kit") },
    };
    expect(await seen("kit")).toEqual([offer]);
    expect(await seen("hana")).toEqual([offer]);
    expect(await seen("cleo")).toEqual([]);
    expect(await seen(null)).toEqual([]);
  });

  test("passes by a party that is too large, which keeps its place", async () => {
    const [a, b, c, d, e] = people as [string, string, string, string, string];
    const meeting = await full({ inPersonCapacity: 2 }, [a, b], [[c, 1], [d, 0], [e, 0]]); // biome-ignore format: one line
    const place = (await house.row(meeting, c))?.queuedAt;
    await not(a, meeting);
    expect(await house.statuses(meeting, [c, d, e])).toEqual(["WAITLISTED", "OFFERED", "WAITLISTED"]);
    expect((await house.row(meeting, c))?.queuedAt).toEqual(place);
    await decline(d, meeting);
    expect(await house.statuses(meeting, [c, d, e])).toEqual(["WAITLISTED", "NOT_GOING", "OFFERED"]);
    await not(b, meeting);
    // One seat is free, one is held: still too few for two.
    expect(await house.statuses(meeting, [c, e])).toEqual(["WAITLISTED", "OFFERED"]);
    await not(e, meeting);
    expect(await house.statuses(meeting, [c, e])).toEqual(["OFFERED", "NOT_GOING"]);
    expect(await house.seats(meeting)).toMatchObject({ taken: 2, held: 2 });
  });

  test("goes at once to who is next, when it is too near to the start to ask, and is mailed", async () => {
    const [a, b] = people as [string, string];
    const meeting = await full({ inPersonCapacity: 1, offerCutoffMinutes: 60 * 24 * 60 }, [a], [[b, 0]]);
    await house.mails();
    await not(a, meeting);
    expect(await house.statuses(meeting, [a, b])).toEqual(["NOT_GOING", "GOING"]);
    const [letter] = await house.mails();
    expect(letter?.headers["subject"]).toBe("You have a seat: Breakfast");
  });

  test("is never held into the cut-off before the start", async () => {
    const [a, b] = people as [string, string];
    const meeting = await full({ inPersonCapacity: 1, offerMinutes: 60 * 24 * 90 }, [a], [[b, 0]]);
    await not(a, meeting);
    const cutoff = new Date(meeting.startsAt.getTime() - 120 * 60_000);
    expect(await house.row(meeting, b)).toMatchObject({ offerExpiresAt: cutoff });
  });
});

describe("an offer that runs out", () => {
  test("cannot be taken from its deadline on, goes to who is next, and puts its person at the tail", async () => {
    const [a, b, c] = people as [string, string, string];
    const meeting = await full({ inPersonCapacity: 1 }, [a], [[b, 0], [c, 0]]); // biome-ignore format: one line
    await not(a, meeting);
    house.clock.pass(24 * HOUR - 1);
    await house.minute();
    expect(await house.statuses(meeting, [b, c])).toEqual(["OFFERED", "WAITLISTED"]);
    house.clock.pass(1);
    // Nobody came by yet, and still it is over.
    expect((await accept(b, meeting)).faults).toEqual(["CONFLICT meetingId"]);
    expect((await decline(b, meeting)).faults).toEqual(["CONFLICT meetingId"]);
    await house.minute();
    expect(await house.statuses(meeting, [b, c])).toEqual(["WAITLISTED", "OFFERED"]);
    expect((await house.row(meeting, b))?.queuedAt).toEqual(house.clock.now());
    expect(await house.seats(meeting)).toMatchObject({ taken: 1, held: 1 });
    expect((await house.events()).slice(-2)).toEqual(["rsvp.offerExpired", "rsvp.offered"]);
    await house.minute();
    expect(await house.statuses(meeting, [b, c])).toEqual(["WAITLISTED", "OFFERED"]);
  });

  test("goes to who is next also when its person says once more that they come", async () => {
    const [a, b, c] = people as [string, string, string];
    const meeting = await full({ inPersonCapacity: 1 }, [a], [[b, 0], [c, 0]]); // biome-ignore format: one line
    await not(a, meeting);
    house.clock.pass(24 * HOUR);
    expect(await house.goes(b, meeting)).toBe("WAITLISTED");
    expect(await house.statuses(meeting, [b, c])).toEqual(["WAITLISTED", "OFFERED"]);
  });

  test("is made again where nobody else waits", async () => {
    const [a, b] = people as [string, string];
    const meeting = await full({ inPersonCapacity: 1 }, [a], [[b, 0]]);
    await not(a, meeting);
    house.clock.pass(24 * HOUR);
    await house.minute();
    const until = new Date(house.clock.now().getTime() + 24 * HOUR * 1000);
    expect(await house.row(meeting, b)).toMatchObject({ status: "OFFERED", offerExpiresAt: until });
  });

  test("is not mailed when it was answered before the mail went out", async () => {
    const [a, b] = people as [string, string];
    const meeting = await full({ inPersonCapacity: 1 }, [a], [[b, 0]]);
    await house.mails();
    await not(a, meeting);
    await accept(b, meeting);
    expect(await house.mails()).toEqual([]);
  });
});

describe("declineSeatOffer", () => {
  test("lets others go first, and waits on at the tail", async () => {
    const [a, b, c] = people as [string, string, string];
    const meeting = await full({ inPersonCapacity: 1 }, [a], [[b, 0], [c, 0]]); // biome-ignore format: one line
    await not(a, meeting);
    house.clock.pass(1);
    expect((await decline(b, meeting, { staysInQueue: true })).rsvp?.status).toBe("WAITLISTED");
    expect(await house.statuses(meeting, [b, c])).toEqual(["WAITLISTED", "OFFERED"]);
    expect((await decline(b, meeting, { staysInQueue: true })).rsvp?.status).toBe("WAITLISTED");
    expect((await decline(c, meeting)).rsvp?.status).toBe("NOT_GOING");
    expect((await decline(c, meeting)).rsvp?.status).toBe("NOT_GOING");
    expect(await house.statuses(meeting, [b, c])).toEqual(["OFFERED", "NOT_GOING"]);
    expect((await accept(b, meeting)).rsvp?.status).toBe("GOING");
    expect((await decline(b, meeting)).faults).toEqual(["CONFLICT meetingId"]);
  });

  test("is for who was offered a seat, while the meeting is to come", async () => {
    const [a, b] = people as [string, string];
    const meeting = await full({ inPersonCapacity: 1 }, [a], [[b, 0]]);
    expect((await decline(b, meeting)).faults).toEqual(["CONFLICT meetingId"]);
    expect((await decline(someone(5), meeting)).faults).toEqual(["CONFLICT meetingId"]);
    expect((await decline(null, meeting)).refused).toEqual(["UNAUTHENTICATED"]);
    expect((await accept(null, meeting)).refused).toEqual(["UNAUTHENTICATED"]);
    const hidden = await house.meeting({ groupId: keyOf("quaysideCircle") });
    expect((await accept("cleo", hidden)).faults).toEqual(["NOT_FOUND meetingId"]);
    expect((await decline("cleo", hidden)).faults).toEqual(["NOT_FOUND meetingId"]);
    await not(a, meeting);
    await house.api.dataSource.query("update meetings set cancelled_at = now() where id = $1", [meeting.id]);
    expect((await accept(b, meeting)).faults).toEqual(["CONFLICT meetingId"]);
  });
});

describe("capacity", () => {
  test("raised, it gives exactly the free seats to the queue, before the act has ended", async () => {
    const [a, b, c, d, e] = people as [string, string, string, string, string];
    const meeting = await full({ inPersonCapacity: 1 }, [a], [[b, 2], [c, 0], [d, 0], [e, 0]]); // biome-ignore format: one line
    expect((await setCapacity(meeting, 3)).faults).toEqual([]);
    expect(await house.statuses(meeting, [a, b, c, d, e])).toEqual([
      "GOING",
      "WAITLISTED",
      "OFFERED",
      "OFFERED",
      "WAITLISTED",
    ]);
    expect(await house.seats(meeting)).toMatchObject({ taken: 3, capacity: 3, held: 3 });
    await setCapacity(meeting, null);
    expect(await house.statuses(meeting, [b, e])).toEqual(["OFFERED", "OFFERED"]);
    expect(await house.seats(meeting)).toMatchObject({ taken: 7, capacity: null, held: 7 });
  });

  test("lowered, it puts nobody out, and the seats that are given back first are none", async () => {
    const [a, b, c, d] = people as [string, string, string, string];
    const meeting = await full({ inPersonCapacity: 3 }, [a, b, c], [[d, 0]]);
    await setCapacity(meeting, 1);
    expect(await house.statuses(meeting, [a, b, c, d])).toEqual(["GOING", "GOING", "GOING", "WAITLISTED"]);
    expect(await house.seats(meeting)).toMatchObject({ taken: 3, capacity: 1, above: 2 });
    await not(a, meeting);
    await not(b, meeting);
    expect(await house.statuses(meeting, [d])).toEqual(["WAITLISTED"]);
    expect(await house.seats(meeting)).toMatchObject({ taken: 1, above: 0 });
    await not(c, meeting);
    expect(await house.statuses(meeting, [d])).toEqual(["OFFERED"]);
  });

  test("of chairs and of screens are two queues", async () => {
    const [a, b, c, d] = people as [string, string, string, string];
    const meeting = await full({ mode: MeetingMode.HYBRID, inPersonCapacity: 1, onlineCapacity: 1 }, [a], [[b, 0]]);
    expect(await house.goes(c, meeting, { mode: "ONLINE" })).toBe("GOING");
    expect(await house.goes(d, meeting, { mode: "ONLINE" })).toBe("WAITLISTED");
    await not(c, meeting);
    expect(await house.statuses(meeting, [b, d])).toEqual(["WAITLISTED", "OFFERED"]);
    // Whoever waits for a chair and finds a free screen leaves that queue, and the place in it.
    await not(d, meeting);
    expect(await house.goes(b, meeting, { mode: "ONLINE" })).toBe("GOING");
    await not(a, meeting);
    expect(await house.statuses(meeting, [b])).toEqual(["GOING"]);
    expect(await house.seats(meeting)).toMatchObject({ taken: 0, held: 0 });
  });
});

describe("a place in the queue", () => {
  test("is kept by a party that shrinks, and lost by one that grows", async () => {
    const [a, b, c] = people as [string, string, string];
    const meeting = await full({ inPersonCapacity: 2 }, [a, someone(7)], [[b, 2], [c, 2]]); // biome-ignore format: one line
    const { queuedAt } = (await house.row(meeting, b)) ?? {};
    house.clock.pass(1);
    await house.going(b, meeting, { guests: 1 });
    expect((await house.row(meeting, b))?.queuedAt).toEqual(queuedAt);
    await house.going(b, meeting, { guests: 3 });
    expect((await house.row(meeting, b))?.queuedAt).toEqual(house.clock.now());
  });

  test("is found again by the minute job, should a seat be free that nobody was given", async () => {
    const [a, b] = people as [string, string];
    const meeting = await full({ inPersonCapacity: 1 }, [a], [[b, 0]]);
    await house.api.dataSource.query("update meeting_seats set capacity = 2 where meeting_id = $1", [meeting.id]);
    await house.minute();
    expect(await house.statuses(meeting, [a, b])).toEqual(["GOING", "OFFERED"]);
  });
});

describe("leaving a group, and being put out of it", () => {
  test("frees coming seats at once, and leaves what was", async () => {
    const [a, b] = people as [string, string];
    const leaver = (await house.members(1))[0] ?? "";
    const meeting = await full({ inPersonCapacity: 1 }, [leaver], [[a, 0]]);
    const past = await house.meeting({ startsAtLocal: "2026-07-01T07:00:00" });
    await house.going(leaver, past);
    await house.api.dataSource.query(
      "update meetings set starts_at = starts_at - interval '90 days', ends_at = ends_at - interval '90 days' where id = $1",
      [past.id],
    );
    const groupId = `grp_${keyOf("harbourBreakfast").replaceAll("-", "")}`;
    expect((await act(house.api, leaver, "leaveGroup", { groupId }, "membership { status }")).faults).toEqual([]);
    expect(await house.statuses(meeting, [leaver, a])).toEqual(["NOT_GOING", "OFFERED"]);
    expect(await house.statuses(past, [leaver])).toEqual(["GOING"]);
    expect(b).not.toBe(a);
  });

  test("frees the seats of a banned visitor too", async () => {
    const meeting = await full({ inPersonCapacity: 1 }, ["cleo"], [["kit", 0]]);
    await act(
      house.api,
      "ada",
      "banPerson",
      {
        groupId: `grp_${keyOf("harbourBreakfast").replaceAll("-", "")}`,
        personId: `per_${keyOf("cleo").replaceAll("-", "")}`,
      },
      "ban { id }",
    );
    await house.mails();
    expect(await house.statuses(meeting, ["cleo", "kit"])).toEqual(["NOT_GOING", "OFFERED"]);
  });
});
