/**
 * Nobody tells by the clock what others said: whatever became of it, the same is asked of the database, so an answer takes
 * as long. Statements are counted, as time would depend on the machine.
 */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { StatementCounter } from "../../src/server/statement-counter.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, makeBlock, startWithCast } from "../support/cast.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW } from "../support/start-api.ts";

const counter = new StatementCounter();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
  counter.watch(api.dataSource);
  // Whatever is asked once, on the first use of an act, is asked here.
  const of = await newHouse(api);
  await propose(of);
  await propose(of, { outsiderB: { email: "first@example.org", name: "O" }, partyBId: null });
  await request(await newHouse(api));
});
afterAll(() => api.close());

type Kind = "host" | "member" | "other";
const block = (of: House, who: Kind, whom: Kind) => makeBlock(api.dataSource, of.key(who), of.key(whom));

/** Statements of an act, which must succeed, and what it gives. */
async function counted(work: Promise<Record<string, { readonly id: string }>>) {
  const before = counter.total;
  const payload = await work;
  return { statements: counter.total - before, payload };
}
const propose = (of: House, more: object = {}) =>
  counted(
    done(
      api,
      of.key("host"),
      "proposeIntroduction",
      { partyAId: of.person("member"), partyBId: of.person("other"), reason: "Boats", ...more },
      "introduction { id }",
    ) as never,
  );
const request = (of: House) =>
  counted(
    done(
      api,
      of.key("member"),
      "requestIntroduction",
      { connectorId: of.person("host"), towardsId: of.person("other"), reason: "Boats" },
      "request { id }",
    ) as never,
  );

type Before = (of: House) => Promise<unknown>;
const BLOCKS: readonly Before[] = [(of) => block(of, "other", "member"), (of) => block(of, "member", "other")];

test("a proposal across a block, or to an address whose person wants none, takes as many statements as any", async () => {
  const asked = async (more: (of: House) => object, before: Before = () => Promise.resolve()): Promise<number> => {
    const of = await newHouse(api);
    await before(of);
    return (await propose(of, more(of))).statements;
  };
  for (const asking of ["TOGETHER", "FIRST_A"]) {
    const plain = await asked(() => ({ asking }));
    for (const before of BLOCKS) expect(await asked(() => ({ asking }), before)).toBe(plain);
  }
  const byAddress = (of: House) => ({
    partyBId: null,
    outsiderB: { email: `${of.key("other")}@example.org`, name: "O" },
  });
  const plain = await asked(byAddress);
  const pause: Before = (of) => done(api, of.key("other"), "setIntroductionsWanted", { areWanted: false });
  for (const before of [...BLOCKS, pause]) expect(await asked(byAddress, before)).toBe(plain);
});

test("a request that reaches nobody takes as many statements as one that waits", async () => {
  const { statements } = await request(await newHouse(api));
  const of = await newHouse(api);
  await block(of, "host", "other");
  expect((await request(of)).statements).toBe(statements);
});

const ENDINGS: Readonly<Record<string, (of: House, introductionId: string) => Promise<unknown>>> = {
  silence: () => Promise.resolve(),
  no: (of, introductionId) => done(api, of.key("other"), "answerIntroduction", { introductionId, answer: "NO" }),
  withdrawal: async (of, introductionId) => {
    await done(api, of.key("other"), "answerIntroduction", { introductionId, answer: "YES" });
    await done(api, of.key("other"), "withdrawAnswer", { introductionId });
  },
  "taken back by the connector": (of, introductionId) =>
    done(api, of.key("host"), "withdrawIntroduction", { introductionId }),
};

test("a yes, a withdrawal and a no take as many statements whatever the other side said before", async () => {
  const seen: Record<string, unknown> = {};
  for (const [name, end] of Object.entries(ENDINGS)) {
    const counts: number[] = [];
    for (const asking of ["TOGETHER", "FIRST_A"] as const) {
      if (asking === "FIRST_A" && ["no", "withdrawal"].includes(name)) continue;
      const of = await newHouse(api);
      const { payload } = await propose(of, { asking });
      const introductionId = payload["introduction"]?.id ?? "";
      await end(of, introductionId);
      for (const [act, more] of [
        ["answerIntroduction", { answer: "YES" }],
        ["withdrawAnswer", {}],
      ] as const) {
        const work = done(api, of.key("member"), act, { introductionId, ...more }, "introduction { state }");
        counts.push((await counted(work as never)).statements);
      }
      const other = await newHouse(api);
      const second = (await propose(other, { asking })).payload["introduction"]?.id ?? "";
      await end(other, second);
      const no = { introductionId: second, answer: "NO" };
      counts.push((await counted(done(api, other.key("member"), "answerIntroduction", no) as never)).statements);
    }
    seen[name] = counts;
  }
  const { silence, ...others } = seen as { silence: number[] } & Record<string, number[]>;
  expect(silence).toHaveLength(6);
  expect(Math.min(...silence)).toBeGreaterThan(5);
  for (const [name, counts] of Object.entries(others))
    expect([name, counts]).toEqual([name, silence.slice(0, counts.length)]);
});

test("a yes said anew takes as many statements whether the other was asked with the first one or not", async () => {
  const laterUntil = new Date(TEST_NOW.getTime() + 86_400_000).toISOString();
  const seen = [];
  for (const end of [ENDINGS["silence"], ENDINGS["taken back by the connector"]]) {
    const of = await newHouse(api);
    const { payload } = await propose(of, { asking: "FIRST_A" });
    const introductionId = payload["introduction"]?.id ?? "";
    await end?.(of, introductionId);
    const counts: number[] = [];
    for (const said of [{ answer: "YES" }, { answer: "LATER", laterUntil }, { answer: "YES" }]) {
      const work = done(
        api,
        of.key("member"),
        "answerIntroduction",
        { introductionId, ...said },
        "introduction { state }",
      );
      counts.push((await counted(work as never)).statements);
    }
    seen.push(counts);
  }
  expect(seen[1]).toEqual(seen[0]);
});

test("a yes takes as many statements across a block that was noticed nowhere else yet", async () => {
  const seen = [];
  for (const before of [() => Promise.resolve(), ...BLOCKS]) {
    const of = await newHouse(api);
    const { payload } = await propose(of);
    const introductionId = payload["introduction"]?.id ?? "";
    // The row alone, without the event that closes it.
    await before(of);
    const work = done(api, of.key("member"), "answerIntroduction", { introductionId, answer: "YES" });
    seen.push((await counted(work as never)).statements);
  }
  expect(new Set(seen).size).toBe(1);
});

test("a lost introduction that is queued to be asked reaches nobody", async () => {
  const of = await newHouse(api);
  await block(of, "other", "member");
  const { payload } = await propose(of);
  const introductionId = payload["introduction"]?.id ?? "";
  for (const kind of ["member", "other"] as const) {
    const answer = await act(api, of.key(kind), "answerIntroduction", { introductionId, answer: "YES" });
    expect(answer.codes).toEqual(["NOT_FOUND"]);
  }
});
