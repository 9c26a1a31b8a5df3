/** Rows that policies ask to be seen, joined to the row they are asked of. */
import { columnOf, rowOf } from "./columns.ts";
import type { Compilation } from "./compilation.ts";
import type { AnyRow } from "./policy.ts";
import type { Class } from "./reads.ts";
import type { Known } from "./registry.ts";
import { and, eq, FALSE, fingerprint, never, raw, Sql, sql } from "./sql.ts";

/** That the row which `key` points at is within sight. */
export const factOf = (target: Class, key: Sql): string => `${target.name}:${fingerprint(key)}`;

/** A row that a policy asks to be seen. */
export interface Joined {
  readonly fact: string;
  readonly known: Known;
  readonly row: AnyRow;
  readonly isJoined: boolean;
}

interface Asked extends Joined {
  isJoined: boolean;
  readonly key: Sql;
  readonly alias: string;
  /** What was written at each place that asked; and what is to stand there once the row is joined. */
  readonly places: { readonly parts: (string | Sql)[]; readonly ifJoined: Sql }[];
}

/**
 * The rows that a policy asks to be seen. Where it demands one of every row, that one is joined to it, so that it is
 * looked up once for the policy and for what is selected of it; else it stands in EXISTS.
 */
export class Joins {
  readonly all: Asked[] = [];
  private readonly parts: Sql[] = [];
  readonly sql = new Sql(this.parts);

  constructor(
    private readonly c: Compilation,
    private readonly carriedRow: ((target: Class, place: number) => AnyRow) | null,
  ) {}

  /** `EXISTS` of the row that `key` points at and that satisfies the condition. */
  sees(known: Known, key: Sql, condition: (row: AnyRow) => Sql): Sql {
    const fact = factOf(known.entity, key);
    const before = this.via(fact, condition);
    if (before) return before;
    const alias = this.c.alias(known.name);
    const row = this.carriedRow?.(known.entity, this.all.length) ?? rowOf(this.c.model, known.entity, alias);
    const asked: Asked = { fact, known, row, key, alias, isJoined: false, places: [] };
    this.all.push(asked);
    return this.written(asked, condition(row));
  }

  /** The same of a row that `sees` asked for before; undefined if none has. */
  via(fact: string, condition: (row: AnyRow) => Sql): Sql | undefined {
    const asked = this.all.find((one) => one.fact === fact);
    return asked && this.written(asked, condition(asked.row));
  }

  private written(asked: Asked, condition: Sql): Sql {
    if (never(condition)) return FALSE;
    const where = and(eq(columnOf(asked.row, "id"), asked.key), condition);
    const table = sql`${this.c.model.table(asked.known.entity)} ${raw(asked.alias)}`;
    const parts = ["exists (select from ", table, " where ", where, ")"];
    asked.places.push({ parts, ifJoined: condition });
    return new Sql(parts, new Set([...condition.proves, asked.fact]));
  }

  /** Joins what the finished policy proves of every row. */
  settle(visible: Sql): readonly Joined[] {
    const joined = this.all.filter(({ fact }) => visible.proves.has(fact));
    for (const asked of joined) {
      asked.isJoined = true;
      const { known, alias, row, key } = asked;
      this.parts.push(sql` join ${this.c.model.table(known.entity)} ${raw(alias)} on ${eq(columnOf(row, "id"), key)}`);
      for (const { parts, ifJoined } of asked.places) parts.splice(0, parts.length, ifJoined as never);
    }
    return joined;
  }
}
