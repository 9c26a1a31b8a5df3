import { randomInt } from "node:crypto";
import type { ServerResponse } from "node:http";

/** Milliseconds within which clients come back whose stream broke off: spread, so that not all come at once. */
const RECONNECT_MIN_MS = 1_000;
const RECONNECT_MAX_MS = 10_000;

/** Answers in turn on one response, as `graphql-sse` calls it: distinct connections mode. */
export class EventStream {
  constructor(private readonly response: ServerResponse) {
    response.write(`retry: ${randomInt(RECONNECT_MIN_MS, RECONNECT_MAX_MS)}\n\n`);
  }

  /** When the other side has hung up, or we have. */
  onGone(act: () => void): void {
    // Whoever hung up while the first answer was read has done so already.
    if (this.response.closed) act();
    else this.response.on("close", act);
  }

  /** Whether what was sent is still waiting for the other side to read. */
  get isFull(): boolean {
    return this.response.writableNeedDrain;
  }

  /** @param answer JSON, which has no line breaks outside of its texts, and none within */
  next(answer: string): void {
    this.response.write(`event: next\ndata: ${answer}\n\n`);
  }

  /** Nothing new, but we are here. */
  ping(): void {
    this.response.write(":\n\n");
  }

  /** Nothing more will come. */
  complete(): void {
    this.response.end("event: complete\ndata:\n\n");
  }

  /** Breaks off: who still wants to know comes again. */
  breakOff(): void {
    // Nobody is waited for who does not hang up.
    this.response.end(() => this.response.destroy());
  }

  /** Drops a connection whose other side does not read. */
  drop(): void {
    this.response.destroy();
  }
}
