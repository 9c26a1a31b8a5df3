import { describe, expect, it, test } from "@jest/globals";
import { isLine, isParagraphs, tidyLine, tidyParagraphs } from "../../src/platform/plain-text.ts";

const MAX = 10;

describe("a line", () => {
  it.each([
    ["ten letters", "abcdefghij"],
    ["ten emoji of two halves each", "🙂".repeat(10)],
    ["ten letters written with combining accents", "e\u0301".repeat(10)],
    ["letters of any script", "日本語 שלום"],
    ["joined emoji", "👩‍🚀 Ada"],
    ["blanks that tidying takes away", "   Ada     L  "],
    ["a mark of its own", "C++"],
  ])("may be %s", (_what, text) => {
    expect(isLine(text, MAX)).toBe(true);
  });

  it.each([
    ["empty", ""],
    ["blank", " \u00a0\u2003 "],
    ["invisible", "\u200b\u200d\u2060"],
    ["eleven letters", "abcdefghijk"],
    ["eleven emoji", "🙂".repeat(11)],
    ["two lines", "Ada\nL"],
    ["two lines, as JavaScript counts them", "Ada\u2028L"],
    ["with a NUL", "Ada\u0000"],
    ["with an escape", "Ada\u001b[31m"],
    ["half a character", "Ada\ud83d"],
    ["turned around", "Ada\u202eL"],
  ])("may not be %s", (_what, text) => {
    expect(isLine(text, MAX)).toBe(false);
  });
});

describe("paragraphs", () => {
  it.each([
    ["ten letters", "abcdefghij"],
    ["lines and tabs", "a\n\n\tb\r\nc"],
  ])("may be %s", (_what, text) => {
    expect(isParagraphs(text, MAX)).toBe(true);
  });

  it.each([
    ["blank", "\n \n"],
    ["eleven characters, a line break counted", "abcde\nfghij"],
    ["with a NUL", "a\u0000b"],
    ["with a bell", "a\u0007b"],
    ["half a character", "a\udc00"],
  ])("may not be %s", (_what, text) => {
    expect(isParagraphs(text, MAX)).toBe(false);
  });
});

test("what is kept is composed, trimmed, and has one kind of line end", () => {
  expect(tidyLine("  Zoe\u0308 \u00a0 L ")).toBe("Zoë L");
  expect(tidyParagraphs("\r\nOne\r\nTwo\rThree\u2029Four\n")).toBe("One\nTwo\nThree\nFour");
});
