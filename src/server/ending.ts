import { monotonicMs } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";

interface Step {
  readonly what: string;
  readonly close: () => Promise<unknown>;
}

/** A Ctrl-C under npm reaches us twice: from the terminal, and passed on by npm. Within this time it is one request. */
export const SAME_REQUEST_MS = 1_000;

/** What an ending touches of the world around it. */
export interface Surroundings {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly exit: (code: number) => void;
}

const PROCESS: Surroundings = { now: monotonicMs, exit: (code) => process.exit(code) };

/** What was started last ends first; whoever does not end in time is left behind, and the process ends all the same. */
export class Ending {
  private readonly log: Log;
  private readonly timeoutMs: number;
  private readonly surroundings: Surroundings;
  private readonly steps: Step[] = [];
  private begun = false;
  private askedAt: number | null = null;

  /** `timeoutMs` for everything together. */
  constructor(log: Log, timeoutMs: number, surroundings: Surroundings = PROCESS) {
    this.log = log;
    this.timeoutMs = timeoutMs;
    this.surroundings = surroundings;
  }

  /** Registers how something that has just been started is ended. */
  then(what: string, close: () => Promise<unknown>): void {
    this.steps.push({ what, close });
  }

  /** Somebody asks by a signal. Who asks again later than `SAME_REQUEST_MS` does not want to wait. */
  async ask(signal: NodeJS.Signals): Promise<void> {
    const now = this.surroundings.now();
    this.askedAt ??= now;
    if (now - this.askedAt <= SAME_REQUEST_MS) return this.begin(signal);
    this.log.warn({ signal }, "asked again, ending at once");
    this.surroundings.exit(1);
  }

  /** Ends everything and then the process; only once. */
  async begin(reason: string, exitCode = 0): Promise<void> {
    if (this.begun) return;
    this.log.info({ reason }, "ending");
    const deadline = setTimeout(() => {
      this.log.error({ timeoutMs: this.timeoutMs }, "not everything ended in time");
      this.surroundings.exit(1);
    }, this.timeoutMs);
    await this.finish();
    clearTimeout(deadline);
    this.log.info("ended");
    this.surroundings.exit(exitCode);
  }

  /** Ends everything; a step that fails does not keep the next from its turn. */
  async finish(): Promise<void> {
    this.begun = true;
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step.close();
      } catch (error) {
        this.log.error({ err: error, what: step.what }, "did not end well");
      }
    }
  }
}
