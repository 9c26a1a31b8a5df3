import { describe, expect, test } from "@jest/globals";
import { vcard } from "../../src/platform/vcard.ts";

const lines = (card: string): string[] => card.split("\r\n");

describe("a vCard 4.0", () => {
  test("has a frame, ends its lines as RFC 6350 says, and leaves out what is not there", () => {
    const card = vcard([
      { name: "FN", value: { text: "Ada" } },
      { name: "NOTE", value: { text: null } },
      { name: "CATEGORIES", value: { list: [] } },
      { name: "ADR", value: { parts: [null, null] } },
      { name: "URL", value: { uri: null } },
    ]);
    expect(card).toBe("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada\r\nEND:VCARD\r\n");
  });

  test("escapes what has a meaning of its own", () => {
    const [, , note, org, categories] = lines(
      vcard([
        { name: "NOTE", value: { text: "a\\b, c; d\r\ne\nf\rg: h" } },
        { name: "ORG", value: { parts: ["Smith; Sons, Ltd", null] } },
        { name: "CATEGORIES", value: { list: ["sea, air", "land"] } },
      ]),
    );
    expect(note).toBe("NOTE:a\\\\b\\, c\\; d\\ne\\nf\\ng: h");
    expect(org).toBe("ORG:Smith\\; Sons\\, Ltd;");
    expect(categories).toBe("CATEGORIES:sea\\, air,land");
  });

  test("lets nothing begin a property of its own", () => {
    const card = vcard([
      { name: "FN", value: { text: "Eve\r\nEMAIL:eve@example.org" } },
      { name: "URL", value: { uri: "https://x.example/\r\nTEL:1" } },
    ]);
    expect(lines(card).filter((line) => /^(EMAIL|TEL)/.test(line))).toEqual([]);
  });

  test.each([
    ["letters of one byte", "x".repeat(300)],
    ["letters of two", "ü".repeat(200)],
    ["letters of three", "漢".repeat(200)],
    ["letters of four", "🦆".repeat(100)],
  ])("folds long lines of %s at 75 bytes, without tearing one apart", (_, text) => {
    const card = vcard([{ name: "NOTE", value: { text } }]);
    const found = lines(card).slice(2, -2);
    expect(found.length).toBeGreaterThan(1);
    expect(found.map((line) => Buffer.byteLength(line)).filter((bytes) => bytes > 75)).toEqual([]);
    expect(found.slice(1).every((line) => line.startsWith(" "))).toBe(true);
    expect(card.replaceAll("\r\n ", "").includes(`NOTE:${text}\r\n`)).toBe(true);
  });
});
