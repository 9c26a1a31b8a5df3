import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { cellsNear, nearFault } from "../../src/platform/near.ts";
import { chanceOf } from "../differential/chance.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const SEED = 20260601;
const RADII = [0.5, 10, 75, 250, 500];

describe("the cells that a circle touches", () => {
  test.each([4, 0.5])("hold every point of it, with %p cells a degree", async (perDegree) => {
    const chance = chanceOf(SEED);
    const between = (from: number, to: number) => from + ((to - from) * chance.int(1_000_001)) / 1_000_000;
    const pairs = Array.from({ length: 4_000 }, (_, index) => {
      const latitude = index % 20 === 0 ? chance.pick([90, -90, 0, 89.9]) : between(-90, 90);
      const longitude = index % 10 === 0 ? chance.pick([180, -180, 0, 179.99]) : between(-180, 180);
      const spread = chance.pick([0.01, 0.3, 2, 5]);
      const other = {
        latitude: Math.max(-90, Math.min(90, latitude + between(-spread, spread))),
        longitude: index % 3 === 0 ? between(-180, 180) : wrapped(longitude + between(-4 * spread, 4 * spread)),
      };
      return { circle: { latitude, longitude, radiusKm: chance.pick(RADII) }, other };
    });
    const found: { cell: number; metres: number }[] = await database.dataSource.query(
      `select place_cell(b.lat, b.lon, $5) as cell, metres_between(a.lat, a.lon, b.lat, b.lon) as metres
         from unnest($1::float8[], $2::float8[], $3::float8[], $4::float8[]) with ordinality p (a, b, c, d, n),
              lateral (select p.a, p.b) a (lat, lon), lateral (select p.c, p.d) b (lat, lon) order by n`,
      [
        pairs.map(({ circle }) => circle.latitude),
        pairs.map(({ circle }) => circle.longitude),
        pairs.map(({ other }) => other.latitude),
        pairs.map(({ other }) => other.longitude),
        perDegree,
      ],
    );
    const inside = pairs.filter(({ circle }, index) => (found[index]?.metres ?? 0) <= circle.radiusKm * 1_000);
    expect(inside.length).toBeGreaterThan(500);
    const missed = inside.filter(({ circle, other }) => {
      const { cell } = found[pairs.findIndex((pair) => pair.other === other)] ?? { cell: -1 };
      return !cellsNear(circle, perDegree).includes(cell);
    });
    expect(missed).toEqual([]);
  });

  test("are few: at most some sixty in the wide grid, anywhere that people live", () => {
    for (const latitude of [0, 30, 51.5, 60, -36.8]) {
      expect(cellsNear({ latitude, longitude: 179.9, radiusKm: 500 }, 0.5).length).toBeLessThanOrEqual(64);
    }
  });

  test("are each named once, also where the circle goes around a pole", () => {
    for (const latitude of [90, -89, 88]) {
      const cells = cellsNear({ latitude, longitude: 10, radiusKm: 500 }, 0.5);
      expect(new Set(cells).size).toBe(cells.length);
    }
  });
});

test("distances are those of the map", async () => {
  const [row]: { metres: number }[] = await database.dataSource.query(
    "select metres_between(51.5074, -0.1278, 48.8566, 2.3522) as metres",
  );
  expect(row?.metres).toBeGreaterThan(343_000);
  expect(row?.metres).toBeLessThan(344_500);
});

test("a circle outside of the map, of no size or too large is none", () => {
  const fine = { latitude: 51, longitude: 0, radiusKm: 10 };
  expect(nearFault(fine)).toBeNull();
  for (const wrong of [
    { latitude: 90.1 },
    { longitude: -181 },
    { radiusKm: 0 },
    { radiusKm: -1 },
    { radiusKm: 500.1 },
  ]) {
    expect(nearFault({ ...fine, ...wrong })).toMatch(/is (from|above)/);
  }
});

const wrapped = (longitude: number): number => ((((longitude + 180) % 360) + 360) % 360) - 180;
