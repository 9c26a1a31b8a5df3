/** Subscriptions as a client without a library reads them: a POST, and events until it ends. */
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { Anything } from "./anything.ts";
import type { Api } from "./start-api.ts";

export interface StreamEvent {
  /** `next`, `complete`, or `ping` for a line that says nothing. */
  readonly kind: string;
  /** What `next` brings. */
  readonly answer: Anything;
}

export interface Opening {
  readonly variables?: Record<string, unknown>;
  /** A credential; null for nobody. */
  readonly as?: string | null;
}

export class Stream {
  private text = "";
  private readonly parts: AsyncIterator<Buffer>;

  private constructor(private readonly response: IncomingMessage) {
    this.parts = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Begins one, on a connection of its own. */
  static async open(
    api: Pick<Api, "url">,
    query: string,
    { variables = {}, as = null }: Opening = {},
  ): Promise<Stream> {
    const asked = request(api.url, {
      method: "POST",
      agent: false,
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        ...(as ? { authorization: `Bearer ${as}` } : {}),
      },
    });
    asked.end(JSON.stringify({ query, variables }));
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    return new Stream(response);
  }

  get status(): number | undefined {
    return this.response.statusCode;
  }

  get contentType(): string | undefined {
    return this.response.headers["content-type"];
  }

  /** What comes next, be it that there was nothing to say; null when the stream has ended. */
  async event(): Promise<StreamEvent | null> {
    for (;;) {
      const end = this.text.indexOf("\n\n");
      if (end < 0) {
        const { value, done } = await this.parts.next();
        if (done) return null;
        this.text += value.toString();
        continue;
      }
      const event = eventIn(this.text.slice(0, end));
      this.text = this.text.slice(end + 2);
      if (event) return event;
    }
  }

  /** The next event that says something. */
  async said(): Promise<StreamEvent | null> {
    let event = await this.event();
    while (event?.kind === "ping") event = await this.event();
    return event;
  }

  /** The data of the next answer. */
  async data(): Promise<Anything> {
    return (await this.said())?.answer?.data;
  }

  close(): void {
    this.response.destroy();
  }
}

function eventIn(text: string): StreamEvent | null {
  if (text === ":") return { kind: "ping", answer: null };
  const lines = new Map(
    text.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const kind = lines.get("event");
  const data = lines.get("data");
  return kind === undefined ? null : { kind, answer: data ? JSON.parse(data) : null };
}
