/** What people do in a trial, drawn by a seed; and the rules of an introduction a second time, as a model. */
import { globalId } from "../../src/platform/ids.ts";
import type { Chance } from "../differential/chance.ts";
import type { Role, Stage, World } from "./small-world.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const DAY_MS = DAY * 1000;
/** An introduction's life, in milliseconds. */
const LIFE_MS = 14 * DAY_MS;

export type Asking = "TOGETHER" | "FIRST_A" | "FIRST_B";
export type Party = "A" | "B";
export const otherOf = (party: Party): Party => (party === "A" ? "B" : "A");

/** One act of somebody: the same in every world, but for the keys. */
export interface Move {
  readonly who: Role;
  readonly name: string;
  readonly input: (world: World) => object;
  /** For the model. */
  readonly answer?: "YES" | "NO" | "LATER";
  readonly until?: Date;
  readonly shares?: readonly string[];
  readonly whom?: Role;
}

const person = (world: World, role: Role): string => globalId("per", world.keys[role]);
const ofIt = ({ introductionId }: World) => ({ introductionId: introductionId || `itr_${"0".repeat(32)}` });

export const propose = (asking: Asking, isOutsider = false): Move => ({
  who: "C",
  name: "proposeIntroduction",
  input: (world) => ({
    partyAId: person(world, "A"),
    ...(isOutsider
      ? { outsiderB: { email: world.secrets.B[3], name: "Name of B" } }
      : { partyBId: person(world, "B") }),
    ...{ reason: "Boats", noteForA: "For A alone.", noteForB: "For B alone.", asking },
  }),
});

export const block = (who: Role, whom: Role): Move => ({
  ...{ who, whom, name: "blockPerson", input: (world) => ({ personId: person(world, whom) }) },
});
export const unblock = (who: Role, whom: Role): Move => ({
  ...{ who, whom, name: "unblockPerson", input: (world) => ({ personId: person(world, whom) }) },
});
export const withdraw = (who: Party): Move => ({ who, name: "withdrawAnswer", input: ofIt });
export const withdrawAll: Move = { who: "C", name: "withdrawIntroduction", input: ofIt };

const DETAILS = ["EMAIL", "PHONE", "LINKS"] as const;

export function answer(
  chance: Chance,
  who: Party,
  now: Date,
  kind = chance.pick(["YES", "YES", "NO", "LATER"] as const),
): Move {
  const tellConnector = chance.chance(0.3);
  const word = tellConnector && chance.chance(0.5) ? { word: "Thank you." } : {};
  const until = new Date(now.getTime() + (1 + chance.int(6)) * DAY_MS);
  const some = chance.some(DETAILS, 0.5);
  const shares = some.length > 0 ? some : ["EMAIL"];
  const more = { YES: { shares }, NO: {}, LATER: { laterUntil: until.toISOString() } }[kind];
  return {
    ...{ who, name: "answerIntroduction", answer: kind, until, shares },
    input: (world) => ({ ...ofIt(world), answer: kind, tellConnector, ...word, ...more }),
  };
}

/** Without a word to anybody. */
export const quietly = (who: Party, kind: "YES" | "NO"): Move => ({
  ...{ who, name: "answerIntroduction", answer: kind, shares: ["EMAIL"] },
  input: (world) => ({ ...ofIt(world), answer: kind }),
});

/** A yes that the connector is told of. */
export const tellYes = (who: Party): Move => ({
  ...{ who, name: "answerIntroduction", answer: "YES", shares: ["EMAIL"] },
  input: (world) => ({ ...ofIt(world), answer: "YES", tellConnector: true, word: "Gladly." }),
});

/** What an outsider says by the link of their mail, once they have one. */
export const byLink = (answer: "YES" | "NO"): Move => ({
  ...{ who: "B", name: "answerIntroductionByLink" },
  input: ({ token }) => ({ token: token ?? "none", answer }),
});

/** How much time goes by between two steps, in seconds. */
export const pause = (chance: Chance): number => chance.pick([0, 0, 1, HOUR, 10 * HOUR, DAY, 3 * DAY, 6 * DAY]);

export function perform(stage: Stage, world: World, move: Move): Promise<string> {
  return stage.act(world, move.who, move.name, move.input(world));
}

/** What an introduction is by the rules, said in the plainest way. */
export class Model {
  readonly answers: Record<Party, string> = { A: "PENDING", B: "PENDING" };
  readonly shares: Record<Party, readonly string[]> = { A: [], B: [] };
  private readonly until: Record<Party, Date | null> = { A: null, B: null };
  private readonly wasAskedAgain: Record<Party, boolean> = { A: false, B: false };
  private readonly isAsked: Record<Party, boolean>;
  private readonly blocks = new Set<string>();
  isAlive = true;
  isShared = false;

  constructor(
    private readonly proposedAt: Date,
    asking: Asking,
  ) {
    this.isAsked = { A: asking !== "FIRST_B", B: asking !== "FIRST_A" };
  }

  private isOver = (now: Date): boolean => this.isShared || now.getTime() >= this.proposedAt.getTime() + LIFE_MS;

  take(move: Move, now: Date): void {
    const { who, whom = "D" } = move;
    if (move.name === "blockPerson" && !this.blocks.has(`${whom}${who}`)) {
      this.blocks.add(`${who}${whom}`);
      if (!this.isOver(now) && who !== "D" && whom !== "D") this.isAlive = false;
    }
    if (move.name === "unblockPerson") this.blocks.delete(`${who}${whom}`);
    if (move.name === "withdrawIntroduction" && !this.isOver(now)) this.isAlive = false;
    if (who === "C" || who === "D" || !this.isAsked[who] || this.isOver(now)) return;
    if (move.name === "withdrawAnswer" && this.answers[who] === "YES") {
      this.answers[who] = "WITHDRAWN";
      this.isAlive = false;
    }
    if (move.name === "answerIntroduction") this.hear(who, move);
  }

  private hear(who: Party, { answer, shares = [], until }: Move): void {
    if (!answer) return;
    if (["NO", "WITHDRAWN"].includes(this.answers[who])) return;
    if (answer === "LATER" && (until?.getTime() ?? 0) >= this.proposedAt.getTime() + LIFE_MS) return;
    this.answers[who] = answer;
    this.shares[who] = answer === "YES" ? shares : [];
    this.until[who] = answer === "LATER" ? (until ?? null) : null;
    if (answer === "NO") this.isAlive = false;
    if (answer !== "YES" || !this.isAlive) return;
    if (this.blocks.size > 0) this.isAlive = false;
    else if (!this.isAsked[otherOf(who)]) this.isAsked[otherOf(who)] = true;
    else this.isShared = this.answers.A === "YES" && this.answers.B === "YES";
  }

  /** Whoever said “later” is asked again once. */
  settle(now: Date): void {
    for (const party of ["A", "B"] as const) {
      const until = this.until[party];
      const isDue = this.answers[party] === "LATER" && until !== null && until <= now && !this.wasAskedAgain[party];
      if (!isDue || this.isOver(now)) continue;
      this.wasAskedAgain[party] = true;
      this.answers[party] = "PENDING";
      this.until[party] = null;
    }
  }

  /** Which secrets of whom somebody may hold by now, as `small-world.ts` numbers them. */
  mayKnow(who: Role, of: Role, secret: number): boolean {
    if (who === of) return true;
    const isParty = (role: Role): role is Party => role === "A" || role === "B";
    return this.isShared && isParty(who) && isParty(of) && this.shares[of].includes(DETAILS[secret] ?? "");
  }
}

/** Secrets of others that a text gives away: role and number of each. */
export const secretsIn = (text: string): (readonly [Role, number])[] =>
  [...text.matchAll(/<secret (\d) of ([A-D])>/g)].map(([, index, role]) => [role as Role, Number(index)] as const);
