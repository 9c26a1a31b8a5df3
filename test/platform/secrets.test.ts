import { describe, expect, test } from "@jest/globals";
import { hashOf, mac, newCode, newToken, sameSecret, seal, unseal } from "../../src/platform/secrets.ts";

const KEY = "a secret key that only tests know, 32 bytes and more";

test("tokens have 256 bits, say what they are, and never come twice", () => {
  const tokens = Array.from({ length: 100 }, () => newToken("ngs"));
  for (const token of tokens) expect(token).toMatch(/^ngs_[0-9a-f]{64}$/);
  expect(new Set(tokens).size).toBe(100);
  expect(hashOf(tokens[0] ?? "")).toHaveLength(32);
});

test("codes have all their digits, the leading ones too", () => {
  const codes = Array.from({ length: 2_000 }, () => newCode(3));
  for (const code of codes) expect(code).toMatch(/^\d{3}$/);
  // One in ten begins with 0: that none of 2,000 does has a chance of 10^-91.
  expect(codes.some((code) => code.startsWith("0"))).toBe(true);
});

test("a keyed hash depends on key, purpose and every part, and on where a part ends", () => {
  const hashes = [
    mac(KEY, "code", "ab", "c"),
    mac(KEY, "code", "a", "bc"),
    mac(KEY, "code", "abc"),
    mac(KEY, "link", "ab", "c"),
    mac(`${KEY}!`, "code", "ab", "c"),
  ];
  expect(new Set(hashes.map((hash) => hash.toString("hex"))).size).toBe(5);
  expect(mac(KEY, "code", "ab", "c")).toEqual(hashes[0]);
});

test("secrets of unlike length are unlike, and comparing them does not throw", () => {
  expect(sameSecret(hashOf("a"), hashOf("a"))).toBe(true);
  expect(sameSecret(hashOf("a"), hashOf("b"))).toBe(false);
  expect(sameSecret(hashOf("a"), Buffer.alloc(0))).toBe(false);
});

describe("a sealed value", () => {
  const value = { code: "12345678", name: "Zoë" };

  test("comes back by its key and purpose, and is sealed otherwise each time", () => {
    const box = seal(KEY, "mail", value);
    expect(unseal(KEY, "mail", box)).toEqual(value);
    expect(seal(KEY, "mail", value).equals(box)).toBe(false);
    expect(box.includes("12345678")).toBe(false);
  });

  test("stays shut for another key or purpose, and when a bit of it was changed", () => {
    const box = seal(KEY, "mail", value);
    expect(() => unseal(`${KEY}!`, "mail", box)).toThrow();
    expect(() => unseal(KEY, "other", box)).toThrow();
    for (const place of [0, 12, box.length - 1]) {
      const changed = Buffer.from(box);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(() => unseal(KEY, "mail", changed)).toThrow();
    }
  });
});
