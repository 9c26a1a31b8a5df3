import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, record } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());

const startsOf = async (meetingId: string): Promise<Date[]> => {
  const rows: { starts_at: Date }[] = await api.dataSource.query(
    "select starts_at from attendances where meeting_id = $1",
    [meetingId],
  );
  return rows.map((row) => row.starts_at);
};

test("an attendance knows when its meeting started, and goes along when that is moved", async () => {
  const meeting = await makeMeeting(api.dataSource);
  await record(api, "hana", meeting.globalId, [markOf({ person: "ben" })]);
  expect(await startsOf(meeting.id)).toEqual([new Date(at("06:00"))]);

  await api.dataSource.query(
    "update meetings set starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour' where id = $1",
    [meeting.id],
  );
  expect(await startsOf(meeting.id)).toEqual([new Date(at("07:00"))]);
});

test("nobody can write another one", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const written = api.dataSource.query(
    `insert into attendances (id, group_id, meeting_id, starts_at, person_id, updated_at)
     select gen_random_uuid(), m.group_id, m.id, m.starts_at + interval '1 minute', (select id from people limit 1), m.updated_at
       from meetings m where m.id = $1`,
    [meeting.id],
  );
  await expect(written).rejects.toThrow("attendances_meeting_id_starts_at_fkey");
});
