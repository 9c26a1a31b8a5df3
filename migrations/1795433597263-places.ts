import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What is near a point is found by the cell of a grid: two grids, one of a quarter of a degree and one of two degrees.
 * `src/platform/near.ts` names the cells that a circle touches.
 */
export class Places1795433597263 implements MigrationInterface {
  name = "Places1795433597263";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create function place_cell(latitude double precision, longitude double precision, per_degree double precision)
        returns integer language sql immutable parallel safe
        return floor((latitude + 90) * per_degree)::integer * 10000
          + mod(floor((longitude + 180) * per_degree)::integer, (360 * per_degree)::integer);

      -- Along a great circle of a sphere of 6,371,008.8 m, in whole metres.
      create function metres_between(
          from_latitude double precision, from_longitude double precision,
          to_latitude double precision, to_longitude double precision)
        returns integer language sql immutable parallel safe
        return round(2 * 6371008.8 * asin(sqrt(least(1,
          power(sin(radians(to_latitude - from_latitude) / 2), 2)
          + cos(radians(from_latitude)) * cos(radians(to_latitude))
            * power(sin(radians(to_longitude - from_longitude) / 2), 2)))))::integer;

      create index groups_by_cell on groups (place_cell(latitude, longitude, 4));
      create index groups_by_wide_cell on groups (place_cell(latitude, longitude, 0.5));
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop index groups_by_wide_cell, groups_by_cell;
      drop function metres_between, place_cell;
    `);
  }
}
