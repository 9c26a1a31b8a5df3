/**
 * Sets that depend on the viewer alone: the groups that they organise, the people whom they block. PostgreSQL prepares
 * every node of a plan for each run, so that what is asked for often costs less once it is a column of one row ahead of
 * the statement than where each asks anew.
 */
import { conjunctsOf, fingerprint, join, raw, render, Sql, sql } from "./sql.ts";

/** The rows whose column makes the set. */
export interface SetRows {
  /** The table under its alias. */
  readonly from: Sql;
  readonly member: Sql;
  readonly where: Sql;
  /** PostgreSQL's type of a member. */
  readonly type: string;
}

interface ViewerSet extends SetRows {
  readonly members: Sql;
  readonly text: string;
  /** Its members as an array, written when all is compiled. */
  readonly array: Sql;
  readonly parts: (string | Sql)[];
  /** Where the statement asks for it. */
  uses: number;
  /** Whether another set asks for it, from where no row of the statement can be seen. */
  isNested: boolean;
}

/** What stands ahead of a statement, and beside its tables. */
interface Ahead {
  readonly expressions: Sql[];
  readonly rows: Sql[];
}

export class ViewerSets {
  private readonly sets: ViewerSet[] = [];

  /** The set as an array. Equal sets are one, however often they are asked for. */
  array(rows: SetRows): Sql {
    const members = sql`select ${rows.member} from ${rows.from} where ${rows.where}`;
    const { text, binds } = render(members);
    const known = this.sets.find((set) => set.text === text && sameBinds(render(set.members).binds, binds));
    if (known) return known.array;
    // Until it is written it has a name of its own, or sets that differ in what they ask of another would look equal.
    const parts: (string | Sql)[] = [`(array ${this.sets.length + 1})`];
    const array = new Sql(parts);
    this.sets.push({ ...rows, members, text, array, parts, uses: 0, isNested: false });
    return array;
  }

  /**
   * Writes every set where it is cheapest. Asked for once, it stands there, and is read only when it is reached. Asked
   * for more often, it is a column of a row of the viewer's, read once a statement together with all others that are
   * of the same rows; unless it takes more than one table to know: then it is read when it is first reached.
   */
  write(statement: Sql, beside: (rows: readonly Sql[]) => void): Sql {
    this.countUses(statement);
    const ahead: Ahead = { expressions: [], rows: [] };
    const used = this.sets.filter(({ uses }) => uses > 0);
    const plain = used.filter(isPlain);
    for (const set of used) if (!plain.includes(set)) this.writeReached(set, ahead);
    this.writePlain(groupsOf(plain), ahead);
    if (ahead.rows.length > 0) beside(ahead.rows);
    return ahead.expressions.length === 0 ? statement : sql`with ${join(ahead.expressions, ", ")} ${statement}`;
  }

  private writePlain(groups: Iterable<readonly ViewerSet[]>, { rows }: Ahead): void {
    const alias = () => `viewer${rows.length + 1}`;
    const alone: ViewerSet[] = [];
    for (const group of groups) {
      const uses = group.reduce((sum, set) => sum + set.uses, 0);
      if (uses === 1) for (const set of group) put(set, "array(", set.members, ")");
      else if (group.length === 1) alone.push(...group);
      else rows.push(this.rowOf(group, alias()));
    }
    if (alone.length > 0) rows.push(this.rowOfAlone(alone, alias()));
  }

  private countUses(statement: Sql): void {
    const byArray = new Map(this.sets.map((set) => [set.array, set]));
    const walk = (part: string | Sql, within: ViewerSet | null): void => {
      if (typeof part === "string") return;
      const set = byArray.get(part);
      if (!set) {
        for (const inner of part.parts) walk(inner, within);
        return;
      }
      if (set.uses++ === 0) walk(set.members, set);
      set.isNested ||= within !== null;
    };
    walk(statement, null);
  }

  private writeReached(set: ViewerSet, ahead: Ahead): void {
    if (set.uses === 1 || set.isNested) return put(set, "array(", set.members, ")");
    const name = `set${ahead.expressions.length + 1}`;
    put(set, `(select ${name}.members from ${name})::${set.type}[]`);
    ahead.expressions.push(sql`${raw(name)}(members) as materialized (select array(${set.members}))`);
  }

  /** Sets of the same rows, told apart by what else they demand. */
  private rowOf(group: readonly ViewerSet[], alias: string): Sql {
    const columns = group.map((set, index) => {
      const [, ...rest] = conjunctsOf(set.where);
      put(set, `${alias}.set${index + 1}`);
      const filter = rest.length === 0 ? raw("") : sql` filter (where ${join(rest, " and ")})`;
      return sql`coalesce(array_agg(${set.member})${filter}, '{}') as ${raw(`set${index + 1}`)}`;
    });
    const [first] = group as [ViewerSet];
    const [tie] = conjunctsOf(first.where) as [Sql];
    return sql`(select ${join(columns, ", ")} from ${first.from} where ${tie}) ${raw(alias)}`;
  }

  /** OFFSET keeps the planner from writing them out again at each of their uses. */
  private rowOfAlone(sets: readonly ViewerSet[], alias: string): Sql {
    const columns = sets.map((set, index) => {
      put(set, `${alias}.set${index + 1}`);
      return sql`array(${set.members}) as ${raw(`set${index + 1}`)}`;
    });
    return sql`(select ${join(columns, ", ")} offset 0) ${raw(alias)}`;
  }
}

const put = ({ parts }: ViewerSet, ...written: (string | Sql)[]): void =>
  void parts.splice(0, parts.length, ...written);

/** One table says who is in it, and nothing else has to be read for that. */
const isPlain = (set: ViewerSet): boolean => !set.isNested && !/\bselect\b/.test(fingerprint(set.where));

/** Sets of the same rows: those of one table that begin with the same condition. */
function groupsOf(sets: readonly ViewerSet[]): Iterable<readonly ViewerSet[]> {
  const groups = new Map<string, ViewerSet[]>();
  for (const set of sets) {
    const [tie] = conjunctsOf(set.where);
    const key = fingerprint(sql`${set.from} ${tie ?? raw("")}`);
    groups.set(key, [...(groups.get(key) ?? []), set]);
  }
  return groups.values();
}

const sameBinds = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((bind, index) => bind === other[index]);
