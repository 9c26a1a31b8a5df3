/** Each state of an answer under each act: what it becomes, or that nothing became of it. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type MadeMeeting, RsvpHouse } from "../support/rsvps.ts";

let house: RsvpHouse;
beforeAll(async () => {
  house = await RsvpHouse.open();
});
afterAll(() => house.close());

const ACTS = [
  "rsvpGoing",
  "rsvpMaybe",
  "rsvpNotGoing",
  "acceptSeatOffer",
  "declineSeatOffer",
  "stayInQueue",
  "approveRsvp",
  "declineRsvp",
  "admitToMeeting",
] as const;

/** Per state, what follows from the acts in the order above; `-` is a CONFLICT that changes nothing. */
const TABLE: Record<string, string> = {
  GOING: "GOING MAYBE NOT_GOING GOING - - GOING - GOING",
  MAYBE: "GOING MAYBE NOT_GOING - - - - - -",
  NOT_GOING: "GOING MAYBE NOT_GOING - NOT_GOING - - NOT_GOING -",
  WAITLISTED: "WAITLISTED MAYBE NOT_GOING - - WAITLISTED WAITLISTED - GOING",
  OFFERED: "GOING MAYBE NOT_GOING GOING NOT_GOING OFFERED OFFERED - GOING",
  REQUESTED: "REQUESTED MAYBE NOT_GOING - - - GOING NOT_GOING GOING",
};

/** A meeting of one chair to which ben's answer reads so. */
async function meetingWith(status: string): Promise<MadeMeeting> {
  const meeting = await house.meeting({ inPersonCapacity: 1, needsApproval: status === "REQUESTED" });
  if (status === "WAITLISTED" || status === "OFFERED") await house.going("kit", meeting);
  const verb = { MAYBE: "rsvpMaybe", NOT_GOING: "rsvpNotGoing" }[status] ?? "rsvpGoing";
  await house.say("ben", verb, meeting);
  if (status === "OFFERED") await house.say("kit", "rsvpNotGoing", meeting);
  expect(await house.statuses(meeting, ["ben"])).toEqual([status]);
  return meeting;
}

async function perform(name: (typeof ACTS)[number], meeting: MadeMeeting) {
  if (name === "stayInQueue") return house.say("ben", "declineSeatOffer", meeting, { staysInQueue: true });
  if (name === "approveRsvp" || name === "declineRsvp" || name === "admitToMeeting") {
    return house.decide("ada", name, house.rsvpId(await house.row(meeting, "ben")));
  }
  return house.say("ben", name, meeting);
}

test.each(Object.entries(TABLE))(
  "%s",
  async (status, followers) => {
    const outcomes: string[] = [];
    for (const name of ACTS) {
      const meeting = await meetingWith(status);
      const before = await house.row(meeting, "ben");
      const { faults, refused } = await perform(name, meeting);
      const after = await house.row(meeting, "ben");
      expect(refused).toEqual([]);
      if (faults.length > 0) expect(after).toEqual(before);
      outcomes.push(faults.length > 0 ? "-" : String(after?.status));
      const { taken, held, above } = (await house.seats(meeting)) ?? {};
      expect([taken, above]).toEqual([held, status === "WAITLISTED" && name === "admitToMeeting" ? 1 : 0]);
    }
    expect(outcomes.join(" ")).toBe(followers);
  },
  30_000,
);

test("nothing said yet", async () => {
  const outcomes: string[] = [];
  for (const name of ACTS.slice(0, 6)) {
    const meeting = await house.meeting({ inPersonCapacity: 1 });
    await perform(name, meeting);
    outcomes.push((await house.row(meeting, "ben"))?.status ?? "-");
  }
  expect(outcomes.join(" ")).toBe("GOING MAYBE NOT_GOING - - -");
});
