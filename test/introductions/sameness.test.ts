/**
 * A no, a withdrawal, a block and silence look the same to everybody but whoever they come from: not by examples, but by
 * interleavings of all that the three can do, drawn by a seed. `INTRODUCTION_INTERLEAVINGS=10000` (which
 * `npm run prove:introductions` sets) asks for more of them.
 */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Chance, chanceOf } from "../differential/chance.ts";
import {
  type Asking,
  answer,
  block,
  byLink,
  Model,
  type Move,
  otherOf,
  type Party,
  pause,
  perform,
  propose,
  quietly,
  secretsIn,
  tellYes,
  unblock,
  withdraw,
  withdrawAll,
} from "./interleavings.ts";
import { ROLES, type Role, Stage, type World } from "./small-world.ts";

const INTERLEAVINGS = Number(process.env["INTRODUCTION_INTERLEAVINGS"] ?? 60);
const SEED = Number(process.env["INTRODUCTION_SEED"] ?? 20260605);
const PATIENCE_MS = 120_000 + INTERLEAVINGS * 1_500;
const DAY = 86_400;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
}, 120_000);
afterAll(() => stage.close());

/** Contact details that somebody read and might not; and such as they might, beside their own. */
let leaks = 0;
let passed = 0;
function countLeaks(who: Role, text: string, mayKnow: (of: Role, secret: number) => boolean): void {
  const read = secretsIn(text);
  const leaked = read.filter(([of, secret]) => !mayKnow(of, secret)).length;
  leaks += leaked;
  passed += read.filter(([of]) => of !== who).length - leaked;
}

interface Step {
  readonly seconds: number;
  readonly moves: readonly Move[];
  readonly observers: readonly Role[];
}
/** How it ends in one world: what whoever ends it does in which step. Silence is nothing at all. */
interface Ending {
  readonly name: string;
  readonly moves: readonly (readonly [step: number, move: Move])[];
}

const STEPS = 6;
const LIFE_MS = 14 * DAY * 1000;

/** All that others do, and every ending that they must not be able to tell from silence. */
function drawTrial(
  chance: Chance,
  start: Date,
): {
  readonly steps: Step[];
  readonly endings: Ending[];
  readonly asking: Asking;
  readonly isOutsider: boolean;
  /** Whether B has a link in every world, and what B says by it is not what ends it. */
  readonly answersByLink: boolean;
  readonly watchers: readonly Role[];
  readonly proposesAgain: boolean;
  /** What whoever ends it says before, in every world. */
  readonly before: readonly (readonly [step: number, move: Move])[];
} {
  const asking = chance.pick(["TOGETHER", "TOGETHER", "FIRST_A", "FIRST_B"] as const);
  const ender = chance.pick(["A", "B", "C"] as const);
  const isEndedByB = ender === "B";
  const isOutsider = (isEndedByB || asking !== "FIRST_B") && chance.chance(0.2);
  // Who is asked second, after a yes, is not asked once it was taken back, and knows of nothing: as if there was no yes.
  const second = ender !== "C" || asking === "TOGETHER" ? null : asking === "FIRST_A" ? "B" : "A";
  const isWatcher = (role: Role): boolean =>
    role !== ender && role !== second && role !== "D" && !(isOutsider && role === "B");
  const watchers = ROLES.filter(isWatcher);
  // A yes that the connector knows of, and that no longer stands. The other says none, with which it would be shared.
  const isTold = ender !== "C" && !(isOutsider && isEndedByB) && chance.chance(0.3);
  let now = start.getTime();
  const at = 1 + chance.int(STEPS - 2);
  let hasYes = false;
  const proposesAgain = chance.chance(0.3);
  const steps = Array.from({ length: STEPS }, (_, index): Step => {
    const seconds = pause(chance);
    now += seconds * 1000;
    const moves: Move[] = [];
    for (const who of ["A", "B"] as const) {
      if (!isWatcher(who) || !chance.chance(0.45)) continue;
      // Were both to say yes it would be shared, where whoever ends it stays silent.
      const mayNot = isTold || (ender === "C" && who === "B");
      const move = mayNot ? answer(chance, who, new Date(now), "LATER") : movesOf(chance, who, now);
      moves.push(move);
      if (index < at && move.answer === "YES") hasYes = true;
    }
    if (ender !== "C" && chance.chance(0.08)) moves.push(withdrawAll);
    // After the expiry it would be another introduction, which across a block reaches nobody: see the end of a trial.
    const isAlive = now < start.getTime() + LIFE_MS;
    if (ender !== "C" && proposesAgain && isAlive && chance.chance(0.3)) moves.push(propose(asking));
    return { seconds, moves, observers: chance.some(watchers, 0.5) };
  });
  const circumstances = { asking, hasYes, isTold, proposesAgain, isOutsider };
  const endings = ender === "C" ? endingsOfConnector(at) : endingsOfParty(ender, at, circumstances);
  const before = isTold ? [[at - 1, tellYes(ender)] as const] : [];
  const answersByLink = isOutsider && !isEndedByB && second !== "B";
  const more = { isOutsider, answersByLink, watchers, proposesAgain: ender !== "C" && proposesAgain, before };
  return { steps, endings, asking, ...more };
}

const movesOf = (chance: Chance, who: Party, now: number): Move =>
  chance.chance(0.15) ? withdraw(who) : answer(chance, who, new Date(now));

const endingsOfConnector = (at: number): Ending[] => [
  { name: "withdrawn by the connector", moves: [[at, withdrawAll]] },
  { name: "A blocked by the connector", moves: [[at, block("C", "A")]] },
  { name: "B blocked by the connector", moves: [[at, block("C", "B")]] },
];

interface Circumstances {
  readonly asking: Asking;
  readonly hasYes: boolean;
  readonly isTold: boolean;
  readonly proposesAgain: boolean;
  readonly isOutsider: boolean;
}

function endingsOfParty(
  ender: Party,
  at: number,
  { asking, hasYes, isTold, proposesAgain, isOutsider }: Circumstances,
): Ending[] {
  const other = otherOf(ender);
  const isFirst = asking === `FIRST_${ender}`;
  if (isOutsider && ender === "B") return endingsByLink(at, { mayTakeBack: !isFirst && !hasYes });
  const no: Ending = { name: "no", moves: [[at, quietly(ender, "NO")]] };
  const withdrawn: Ending = {
    name: "withdrawal",
    moves: [
      [at, quietly(ender, "YES")],
      [at, withdraw(ender)],
    ],
  };
  const blocked: Ending = { name: "block", moves: [[at, block(ender, other)]] };
  const forgiven: Ending = {
    name: "block taken back",
    moves: [
      [at, block(ender, other)],
      [at + 1, unblock(ender, other)],
    ],
  };
  const parted: Ending = { name: "connector blocked", moves: [[at, block(ender, "C")]] };
  return [
    no,
    // The first yes of two asks the other, who reads that from being asked; and with the other's yes it would be shared.
    ...(isTold || (!isFirst && !hasYes) ? [withdrawn] : []),
    ...(isOutsider ? [] : [blocked, forgiven]),
    // Whoever blocks somebody is gone for them in everything, so that naming them again finds nobody.
    ...(proposesAgain ? [] : [parted]),
  ];
}

/** An outsider says no by the link of their mail, or yes and then no; they have nobody to block. */
function endingsByLink(at: number, { mayTakeBack }: { readonly mayTakeBack: boolean }): Ending[] {
  const no: Ending = { name: "no by link", moves: [[at, byLink("NO")]] };
  const takenBack: Ending = {
    name: "yes taken back by link",
    moves: [
      [at, byLink("YES")],
      [at, byLink("NO")],
    ],
  };
  return mayTakeBack ? [no, takenBack] : [no];
}

/** Runs the same steps in all worlds at the same moments, and gives what the watchers saw in each. */
async function runTrial(chance: Chance): Promise<{ readonly runs: number; readonly differences: string[] }> {
  const trial = drawTrial(chance, stage.clock.now());
  const { steps, endings, before, asking, isOutsider, answersByLink, watchers, proposesAgain } = trial;
  const worlds = await stage.plant(endings.length + 1);
  const seen = worlds.map((): string[] => []);
  const note = async (index: number, who: Role, what: string, look: () => Promise<string>): Promise<void> => {
    const text = await look();
    // The connector gave the outsider's address and may read it; the clock's moment is the same for all.
    countLeaks(who, text, (of, secret) => of === who || (isOutsider && of === "B" && secret === 3 && who === "C"));
    seen[index]?.push(`${what}: ${text}`);
  };
  const each = async (work: (world: World, index: number) => Promise<void>): Promise<void> => {
    await Promise.all(worlds.map(work));
  };
  await each(async (world) => {
    const said = await perform(stage, world, propose(asking, isOutsider));
    world.introductionId = await introductionOf(world, said);
  });
  await stage.settle(worlds);
  const ends = (index: number, step: number): Move[] =>
    [...before, ...(endings[index - 1]?.moves ?? [])].filter(([when]) => when === step).map(([, move]) => move);
  for (const [number, { seconds, moves, observers }] of steps.entries()) {
    stage.clock.pass(seconds);
    await stage.settle(worlds, { later: true });
    await each(async (world, index) => {
      for (const move of ends(index, number)) await perform(stage, world, move);
      for (const move of moves) {
        await note(index, move.who, `${move.who} ${move.name} in step ${number}`, () => perform(stage, world, move));
      }
    });
    await stage.settle(worlds);
    for (const who of observers) {
      await each((world, index) => note(index, who, `${who} after step ${number}`, () => stage.observe(world, who)));
    }
  }
  for (const days of [0, 15]) {
    stage.clock.pass(days * DAY);
    await stage.settle(worlds, { later: true });
    for (const who of watchers) {
      await each((world, index) => note(index, who, `${who} ${days} days later`, () => stage.observe(world, who)));
    }
    await each(async (world, index) => {
      if (answersByLink) {
        // Where the connector ends it, silence would share with a second yes.
        const input = { token: world.token ?? "", answer: watchers.includes("C") ? "YES" : "NO" };
        await note(index, "B", "by link", () => stage.act(world, null, "answerIntroductionByLink", input));
      }
    });
  }
  // Whom it reaches now they know; the connector reads the same whether a block makes it go nowhere or not.
  if (proposesAgain && !isOutsider) {
    await each((world, index) => note(index, "C", "once more", () => perform(stage, world, propose(asking))));
    await each((world, index) => note(index, "C", "C at the end", () => stage.observe(world, "C")));
  }
  const differences = seen
    .slice(1)
    .flatMap((texts, index) =>
      texts.flatMap((text, at) =>
        text === seen[0]?.[at]
          ? []
          : [`${endings[index]?.name}, ${asking}:\n${text}\nand in silence\n${seen[0]?.[at]}`],
      ),
    );
  return { runs: worlds.length, differences };
}

const newest = `select id from introductions where connector_id = $1 order by created_at desc, id desc limit 1`;
async function introductionOf({ keys }: World, said: string): Promise<string> {
  const [row] = await stage.api.dataSource.query<{ id: string }[]>(newest, [keys.C]);
  if (!row) throw new Error(`Nothing was proposed: ${said}`);
  return `itr_${row.id.replaceAll("-", "")}`;
}

test(
  `nobody can tell the endings of ${Math.ceil(INTERLEAVINGS / 2)} interleavings from silence (seed ${SEED})`,
  async () => {
    let runs = 0;
    for (let trial = 0; runs < INTERLEAVINGS / 2; trial++) {
      const { runs: more, differences } = await runTrial(chanceOf(SEED + trial));
      expect(differences.slice(0, 1).map((text) => `seed ${SEED + trial}: ${text}`)).toEqual([]);
      runs += more;
    }
    expect(leaks).toBe(0);
  },
  PATIENCE_MS,
);

const everybody = (chance: Chance, now: Date): Move => {
  const party = chance.pick(["A", "B"] as const);
  return chance.weighted(
    [
      answer(chance, party, now, "YES"),
      answer(chance, party, now),
      withdraw(party),
      withdrawAll,
      block(chance.pick(["A", "B", "C"] as const), chance.pick(["A", "B", "C"] as const)),
      unblock(party, chance.pick(["A", "B", "C"] as const)),
    ],
    (move) => (move.answer === "YES" ? 6 : 1),
  );
};

const sides = `select s.answer, i.shared_at is not null as is_shared, i.closed_at is null as is_alive
  from introduction_sides s join introductions i on i.id = s.introduction_id where i.id = $1::uuid order by s.position`;

/** Trials that share their clock, and so the work of every step. */
const AT_ONCE = 12;

interface Trial {
  readonly seed: number;
  readonly chance: Chance;
  readonly world: World;
  readonly model: Model;
}

async function beginTrials(seeds: readonly number[]): Promise<Trial[]> {
  const worlds = await stage.plant(seeds.length);
  const trials = await Promise.all(
    seeds.map(async (seed, index) => {
      const [chance, world] = [chanceOf(seed), worlds[index]];
      if (!world) throw new Error("No world.");
      const asking = chance.pick(["TOGETHER", "FIRST_A", "FIRST_B"] as const);
      world.introductionId = await introductionOf(world, await perform(stage, world, propose(asking)));
      return { seed, chance, world, model: new Model(stage.clock.now(), asking) };
    }),
  );
  await stage.settle(worlds);
  return trials;
}

async function look({ world, model }: Trial, who: Role): Promise<void> {
  countLeaks(who, await stage.observe(world, who), (of, secret) => model.mayKnow(who, of, secret));
}

async function goByTheRules(seeds: readonly number[]): Promise<number> {
  const trials = await beginTrials(seeds);
  const worlds = trials.map(({ world }) => world);
  const common = chanceOf(seeds[0] ?? 0);
  for (let step = 0; step < STEPS; step++) {
    stage.clock.pass(pause(common));
    const now = stage.clock.now();
    await stage.settle(worlds, { later: true });
    await Promise.all(
      trials.map(async ({ chance, world, model }) => {
        model.settle(now);
        const move = everybody(chance, now);
        if (move.who === move.whom) return;
        const said = await perform(stage, world, move);
        model.take(move, now);
        countLeaks(move.who, said, (of, secret) => model.mayKnow(move.who, of, secret));
      }),
    );
    await stage.settle(worlds);
    await Promise.all(trials.map((trial) => look(trial, trial.chance.pick(ROLES))));
  }
  for (const who of ROLES) await Promise.all(trials.map((trial) => look(trial, who)));
  for (const { seed, world, model } of trials) {
    const { isShared: is_shared, isAlive: is_alive, answers } = model;
    expect([seed, await stage.api.dataSource.query(sides, [world.introductionId.slice(4)])]).toEqual([
      seed,
      [answers.A, answers.B].map((said) => ({ answer: said, is_shared, is_alive })),
    ]);
  }
  return trials.filter(({ model }) => model.isShared).length;
}

test(
  `${Math.floor(INTERLEAVINGS / 2)} interleavings of all acts go by the rules and let nothing pass but what was chosen (seed ${SEED})`,
  async () => {
    const most = Math.floor(INTERLEAVINGS / 2);
    let shared = 0;
    for (let trial = 0; trial < most; trial += AT_ONCE) {
      const count = Math.min(AT_ONCE, most - trial);
      shared += await goByTheRules(Array.from({ length: count }, (_, index) => SEED + 1_000_000 + trial + index));
    }
    expect(leaks).toBe(0);
    // Enough of them pass something, or the count would prove nothing.
    expect(shared).toBeGreaterThan(most / 20);
    expect(passed).toBeGreaterThan(shared);
  },
  PATIENCE_MS,
);
