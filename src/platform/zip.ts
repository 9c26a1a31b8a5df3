/**
 * A ZIP archive as a stream, written as it goes: each file is compressed piece by piece and its length told behind it,
 * so that nothing is held in memory. No file and no archive may reach 4 GiB. The same files give the same bytes.
 */
import type { Writable } from "node:stream";
import { crc32, createDeflateRaw, type DeflateRaw } from "node:zlib";

const VERSION = 20;
/** Length and checksum stand behind the file; its name is UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** Midnight of 1 January 1980, the first moment that the format knows. */
const [TIME, DATE] = [0, 0x21];
const SIZE_MAX = 0xffff_ffff;
/** A file that its owner may read and write. */
const ATTRIBUTES = 0o100600 << 16;
const MADE_BY_UNIX = (3 << 8) | VERSION;

interface Entry {
  readonly name: Buffer;
  readonly offset: number;
  crc: number;
  packed: number;
  size: number;
}

export class ZipStream {
  private readonly entries: Entry[] = [];
  private offset = 0;
  private current: { readonly entry: Entry; readonly deflate: DeflateRaw; readonly done: Promise<void> } | null = null;

  constructor(private readonly out: Writable) {}

  /** Begins a file; the one before ends. */
  async file(name: string): Promise<void> {
    await this.endFile();
    const entry: Entry = { name: Buffer.from(name), offset: this.offset, crc: 0, packed: 0, size: 0 };
    this.entries.push(entry);
    await this.put(
      Buffer.concat([
        record(0x0403_4b50, [VERSION, FLAGS, DEFLATED, TIME, DATE], [0, 0, 0], [entry.name.length, 0]),
        entry.name,
      ]),
    );
    const deflate = createDeflateRaw();
    const done = this.drain(deflate, entry).catch((error: unknown) => {
      deflate.destroy();
      throw error;
    });
    // Whoever writes next hears of it.
    done.catch(() => undefined);
    this.current = { entry, deflate, done };
  }

  /** The next piece of the file, taken no faster than the reader takes what came before. */
  async write(text: string): Promise<void> {
    if (!this.current) throw new Error("A piece belongs to a file.");
    const { entry, deflate, done } = this.current;
    const bytes = Buffer.from(text);
    entry.crc = crc32(bytes, entry.crc);
    entry.size += bytes.length;
    if (!deflate.write(bytes)) await Promise.race([drained(deflate), done]);
  }

  /** Ends the archive, and the stream with it. */
  async end(): Promise<void> {
    await this.endFile();
    const start = this.offset;
    for (const { name, offset, crc, packed, size } of this.entries) {
      const head = [MADE_BY_UNIX, VERSION, FLAGS, DEFLATED, TIME, DATE];
      const tail = Buffer.alloc(10);
      tail.writeUInt32LE(ATTRIBUTES >>> 0, 2);
      tail.writeUInt32LE(offset, 6);
      // Lengths of an extra field and a comment, and the disk, are all 0.
      await this.put(
        Buffer.concat([record(0x0201_4b50, head, [crc, packed, size], [name.length, 0, 0, 0]), tail, name]),
      );
    }
    const count = this.entries.length;
    await this.put(record(0x0605_4b50, [0, 0, count, count], [this.offset - start, start], [0]));
    this.out.end();
  }

  private async endFile(): Promise<void> {
    if (!this.current) return;
    const { entry, deflate, done } = this.current;
    this.current = null;
    deflate.end();
    await done;
    await this.put(record(0x0807_4b50, [], [entry.crc, entry.packed, entry.size], []));
  }

  private async drain(deflate: DeflateRaw, entry: Entry): Promise<void> {
    for await (const chunk of deflate as AsyncIterable<Buffer>) {
      entry.packed += chunk.length;
      await this.put(chunk);
    }
  }

  private async put(bytes: Buffer): Promise<void> {
    this.offset += bytes.length;
    if (this.offset > SIZE_MAX) throw new Error("The archive would have more than 4 GiB.");
    if (this.out.destroyed) throw new Error("Nobody reads the archive any more.");
    if (!this.out.write(bytes)) await drained(this.out);
  }
}

/** Until a stream takes more; rejects if it never will. */
const drained = (stream: Writable): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (error: Error | null) => {
      stream.off("drain", onDrain).off("close", onClose);
      if (error) reject(error);
      else resolve();
    };
    const onDrain = () => end(null);
    const onClose = () => end(new Error("Nobody reads the archive any more."));
    stream.on("drain", onDrain).on("close", onClose);
  });

/** A signature, then numbers of two, four and two bytes. */
function record(
  signature: number,
  shorts: readonly number[],
  longs: readonly number[],
  more: readonly number[],
): Buffer {
  const bytes = Buffer.alloc(4 + shorts.length * 2 + longs.length * 4 + more.length * 2);
  let at = bytes.writeUInt32LE(signature);
  for (const value of shorts) at = bytes.writeUInt16LE(value, at);
  for (const value of longs) at = bytes.writeUInt32LE(value, at);
  for (const value of more) at = bytes.writeUInt16LE(value, at);
  return bytes;
}
