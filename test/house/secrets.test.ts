import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";

/** What a secret, or what is derived of one, is called here; the last word of a name decides. */
const SECRET = /(?:secret|token|nonce|signature|verifier|mac|hash|digest|handle)(?:es|s)?$/i;
/** Two names with a comparison between them, and one that compares bytes with another's. */
const COMPARED = /([\w.?!]+)\s*[!=]==?\s*([\w.?!]+)/g;
const BYTES_COMPARED = /[\w.]+\??\.equals\([^\n]*|\bBuffer\.compare\([^\n]*/g;
const NO_VALUE = /^(?:null|undefined|true|false|\d.*)$/;
const isMember = (name: string): boolean => /^[A-Z]\w*\.[A-Z_]+$/.test(name);

/** Hashes of what is written in the open: nobody gains anything by guessing them. */
const OF_CONTENT = new Set([
  "src/attendance/people-at-the-door.ts: before.equals(walkIn.hash)",
  "src/attendance/record-attendance.ts: first.hash !== mark.hash",
  "src/audit/verify-chain.ts: head.hash.equals(last.hash)",
  "src/audit/verify-chain.ts: should.equals(line.hash)",
  "src/platform/idempotency.ts: hash.equals(known.input_hash)",
]);

function comparisonsIn(text: string): string[] {
  const plain = [...text.matchAll(COMPARED)].filter(
    ([, a = "", b = ""]) =>
      (SECRET.test(a) || SECRET.test(b)) && !NO_VALUE.test(a) && !NO_VALUE.test(b) && !isMember(a) && !isMember(b),
  );
  const bytes = [...text.matchAll(BYTES_COMPARED)].map(([whole]) => whole.slice(0, whole.indexOf(")") + 1));
  return [...plain.map(([whole]) => whole), ...bytes];
}

test("threat 38: no secret is compared but by its hash in the database, or in constant time", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const found = sources.flatMap((file) =>
    comparisonsIn(readFileSync(`src/${file}`, "utf8")).map((each) => `src/${file}: ${each}`),
  );
  expect(new Set(found)).toEqual(OF_CONTENT);
});

test("threat 38: a comparison that tells by its time would be noticed", () => {
  for (const bad of [
    "if (token === known.token)",
    "found.tokenHash !== hash",
    "row.tokenHash?.equals(hashOf(token))",
  ]) {
    expect(comparisonsIn(bad)).toHaveLength(1);
  }
  for (const good of ["token === null", "sameSecret(open.code_mac, mac)", "kind === ApiKeyKind.SECRET"]) {
    expect(comparisonsIn(good)).toEqual([]);
  }
});
