/** Random acts of a few people, one after the other and at once; whatever they did, the seats add up. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { MeetingMode } from "../../src/meetings/meeting-mode.ts";
import { act } from "../support/meetings.ts";
import { type MadeMeeting, RsvpHouse } from "../support/rsvps.ts";

const SEED = 20_260_601;
const RUNS = 14;
const PEOPLE = 6;

let house: RsvpHouse;
let people: string[];
beforeAll(async () => {
  house = await RsvpHouse.open();
  people = await house.members(PEOPLE);
});
afterAll(() => house.close());

const person = fc.integer({ min: 0, max: PEOPLE - 1 });
const mode = fc.constantFrom("IN_PERSON", "IN_PERSON", "IN_PERSON", "ONLINE");
const oneAct = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ verb: fc.constant("rsvpGoing"), person, mode, guests: fc.integer({ min: 0, max: 2 }) }),
  },
  { weight: 3, arbitrary: fc.record({ verb: fc.constantFrom("rsvpNotGoing", "rsvpMaybe"), person }) },
  { weight: 3, arbitrary: fc.record({ verb: fc.constantFrom("acceptSeatOffer", "declineSeatOffer"), person }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant("letOthersFirst"), person }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant("admitToMeeting"), person }) },
  {
    weight: 2,
    arbitrary: fc.record({
      verb: fc.constant("capacity"),
      mode,
      seats: fc.option(fc.integer({ min: 0, max: 5 }), { freq: 8 }),
    }),
  },
);
type Act = typeof oneAct extends fc.Arbitrary<infer T> ? T : never;
/** Acts of one batch happen at once; between batches time may pass. */
const batches = fc.array(
  fc.record({ acts: fc.array(oneAct, { minLength: 1, maxLength: 4 }), minutes: fc.constantFrom(0, 0, 1, 1_440) }),
  { minLength: 6, maxLength: 12, size: "max" },
);

async function perform(meeting: MadeMeeting, given: Act): Promise<void> {
  if ("seats" in given) {
    const field = given.mode === "ONLINE" ? "onlineCapacity" : "inPersonCapacity";
    await act(
      house.api,
      "ada",
      "updateMeeting",
      { meetingId: meeting.globalId, [field]: given.seats },
      "meeting { id }",
    );
    return;
  }
  const who = people[given.person] ?? "";
  if (given.verb === "admitToMeeting") {
    const row = await house.row(meeting, who);
    if (row) await house.decide("ada", "admitToMeeting", house.rsvpId(row));
  } else if (given.verb === "letOthersFirst") {
    await house.say(who, "declineSeatOffer", meeting, { staysInQueue: true });
  } else if ("guests" in given) {
    await house.going(who, meeting, { mode: given.mode, guests: given.guests });
  } else {
    await house.say(who, given.verb, meeting);
  }
}

/** What must hold whenever nobody is in the middle of anything. */
async function expectSumsToHold(meeting: MadeMeeting): Promise<void> {
  for (const way of ["IN_PERSON", "ONLINE"]) {
    const { taken, held, capacity, above } = (await house.seats(meeting, way)) ?? {};
    expect(taken).toBe(held);
    if (capacity !== null) expect(taken).toBeLessThanOrEqual((capacity ?? 0) + (above ?? 0));
    if (above !== 0) expect(taken).toBeGreaterThan(capacity ?? 0);
    const waitsThoughItFits = await house.api.dataSource.query(
      `select r.guests from rsvps r join meeting_seats s using (meeting_id, mode)
        where r.meeting_id = $1 and r.mode = $2 and r.status = 'WAITLISTED'
          and (s.capacity is null or r.guests + r.takes_seat::integer <= s.capacity - s.taken)`,
      [meeting.id, way],
    );
    expect(waitsThoughItFits).toEqual([]);
  }
}

test(`the seats add up, and nobody waits who would fit (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (given) => {
      const meeting = await house.meeting({
        startsAtLocal: "2027-06-30T07:00:00",
        mode: MeetingMode.HYBRID,
        inPersonCapacity: 2,
        onlineCapacity: 1,
        guestsPerRsvpMax: 2,
      });
      for (const { acts, minutes } of given) {
        await Promise.all(acts.map((each) => perform(meeting, each)));
        await expectSumsToHold(meeting);
        if (minutes > 0) {
          house.clock.pass(minutes * 60);
          await house.minute();
          await expectSumsToHold(meeting);
        }
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 240_000);
