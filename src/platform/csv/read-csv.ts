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
/** How much of a file is looked at to find out how its cells are separated. */
const SNIFFED_BYTES = 8_192;
const SEPARATORS = [",", ";", "\t"] as const;

/**
 * The records of a CSV file, the heading first, as they come from the disk. UTF-8 with or without a byte order mark;
 * separated by comma, semicolon or tab, whichever the heading has most of; quoted by `"`. Empty lines are no records.
 *
 * @throws UnreadableCsv for another encoding, a broken quote, an overlong record
 */
export async function* readCsv(path: string, tellBytes: (bytes: number) => void): AsyncGenerator<CsvRecord> {
  const parser = parse({
    bom: true,
    delimiter: await separatorOf(path),
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RECORD_LENGTH_MAX,
  });
  // What goes wrong on the way destroys the parser too, and so ends the loop below with the reason.
  pipeline(createReadStream(path), utf8(tellBytes), parser, () => undefined);
  try {
    for await (const { record, raw, info } of parser as AsyncIterable<Parsed>) {
      yield { line: info.lines - lineEndsIn(raw), cells: record };
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

/** The same bytes, once they are known to be UTF-8: a wrong letter in a name is worse than a refused file. */
function utf8(tellBytes: (bytes: number) => void): Transform {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        const text = decoder.decode(chunk, { stream: true });
        tellBytes(chunk.length);
        done(null, text);
      } catch {
        done(new UnreadableCsv("The file is not UTF-8. Save it as “CSV UTF-8” and try again."));
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

async function separatorOf(path: string): Promise<string> {
  const start = await startOf(path);
  const heading = start.replace(/"(?:[^"]|"")*"/g, "").split(/\r?\n/, 1)[0] ?? "";
  const counts = SEPARATORS.map((separator) => heading.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ",";
}

async function startOf(path: string): Promise<string> {
  const file = await open(path).catch((error: unknown) => {
    throw unreadable(error);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    return buffer.toString("utf8", 0, bytesRead);
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
