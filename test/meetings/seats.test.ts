import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { MeetingMode, TakePartMode } from "../../src/meetings/meeting-mode.ts";
import { MeetingSeats } from "../../src/meetings/meeting-seats.entity.ts";
import {
  closeSeats,
  lockFreeSeats,
  releaseSeats,
  setCapacity,
  takeSeats,
  takeSeatsAboveCapacity,
} from "../../src/meetings/seats.ts";
import type { Context } from "../../src/platform/context.ts";
import { inTransaction } from "../../src/platform/transaction.ts";
import { keyOf, plantCast } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";

const { IN_PERSON, ONLINE } = TakePartMode;
/** Callers for the same seats; each needs a connection of its own. */
const RACERS = 30;

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await openTestDatabase({ poolSize: RACERS });
  ctx = testJobs(database.dataSource.manager).ctx;
  await plantCast(database.dataSource);
});
afterAll(() => database.drop());

const meetingWith = async (inPersonCapacity: number | null): Promise<string> =>
  (await makeMeeting(database.dataSource, { inPersonCapacity, groupId: keyOf("harbourBreakfast") })).id;
const row = (meetingId: string) => ctx.db.findOneByOrFail(MeetingSeats, { meetingId, mode: IN_PERSON });

describe("seats", () => {
  test("thirty callers for five seats: five have one, in each of twelve meetings", async () => {
    for (let round = 0; round < 12; round++) {
      const id = await meetingWith(5);
      const taken = await Promise.all(
        Array.from({ length: RACERS }, () => inTransaction(ctx, (ctx) => takeSeats(ctx, id, IN_PERSON, 1))),
      );
      expect(taken.filter(Boolean)).toHaveLength(5);
      expect(await row(id)).toMatchObject({ capacity: 5, taken: 5, admittedAbove: 0 });
    }
  });

  test("a party has all its seats or none", async () => {
    const id = await meetingWith(3);
    expect(await takeSeats(ctx, id, IN_PERSON, 2)).toBe(true);
    expect(await takeSeats(ctx, id, IN_PERSON, 2)).toBe(false);
    expect(await takeSeats(ctx, id, IN_PERSON, 1)).toBe(true);
    expect(await lockFreeSeats(ctx, id, IN_PERSON)).toBe(0);
  });

  test("without a limit there is always one, and where there are none of a kind there is never one", async () => {
    const id = await meetingWith(null);
    expect(await takeSeats(ctx, id, IN_PERSON, 500)).toBe(true);
    expect(await lockFreeSeats(ctx, id, IN_PERSON)).toBeNull();
    expect(await takeSeats(ctx, id, ONLINE, 1)).toBe(false);
    expect(await takeSeatsAboveCapacity(ctx, id, ONLINE, 1)).toBe(false);
    expect(await lockFreeSeats(ctx, id, ONLINE)).toBe(0);
  });

  test("whoever is admitted above capacity frees nothing by leaving until the meeting is below it again", async () => {
    const id = await meetingWith(2);
    await takeSeats(ctx, id, IN_PERSON, 2);
    expect(await takeSeatsAboveCapacity(ctx, id, IN_PERSON, 2)).toBe(true);
    expect(await row(id)).toMatchObject({ taken: 4, admittedAbove: 2 });
    await releaseSeats(ctx, id, IN_PERSON, 1);
    expect(await row(id)).toMatchObject({ taken: 3, admittedAbove: 1 });
    expect(await takeSeats(ctx, id, IN_PERSON, 1)).toBe(false);
    await releaseSeats(ctx, id, IN_PERSON, 2);
    expect(await row(id)).toMatchObject({ taken: 1, admittedAbove: 0 });
    expect(await takeSeats(ctx, id, IN_PERSON, 1)).toBe(true);
  });

  test("fewer seats evict nobody, more free exactly the difference, and no limit is more than any", async () => {
    const id = await meetingWith(5);
    await takeSeats(ctx, id, IN_PERSON, 4);
    expect(await setCapacity(ctx, id, IN_PERSON, 2)).toBe("lowered");
    expect(await row(id)).toMatchObject({ capacity: 2, taken: 4, admittedAbove: 2 });
    expect(await lockFreeSeats(ctx, id, IN_PERSON)).toBe(0);
    expect(await setCapacity(ctx, id, IN_PERSON, 6)).toBe("raised");
    expect(await row(id)).toMatchObject({ taken: 4, admittedAbove: 0 });
    expect(await lockFreeSeats(ctx, id, IN_PERSON)).toBe(2);
    expect(await setCapacity(ctx, id, IN_PERSON, 6)).toBe("unchanged");
    expect(await setCapacity(ctx, id, IN_PERSON, null)).toBe("raised");
    expect(await setCapacity(ctx, id, IN_PERSON, 1)).toBe("lowered");
    expect(await row(id)).toMatchObject({ taken: 4, admittedAbove: 3 });
    expect(await setCapacity(ctx, id, ONLINE, 5)).toBe("unchanged");
  });

  test("seats are not closed under anybody, and cannot be given back twice", async () => {
    const { id } = await makeMeeting(database.dataSource, { mode: MeetingMode.HYBRID, inPersonCapacity: 1 });
    await takeSeats(ctx, id, IN_PERSON, 1);
    expect(await closeSeats(ctx, id, IN_PERSON)).toBe(false);
    expect(await closeSeats(ctx, id, ONLINE)).toBe(true);
    await releaseSeats(ctx, id, IN_PERSON, 1);
    await expect(releaseSeats(ctx, id, IN_PERSON, 1)).rejects.toThrow("seats_taken_are_counted_up_from_none");
    expect(await closeSeats(ctx, id, IN_PERSON)).toBe(true);
    await expect(releaseSeats(ctx, id, IN_PERSON, 1)).rejects.toThrow("nobody can have taken");
  });

  test("the database itself refuses to oversell", async () => {
    const id = await meetingWith(1);
    const oversell = ctx.db.query("update meeting_seats set taken = 2 where meeting_id = $1", [id]);
    await expect(oversell).rejects.toThrow("seats_are_never_oversold");
  });
});
