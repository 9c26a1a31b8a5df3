import type { Limits } from "../limits.ts";
import type { EventStream } from "./event-stream.ts";

/** One answer of those that a subscription gets. */
export interface Turn {
  readonly status: number;
  readonly body: string;
  /** The data, to be compared with what was said before; null where it failed. */
  readonly text: string | null;
}

/** Statuses of answers that may be better a little later: too much was asked for, or the database was away. */
const PASSING: ReadonlySet<number> = new Set([429, 503]);

export interface LiveAnswerDeps {
  readonly limits: Pick<Limits, "livePauseMs" | "liveRefreshMs">;
  readonly stream: EventStream;
  /** Asks again, as if the request had come anew, its credential proved again; null where there is no place for it now. */
  readonly ask: () => Promise<Turn | null>;
  readonly onEnd: () => void;
}

/**
 * A subscription that is open. It is asked again after something happened to what it names, and after `liveRefreshMs`
 * anyway: by then at the latest it tells what the clock changed, and ends if its credential did.
 */
export class LiveAnswer {
  private isDue = false;
  /** While it is being asked, and for a pause after that. */
  private isBusy = true;
  private isOver = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param said the data that was sent as its first answer */
  constructor(
    private said: string,
    private readonly deps: LiveAnswerDeps,
  ) {
    this.rest();
  }

  /** Something happened that it is about. */
  tell(): void {
    this.isDue = true;
    if (!this.isBusy) this.begin();
  }

  /** It is asked no more; what its stream is told is another matter. */
  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.timer);
    this.deps.onEnd();
  }

  /** The server ends. */
  breakOff(): void {
    this.end();
    this.deps.stream.breakOff();
  }

  private begin(): void {
    clearTimeout(this.timer);
    this.isBusy = true;
    this.isDue = false;
    this.deps.ask().then(
      (turn) => this.take(turn),
      () => this.take(null),
    );
  }

  private take(turn: Turn | null): void {
    if (this.isOver) return;
    if (turn === null || PASSING.has(turn.status)) this.wait();
    else if (turn.text === null) this.finish(turn.body);
    else this.say(turn.body, turn.text);
  }

  private say(body: string, text: string): void {
    const { stream } = this.deps;
    if (text === this.said) stream.ping();
    else stream.next(body);
    this.said = text;
    this.rest();
  }

  private finish(body: string): void {
    this.deps.stream.next(body);
    this.deps.stream.complete();
    this.end();
  }

  /** Many things that happen at once are one answer; who reads slowly is told only how it stands then. */
  private rest(): void {
    this.timer = setTimeout(() => {
      if (this.isDue && !this.deps.stream.isFull) this.begin();
      else this.wait();
    }, this.deps.limits.livePauseMs);
  }

  private wait(): void {
    this.isBusy = this.deps.stream.isFull;
    this.timer = setTimeout(() => {
      if (this.deps.stream.isFull) this.deps.stream.drop();
      else this.begin();
    }, this.deps.limits.liveRefreshMs);
  }
}
