/** Private by default: whoever adds a column says what becomes of it when somebody is erased, or this fails. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { ColumnRuling, TableRuling } from "../../src/erasure/ruling.ts";
import { rulings } from "../../src/erasure/rulings.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";

interface CataloguedColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly refers_to: string | null;
  readonly is_key: boolean;
}

let database: TestDatabase;
let catalogue: readonly CataloguedColumn[];

beforeAll(async () => {
  database = await openTestDatabase();
  catalogue = await database.dataSource.query(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
            (select f.confrelid::regclass::text from pg_constraint f
              where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any(f.conkey)
              order by f.confrelid::regclass::text <> 'people' limit 1) as refers_to,
            exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p' and k.conkey = array[a.attnum]) as is_key
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname = 'public' and c.relkind in ('r', 'p')
      order by 1, a.attnum`,
  );
});
afterAll(() => database.drop());

/** Numbers, moments and flags alone tell of nobody; a key that names no person neither. */
const TELLS_NOTHING = /^(boolean|smallint|integer|bigint|double precision|real|date|timestamp|numeric)/;
const mustBeRuledOn = ({ table, type, refers_to, is_key, column }: CataloguedColumn): boolean => {
  if (TELLS_NOTHING.test(type)) return false;
  if (type !== "uuid") return true;
  if (refers_to !== null) return refers_to === "people";
  return !is_key || (table === "people" && column === "id");
};

const all: readonly (readonly [string, TableRuling])[] = Object.entries(rulings);
const ruledAs = (wanted: ColumnRuling): string[] =>
  all.flatMap(([table, { columns }]) =>
    Object.entries(columns).flatMap(([column, ruling]) => (ruling === wanted ? [`${table}.${column}`] : [])),
  );

test("every table and every column that could tell of somebody is ruled on, and none that is not there", () => {
  const wanted = catalogue.filter(mustBeRuledOn).map(({ table, column }) => `${table}.${column}`);
  const ruled = all.flatMap(([table, { columns }]) => Object.keys(columns).map((column) => `${table}.${column}`));
  expect(wanted.filter((column) => !ruled.includes(column))).toEqual([]);
  const known = new Set(catalogue.map(({ table, column }) => `${table}.${column}`));
  expect(ruled.filter((column) => !known.has(column))).toEqual([]);
  const tables = [...new Set(catalogue.map(({ table }) => table))];
  expect(tables.filter((table) => !(table in rulings))).toEqual([]);
  expect(Object.keys(rulings).filter((table) => !tables.includes(table))).toEqual([]);
});

test("what is said to go has rows that go, and what is said to be emptied is", () => {
  const goes = new Set(all.flatMap(([table, { gone }]) => (gone ? [table] : [])));
  expect(ruledAs("GONE").filter((column) => !goes.has(column.split(".")[0] ?? ""))).toEqual([]);
  const emptied = new Set(
    all.flatMap(([table, { cleared = [] }]) =>
      cleared.flatMap(({ set }) => Object.keys(set).map((c) => `${table}.${c}`)),
    ),
  );
  expect(ruledAs("CLEARED").filter((column) => !emptied.has(column))).toEqual([]);
});

test("whoever refers to people is ruled to name a person, or goes", () => {
  const refers = catalogue.filter(({ refers_to }) => refers_to === "people");
  const rulingOf = ({ table, column }: CataloguedColumn) => rulings[table]?.columns[column];
  expect(refers.filter((each) => !["PERSON", "GONE"].includes(rulingOf(each) ?? ""))).toEqual([]);
  expect(refers.length).toBeGreaterThan(50);
});
