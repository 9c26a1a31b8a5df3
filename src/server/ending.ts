import type { Log } from "../platform/log.ts";

interface Step {
  readonly what: string;
  readonly close: () => Promise<unknown>;
}

/** What was started last ends first; whoever does not end in time is left behind, and the process ends all the same. */
export class Ending {
  readonly #log: Log;
  readonly #timeoutMs: number;
  readonly #steps: Step[] = [];
  #begun = false;

  /** `timeoutMs` for everything together. */
  constructor(log: Log, timeoutMs: number) {
    this.#log = log;
    this.#timeoutMs = timeoutMs;
  }

  /** Registers how something that has just been started is ended. */
  then(what: string, close: () => Promise<unknown>): void {
    this.#steps.push({ what, close });
  }

  /** Ends everything and then the process. A second signal does not wait. */
  async begin(reason: string, exitCode = 0): Promise<void> {
    if (this.#begun) {
      if (reason.startsWith("SIG")) process.exit(1);
      return;
    }
    this.#log.info({ reason }, "ending");
    const deadline = setTimeout(() => {
      this.#log.error({ timeoutMs: this.#timeoutMs }, "not everything ended in time");
      process.exit(1);
    }, this.#timeoutMs);
    await this.finish();
    clearTimeout(deadline);
    this.#log.info("ended");
    process.exit(exitCode);
  }

  /** Ends everything; a step that fails does not keep the next from its turn. */
  async finish(): Promise<void> {
    this.#begun = true;
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step.close();
      } catch (error) {
        this.#log.error({ err: error, what: step.what }, "did not end well");
      }
    }
  }
}
