import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Attendance } from "../../src/attendance/attendance.entity.ts";
import { AttendanceCode } from "../../src/attendance/attendance-code.ts";
import { beginConnection } from "../../src/connections/begin-connection.ts";
import { type ConnectedPair, ConnectionOrigin } from "../../src/connections/connection.entity.ts";
import { inTransaction } from "../../src/platform/transaction.ts";
import { bandOf, coolingAt, HALF_LIFE_DAYS, type SharedFact, strengthAt } from "../../src/ties/strength.ts";
import { Tie } from "../../src/ties/tie.entity.ts";
import { TieBand } from "../../src/ties/tie-band.ts";
import { warmTies } from "../../src/ties/warm-ties.ts";
import { done } from "../support/act.ts";
import { type CastApi, type CastName, fixedId, idOf, keyOf, makeRow, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { TEST_NOW } from "../support/start-api.ts";

const SEED = 20260601;
const DAY_MS = 86_400_000;

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.dataSource.query("delete from attendances");
  await api.dataSource.query("delete from connections");
});

const begin = async (one: CastName, other: CastName): Promise<ConnectedPair> => {
  const { ctx } = testJobs(api.dataSource.manager, { clock: new StillClock(TEST_NOW.toISOString()) });
  const people = { personAId: keyOf(one), personBId: keyOf(other) };
  const begun = await inTransaction(ctx, (ctx) =>
    beginConnection(ctx, { ...people, origin: ConnectionOrigin.INVITATION }),
  );
  if (!begun) throw new Error("Nothing began.");
  return begun;
};
const ties = (): Promise<Tie[]> => api.dataSource.manager.find(Tie, { order: { personId: "ASC", otherId: "ASC" } });

let made = 0;
/** A meeting with a submitted roll, so many days ago. */
async function meetingOf(people: readonly CastName[], daysAgo: number): Promise<{ id: string; startsAt: Date }> {
  const day = new Date(TEST_NOW.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  const { id, groupId, startsAt } = await makeMeeting(api.dataSource, { startsAtLocal: `${day}T07:00:00` });
  for (const name of people) {
    await makeRow(api.dataSource, Attendance, {
      ...{ id: fixedId(0xa000 + ++made), groupId, meetingId: id, personId: keyOf(name), startsAt, updatedAt: startsAt },
      ...{ code: AttendanceCode.PRESENT, countedCode: AttendanceCode.PRESENT },
    });
  }
  return { id, startsAt };
}
const strengthOf = async (one: CastName): Promise<number> => {
  const [tie] = await api.dataSource.manager.findBy(Tie, { personId: keyOf(one) });
  return (tie?.warmth ?? 0) * coolingAt(TEST_NOW);
};

const fact = fc.record({
  at: fc.integer({ min: TEST_NOW.getTime() - 2_000 * DAY_MS, max: TEST_NOW.getTime() }),
  size: fc.integer({ min: 2, max: 200 }),
});

test("one more shared meeting, a later one or a smaller one never lowers strength", () => {
  const now = TEST_NOW.getTime();
  const changed = fc.tuple(fc.array(fact, { maxLength: 20 }), fact, fc.nat(2_000 * DAY_MS), fc.nat(200));
  fc.assert(
    fc.property(changed, ([facts, more, later, fewer]) => {
      const before = strengthAt(facts, now);
      const withMore = strengthAt([...facts, more], now);
      expect(withMore).toBeGreaterThanOrEqual(before);
      const better: SharedFact = { at: more.at + later, size: Math.max(2, more.size - fewer) };
      expect(strengthAt([...facts, better], now)).toBeGreaterThanOrEqual(withMore);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});

test("what two did together is worth half after 120 days, and one to one makes a strong tie", () => {
  const now = TEST_NOW.getTime();
  const talk = { at: now, size: 2 };
  expect(strengthAt([talk], now)).toBe(1);
  expect(strengthAt([talk], now + HALF_LIFE_DAYS * DAY_MS)).toBe(0.5);
  expect(strengthAt([{ at: now, size: 21 }], now)).toBe(0.05);
  expect([1, 0.99, 0.25, 0.24, 0].map(bandOf)).toEqual([
    TieBand.STRONG,
    TieBand.MODERATE,
    TieBand.MODERATE,
    TieBand.WEAK,
    TieBand.WEAK,
  ]);
});

test("every live connection is a tie of both, open once both say so, and gone with it", async () => {
  const { id } = await begin("ada", "ben");
  expect(await ties()).toEqual([
    { personId: keyOf("ada"), otherId: keyOf("ben"), isOpen: false, warmth: expect.any(Number) },
    { personId: keyOf("ben"), otherId: keyOf("ada"), isOpen: false, warmth: expect.any(Number) },
  ]);
  expect(await strengthOf("ada")).toBeCloseTo(1, 9);

  await api.dataSource.query("update connections set low_bridges = true where id = $1", [id]);
  expect((await ties()).map(({ isOpen }) => isOpen)).toEqual([false, false]);
  await api.dataSource.query("update connections set high_bridges = true where id = $1", [id]);
  expect((await ties()).map(({ isOpen }) => isOpen)).toEqual([true, true]);

  await api.dataSource.query("update connections set ended_at = started_at where id = $1", [id]);
  expect(await ties()).toEqual([]);
  await begin("ada", "ben");
  expect((await ties()).map(({ isOpen }) => isOpen)).toEqual([false, false]);
  await api.dataSource.query("delete from connections");
  expect(await ties()).toEqual([]);
});

test("small meetings that both came to make it warmer, as the formula says", async () => {
  await begin("ada", "ben");
  const started = TEST_NOW.getTime();
  const facts: SharedFact[] = [{ at: started, size: 2 }];
  const { ctx } = testJobs(api.dataSource.manager, { clock: new StillClock(TEST_NOW.toISOString()) });
  for (const [others, daysAgo] of [
    [["cleo"], 10],
    [["cleo", "dev", "hana"], 200],
    [[], 3],
  ] as const) {
    const people: CastName[] = ["ada", "ben", ...others];
    const meeting = await meetingOf(people, daysAgo);
    facts.push({ at: meeting.startsAt.getTime(), size: people.length });
    await warmTies(ctx, { meetingId: meeting.id });
    expect(await strengthOf("ada")).toBeCloseTo(strengthAt(facts, started), 9);
    expect(await strengthOf("ben")).toBeCloseTo(strengthAt(facts, started), 9);
  }
  // One of them alone, and a roll that does not count.
  await meetingOf(["ada", "cleo"], 1);
  const other = await meetingOf(["ada", "ben"], 1);
  await api.dataSource.query("update attendances set counted_code = null where meeting_id = $1", [other.id]);
  await warmTies(ctx, { personId: keyOf("ben") });
  expect(await strengthOf("ada")).toBeCloseTo(strengthAt(facts, started), 9);
});

test("a talk that both wrote down makes it warmer, once; in one book alone it does not show", async () => {
  await begin("ada", "ben");
  const started = TEST_NOW.getTime();
  const metOn = new Date(started - 30 * DAY_MS).toISOString().slice(0, 10);
  const { ctx } = testJobs(api.dataSource.manager, { clock: new StillClock(TEST_NOW.toISOString()) });
  const writeDown = async (author: CastName, other: CastName): Promise<void> => {
    const talk = { setting: "ONE_TO_ONE", metOn, with: [{ personId: idOf(other) }] };
    await done(api, keyOf(author), "logEncounter", talk, "encounter { id }");
    await warmTies(ctx, { personId: keyOf(author) });
  };
  const facts: SharedFact[] = [{ at: started, size: 2 }];
  await writeDown("ada", "ben");
  expect(await strengthOf("ben")).toBeCloseTo(strengthAt(facts, started), 9);

  facts.push({ at: Date.parse(`${metOn}T00:00:00Z`), size: 2 });
  await writeDown("ben", "ada");
  expect(await strengthOf("ada")).toBeCloseTo(strengthAt(facts, started), 9);
  expect(await strengthOf("ben")).toBeCloseTo(strengthAt(facts, started), 9);
});

test("any encounter that both wrote down makes it warmer, once a day, by the number of people", async () => {
  await api.dataSource.query("delete from one_to_ones");
  await api.dataSource.query("delete from encounter_people");
  await api.dataSource.query("delete from encounters");
  await begin("ada", "ben");
  const started = TEST_NOW.getTime();
  const dayOf = (daysAgo: number): string => new Date(started - daysAgo * DAY_MS).toISOString().slice(0, 10);
  const { ctx } = testJobs(api.dataSource.manager, { clock: new StillClock(TEST_NOW.toISOString()) });
  const facts: SharedFact[] = [{ at: started, size: 2 }];
  const writeDown = async (author: CastName, daysAgo: number, others: CastName[], more: object = {}): Promise<void> => {
    const met = others.map((name) => ({ personId: idOf(name) }));
    await done(api, keyOf(author), "logEncounter", { setting: "SPORT", metOn: dayOf(daysAgo), with: met, ...more });
    await warmTies(ctx, { personId: keyOf(author) });
    for (const one of ["ada", "ben"] as const) expect(await strengthOf(one)).toBeCloseTo(strengthAt(facts, started), 9);
  };
  const counts = (daysAgo: number, size: number): void => {
    facts.push({ at: Date.parse(`${dayOf(daysAgo)}T00:00:00Z`), size });
  };
  // In one book alone, however often; of other days; and of one whom the other does not name.
  await writeDown("ada", 30, ["ben", "hana"]);
  await writeDown("ada", 30, ["ben"]);
  await writeDown("ben", 29, ["ada"]);
  await writeDown("ben", 30, ["hana"]);
  // Ben names three: of those days Ada's smaller one and his count, as his is larger.
  counts(30, 4);
  await writeDown("ben", 30, ["ada", "hana", "dev"]);
  facts.pop();
  counts(30, 2);
  await writeDown("ben", 30, ["ada"], { setting: "ONE_TO_ONE" });
  // What was at a meeting counts by its roll.
  const meeting = await makeMeeting(api.dataSource, { startsAtLocal: `${dayOf(9)}T07:00:00` });
  for (const [author, other] of [
    ["ada", "ben"],
    ["ben", "ada"],
  ] as const)
    await writeDown(author, 9, [other], { setting: "MEETING", meetingId: meeting.globalId });
});

test("each of the two reads the band of their connection, and it fades with time", async () => {
  await begin("ada", "ben");
  const bandOfThem = async (who: CastName): Promise<unknown> => {
    const { data, errors } = await api.as(who).graphql("{ viewer { connections { edges { node { band } } } } }");
    expect(errors).toBeUndefined();
    return data;
  };
  const read = (band: string) => ({ viewer: { connections: { edges: [{ node: { band } }] } } });
  for (const [share, band] of [
    [1, "STRONG"],
    [0.99, "MODERATE"],
    [0.25, "MODERATE"],
    [0.24, "WEAK"],
  ] as const) {
    await api.dataSource.query("update ties set warmth = $1", [share / coolingAt(TEST_NOW)]);
    expect([share, await bandOfThem("ada")]).toEqual([share, read(band)]);
    expect(await bandOfThem("ben")).toEqual(read(band));
  }
});
