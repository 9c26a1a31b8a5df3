/** Rows that policies ask to be seen, joined to the row they are asked of. */
import { columnOf, rowOf } from "./columns.ts";
import type { Compilation } from "./compilation.ts";
import type { AnyRow } from "./policy.ts";
import type { Class } from "./reads.ts";
import type { Known } from "./registry.ts";
import { and, eq, FALSE, fingerprint, never, or, raw, Sql, sql } from "./sql.ts";

/** That the row which `key` points at is within sight. */
export const factOf = (target: Class, key: Sql): string => `${target.name}:${fingerprint(key)}`;

/** A row that a policy asks to be seen. */
export interface Joined {
  readonly fact: string;
  readonly known: Known;
  /** What points there. */
  readonly key: Sql;
  readonly row: AnyRow;
  readonly isJoined: boolean;
  /** Writes the join, unless it is written. */
  readonly join: () => void;
}

interface Asked extends Joined {
  isJoined: boolean;
  readonly alias: string;
  /** Without a look at the row it is certain that it is seen; else FALSE. */
  readonly certain: Sql;
  /** The row that points there, where that is to be joined before. */
  readonly before: Asked | null;
  /** What was written at each place that asked; and what is to stand there once the row is joined. */
  readonly places: { readonly parts: (string | Sql)[]; readonly ifJoined: Sql }[];
}

/**
 * The rows that a policy asks to be seen. Where it demands one of every row, that one is joined to it, so that it is
 * looked up once for the policy and for what is selected of it; else it stands in EXISTS. Where a row is often certain
 * to be seen it is joined only if something of it is selected.
 */
export class Joins {
  readonly all: Asked[] = [];
  private readonly parts: Sql[] = [];
  readonly sql = new Sql(this.parts);
  private within: Asked | null = null;

  constructor(
    private readonly c: Compilation,
    private readonly carriedRow: ((target: Class, place: number) => AnyRow) | null,
  ) {}

  /** `EXISTS` of the row that `key` points at and that satisfies the condition, unless that is certain. */
  sees(known: Known, key: Sql, condition: (row: AnyRow) => Sql, certain: Sql): Sql {
    const fact = factOf(known.entity, key);
    const written = this.via(fact, condition);
    if (written) return or(certain, written);
    const alias = this.c.alias(known.name);
    const row = this.carriedRow?.(known.entity, this.all.length) ?? rowOf(this.c.model, known.entity, alias);
    const before = this.within;
    const join = (): void => this.join(asked);
    const asked: Asked = { fact, known, row, key, alias, certain, before, join, isJoined: false, places: [] };
    this.all.push(asked);
    this.within = never(certain) ? before : asked;
    const seen = this.written(asked, condition(row));
    this.within = before;
    // The row's own policy follows from what makes it certain, and so does all that it proves.
    return never(certain) ? seen : new Sql(or(certain, seen).parts, seen.proves);
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

  /** What the finished policy proves of every row: joined, but for what is certain without. */
  settle(visible: Sql): readonly Joined[] {
    const proved = this.all.filter(({ fact }) => visible.proves.has(fact));
    for (const asked of proved) if (never(asked.certain) && asked.before === null) this.join(asked);
    return proved;
  }

  private join(asked: Asked): void {
    if (asked.isJoined) return;
    asked.isJoined = true;
    const { known, alias, row, key, before } = asked;
    if (before) this.join(before);
    this.parts.push(sql` join ${this.c.model.table(known.entity)} ${raw(alias)} on ${eq(columnOf(row, "id"), key)}`);
    for (const { parts, ifJoined } of asked.places) parts.splice(0, parts.length, ifJoined as never);
  }
}
