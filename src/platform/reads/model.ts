/** Tables and columns behind entities, as TypeORM knows them. */
import { type DataSource, getMetadataArgsStorage } from "typeorm";
import type { Class } from "./reads.ts";
import { join, raw, type Sql } from "./sql.ts";

export interface Column {
  readonly name: string;
  /** PostgreSQL type under its short name: `timestamptz`, `text`, `integer`. */
  readonly type: string;
  readonly array: boolean;
  readonly nullable: boolean;
  /** Digits of the seconds of an instant, where they are declared. */
  readonly precision?: number | null | undefined;
}

export interface Model {
  table(entity: Class): Sql;
  column(entity: Class, property: string): Column | undefined;
  /** Properties that hold the row's own key and those of rows it points at. */
  keys(entity: Class): readonly string[];
  /** Properties of the row that `key` points at, and those of the row itself that its foreign key holds equal to them. */
  copies(entity: Class, key: string): ReadonlyMap<string, string>;
}

const SHORT_NAMES: Record<string, string> = {
  "timestamp with time zone": "timestamptz",
  "timestamp without time zone": "timestamp",
  "character varying": "text",
  varchar: "text",
  citext: "text",
  int: "integer",
  int2: "integer",
  int4: "integer",
  smallint: "integer",
  int8: "bigint",
  bool: "boolean",
  float: "double precision",
  float8: "double precision",
  decimal: "numeric",
};

const shortName = (type: unknown): string => {
  const name = typeof type === "string" ? type : "text";
  return SHORT_NAMES[name] ?? name;
};

const quoted = (name: string): Sql => raw(`"${name.replaceAll('"', '""')}"`);

/**
 * What the decorators say, before there is a data source: enough to derive what is null and what is not.
 * The names of tables and columns are not the database's.
 */
export const declaredModel: Model = {
  table: (entity) => quoted(entity.name),
  column(entity, property) {
    const declared = getMetadataArgsStorage()
      .filterColumns(ancestry(entity))
      .find((column) => column.propertyName === property);
    if (!declared) return undefined;
    const { type, array = false, nullable = false, precision } = declared.options;
    return { name: property, type: shortName(type), array, nullable, precision };
  },
  keys: (entity) =>
    getMetadataArgsStorage()
      .filterColumns(ancestry(entity))
      .filter(({ options }) => options.type === "uuid" && !options.array)
      .map(({ propertyName }) => propertyName),
  copies: () => new Map(),
};

/** What the data source has built: looked up when a statement is compiled, so the model may come before the connection. */
export function databaseModel(dataSource: DataSource): Model {
  return {
    table: (entity) => join(dataSource.getMetadata(entity).tablePath.split(".").map(quoted), "."),
    column(entity, property) {
      const column = dataSource.getMetadata(entity).findColumnWithPropertyName(property);
      if (!column) return undefined;
      const { databaseName, type, isArray, isNullable, precision } = column;
      return { name: databaseName, type: shortName(type), array: isArray, nullable: isNullable, precision };
    },
    keys: (entity) =>
      dataSource
        .getMetadata(entity)
        .columns.filter(({ type, isArray }) => type === "uuid" && !isArray)
        .map(({ propertyName }) => propertyName),
    copies(entity, key) {
      const { relations } = dataSource.getMetadata(entity);
      const pointing = relations.find(({ joinColumns }) =>
        joinColumns.some(({ propertyName }) => propertyName === key),
      );
      // Where one of its columns is null, a foreign key holds nothing.
      const columns = (pointing?.joinColumns ?? []).filter((_own, _index, all) =>
        all.every(({ isNullable }) => !isNullable),
      );
      return new Map(columns.map((own) => [own.referencedColumn?.propertyName ?? "", own.propertyName]));
    },
  };
}

function ancestry(entity: Class): Class[] {
  const classes: Class[] = [];
  for (let at: unknown = entity; typeof at === "function" && at.prototype; at = Object.getPrototypeOf(at)) {
    classes.push(at as Class);
  }
  return classes;
}
