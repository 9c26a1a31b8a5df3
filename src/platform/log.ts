import { type DestinationStream, type Logger, pino } from "pino";

export type Log = Logger;

/** Header and field names whose values never reach the log. */
const SECRET_PATHS = [
  "authorization",
  "cookie",
  "*.authorization",
  "*.cookie",
  "*.token",
  "variables",
  "input",
  "*.variables",
  "*.input",
  "*.secretKey",
  "*.password",
  "req.headers.authorization",
  "req.headers.cookie",
];

/** Longest time, and most bytes, that lines are gathered: to write them one by one would cost more than all else about them. */
const GATHER_MS = 50;
const GATHER_BYTES = 8_192;
const WARN = 40;
/** Asks pino to say the level of each line. */
const TELL_LEVEL = Symbol.for("pino.metadata");

/** Structured log, one JSON object a line; `level` as pino knows it, `silent` in tests. */
export const makeLog = (level: string, output: DestinationStream = (standardOutput ??= new GatheringOutput())): Log =>
  pino({ level, redact: { paths: SECRET_PATHS, censor: "[redacted]" }, base: null }, output);

let standardOutput: GatheringOutput | undefined;

/** The same log for lines of fixed shape that hold no secret, which need not be searched for one. */
export const withoutRedaction = (log: Log): Log => log.child({}, { redact: [] });

/** Standard output. What is a warning or worse is written at once, and everything before the process exits. */
class GatheringOutput implements DestinationStream {
  readonly [TELL_LEVEL] = true;
  lastLevel = 0;
  private readonly output = pino.destination({ dest: 1, sync: true, minLength: GATHER_BYTES });
  private timer: NodeJS.Timeout | null = null;

  constructor() {
    process.once("exit", () => this.flush());
  }

  write(line: string): void {
    this.output.write(line);
    if (this.lastLevel >= WARN) this.flush();
    else this.timer ??= setTimeout(() => this.pass(), GATHER_MS).unref();
  }

  /** Without waiting for a disk: where standard output is a file, that would hold up every request. */
  private pass(): void {
    this.timer = null;
    this.output.flush();
  }

  flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.output.flushSync();
  }
}
