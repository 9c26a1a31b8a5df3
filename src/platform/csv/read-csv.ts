import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, Transform } from "node:stream";
import { parse } from "csv-parse";
import { UnreadableCsv } from "./csv-fault.ts";

/** One record, cell by cell, and the line on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Longest record, in characters: two of the longest texts we keep, and room beside them. */
const RECORD_LENGTH_MAX = 64_000;
/** Longest file, in bytes, and most records in one: what is longer is better split. */
export const CSV_BYTES_MAX = 1_073_741_824;
export const CSV_RECORDS_MAX = 1_000_000;
/** How much of a file is looked at to find out in what letters it is written, and how its cells are separated. */
const SNIFFED_BYTES = 8_192;
const SEPARATORS = [",", ";", "\t"] as const;

/**
 * The records of a CSV file, the heading first, as they come from the disk. UTF-8 with or without a byte order mark, or
 * UTF-16 with one; separated by comma, semicolon or tab, whichever the heading has most of; quoted by `"`. Empty lines
 * are no records.
 *
 * @throws UnreadableCsv for another encoding, a broken quote, an overlong record, too many bytes or records
 */
export async function* readCsv(
  path: string,
  tellBytes: (bytes: number) => void,
  recordsMax = CSV_RECORDS_MAX,
): AsyncGenerator<CsvRecord> {
  const start = await startOf(path);
  const encoding = encodingOf(start);
  const parser = parse({
    bom: true,
    delimiter: separatorOf(new TextDecoder(encoding).decode(start)),
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RECORD_LENGTH_MAX,
  });
  // What goes wrong on the way destroys the parser too, and so ends the loop below with the reason.
  pipeline(createReadStream(path), decoded(encoding, tellBytes), parser, () => undefined);
  let records = 0;
  try {
    for await (const { record, raw, info } of parser as AsyncIterable<Parsed>) {
      const line = info.lines - lineEndsIn(raw);
      // The heading does not count.
      if (records++ > recordsMax) {
        const most = recordsMax.toLocaleString("en");
        throw new UnreadableCsv(`Line ${line}: a file has at most ${most} records. Split it.`);
      }
      yield { line, cells: record };
    }
  } catch (error) {
    throw unreadable(error);
  } finally {
    parser.destroy();
  }
}

interface Parsed {
  readonly record: string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/** Line ends within a record: a quoted cell may have some. */
const lineEndsIn = (raw: string): number => raw.trim().split("\n").length - 1;

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** Spreadsheets that say “Unicode text” write UTF-16 with a mark; without one it could only be guessed. */
function encodingOf(start: Buffer): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  const line = start.subarray(0, start.indexOf(0)).filter((byte) => byte === LINE_FEED).length + 1;
  if (start.includes(0)) {
    throw new UnreadableCsv(
      `Line ${line} has zero bytes: it may be UTF-16 without a byte order mark, or no text. ${SAVE_AS_UTF8}`,
    );
  }
  return "utf-8";
}

const LINE_FEED = 10;
const SAVE_AS_UTF8 = "Save it as “CSV UTF-8” and try again.";

/** The text behind the bytes. A wrong letter in a name is worse than a refused file, so nothing is guessed. */
function decoded(encoding: Encoding, tellBytes: (bytes: number) => void): Transform {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: encoding === "utf-8" });
  let lines = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        const text = decoder.decode(chunk, { stream: true });
        tellBytes(chunk.length);
        for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++;
        done(null, text);
      } catch {
        done(new UnreadableCsv(encoding === "utf-8" ? notUtf8(chunk, lines) : notUtf16(lines)));
      }
    },
    flush(done) {
      try {
        done(null, decoder.decode());
      } catch {
        done(new UnreadableCsv("The file ends in the middle of a character: it is not whole, or not UTF-8."));
      }
    },
  });
}

const notUtf16 = (lines: number): string =>
  `After line ${lines} is half a character: this is no UTF-16. ${SAVE_AS_UTF8}`;

/** Letters with accents, as Windows writes them in western Europe; bytes that it leaves out are another encoding. */
const WESTERN = /[\p{L}€‘’“”–—…]/u;
const SHOWN_BEFORE = 20;
const SHOWN_AFTER = 20;

/** Names the line that is no UTF-8, and what it would say if it were Windows-1252, for whoever has to find it. */
function notUtf8(chunk: Buffer, linesBefore: number): string {
  let from = 0;
  for (let line = linesBefore + 1; ; line++) {
    const end = chunk.indexOf(LINE_FEED, from);
    const bytes = chunk.subarray(from, end < 0 ? undefined : end);
    const at = firstNotUtf8(bytes, from === 0);
    if (at !== null || end < 0) return saidOf(line, bytes, at ?? 0);
    from = end + 1;
  }
}

/** Where a line stops being UTF-8. The first of a chunk may begin in the middle of a character. */
function firstNotUtf8(bytes: Buffer, isCut: boolean): number | null {
  if (isUtf8(bytes)) return null;
  const odd = bytes.findIndex(
    (byte, at) => byte >= 0x80 && !isUtf8(bytes.subarray(at, at + lengthOf(byte))) && !continues(bytes, at, isCut),
  );
  return odd < 0 ? null : odd;
}

const lengthOf = (first: number): number => (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1);

/** Whether a byte belongs to a character that began at most three bytes before it, or before the chunk. */
function continues(bytes: Buffer, at: number, isCut: boolean): boolean {
  if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return false;
  for (let before = at - 1; before >= at - 3; before--) {
    const byte = bytes[before];
    if (byte === undefined) return isCut;
    if ((byte & 0xc0) !== 0x80) return byte >= 0xc2 && before + lengthOf(byte) > at;
  }
  return false;
}

function saidOf(line: number, bytes: Buffer, at: number): string {
  const western = new TextDecoder("windows-1252");
  const said = western.decode(bytes.subarray(Math.max(0, at - SHOWN_BEFORE), at + SHOWN_AFTER)).trim();
  const guess = WESTERN.test(western.decode(bytes.subarray(at, at + 1)))
    ? `It looks like Windows-1252 or a relative of it: “${said}”.`
    : "It is no text that we know.";
  return `Line ${line} is not UTF-8. ${guess} ${SAVE_AS_UTF8}`;
}

function separatorOf(start: string): string {
  const heading = start.replace(/"(?:[^"]|"")*"/g, "").split(/\r?\n/, 1)[0] ?? "";
  const counts = SEPARATORS.map((separator) => heading.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ",";
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path).catch((error: unknown) => {
    throw unreadable(error);
  });
  try {
    const { size } = await file.stat();
    if (size > CSV_BYTES_MAX) throw new UnreadableCsv("The file has more than 1 GiB. Split it.");
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(error);
  } finally {
    await file.close();
  }
}

function unreadable(error: unknown): Error {
  if (error instanceof UnreadableCsv) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return new UnreadableCsv("There is no such file.");
  if (code === "EISDIR") return new UnreadableCsv("This is a folder.");
  if (code?.startsWith("CSV_")) return new UnreadableCsv(`This is no CSV: ${message}.`);
  return error as Error;
}
