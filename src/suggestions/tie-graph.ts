/** A network of people by number, as compressed rows of typed arrays: 16 bytes a tie, each tie in two rows. */

/** What people did together, as strength; see `ties/strength.ts`. */
export interface WeighedTie {
  readonly one: number;
  readonly other: number;
  readonly strength: number;
}

export class TieGraph {
  readonly people: number;
  /** Where the row of each person begins in `others` and `weights`. */
  private readonly begins: Int32Array;
  private readonly others: Int32Array;
  private readonly weights: Float32Array;
  /** How much each person has to do with others in all. */
  private readonly totals: Float64Array;

  /** @param unit strength that counts as one; many of it count less each */
  constructor(people: number, ties: readonly WeighedTie[], unit: number) {
    this.people = people;
    this.begins = new Int32Array(people + 1);
    this.others = new Int32Array(2 * ties.length);
    this.weights = new Float32Array(2 * ties.length);
    this.totals = new Float64Array(people);
    for (const { one, other } of ties) {
      for (const person of [one, other]) this.begins[person + 1] = at(this.begins, person + 1) + 1;
    }
    for (let person = 0; person < people; person++) {
      this.begins[person + 1] = at(this.begins, person + 1) + at(this.begins, person);
    }
    const next = this.begins.slice();
    for (const { one, other, strength } of ties) {
      const weight = Math.log1p(strength / unit);
      for (const [from, to] of [
        [one, other],
        [other, one],
      ] as const) {
        const place = at(next, from);
        next[from] = place + 1;
        this.others[place] = to;
        this.weights[place] = weight;
        this.totals[from] = at(this.totals, from) + weight;
      }
    }
  }

  /** Calls for each tie of a person. */
  each(person: number, visit: (other: number, weight: number) => void): void {
    const end = at(this.begins, person + 1);
    for (let place = at(this.begins, person); place < end; place++) {
      visit(at(this.others, place), at(this.weights, place));
    }
  }

  /**
   * A person hands on what came to them, to each whom they know by weight. A plain loop: it runs through every tie of the
   * network for every person at a meeting.
   */
  handOn(person: number, amount: number, into: Float64Array): void {
    const share = amount / at(this.totals, person);
    const end = at(this.begins, person + 1);
    for (let place = at(this.begins, person); place < end; place++) {
      const other = at(this.others, place);
      into[other] = at(into, other) + share * at(this.weights, place);
    }
  }

  total(person: number): number {
    return at(this.totals, person);
  }
}

const at = (of: ArrayLike<number>, index: number): number => of[index] ?? 0;
