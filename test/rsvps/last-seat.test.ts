import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { type CastApi, idOf, keyOf, makeMembership, makePerson, startWithCast } from "../support/cast.ts";
import { act } from "../support/meetings.ts";

const CALLERS = 30;
const SEATS = 5;
const MEETINGS = 60;

let api: CastApi;
const callers: string[] = [];

beforeAll(async () => {
  api = await startWithCast();
  for (let each = 0; each < CALLERS; each++) {
    const { id } = await makePerson(api.dataSource, { displayName: `Caller ${each}` });
    await makeMembership(api.dataSource, {
      groupId: keyOf("harbourBreakfast"),
      personId: id,
      role: MembershipRole.MEMBER,
    });
    callers.push(id);
  }
}, 60_000);
afterAll(() => api.close());

async function schedule(): Promise<string> {
  const { meeting } = await act<{ meeting: { id: string } }>(
    api,
    "ada",
    "scheduleMeeting",
    {
      groupId: idOf("harbourBreakfast"),
      title: "Five chairs",
      mode: "IN_PERSON",
      startsAtLocal: "2026-06-09T07:00",
      durationMinutes: 90,
      inPersonCapacity: SEATS,
    },
    "meeting { id }",
  );
  return meeting.id;
}

test(`${CALLERS} callers for ${SEATS} seats, ${MEETINGS} meetings: never oversold, never undersold`, async () => {
  for (let round = 0; round < MEETINGS; round++) {
    const meetingId = await schedule();
    const answers = await Promise.all(
      callers.map((caller) =>
        act<{ rsvp: { status: string } }>(api, caller, "rsvpGoing", { meetingId }, "rsvp { status }"),
      ),
    );
    const statuses = answers.map(({ rsvp }) => rsvp.status);
    expect(statuses.filter((status) => status === "GOING")).toHaveLength(SEATS);
    expect(statuses.filter((status) => status === "WAITLISTED")).toHaveLength(CALLERS - SEATS);
  }
  const rows = await api.dataSource.query(
    `select s.taken, count(*) filter (where r.status = 'GOING')::int as going
       from meeting_seats s join rsvps r using (meeting_id) group by s.meeting_id, s.taken`,
  );
  expect(rows).toEqual(Array.from({ length: MEETINGS }, () => ({ taken: SEATS, going: SEATS })));
}, 300_000);
