import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { BENCH } from "./processes.ts";

export interface PlainRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoadOrder {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Sent one after the other, from the first again; left out for those of the order before. */
  readonly requests?: readonly PlainRequest[];
  /** Each is sent once, and the run ends early when there are no more. */
  readonly once?: boolean;
}

export interface LoadReport {
  readonly answers: number;
  /** How long they took; other than was ordered if the requests ran out, or hardly any fitted in. */
  readonly seconds: number;
  /** Answers and failures until the last connection was idle: what the processors worked for. */
  readonly finished: number;
  readonly latenciesMs: readonly number[];
  /** Requests that were refused, or answered with errors; not among the answers. */
  readonly failures: number;
  /** The first of them. */
  readonly failure: string | null;
  /** What the generator itself used. */
  readonly cpuMicros: number;
}

/** The load generator, in a process of its own. */
export class Load {
  private readonly worker: ChildProcess;

  constructor() {
    this.worker = fork(join(BENCH, "harness", "load-worker.ts"), {
      execArgv: ["--import", "tsx"],
      serialization: "advanced",
      env: process.env,
    });
  }

  /** Hands over the requests of the next run, so that doing so is no part of it. */
  async prepare(requests: readonly PlainRequest[]): Promise<void> {
    await this.run({ port: 0, connections: 0, seconds: 0, requests });
  }

  run(order: LoadOrder): Promise<LoadReport> {
    return new Promise((done, failed) => {
      const gone = (code: number | null) => failed(new Error(`The load generator ended (${code}).`));
      this.worker.once("exit", gone);
      this.worker.once("message", (answer: { report?: LoadReport; failure?: string }) => {
        this.worker.removeListener("exit", gone);
        if (answer.report) done(answer.report);
        else failed(new Error(answer.failure ?? "The load generator failed."));
      });
      this.worker.send(order);
    });
  }

  end(): void {
    if (this.worker.connected) this.worker.disconnect();
  }
}
