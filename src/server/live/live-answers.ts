/**
 * Subscriptions. Each is the same question asked again, by the same way as any request: its credential is proved, its
 * price is paid, the policies decide what is seen. So what is sent is how it stands and not what happened; nothing can be
 * missed or come twice, whatever broke off in between, and no right outlasts its end.
 */
import type { Exchange } from "../endpoint/exchange.ts";
import { RETRY_AFTER_SECONDS } from "../format-error.ts";
import type { Limits } from "../limits.ts";
import { EventStream } from "./event-stream.ts";
import { LiveAnswer, type Turn } from "./live-answer.ts";

/** What a subscription waits for, and what it was told. */
export interface Watch {
  /** Who asks, as the rate limits name them. */
  readonly caller: string;
  /** Keys of what the operation names, as 32 hex digits. */
  readonly ids: ReadonlySet<string>;
  /** The data of the answer; null where it failed. */
  text: string | null;
}

/** An answer to the request of an exchange, not sent yet. */
export interface HttpTurn extends Omit<Turn, "text"> {
  readonly headers: Iterable<[name: string, value: string]>;
}

export type TakeTurn = (exchange: Exchange) => Promise<HttpTurn | null>;

type LiveLimits = Pick<Limits, "liveAnswersMax" | "liveAnswersPerCallerMax" | "livePauseMs" | "liveRefreshMs">;

/** All subscriptions that this process answers. */
export class LiveAnswers {
  private readonly open = new Map<LiveAnswer, Watch>();

  constructor(private readonly limits: LiveLimits) {}

  get size(): number {
    return this.open.size;
  }

  /** Something was committed that these keys have to do with; null where it is not known which. */
  tell(ids: readonly string[] | null): void {
    for (const [answer, watch] of this.open) if (ids === null || ids.some((id) => watch.ids.has(id))) answer.tell();
  }

  /** Answers a request that takes a stream: an operation of another kind is answered once. */
  async begin(exchange: Exchange, takeTurn: TakeTurn): Promise<void> {
    const first = await takeTurn(exchange);
    const { watch } = exchange;
    for (const [name, value] of first?.headers ?? []) exchange.header(name, value);
    if (first === null) exchange.refuseForNow();
    else if (first.status !== 200) exchange.send(first.status, first.body);
    else if (watch && this.isFullFor(watch.caller)) refuseOneMore(exchange);
    else this.goOn(exchange, first.body, takeTurn);
  }

  private goOn(exchange: Exchange, body: string, takeTurn: TakeTurn): void {
    const stream = new EventStream(exchange.openStream());
    stream.next(body);
    const { watch } = exchange;
    if (!watch || watch.text === null) {
      stream.complete();
      return;
    }
    const ask = async (): Promise<Turn | null> => {
      const again = exchange.again();
      const turn = await takeTurn(again);
      return turn && { ...turn, text: again.watch?.text ?? null };
    };
    const live = new LiveAnswer(watch.text, {
      limits: this.limits,
      stream,
      ask,
      onEnd: () => this.open.delete(live),
    });
    this.open.set(live, watch);
    stream.onGone(() => live.end());
  }

  /** Lets nobody wait for what does not come any more. */
  close(): void {
    for (const answer of this.open.keys()) answer.breakOff();
  }

  private isFullFor(caller: string): boolean {
    if (this.open.size >= this.limits.liveAnswersMax) return true;
    let own = 0;
    for (const watch of this.open.values()) if (watch.caller === caller) own++;
    return own >= this.limits.liveAnswersPerCallerMax;
  }
}

function refuseOneMore(exchange: Exchange): void {
  exchange.header("retry-after", String(RETRY_AFTER_SECONDS));
  exchange.refuse(429, "RATE_LIMITED", "Too many subscriptions are open. End one, or try again later.");
}
