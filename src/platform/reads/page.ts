/** The paging arguments of a connection, asked and checked while compiling: what they are decides the text. */
import { columnOf } from "./columns.ts";
import { badArgument, type Nodes } from "./compilation.ts";
import { type Position, parseCursor, type Sorting, sortingOf } from "./cursors.ts";
import type { FieldArguments } from "./field-arguments.ts";
import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from "./limits.ts";
import type { FilterParts, Known } from "./registry.ts";
import type { Scope } from "./scope.ts";
import { Bind, type Request, type Sql } from "./sql.ts";

interface PageValues {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly orderBy?: { readonly field: string; readonly direction: string } | null;
}

export type Side = "after" | "before";

/** One page as asked for. */
export interface Page {
  /** Whether it is counted from the end (`last`). */
  readonly backward: boolean;
  /** Which cursors were given, as parameters. */
  readonly cursors: Readonly<Record<Side, CursorBinds | null>>;
  readonly sorting: Sorting;
  readonly size: Sql;
}

interface CursorBinds {
  readonly value: Sql;
  readonly key: Sql;
}

/** What a page is told of its connection. */
interface Paged {
  readonly known: Known;
  readonly args: FieldArguments;
  readonly parts: FilterParts;
  readonly nodes: Nodes;
}

export function pageOf({ known, args, parts, nodes }: Paged, probe: Scope, request: Request): Page {
  const values = (of: Request): PageValues => args.of(of);
  const sortings = sortingsOf(known, probe, parts);
  const sorting = sortings(values(request));

  const shape = args.decide((of) => shapeOf(of, sortings(of), nodes));
  if (sorting.needs && !parts(sorting.needs))
    throw badArgument(`The order ${sorting.field} needs \`filter.${sorting.needs}\`.`, nodes);
  const [way, after, before] = shape.split(",");
  const cursor = (side: Side): CursorBinds => {
    const position = (of: Request): Position | null => parseCursor(values(of)[side] ?? "", sorting);
    return {
      value: new Bind(sorting.type, (of) => position(of)?.value ?? null),
      key: new Bind("uuid", (of) => position(of)?.key ?? null),
    };
  };
  return {
    backward: way === "last",
    cursors: { after: after ? cursor("after") : null, before: before ? cursor("before") : null },
    sorting,
    size: new Bind("bigint", (of) => pageSize(values(of))),
  };
}

/** What the rows of a page are sorted by. */
export const sortExpression = (sorting: Sorting, scope: Scope, parts: FilterParts): Sql =>
  scope.known?.orders(scope.guarded, scope.viewer, parts)[sorting.field]?.by ?? columnOf(scope.row, "id");

/** Types without orders are sorted by key, which is by age. */
export function sortingsOf(known: Known, probe: Scope, parts: FilterParts): (values: PageValues) => Sorting {
  const orders = known.orders(probe.guarded, probe.viewer, parts);
  const key = columnOf(probe.row, "id");
  const made = new Map<string, Sorting>();
  return ({ orderBy }) => {
    const { field, direction } = orderBy ?? { field: Object.keys(orders)[0] ?? "", direction: "ASC" };
    const name = `${field} ${direction}`;
    const sorting = made.get(name) ?? sortingOf(known, field, direction, orders[field], key);
    made.set(name, sorting);
    return sorting;
  };
}

const pageSize = ({ first, last }: PageValues): number => first ?? last ?? PAGE_SIZE_DEFAULT;

function shapeOf(values: PageValues, sorting: Sorting, nodes: Nodes): string {
  const { first, last, after, before } = values;
  if (first != null && last != null) throw badArgument("Give `first` or `last`, not both.", nodes);
  const size = pageSize(values);
  if (size < 1 || size > PAGE_SIZE_MAX) throw badArgument(`A page has 1 to ${PAGE_SIZE_MAX} items.`, nodes);
  for (const cursor of [after, before]) {
    if (cursor == null || parseCursor(cursor, sorting)) continue;
    throw badArgument("Not a cursor of this list in this order.", nodes);
  }
  const given = (cursor: string | null | undefined): string => (cursor == null ? "" : "given");
  return [last == null ? "first" : "last", given(after), given(before), sorting.name].join();
}
