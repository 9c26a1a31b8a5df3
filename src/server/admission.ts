import type { Limits } from "./limits.ts";

type AdmissionLimits = Pick<Limits, "inFlightMax" | "queueLengthMax" | "queueWaitMs">;

/**
 * The door of the endpoint: so many operations inside, a few more waiting for a moment, the rest
 * turned away at once. Without it a flood makes everyone wait until nobody's answer is of use.
 */
export class Admission {
  private inside = 0;
  private readonly waiting: ((admitted: boolean) => void)[] = [];

  constructor(private readonly limits: AdmissionLimits) {}

  /** Whether the caller may go in; who was let in must `leave`. */
  enter(): Promise<boolean> {
    if (this.inside < this.limits.inFlightMax) {
      this.inside++;
      return Promise.resolve(true);
    }
    if (this.waiting.length >= this.limits.queueLengthMax) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(admit), 1);
        resolve(false);
      }, this.limits.queueWaitMs);
      const admit = (admitted: boolean) => {
        clearTimeout(timer);
        resolve(admitted);
      };
      this.waiting.push(admit);
    });
  }

  /** Gives the place to who has waited longest. */
  leave(): void {
    const next = this.waiting.shift();
    if (next) next(true);
    else this.inside--;
  }

  get inFlight(): number {
    return this.inside;
  }

  get queueLength(): number {
    return this.waiting.length;
  }
}
