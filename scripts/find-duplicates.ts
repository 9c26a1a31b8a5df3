/**
 * `npm run duplicates`: how well and how fast likely duplicates are found. Precision and recall on made-up people with
 * known truth, read from `../shared/data/duplicate-people-fake1000` without their birth dates; time on 10,000 people.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Entry } from "../src/duplicates/compare-people.ts";
import { findPairs } from "../src/duplicates/find-pairs.ts";

/** Goals of the product; the program fails below them. */
const PRECISION_MIN = 0.99;
const RECALL_MIN = 0.5;
const TIME_MAX_MS = 10_000;
const PEOPLE = 10_000;

export interface Judged {
  readonly people: number;
  readonly found: number;
  readonly precision: number;
  readonly recall: number;
  readonly milliseconds: number;
}

/** The file with truth, or null where it is not there. */
export function truthFile(): string | null {
  const places = ["../shared", "../../shared"].map((place) =>
    fileURLToPath(new URL(`../${place}/data/duplicate-people-fake1000/fake_1000.csv`, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? null;
}

/** Of all pairs that are one person, how many are found; and of those found, how many are one. */
export async function judge(path: string): Promise<Judged> {
  const rows = readFileSync(path, "utf8").trim().split(/\r?\n/).slice(1);
  const entries: Entry[] = [];
  const clusterOf = new Map<string, string>();
  for (const row of rows) {
    const [id = "", first, last, _bornOn, city, email, cluster = ""] = row.split(",");
    const name = [first, last].filter(Boolean).join(" ");
    entries.push({ id, name: name || null, email: email || null, phone: null, company: null, city: city || null });
    clusterOf.set(id, cluster);
  }
  const sizes = new Map<string, number>();
  for (const cluster of clusterOf.values()) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const true_ = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);

  const before = performance.now();
  const pairs = await findPairs(entries);
  const milliseconds = performance.now() - before;
  const right = pairs.filter(({ oneId, otherId }) => clusterOf.get(oneId) === clusterOf.get(otherId)).length;
  return {
    people: entries.length,
    found: pairs.length,
    precision: right / Math.max(1, pairs.length),
    recall: right / true_,
    milliseconds,
  };
}

const FIRST =
  "ada ben cleo dev eva finn gus hana ines jon kit lena mia nils olga pia quin remy sara tom uma vera walt".split(" ");
const SYLLABLES = "ba den fer gol han jar kel lor min nov pel ros sten tor vik wen zan lund berg ström".split(" ");

/** So many made-up people, every twentieth of them twice with a slip of typing; always the same ones. */
export function madeUpPeople(count: number): Entry[] {
  const entries: Entry[] = [];
  let seed = 20_260_601;
  const pick = <T>(of: readonly T[]): T => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return of[Math.floor((seed / 2 ** 32) * of.length)] as T;
  };
  while (entries.length < count) {
    const id = String(entries.length).padStart(6, "0");
    const [first, last] = [pick(FIRST), `${pick(SYLLABLES)}${pick(SYLLABLES)}${pick(SYLLABLES)}`];
    const email = `${first}.${last}${pick(SYLLABLES)}@${pick(SYLLABLES)}${pick(SYLLABLES)}.example`;
    const person = {
      name: `${first} ${last}`,
      email,
      phone: null,
      company: `${pick(SYLLABLES)}${pick(SYLLABLES)} Ltd`,
      city: pick(SYLLABLES),
    };
    entries.push({ id, ...person });
    if (entries.length % 20 === 0) {
      const slip = last.slice(0, 2) + last.slice(3);
      entries.push({ id: `${id}a`, ...person, name: `${slip} ${first}`, email: pick([email, null]) });
    }
  }
  return entries.slice(0, count);
}

async function main(): Promise<void> {
  const path = truthFile();
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  let isGood = true;
  if (path) {
    const { people, found, precision, recall, milliseconds } = await judge(path);
    say(
      `${people} people with truth: ${found} pairs in ${milliseconds.toFixed(0)} ms, precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`,
    );
    isGood = precision >= PRECISION_MIN && recall >= RECALL_MIN;
  } else {
    say("../shared/data/duplicate-people-fake1000 is not there: precision and recall are not measured.");
  }
  const before = performance.now();
  const pairs = await findPairs(madeUpPeople(PEOPLE));
  const time = performance.now() - before;
  say(`${PEOPLE} made-up people: ${pairs.length} pairs in ${time.toFixed(0)} ms`);
  process.exitCode = isGood && time <= TIME_MAX_MS ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
