import type { Log } from "./log.ts";

/** Milliseconds for which notes are gathered before they are written, so that nobody's answer waits for that. */
const GATHERED_MS = 1_000;

export interface GatheringDeps<Note> {
  /** Notes gathered at once; what comes beyond is lost. */
  readonly most: number;
  /** Writes them, in one statement; a failure loses them. */
  readonly write: (notes: ReadonlyMap<string, Note>) => Promise<unknown>;
  /** What is lost then, for the log: `"uses of credentials"`. */
  readonly what: string;
  readonly log: Log;
}

/**
 * Notes that are taken on the way, merged by key and written together a moment later. Nobody's answer waits for them or
 * fails with them.
 */
export class Gathering<Note> {
  private notes = new Map<string, Note>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private lost = 0;

  constructor(private readonly deps: GatheringDeps<Note>) {}

  /** Takes a note; `merge` is given what is gathered under that key already. */
  take(key: string, merge: (known: Note | undefined) => Note): void {
    const known = this.notes.get(key);
    if (known === undefined && this.notes.size >= this.deps.most) {
      this.lost++;
      return;
    }
    this.notes.set(key, merge(known));
    this.timer ??= setTimeout(() => void this.flush(), GATHERED_MS).unref();
  }

  /** Writes what is gathered, one batch after the other. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { notes, lost } = this;
    this.notes = new Map();
    this.lost = 0;
    this.writing = this.writing.then(() => this.write(notes, lost));
    return this.writing;
  }

  private async write(notes: ReadonlyMap<string, Note>, lost: number): Promise<void> {
    const { write, what, log } = this.deps;
    if (lost > 0) log.warn({ lost }, `too many ${what} at once: some were not noted`);
    if (notes.size === 0) return;
    try {
      await write(notes);
    } catch (error) {
      log.warn({ err: error, lost: notes.size }, `${what} were not noted`);
    }
  }
}
