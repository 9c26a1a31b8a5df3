import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type CastApi, idOf, keyOf, makeMembership, makePerson, startWithCast } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, newMarkId, record, sheetOf } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of permutations([...items.slice(0, index), ...items.slice(index + 1)])) yield [item, ...rest];
  }
}

/** A small generator of numbers (mulberry32): the same for the same seed, on every machine. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A sheet without what is made anew for each meeting. */
const comparable = async (meetingId: string) =>
  (await sheetOf(api, meetingId)).map(({ name, code, mode, arrived_at, mark_id, stands_in_for }) => ({
    name,
    code,
    mode,
    arrived_at,
    mark_id,
    stands_in_for,
  }));

test("every order of five marks by three devices, each delivered once or twice, gives the same sheet", async () => {
  const walkIn = { walkInId: newMarkId(), name: "Zoe", email: "zoe@example.org" };
  // Two devices disagree about Ben in the same moment, a third corrects Kit; Zoe comes in Dev's place, then Dev comes.
  const marks = [
    markOf({ person: "ben", code: "ABSENT", recordedAt: at("06:02") }),
    markOf({ person: "ben", code: "LATE", recordedAt: at("06:02"), arrivedAt: at("06:01"), mode: "IN_PERSON" }),
    markOf({ walkIn, substituteForId: idOf("dev"), recordedAt: at("06:01"), arrivedAt: at("05:59") }),
    markOf({ person: "dev", code: "EXCUSED", recordedAt: at("06:03") }),
    markOf({ walkIn, code: "LATE", substituteForId: idOf("kit"), recordedAt: at("06:01"), arrivedAt: at("06:00") }),
  ];
  const sheets = new Set<string>();
  let orders = 0;
  for (const order of permutations(marks)) {
    const { id, globalId } = await makeMeeting(api.dataSource);
    // Each device sends what it has, and some of it again: the second delivery overtakes later marks.
    const [a, b, c, d, e] = order as [
      (typeof marks)[0],
      (typeof marks)[0],
      (typeof marks)[0],
      (typeof marks)[0],
      (typeof marks)[0],
    ];
    for (const [who, batch] of [
      ["hana", [a, b]],
      ["ada", [b, c, a]],
      ["dev", [d]],
      ["hana", [c, e, d]],
      ["dev", [e]],
    ] as const) {
      const { outcomes } = await record(api, who, globalId, batch);
      expect(outcomes.filter((outcome) => !/^(STORED|REPEATED)$/.test(outcome))).toEqual([]);
    }
    sheets.add(JSON.stringify(await comparable(id)));
    orders++;
  }
  expect(orders).toBe(120);
  expect([...sheets].map((sheet) => JSON.parse(sheet) as unknown)).toEqual([
    [
      {
        name: "Ben",
        code: "LATE",
        mode: "IN_PERSON",
        arrived_at: at("06:01"),
        mark_id: marks[1]?.["markId"],
        stands_in_for: null,
      },
      {
        name: "Dev",
        code: "EXCUSED",
        mode: null,
        arrived_at: null,
        mark_id: marks[3]?.["markId"],
        stands_in_for: null,
      },
      { name: "Kit", code: "SUBSTITUTED", mode: null, arrived_at: null, mark_id: null, stands_in_for: null },
      {
        name: "Zoe",
        code: "LATE",
        mode: null,
        arrived_at: at("05:59"),
        mark_id: marks[4]?.["markId"],
        stands_in_for: "Kit",
      },
    ],
  ]);
}, 240_000);

test("random deliveries of a large sheet by five devices give the sheet that one delivery gives", async () => {
  const seed = 20260602;
  const random = randomFrom(seed);
  const people: string[] = [];
  for (let each = 0; each < 40; each++) {
    const { id } = await makePerson(api.dataSource, { displayName: `Member ${String(each).padStart(2, "0")}` });
    await makeMembership(api.dataSource, { groupId: keyOf("harbourBreakfast"), personId: id });
    people.push(`per_${id.replaceAll("-", "")}`);
  }
  const walkIns = Array.from({ length: 15 }, (_, index) => ({ walkInId: newMarkId(), name: `Walk-in ${index}` }));
  const anyOf = <T>(items: readonly T[]): T => items[random(items.length)] as T;
  const minute = (from: number, length: number) => at(`06:${String(from + random(length)).padStart(2, "0")}`);
  const marks = Array.from({ length: 300 }, () => {
    const recordedAt = minute(0, 5);
    if (random(3) > 0) {
      const code = anyOf(["PRESENT", "LATE", "ABSENT", "EXCUSED", "SUBSTITUTED"]);
      const came = code === "PRESENT" || code === "LATE";
      return markOf({
        personId: anyOf(people),
        code,
        recordedAt,
        ...(came && random(2) ? { arrivedAt: minute(0, 5) } : {}),
      });
    }
    return markOf({
      walkIn: anyOf(walkIns),
      code: anyOf(["PRESENT", "LATE"]),
      recordedAt,
      ...(random(2) ? { substituteForId: anyOf(people) } : {}),
    });
  });
  const once = await makeMeeting(api.dataSource);
  await record(api, "hana", once.globalId, marks);
  const expected = await comparable(once.id);
  expect(expected.filter(({ stands_in_for }) => stands_in_for !== null).length).toBeGreaterThan(2);

  for (let round = 0; round < 10; round++) {
    const { id, globalId } = await makeMeeting(api.dataSource);
    const left = marks.flatMap((mark) => Array.from({ length: 1 + random(3) }, () => mark));
    for (let index = left.length - 1; index > 0; index--) {
      const other = random(index + 1);
      [left[index], left[other]] = [left[other] as (typeof left)[0], left[index] as (typeof left)[0]];
    }
    const devices: Promise<void>[] = [];
    for (let device = 0; device < 5; device++) {
      const own = left.filter((_, index) => index % 5 === device);
      devices.push(deliver(globalId, own, random));
    }
    await Promise.all(devices);
    expect({ seed, round, sheet: await comparable(id) }).toEqual({ seed, round, sheet: expected });
  }
}, 240_000);

async function deliver(meetingId: string, marks: Record<string, unknown>[], random: (below: number) => number) {
  for (let sent = 0; sent < marks.length; ) {
    const size = 1 + random(60);
    const { outcomes, faults } = await record(api, "hana", meetingId, marks.slice(sent, sent + size));
    expect(faults).toEqual([]);
    expect(outcomes.filter((outcome) => !/^(STORED|REPEATED)$/.test(outcome))).toEqual([]);
    sent += size;
  }
}
