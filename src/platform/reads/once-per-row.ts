/** What many fields of one row ask, worked out once for the row. */
import type { Compilation } from "./compilation.ts";
import type { AnyRow } from "./policy.ts";
import { always, never, Sql, TRUE } from "./sql.ts";

/** Uses of an expression over one row, up to which it is written out at each of them. */
const INLINE_USES_MAX = 3;

interface Asked {
  readonly parts: (string | Sql)[];
  readonly sql: Sql;
  /** Where any of those who ask wants to know: grows with them. */
  readonly wanted: (string | Sql)[];
  uses: number;
}

/**
 * Expressions over one row that are asked for again and again, joined to it as columns of their own. Joined, each is
 * worked out for every row in which one of those who ask wants to know; what is asked for only now and then stays where
 * it is asked for, behind what decides sooner.
 */
export class OncePerRow {
  private readonly parts: (string | Sql)[] = [];
  /** Grows while the row's fields are compiled, and is rendered after that; nothing as long as nothing is joined. */
  readonly join = new Sql(this.parts);
  private readonly asked = new Map<string, Asked>();
  private alias = "";

  constructor(
    private readonly c: Compilation,
    private readonly row: AnyRow,
  ) {}

  /** @param wanted where the answer matters to who asks */
  column(row: AnyRow, name: string, expression: () => Sql, wanted: Sql = TRUE): Sql {
    if (row !== this.row) return expression();
    const known = this.asked.get(name);
    if (!known) {
      const written = expression();
      const parts: (string | Sql)[] = ["(", written, ")"];
      const column = always(written) || never(written) ? written : new Sql(parts, written.proves);
      this.asked.set(name, { parts, sql: column, wanted: [wanted], uses: 1 });
      return column;
    }
    known.wanted.push(" or ", wanted);
    if (++known.uses === INLINE_USES_MAX + 1 && known.sql.parts === known.parts) this.joinColumn(name, known);
    return known.sql;
  }

  /** Turns what was written so far, and what will be, into a column of the join. */
  private joinColumn(name: string, { parts, wanted }: Asked): void {
    this.alias ||= this.c.alias("once");
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const written = new Sql(["case when ", new Sql(wanted), " then ", ...parts, " end"]);
    parts.splice(0, parts.length, `${this.alias}.${quoted}`);
    // OFFSET keeps the planner from writing the expressions out again at each of their uses.
    this.parts.splice(-1, 1, this.parts.length === 0 ? " cross join lateral (select " : ", ", written);
    this.parts.push(` as ${quoted}`, ` offset 0) ${this.alias}`);
  }
}
