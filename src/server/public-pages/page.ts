/** A finished answer to an operation of nobody in particular, as it leaves the server. */
import { createHash } from "node:crypto";

/** Memory that a page takes beside its bytes, roughly: maps, keys, sets. */
const PAGE_OVERHEAD_BYTES = 1_000;
const TAG_OVERHEAD_BYTES = 150;

const BEFORE_DATA = '{"data":';

export interface PageParts {
  /** What was asked, and by what kind of caller. */
  readonly key: string;
  readonly operationName: string | null;
  /** The answer's data, as JSON. */
  readonly data: string;
  readonly cost: PageCost;
  /** What it depends on, in the words of notices, as far as they are about these tables. */
  readonly tags: readonly string[];
  readonly tables: ReadonlySet<string>;
  /** When it ends though nothing changes, in milliseconds of the clock. */
  readonly until: number;
}

/** What its making was charged, and how many objects it has. */
export interface PageCost {
  readonly requested: number;
  readonly actual: number;
}

/** Weak, since what an answer costs is said beside its data. */
export const etagOf = (data: string): string => `W/"${createHash("sha256").update(data).digest("base64url")}"`;

export class Page {
  readonly key: string;
  readonly operationName: string | null;
  readonly tags: readonly string[];
  readonly tables: ReadonlySet<string>;
  readonly until: number;
  readonly cost: PageCost;
  /** Data and cost, as a plain GET is answered. */
  readonly body: Buffer;
  readonly etag: string;
  /** Memory it takes, in bytes. */
  readonly size: number;
  /** Names under which requests found it: see `aliases` of the store. */
  readonly aliases: string[] = [];
  /** Whether it was asked for since the store last looked for room. */
  isUsed = false;
  private readonly dataEnd: number;

  constructor({ key, operationName, data, cost, tags, tables, until }: PageParts) {
    this.key = key;
    this.operationName = operationName;
    this.tags = tags;
    this.tables = tables;
    this.until = until;
    this.cost = cost;
    this.body = Buffer.from(`${BEFORE_DATA}${data},"extensions":{"cost":${JSON.stringify(cost)}}}\n`);
    this.dataEnd = BEFORE_DATA.length + Buffer.byteLength(data);
    this.etag = etagOf(data);
    this.size = PAGE_OVERHEAD_BYTES + this.body.length + 2 * key.length + tags.length * TAG_OVERHEAD_BYTES;
  }

  /** The answer's data, as JSON. */
  get data(): string {
    return this.body.toString("utf8", BEFORE_DATA.length, this.dataEnd);
  }

  /** The same data with other extensions behind it. */
  withExtensions(extensions: object): Buffer {
    const rest = Buffer.from(`,"extensions":${JSON.stringify(extensions)}}\n`);
    return Buffer.concat([this.body.subarray(0, this.dataEnd), rest]);
  }
}
