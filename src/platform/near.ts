/**
 * Places within reach of a point. The map is divided into cells, by grids of different width, and whoever searches
 * names the cells that a circle touches: an index on the cell then reads what is near, and nothing else. Plain
 * arithmetic, since `earthdistance` cannot be installed without the rights of a superuser.
 */
import { Field, Float, InputType } from "type-graphql";
import { LATITUDE_MAX, LONGITUDE_MAX } from "./coordinates.ts";
import type { FilterValue } from "./reads/registry.ts";
import { and, type Bind, type Sql, sql } from "./reads/sql.ts";

/** Largest radius of a search, in kilometres. */
export const RADIUS_KM_MAX = 500;
/** Cells for each degree of latitude and of longitude; powers of two, so that no rounding moves a border. */
const PER_DEGREE = { tight: 64, close: 16, fine: 4, wide: 0.5, vast: 0.125 } as const;
export type Grid = keyof typeof PER_DEGREE;
/** Cells of one grid that a search in no order may name; of the wide one, it may need some sixty. */
const CELLS_MAX = 64;
/**
 * Between the row and the column in the number of a cell. Of the tightest grid, cells a third of the earth apart share a
 * number, which does no harm: of each place the distance is looked at, too.
 */
const ROW_FACTOR = 10_000;
const KM_PER_DEGREE = 111.19;
/** Metres by which a computed distance may be off: circles are covered by so much more. */
const MARGIN_DEGREES = 1e-6;

@InputType({ description: "A circle on the map." })
export class Near {
  @Field(() => Float, { description: "Degrees north of its middle, WGS 84; from -90 to 90." })
  latitude: number;

  @Field(() => Float, { description: "Degrees east of its middle, WGS 84; from -180 to 180." })
  longitude: number;

  @Field(() => Float, { description: "Its radius in kilometres, above 0 and at most 500." })
  radiusKm: number;
}

/** What is wrong with a circle, or null. */
export function nearFault({ latitude, longitude, radiusKm }: Near): string | null {
  if (Math.abs(latitude) > LATITUDE_MAX) return "`filter.near.latitude` is from -90 to 90 degrees.";
  if (Math.abs(longitude) > LONGITUDE_MAX) return "`filter.near.longitude` is from -180 to 180 degrees.";
  if (radiusKm > 0 && radiusKm <= RADIUS_KM_MAX) return null;
  return `\`filter.near.radiusKm\` is above 0 and at most ${RADIUS_KM_MAX}.`;
}

/** The cells of one grid that a circle touches, each once; perhaps a few more. */
export function cellsNear({ latitude, longitude, radiusKm }: Near, perDegree: number): number[] {
  const reach = radiusKm / KM_PER_DEGREE + MARGIN_DEGREES;
  const [south, north] = [Math.max(latitude - reach, -LATITUDE_MAX), Math.min(latitude + reach, LATITUDE_MAX)];
  const columns = 2 * LONGITUDE_MAX * perDegree;
  const width = widthAt(latitude, reach);
  const [west, east] = [
    (longitude - width + LONGITUDE_MAX) * perDegree,
    (longitude + width + LONGITUDE_MAX) * perDegree,
  ];
  const first = Math.floor(west);
  const count = Math.min(Math.floor(east) - first + 1, columns);
  const cells: number[] = [];
  for (let row = rowOf(south, perDegree); row <= rowOf(north, perDegree); row++) {
    for (let at = first; at < first + count; at++)
      cells.push(row * ROW_FACTOR + (((at % columns) + columns) % columns));
  }
  return cells;
}

const rowOf = (latitude: number, perDegree: number): number => Math.floor((latitude + LATITUDE_MAX) * perDegree);

/** Half of the degrees of longitude that a circle spans; all of them if a pole is in it. */
function widthAt(latitude: number, reach: number): number {
  if (Math.abs(latitude) + reach >= LATITUDE_MAX) return LONGITUDE_MAX;
  const radians = Math.PI / LONGITUDE_MAX;
  return Math.asin(Math.sin(reach * radians) / Math.cos(latitude * radians)) / radians + MARGIN_DEGREES;
}

/** Where something is, as its row says. */
export interface Located {
  readonly latitude: Sql;
  readonly longitude: Sql;
}

/** The cells that a circle touches, of the finest of these grids in which they are few enough, else of the last. */
export function gridOf<G extends Grid>(
  near: FilterValue,
  finer: readonly G[],
  last: G,
  cellsMax: number,
): { readonly grid: G; readonly cells: Bind } {
  near.check(nearFault);
  const hasFew = (grid: G) => near.holds((circle: Near) => cellsNear(circle, PER_DEGREE[grid]).length <= cellsMax);
  const grid = finer.find(hasFew) ?? last;
  return { grid, cells: near.bind("integer[]", "", (circle: Near) => cellsNear(circle, PER_DEGREE[grid])) };
}

/** The number of a point's cell; the same expressions as in the indexes. */
const CELL = {
  tight: ({ latitude, longitude }: Located) => sql`place_cell(${latitude}, ${longitude}, 64)`,
  close: ({ latitude, longitude }: Located) => sql`place_cell(${latitude}, ${longitude}, 16)`,
  fine: ({ latitude, longitude }: Located) => sql`place_cell(${latitude}, ${longitude}, 4)`,
  wide: ({ latitude, longitude }: Located) => sql`place_cell(${latitude}, ${longitude}, 0.5)`,
} as const;

/** Whole metres from the middle of the circle, along the surface of the earth; NULL for what is nowhere. */
export const metresFrom = (near: FilterValue, { latitude, longitude }: Located): Sql =>
  sql`metres_between(${near.bind("double precision", "latitude")}, ${near.bind("double precision", "longitude")}, ${latitude}, ${longitude})`;

/** Within the circle, whatever the index. */
export const isWithin = (near: FilterValue, place: Located): Sql =>
  sql`${metresFrom(near, place)} <= ${near.bind("double precision", "radiusKm")} * 1000`;

const gridOfPlaces = (near: FilterValue) =>
  gridOf<keyof typeof CELL>(near, ["tight", "close", "fine"], "wide", CELLS_MAX);

/** Whether the circle is so small that each place in it can be looked at by itself. */
export const isSmall = (near: FilterValue): boolean => gridOfPlaces(near).grid === "tight";

/** Within the circle, by the index on the cells of `place`. */
export function isNear(near: FilterValue, place: Located): Sql {
  const { grid, cells } = gridOfPlaces(near);
  // In a subquery, a list counts as ten items whatever it holds: else no plan for all lists would ever seem good enough.
  return and(sql`${CELL[grid](place)} = any((select ${cells})::integer[])`, isWithin(near, place));
}
