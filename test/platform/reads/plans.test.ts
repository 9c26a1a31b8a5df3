import { describe, expect, test } from "@jest/globals";
import { PLAN_OVERHEAD_BYTES, SHAPES_MAX } from "../../../src/platform/reads/limits.ts";
import { type Decision, Plans } from "../../../src/platform/reads/plans.ts";
import { Bind, type Request, raw, sql } from "../../../src/platform/reads/sql.ts";

const request = (variables: Record<string, unknown>, viewerId: string | null = null): Request => ({
  variables,
  viewerId,
  now: new Date(0),
  credentialHash: null,
  frame: [],
});

/** Compiles to the answer of one question, as the engine would record it. */
function compiler(plans: Plans, owner: object) {
  return (given: Request) =>
    plans.find(owner, "", given, () => {
      const ask = ({ variables }: Request) => String(variables["shape"]);
      const decisions: Decision[] = [{ ask, answer: ask(given) }];
      const bound = new Bind("text", ({ variables }) => variables["value"]);
      return { statement: sql`select ${raw(`'${ask(given)}'`)}, ${bound}`, decisions, isWhole: true };
    });
}

describe("plans", () => {
  test("are found again by the answers to what they asked, whatever they bind", () => {
    const plans = new Plans();
    const find = compiler(plans, {});
    const first = find(request({ shape: "a", value: 1 }));

    expect(find(request({ shape: "a", value: 2 }))).toBe(first);
    expect(find(request({ shape: "b", value: 1 }))).not.toBe(first);
    expect(find(request({ shape: "a", value: 3 }))).toBe(first);
    expect(plans.compiled).toBe(2);
    expect(first?.text).toBe("select 'a', $1::text");
  });

  test("of anonymous viewers and persons are apart, and those of two persons one", () => {
    const plans = new Plans();
    const find = compiler(plans, {});
    const anonymous = find(request({ shape: "a" }));
    const person = find(request({ shape: "a" }, "ann"));

    expect(person).not.toBe(anonymous);
    expect(find(request({ shape: "a" }, "bob"))).toBe(person);
  });

  test(`start anew after ${SHAPES_MAX} shapes of one document`, () => {
    const plans = new Plans();
    const find = compiler(plans, {});
    const first = find(request({ shape: "first" }));
    for (let shape = 1; shape < SHAPES_MAX; shape++) find(request({ shape }));
    expect(find(request({ shape: "first" }))).toBe(first);

    find(request({ shape: "one too many" }));
    expect(plans.compiled).toBe(SHAPES_MAX + 1);
    expect(find(request({ shape: "first" }))).not.toBe(first);
    expect(plans.compiled).toBe(SHAPES_MAX + 2);
  });

  test("of all documents together are bounded: the longest unused are forgotten", () => {
    const bytesMax = 2 * PLAN_OVERHEAD_BYTES + 100;
    const plans = new Plans(bytesMax);
    const [old, young] = [{}, {}];
    const first = compiler(plans, old)(request({ shape: "a".repeat(30) }));
    compiler(plans, young)(request({ shape: "b".repeat(30) }));
    expect(compiler(plans, old)(request({ shape: "a".repeat(30) }))).toBe(first);

    compiler(plans, {})(request({ shape: "c".repeat(30) }));
    expect(plans.bytes).toBeLessThanOrEqual(bytesMax);
    expect(compiler(plans, old)(request({ shape: "a".repeat(30) }))).toBe(first);
    expect(plans.compiled).toBe(3);
    compiler(plans, young)(request({ shape: "b".repeat(30) }));
    expect(plans.compiled).toBe(4);
  });

  test("count for what they hold beside their text, also where there is none", () => {
    const plans = new Plans(3 * PLAN_OVERHEAD_BYTES);
    const owners = [{}, {}, {}, {}];
    const find = (owner: object) =>
      plans.find(owner, "", request({}), () => ({ statement: null, decisions: [], isWhole: true }));
    for (const owner of owners) expect(find(owner)).toBeNull();
    expect(plans.bytes).toBe(3 * PLAN_OVERHEAD_BYTES);
    find(owners[3]!);
    expect(plans.compiled).toBe(4);
    find(owners[0]!);
    expect(plans.compiled).toBe(5);
  });

  test("may be of nothing, which needs no database", () => {
    const plans = new Plans();
    const owner = {};
    const nothing = () => ({ statement: null, decisions: [], isWhole: true });

    expect(plans.find(owner, "", request({}), nothing)).toBeNull();
    expect(plans.find(owner, "", request({}), nothing)).toBeNull();
    expect(plans.compiled).toBe(1);
  });
});
