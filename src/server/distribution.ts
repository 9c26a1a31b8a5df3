import type { Registry } from "prom-client";

interface DistributionOptions {
  readonly name: string;
  readonly help: string;
  /** Upper bounds, the least first. */
  readonly buckets: readonly number[];
  readonly registry: Registry;
}

/** What was observed of one kind. */
interface Tally {
  /** Observations in each bucket, and above the last. */
  readonly counts: number[];
  sum: number;
}

/**
 * How the values of a few kinds are spread, as Prometheus has it in its histograms. An observation is an addition or two:
 * the library's own histogram finds out names and labels with each of them, and has one with every operation.
 */
export class Distribution {
  private readonly tallies = new Map<string, Tally>();

  constructor(private readonly options: DistributionOptions) {
    const { name, registry } = options;
    registry.registerMetric({ name, get: () => this.report() } as never);
  }

  observe(type: string, value: number): void {
    const { buckets } = this.options;
    let tally = this.tallies.get(type);
    if (!tally) this.tallies.set(type, (tally = { counts: new Array<number>(buckets.length + 1).fill(0), sum: 0 }));
    let at = 0;
    while (at < buckets.length && value > (buckets[at] as number)) at++;
    (tally.counts[at] as number)++;
    tally.sum += value;
  }

  private report() {
    const { name, help } = this.options;
    const values = [...this.tallies].flatMap(([type, tally]) => this.valuesOf(type, tally));
    return Promise.resolve({ name, help, type: "histogram", aggregator: "sum", values });
  }

  /** Each bucket counts what lies in those before it as well. */
  private valuesOf(type: string, { counts, sum }: Tally) {
    const { name, buckets } = this.options;
    let count = 0;
    const inBuckets = counts.map((inBucket, at) => {
      count += inBucket;
      return { metricName: `${name}_bucket`, labels: { le: buckets[at] ?? "+Inf", type }, value: count };
    });
    return [
      ...inBuckets,
      { metricName: `${name}_sum`, labels: { type }, value: sum },
      { metricName: `${name}_count`, labels: { type }, value: count },
    ];
  }
}
