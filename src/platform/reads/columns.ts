/** Columns of a row as expressions. */
import type { Column, Model } from "./model.ts";
import type { AnyRow } from "./policy.ts";
import type { Class } from "./reads.ts";
import { Sql } from "./sql.ts";

/** A plain column: its type, and whether it can be null, are known. */
export class ColumnRef extends Sql {
  constructor(
    alias: string,
    readonly column: Column,
  ) {
    super([`${alias}."${column.name.replaceAll('"', '""')}"`]);
  }
}

/** A column that only some viewers see, null for the others. */
export class GuardedColumn extends Sql {
  constructor(
    guarded: Sql,
    readonly column: Column,
  ) {
    super(guarded.parts, guarded.proves);
  }
}

/** The columns of `entity` under an alias. */
export const rowOf = (model: Model, entity: Class, alias: string): AnyRow =>
  mappedRow(model, entity, (_property, column) => new ColumnRef(alias, column));

/** The columns of `entity` as expressions of any kind, each made when it is first asked for. */
export function mappedRow(
  model: Model,
  entity: Class,
  expressionOf: (property: string, column: Column) => Sql,
): AnyRow {
  const made = new Map<string, Sql>();
  const row = new Proxy<AnyRow>(
    {},
    {
      get(_target, property) {
        if (typeof property !== "string") return undefined;
        const before = made.get(property);
        if (before) return before;
        const column = model.column(entity, property);
        if (!column) throw new Error(`${entity.name} has no column "${property}".`);
        const expression = expressionOf(property, column);
        made.set(property, expression);
        return expression;
      },
    },
  );
  madeOf.set(row, made);
  return row;
}

const madeOf = new WeakMap<AnyRow, ReadonlyMap<string, Sql>>();

/** The properties of a row that were asked for so far. */
export const askedOf = (row: AnyRow): readonly string[] => [...(madeOf.get(row)?.keys() ?? [])];

/** The row of Query: there is none. */
export const NO_ROW: AnyRow = {};

/** A column of a row, by a property that the engine itself needs. */
export function columnOf(row: AnyRow, property: string): Sql {
  const expression = row[property];
  if (!expression) throw new Error(`No column "${property}".`);
  return expression;
}
