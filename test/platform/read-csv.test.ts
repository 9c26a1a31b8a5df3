import { mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { CSV_BYTES_MAX, readCsv } from "../../src/platform/csv/read-csv.ts";
import { csvLine, disarmed, rearmed } from "../../src/platform/csv/write-csv.ts";

const folder = mkdtempSync(join(tmpdir(), "wellmet-csv-"));
let made = 0;

function fileOf(content: string | Buffer): string {
  const path = join(folder, `${++made}.csv`);
  writeFileSync(path, content);
  return path;
}

async function read(content: string | Buffer, recordsMax?: number): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells } of readCsv(fileOf(content), () => undefined, recordsMax)) rows.push([...cells]);
  return rows;
}
const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

describe("readCsv", () => {
  test.each([
    ["UTF-8", Buffer.from("id,name\n1,José\n")],
    ["UTF-8 with a mark", Buffer.from("\ufeffid,name\n1,José\n")],
    ["UTF-16 of Windows", Buffer.from("\ufeffid\tname\r\n1\tJosé\r\n", "utf16le")],
    ["UTF-16 the other way round", utf16be("\ufeffid;name\n1;José\n")],
  ])("reads %s", async (_, bytes) => {
    expect(await read(bytes)).toEqual([
      ["id", "name"],
      ["1", "José"],
    ]);
  });

  test("names the line that is Windows-1252, and what it says there", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `${index},Zoë Müller`).join("\n");
    const bytes = Buffer.concat([Buffer.from(`id,name\n${lines}\n`), Buffer.from("20000,Andr\xe9 B\n", "latin1")]);
    await expect(read(bytes)).rejects.toThrow(
      "Line 20002 is not UTF-8. It looks like Windows-1252 or a relative of it: “20000,André B”. Save it as “CSV UTF-8” and try again.",
    );
  });

  test.each([
    ["UTF-16 without a mark", Buffer.from("id,name\n1,A\n", "utf16le"), /^Line 1 has zero bytes: it may be UTF-16/],
    ["bytes of no text", Buffer.from([105, 100, 10, 1, 2, 10, 0, 0, 255]), /^Line 3 has zero bytes/],
    [
      "what no encoding of the west has",
      Buffer.from("id\n\x81\n", "latin1"),
      /^Line 2 is not UTF-8. It is no text that we know/,
    ],
    ["half a character at the end", Buffer.from("id\n\xc3", "latin1"), /ends in the middle of a character/],
    ["half a pair of UTF-16", Buffer.from("\ufeffid\n\ud83dx\n", "utf16le"), /half a character: this is no UTF-16/],
    ["a quote that is never closed", Buffer.from('id,name\n1,"A\n2,B\n'), /Quote Not Closed.*line/],
    ["text behind a quote", Buffer.from('id,name\n1,"A"B\n'), /Invalid Closing Quote.*line 2/],
    ["a record without an end", Buffer.from(`id\n${"x".repeat(70_000)}\n`), /record exceed.*line 2/],
  ])("refuses %s", async (_, bytes, reason) => {
    await expect(read(bytes)).rejects.toThrow(reason);
  });

  test("refuses more records than may be, with the line, and more than a gigabyte before it reads any", async () => {
    expect(await read("id\n1\n2\n3\n", 3)).toHaveLength(4);
    await expect(read("id\n1\n2\n3\n4\n", 3)).rejects.toThrow("Line 5: a file has at most 3 records. Split it.");
    const path = fileOf("id\n");
    truncateSync(path, CSV_BYTES_MAX + 1);
    await expect(readCsv(path, () => undefined).next()).rejects.toThrow("The file has more than 1 GiB. Split it.");
  });
});

describe("csvLine", () => {
  test("leaves no formula to a spreadsheet, and numbers as they are", () => {
    const cells = ["=1+1", "+44 20", "-2+3", "@SUM(A1)", "\tx", "'=1", "＝1", "-33.9", "-", "plain", null];
    expect(cells.map((cell) => (cell === null ? null : disarmed(cell)))).toEqual([
      "'=1+1",
      "'+44 20",
      "'-2+3",
      "'@SUM(A1)",
      "'\tx",
      "''=1",
      "'＝1",
      "-33.9",
      "'-",
      "plain",
      null,
    ]);
  });

  test("is read again as it was, whatever the cells say", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("=1", "'", "''=", '"', "a\r\nb", "-", "-1e5", " x "),
    );
    fc.assert(
      fc.property(
        fc.array(
          text.filter((cell) => !/^\ufeff/.test(cell)),
          { minLength: 2, maxLength: 5 },
        ),
        (cells) => {
          const [record] = parse(csvLine(cells), { record_delimiter: "\n" });
          expect(record?.map(rearmed)).toEqual(cells);
        },
      ),
      { seed: 20260601, numRuns: 500 },
    );
  });
});
