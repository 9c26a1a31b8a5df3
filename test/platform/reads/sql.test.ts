import { describe, expect, test } from "@jest/globals";
import {
  always,
  and,
  Bind,
  eq,
  FALSE,
  integer,
  isOneOf,
  NULL,
  never,
  not,
  or,
  present,
  raw,
  render,
  Sql,
  sql,
  TRUE,
  text,
  when,
} from "../../../src/platform/reads/sql.ts";

const shown = (expression: Sql): string => render(expression).text;
const a = raw("a");
const b = raw("b");
const proving = (predicate: Sql, ...facts: string[]): Sql => new Sql(predicate.parts, new Set(facts));

describe("the template", () => {
  test("refuses bare strings and whatever else is no SQL, at run time too", () => {
    for (const value of ["x", "'; drop table books", 1, null, undefined, { parts: ["x"] }]) {
      expect(() => sql`select ${value as never}`).toThrow("Only Sql may stand in a statement");
    }
  });

  test("is a tag and nothing else", () => {
    const forged = Object.assign(["select 1"], { raw: ["select 1"] });
    expect(() => sql(forged as never)).toThrow("template tag");
    expect(() => (sql as unknown as (text: string) => unknown)("select 1")).toThrow("template tag");
  });

  test("quotes constants, and has no NUL", () => {
    expect(shown(text("it's; \\' --"))).toBe("'it''s; \\'' --'");
    expect(() => text("a\0b")).toThrow("NUL");
    expect(() => integer(1.5)).toThrow("whole number");
  });

  test("numbers parameters by identity, each with its type", () => {
    const viewer = new Bind("uuid", (request) => request.viewerId);
    const now = new Bind("timestamptz", (request) => request.now);
    const { text, binds } = render(sql`${viewer} and ${now} and ${sql`(${viewer})`}`);

    expect(text).toBe("$1::uuid and $2::timestamptz and ($1::uuid)");
    expect(binds).toEqual([viewer, now]);
  });
});

describe("predicates", () => {
  test("fold what is known", () => {
    expect(and()).toEqual(TRUE);
    expect(or()).toBe(FALSE);
    expect(and(a, FALSE, b)).toBe(FALSE);
    expect(shown(and(TRUE, a))).toBe("a");
    expect(shown(or(FALSE, a))).toBe("a");
    expect(always(or(a, TRUE))).toBe(true);
    expect(shown(and(a, or(a, b)))).toBe("(a and (a or b))");
    expect(not(TRUE)).toBe(FALSE);
    expect(not(FALSE)).toBe(TRUE);
    expect(when(FALSE, a)).toBe(NULL);
    expect(when(TRUE, a)).toBe(a);
    expect(shown(when(a, b))).toBe("case when a then b end");
  });

  test("take what is unknown for false, also when negated", () => {
    expect(shown(not(a))).toBe("(not coalesce(a, false))");
    expect(never(NULL)).toBe(true);
    expect(never(and(a, NULL))).toBe(true);
    expect(eq(a, NULL)).toBe(FALSE);
    expect(eq(NULL, a)).toBe(FALSE);
  });

  test("compare with constants of ours", () => {
    expect(shown(isOneOf(a, "X"))).toBe("a = 'X'");
    expect(shown(isOneOf(a, "X", "Y'"))).toBe("a in ('X', 'Y''')");
    expect(isOneOf(a)).toBe(FALSE);
    expect(shown(present(a))).toBe("a is not null");
  });

  test("prove by `and` what either proves, by `or` what all prove, by `not` nothing", () => {
    const [one, both] = [proving(a, "one"), proving(b, "one", "two")];

    expect([...and(one, both).proves]).toEqual(["one", "two"]);
    expect([...or(one, both).proves]).toEqual(["one"]);
    expect([...or(both, FALSE).proves]).toEqual(["one", "two"]);
    expect([...or(both, a).proves]).toEqual([]);
    expect([...or(both, TRUE).proves]).toEqual([]);
    expect([...and(proving(TRUE, "one"), proving(TRUE, "two")).proves]).toEqual(["one", "two"]);
    expect([...not(both).proves]).toEqual([]);
    expect([...and(both, FALSE).proves]).toEqual([]);
  });
});
