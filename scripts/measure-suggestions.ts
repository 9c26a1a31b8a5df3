/**
 * `npm run suggestions`: how well it is foretold who will meet whom, on contacts that people's badges noted: at a workplace
 * (`../shared/data/invs15-workplace`, its first week against its second) and at a conference (`sfhh-conference`, its
 * first day against its second; a tie is a minute together in a day).
 *
 * Candidates are all pairs of people who met somebody in both parts, and did not meet each other in the first; those who
 * do in the second are right. Fails below the goals, and below plain resource allocation.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { fitsOf, scoreOf } from "../src/suggestions/fits.ts";
import { shareOfMostShown, shareOut, type Wish } from "../src/suggestions/share-out.ts";
import { TieGraph } from "../src/suggestions/tie-graph.ts";
import { type SharedFact, STRENGTH_MIN, strengthAt } from "../src/ties/strength.ts";

const DAY_SECONDS = 86_400;
const WINDOW_SECONDS = 20;
const SHOWN = 10;
const SEED = 20_260_601;
/** The tenth of people who are shown most. */
const SHARE_MAX = 0.25;

interface DataSet {
  readonly name: string;
  readonly file: string;
  readonly companies: string | null;
  /** The first day of the second part. */
  readonly splitDay: number;
  /** How long two must face each other in a day for a tie. */
  readonly tieSeconds: number;
  readonly aucMin: number;
  readonly mapMin: number;
}

export const DATA_SETS: readonly DataSet[] = [
  {
    ...{ name: "invs15-workplace", file: "InVS15_tij.dat.gz", companies: "InVS15_metadata.txt" },
    ...{ splitDay: 6, tieSeconds: WINDOW_SECONDS, aucMin: 0.68, mapMin: 0.18 },
  },
  {
    ...{ name: "sfhh-conference", file: "SFHH_tij.dat.gz", companies: null },
    ...{ splitDay: 1, tieSeconds: 60, aucMin: 0.64, mapMin: 0 },
  },
];

/** The folder of a data set, or null where it is not there. */
export function folderOf({ name }: DataSet): string | null {
  const places = ["../shared", "../../shared"].map((place) =>
    fileURLToPath(new URL(`../${place}/data/${name}/`, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? null;
}

export interface Judged {
  readonly auc: number;
  readonly precision: number;
  readonly map: number;
}
type Score = (one: number, other: number) => number;

interface Problem {
  readonly people: number;
  readonly candidates: readonly (readonly [one: number, other: number])[];
  readonly isRight: ReadonlySet<string>;
  readonly ours: Score;
  readonly resourceAllocation: Score;
}

const keyOf = (one: number, other: number): string => (one < other ? `${one} ${other}` : `${other} ${one}`);

/** Seconds that each pair faced each other, by day. */
function contactsOf(text: string): Map<string, Map<number, number>> {
  const pairs = new Map<string, Map<number, number>>();
  for (const line of text.trim().split("\n")) {
    const [time = 0, one = 0, other = 0] = line.trim().split(/\s+/).map(Number);
    const key = keyOf(one, other);
    const days = pairs.get(key) ?? new Map<number, number>();
    const day = Math.floor(time / DAY_SECONDS);
    days.set(day, (days.get(day) ?? 0) + WINDOW_SECONDS);
    pairs.set(key, days);
  }
  return pairs;
}

/** Each twenty seconds are a talk of two. */
const factsOf = ([day, seconds]: readonly [day: number, seconds: number]): SharedFact[] =>
  Array.from({ length: seconds / WINDOW_SECONDS }, () => ({ at: day * DAY_SECONDS * 1_000, size: 2 }));

export function problemOf(set: DataSet, folder: string): Problem {
  const contacts = contactsOf(gunzipSync(readFileSync(`${folder}${set.file}`)).toString("utf8"));
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => numbers.get(name) ?? (numbers.set(name, numbers.size), numbers.size - 1);
  const before = new Set<string>();
  const after = new Set<string>();
  const evidence: { one: number; other: number; strength: number; isTie: boolean }[] = [];
  const now = set.splitDay * DAY_SECONDS * 1_000;
  for (const [key, days] of contacts) {
    const [one = 0, other = 0] = key.split(" ").map(numberOf);
    const tied = [...days].filter(([, seconds]) => seconds >= set.tieSeconds);
    if (tied.some(([day]) => day >= set.splitDay)) after.add(keyOf(one, other));
    if (tied.some(([day]) => day < set.splitDay)) before.add(keyOf(one, other));
    const facts = [...days].filter(([day]) => day < set.splitDay).flatMap(factsOf);
    // Twenty seconds are the least that counts, as the weakest tie is.
    const strength = strengthAt(facts, now) * STRENGTH_MIN;
    if (facts.length > 0) evidence.push({ one, other, strength, isTie: before.has(keyOf(one, other)) });
  }
  const graph = new TieGraph(numbers.size, evidence, STRENGTH_MIN);
  const plain = new TieGraph(
    numbers.size,
    evidence.filter(({ isTie }) => isTie).map(({ one, other }) => ({ one, other, strength: Math.E - 1 })),
    1,
  );
  const active = (of: ReadonlySet<string>): Set<number> =>
    new Set([...of].flatMap((key) => key.split(" ").map(Number)));
  const [was, is] = [active(before), active(after)];
  const both = [...was].filter((person) => is.has(person)).sort((a, b) => a - b);
  const company = companiesOf(set, folder, numbers);
  const fits = memoised((person) => fitsOf(graph, person));
  const shared = memoised((person) => nearOf(plain, person));
  return {
    people: both.length,
    candidates: both.flatMap((one, index) =>
      both.slice(index + 1).flatMap((other) => (before.has(keyOf(one, other)) ? [] : [[one, other] as const])),
    ),
    isRight: after,
    ours: (one, other) => {
      const likeness = company.has(one) && company.get(one) === company.get(other) ? 1 : 0;
      return scoreOf(fits(one)[other] ?? 0, likeness);
    },
    resourceAllocation: (one, other) => shared(one)[other] ?? 0,
  };
}

function companiesOf(
  { companies }: DataSet,
  folder: string,
  numbers: ReadonlyMap<string, number>,
): Map<number, string> {
  if (companies === null) return new Map();
  const lines = readFileSync(`${folder}${companies}`, "utf8").trim().split("\n");
  return new Map(
    lines.flatMap((line) => {
      const [name = "", company = ""] = line.trim().split(/\s+/);
      const number = numbers.get(name);
      return number === undefined ? [] : [[number, company] as const];
    }),
  );
}

/** Plain resource allocation: over friends of both alone. */
function nearOf(graph: TieGraph, person: number): Float64Array {
  const near = new Float64Array(graph.people);
  graph.each(person, (friend) =>
    graph.each(friend, (other) => {
      near[other] = (near[other] ?? 0) + 1 / graph.total(friend);
    }),
  );
  return near;
}

function memoised<T>(of: (person: number) => T): (person: number) => T {
  const known = new Map<number, T>();
  return (person) => {
    const value = known.get(person) ?? of(person);
    known.set(person, value);
    return value;
  };
}

/** AUC over all candidates with mid-ranks for ties; precision and average precision of ten for each who meets somebody. */
export function judge({ candidates, isRight }: Problem, score: Score): Judged {
  const scored = candidates.map(([one, other]) => ({
    one,
    other,
    score: score(one, other),
    right: isRight.has(keyOf(one, other)),
  }));
  const chance = chanceOf();
  const lists = new Map<number, { score: number; right: boolean; lot: number }[]>();
  for (const { one, other, ...rest } of scored) {
    for (const person of [one, other]) lists.set(person, [...(lists.get(person) ?? []), { ...rest, lot: chance() }]);
  }
  let [people, precision, map] = [0, 0, 0];
  for (const list of lists.values()) {
    const rights = list.filter(({ right }) => right).length;
    if (rights === 0) continue;
    const shown = list.sort((a, b) => b.score - a.score || a.lot - b.lot).slice(0, SHOWN);
    let hits = 0;
    let sum = 0;
    shown.forEach(({ right }, index) => {
      if (right) sum += ++hits / (index + 1);
    });
    people++;
    precision += hits / SHOWN;
    map += sum / Math.min(SHOWN, rights);
  }
  return { auc: aucOf(scored), precision: precision / people, map: map / people };
}

function aucOf(scored: readonly { score: number; right: boolean }[]): number {
  const sorted = [...scored].sort((a, b) => a.score - b.score);
  let [ranks, rights] = [0, 0];
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to++;
    const among = sorted.slice(from, to).filter(({ right }) => right).length;
    ranks += (among * (from + 1 + to)) / 2;
    rights += among;
    from = to;
  }
  return (ranks - (rights * (rights + 1)) / 2) / (rights * (sorted.length - rights));
}

/** Numbers from 0 to 1, the same in every run. */
function chanceOf(): () => number {
  let state = SEED;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Ten for each, shared out: what part of all showings the tenth has who are shown most. */
export function sharedOut(
  { candidates, people }: Problem,
  score: Score,
): { share: number; shareWithout: number; shown: number } {
  const wishes = new Map<number, { other: number; score: number }[]>();
  for (const [one, other] of candidates) {
    for (const [asker, shown] of [
      [one, other],
      [other, one],
    ] as const) {
      wishes.set(asker, [...(wishes.get(asker) ?? []), { other: shown, score: score(one, other) }]);
    }
  }
  const sorted = [...wishes.values()].map((all) =>
    all
      .sort((a, b) => b.score - a.score)
      .map(({ other }): Wish<Wish<number>> => {
        const wish = { shown: [other], suggestion: other };
        return { shown: wish.shown, suggestion: wish };
      }),
  );
  const given = shareOut(sorted, people, SHOWN);
  return {
    share: shareOfMostShown(given, people),
    shareWithout: shareOfMostShown(
      sorted.map((all) => all.slice(0, SHOWN)),
      people,
    ),
    shown: given.flat().length,
  };
}

function main(): void {
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  for (const set of DATA_SETS) {
    const folder = folderOf(set);
    if (folder === null) {
      say(`../shared/data/${set.name} is not there: nothing is measured on it.`);
      continue;
    }
    const problem = problemOf(set, folder);
    const right = problem.candidates.filter(([one, other]) => problem.isRight.has(keyOf(one, other))).length;
    say(`${set.name}: ${problem.people} people, ${problem.candidates.length} pairs, ${right} of them meet`);
    const chance = chanceOf();
    const rows = {
      random: judge(problem, chance),
      "resource allocation": judge(problem, problem.resourceAllocation),
      ours: judge(problem, problem.ours),
    };
    for (const [name, { auc, precision, map }] of Object.entries(rows)) {
      say(`  ${name.padEnd(20)} AUC ${auc.toFixed(3)}  P@10 ${precision.toFixed(3)}  MAP@10 ${map.toFixed(3)}`);
    }
    const { share, shareWithout, shown } = sharedOut(problem, problem.ours);
    say(
      `  the tenth shown most has ${(100 * share).toFixed(1)} % of ${shown} suggestions; ${(100 * shareWithout).toFixed(1)} % if not shared out`,
    );
    const [ours, plain] = [rows["ours"], rows["resource allocation"]];
    const isGood =
      ours.auc >= set.aucMin &&
      ours.map >= set.mapMin &&
      ours.auc >= plain.auc &&
      ours.map >= plain.map &&
      share <= SHARE_MAX;
    if (!isGood) process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
