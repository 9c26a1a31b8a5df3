import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { RsvpHouse } from "../support/rsvps.ts";

let house: RsvpHouse;
let people: string[];
beforeAll(async () => {
  house = await RsvpHouse.open();
  people = await house.members(3);
});
afterAll(() => house.close());

const idFor = async (meeting: { id: string }, who: string) => house.rsvpId(await house.row(meeting, who));
const linesOf = async (rsvpId: string) =>
  house.api.dataSource.query(
    "select action, before ->> 'status' as before, after ->> 'status' as after from audit_entries where object_id = $1 order by occurred_at, id",
    [rsvpId],
  );

describe("a meeting that wants approval", () => {
  test("lets people ask; an organiser says yes, while there are seats, or no", async () => {
    const [a, b, c] = people as [string, string, string];
    const meeting = await house.meeting({ needsApproval: true, inPersonCapacity: 1, guestsPerRsvpMax: 1 });
    for (const who of [a, b, c]) expect(await house.goes(who, meeting)).toBe("REQUESTED");
    expect(await house.goes(a, meeting)).toBe("REQUESTED");
    expect(await house.seats(meeting)).toMatchObject({ taken: 0 });

    const asked = await idFor(meeting, a);
    const can = async (who: "dev" | "hana") => {
      const { data } = await house.api
        .as(who)
        .graphql(`{ node(id: "${asked}") { ... on Rsvp { viewerCanDecide viewerCanAdmit } } }`);
      return data?.["node"];
    };
    expect(await can("dev")).toEqual({ viewerCanDecide: true, viewerCanAdmit: true });
    expect(await can("hana")).toEqual({ viewerCanDecide: false, viewerCanAdmit: false });
    expect((await house.decide("dev", "approveRsvp", asked)).rsvp?.status).toBe("GOING");
    expect(await can("dev")).toEqual({ viewerCanDecide: false, viewerCanAdmit: false });
    expect((await house.decide("ada", "approveRsvp", asked)).rsvp?.status).toBe("GOING");
    expect(await linesOf(asked)).toEqual([{ action: "approveRsvp", before: "REQUESTED", after: "GOING" }]);
    expect((await house.decide("ada", "approveRsvp", await idFor(meeting, b))).rsvp?.status).toBe("WAITLISTED");
    const declined = await idFor(meeting, c);
    expect((await house.decide("ada", "declineRsvp", declined)).rsvp?.status).toBe("NOT_GOING");
    expect((await house.decide("ada", "declineRsvp", declined)).rsvp?.status).toBe("NOT_GOING");
    expect(await linesOf(declined)).toEqual([{ action: "declineRsvp", before: "REQUESTED", after: "NOT_GOING" }]);

    expect((await house.decide("ada", "declineRsvp", asked)).faults).toEqual(["CONFLICT rsvpId"]);
    expect((await house.decide("ada", "approveRsvp", declined)).faults).toEqual(["CONFLICT rsvpId"]);
    // A yes holds while they change their party, and is asked for anew by who said no in between.
    expect(await house.goes(a, meeting, { guests: 1 })).toBe("LIMIT_REACHED guests");
    await house.say(a, "rsvpNotGoing", meeting);
    expect(await house.statuses(meeting, [a, b])).toEqual(["NOT_GOING", "OFFERED"]);
    expect(await house.goes(a, meeting)).toBe("REQUESTED");
  });

  test("is no hurdle for whom an organiser answers", async () => {
    const meeting = await house.meeting({ needsApproval: true });
    expect(await house.goes("ben", meeting)).toBe("REQUESTED");
    const personId = `per_${people[0]?.replaceAll("-", "")}`;
    expect(await house.goes("ada", meeting, { personId })).toBe("GOING");
  });
});

describe("admitToMeeting", () => {
  test("lets somebody in above the capacity, knowingly, and their seat is then nobody's", async () => {
    const [a, b, c] = people as [string, string, string];
    const meeting = await house.meeting({ inPersonCapacity: 1, guestsPerRsvpMax: 2 });
    await house.going(a, meeting);
    await house.going(b, meeting, { guests: 2 });
    await house.going(c, meeting);
    const waits = await idFor(meeting, b);
    expect((await house.decide("ada", "admitToMeeting", waits)).rsvp?.status).toBe("GOING");
    expect((await house.decide("ada", "admitToMeeting", waits)).rsvp?.status).toBe("GOING");
    expect(await house.seats(meeting)).toMatchObject({ taken: 4, capacity: 1, above: 3, held: 4 });
    expect(await house.row(meeting, b)).toMatchObject({ admittedAbove: true });
    expect(await linesOf(waits)).toEqual([{ action: "admitToMeeting", before: "WAITLISTED", after: "GOING" }]);

    await house.say(b, "rsvpNotGoing", meeting);
    expect(await house.seats(meeting)).toMatchObject({ taken: 1, above: 0 });
    expect(await house.statuses(meeting, [a, b, c])).toEqual(["GOING", "NOT_GOING", "WAITLISTED"]);
    await house.say(a, "rsvpNotGoing", meeting);
    expect(await house.statuses(meeting, [c])).toEqual(["OFFERED"]);
    // Whose seat is held already needs no other one.
    expect((await house.decide("ada", "admitToMeeting", await idFor(meeting, c))).rsvp?.status).toBe("GOING");
    expect(await house.seats(meeting)).toMatchObject({ taken: 1, above: 0, held: 1 });
    expect(await house.row(meeting, c)).toMatchObject({ admittedAbove: false });
  });

  test("lets in who asks, but not who said that they do not come", async () => {
    const meeting = await house.meeting({ needsApproval: true, inPersonCapacity: 0 });
    await house.going("ben", meeting);
    expect((await house.decide("dev", "admitToMeeting", await idFor(meeting, "ben"))).rsvp?.status).toBe("GOING");
    for (const verb of ["rsvpMaybe", "rsvpNotGoing"]) {
      await house.say("kit", verb, meeting);
      expect((await house.decide("ada", "admitToMeeting", await idFor(meeting, "kit"))).faults).toEqual([
        "CONFLICT rsvpId",
      ]);
    }
  });
});

describe.each(["approveRsvp", "declineRsvp", "admitToMeeting"])("who may decide, and when: %s", (verb) => {
  test("organisers; a host may not, a member finds an answer they can see, a stranger finds none", async () => {
    const meeting = await house.meeting({ needsApproval: true });
    await house.going("ben", meeting);
    const rsvpId = await idFor(meeting, "ben");
    expect((await house.decide("hana", verb, rsvpId)).refused).toEqual(["FORBIDDEN"]);
    expect((await house.decide("ben", verb, rsvpId)).refused).toEqual(["FORBIDDEN"]);
    expect((await house.decide("cleo", verb, rsvpId)).faults).toEqual(["NOT_FOUND rsvpId"]);
    expect((await house.decide("eva", verb, rsvpId)).faults).toEqual(["NOT_FOUND rsvpId"]);
    expect((await house.decide(null, verb, rsvpId)).refused).toEqual(["UNAUTHENTICATED"]);
    expect((await house.decide("ada", verb, meeting.globalId)).faults).toEqual(["NOT_FOUND rsvpId"]);
  });

  test("not once the meeting is cancelled or has started", async () => {
    const meeting = await house.meeting({ needsApproval: true });
    await house.going("ben", meeting);
    const rsvpId = await idFor(meeting, "ben");
    await house.api.dataSource.query("update meetings set cancelled_at = now() where id = $1", [meeting.id]);
    expect((await house.decide("ada", verb, rsvpId)).faults).toEqual(["CONFLICT rsvpId"]);
    await house.api.dataSource.query(
      "update meetings set cancelled_at = null, starts_at = $2, ends_at = $2::timestamptz + interval '60 minutes' where id = $1",
      [meeting.id, house.clock.now()],
    );
    expect((await house.decide("ada", verb, rsvpId)).faults).toEqual(["CONFLICT rsvpId"]);
  });
});
