/**
 * The load generator: a process of its own that keeps so many connections busy, one request at a time on each. It
 * speaks just enough HTTP/1.1, over bare sockets, to cost little beside what it measures; `npm run bench -- load` says how
 * little.
 */
import { connect, type Socket } from "node:net";
import type { LoadOrder, LoadReport, PlainRequest } from "./load.ts";

const HEAD_END = Buffer.from("\r\n\r\n");
const CHUNKS_END = Buffer.from("0\r\n\r\n");
/** One of so many answers is looked through for errors. */
const LOOKED_AT = 64;
/** Kept of an answer that was none. */
const FAILURE_BYTES = 1_500;
/** Requests that may take longer than the window until the run fails. */
const GRACE_MS = 20_000;

let requests: Buffer[] = [];
let next = 0;

interface Run {
  readonly order: LoadOrder;
  readonly endsAt: number;
  readonly latencies: number[];
  /** Of them those that came before the end; latencies are in the order of answers. */
  inTime: number;
  answeredAt: number;
  failures: number;
  failure: string | null;
  /** Nothing more is sent: a connection broke, or time ran out. */
  isBroken: boolean;
}

class Connection {
  private sentAt = 0;
  private parts: Buffer[] = [];
  private size = 0;
  /** Bytes of the answer under way; null until its head was read, -1 when it comes in chunks. */
  private expected: number | null = null;
  private isRefused = false;

  constructor(
    private readonly socket: Socket,
    private readonly run: Run,
    private readonly done: () => void,
  ) {
    socket.setNoDelay(true);
    socket.on("data", (part) => this.take(part));
    socket.on("error", (error) => this.break(error.message));
    socket.on("close", () => this.break("The server closed a connection."));
  }

  /** The next request, unless there is none left. */
  send(): void {
    if (this.run.order.once && next >= requests.length) return this.end();
    this.sentAt = performance.now();
    this.socket.write(requests[next++ % requests.length] as Buffer);
  }

  private take(part: Buffer): void {
    this.parts.push(part);
    this.size += part.length;
    if (this.expected === null) this.readHead();
    if (this.expected === null) return;
    if (this.expected < 0 ? this.endsInChunks() : this.size >= this.expected) this.finish();
  }

  private readHead(): void {
    const first = this.whole();
    const end = first.indexOf(HEAD_END);
    if (end < 0) return;
    const head = first.toString("latin1", 0, end);
    this.isRefused = !head.startsWith("HTTP/1.1 200 ");
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    this.expected = length === undefined ? -1 : end + HEAD_END.length + Number(length);
  }

  private whole(): Buffer {
    if (this.parts.length > 1) this.parts = [Buffer.concat(this.parts)];
    return this.parts[0] as Buffer;
  }

  private endsInChunks(): boolean {
    const last = this.parts.at(-1) as Buffer;
    const tail = last.length >= CHUNKS_END.length ? last : this.whole();
    return tail.subarray(-CHUNKS_END.length).equals(CHUNKS_END);
  }

  private finish(): void {
    const now = performance.now();
    const { run } = this;
    if (this.isRefused || this.hasErrors()) {
      run.failures++;
      run.failure ??= this.whole().toString("utf8", 0, FAILURE_BYTES);
    } else {
      run.latencies.push(now - this.sentAt);
      if (now <= run.endsAt) run.inTime++;
      run.answeredAt = now;
    }
    this.parts = [];
    this.size = 0;
    this.expected = null;
    if (now < run.endsAt && !run.isBroken) this.send();
    else this.end();
  }

  /** Looking into every answer would cost more than sending it. */
  private hasErrors(): boolean {
    return this.run.latencies.length % LOOKED_AT === 0 && this.whole().includes('"errors":[{');
  }

  private break(message: string): void {
    this.run.isBroken = true;
    this.run.failures++;
    this.run.failure ??= message;
    this.end();
  }

  private end(): void {
    this.socket.removeAllListeners("close");
    this.socket.removeAllListeners("data");
    this.socket.destroy();
    this.done();
  }
}

async function run(order: LoadOrder): Promise<LoadReport> {
  const sockets = await Promise.all(Array.from({ length: order.connections }, () => opened(order.port)));
  const cpu = process.cpuUsage();
  const began = performance.now();
  const current: Run = {
    order,
    endsAt: began + order.seconds * 1_000,
    latencies: [],
    inTime: 0,
    answeredAt: began,
    failures: 0,
    failure: null,
    isBroken: false,
  };
  const late = setTimeout(
    () => {
      current.failures++;
      current.failure ??= "Some requests were not answered in time.";
      for (const socket of sockets) socket.destroy();
    },
    order.seconds * 1_000 + GRACE_MS,
  );
  await Promise.all(sockets.map((socket) => new Promise<void>((done) => new Connection(socket, current, done).send())));
  clearTimeout(late);
  const { user, system } = process.cpuUsage(cpu);
  // Where not even two rounds of answers fit, or the requests ran out, the time until the last answer is what counts.
  const isShort = current.inTime < 2 * order.connections || (order.once && next >= requests.length);
  const answers = isShort ? current.latencies.length : current.inTime;
  return {
    answers,
    seconds: isShort ? (current.answeredAt - began) / 1_000 : order.seconds,
    finished: current.latencies.length + current.failures,
    latenciesMs: current.latencies.slice(0, answers),
    failures: current.failures,
    failure: current.failure,
    cpuMicros: user + system,
  };
}

const opened = (port: number): Promise<Socket> =>
  new Promise((done, failed) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.removeListener("error", failed);
      done(socket);
    }).once("error", failed);
  });

function bytesOf({ method, path, headers, body }: PlainRequest): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, "host: 127.0.0.1", "connection: keep-alive"];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push("content-type: application/json", `content-length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body ?? ""}`);
}

process.on("message", (order: LoadOrder) => {
  if (order.requests) {
    requests = order.requests.map(bytesOf);
    next = 0;
  }
  run(order).then(
    (report) => process.send?.({ report }),
    (error: unknown) => process.send?.({ failure: error instanceof Error ? error.message : String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
