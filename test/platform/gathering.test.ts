import { Writable } from "node:stream";
import { expect, test } from "@jest/globals";
import { Gathering, type GatheringDeps } from "../../src/platform/gathering.ts";
import { makeLog } from "../../src/platform/log.ts";

/** Counts by key, at most three keys at once. */
function counting(write: GatheringDeps<number>["write"]) {
  const lines: string[] = [];
  const into = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push((JSON.parse(chunk.toString()) as { msg: string }).msg);
      done();
    },
  });
  const counts = new Gathering<number>({ most: 3, what: "counts", write, log: makeLog("warn", into) });
  return { lines, counts, add: (key: string) => counts.take(key, (known = 0) => known + 1) };
}

test("notes of one key are merged and written once, and then begin anew", async () => {
  const written: unknown[] = [];
  const { counts, add } = counting((notes) => Promise.resolve(written.push([...notes])));
  for (const key of ["a", "b", "a"]) add(key);
  await counts.flush();
  add("a");
  await counts.flush();
  await counts.flush();
  expect(written).toEqual([
    [
      ["a", 2],
      ["b", 1],
    ],
    [["a", 1]],
  ]);
});

test("what is too much at once is lost, what is known goes on, and the log says so", async () => {
  const written: unknown[] = [];
  const { counts, add, lines } = counting((notes) => Promise.resolve(written.push([...notes.keys()])));
  for (const key of ["a", "b", "c", "d", "a"]) add(key);
  await counts.flush();
  expect(written).toEqual([["a", "b", "c"]]);
  expect(lines).toEqual(["too many counts at once: some were not noted"]);
});

test("a batch that cannot be written is lost, and the next one is written", async () => {
  const written: unknown[] = [];
  let fails = true;
  const { counts, add, lines } = counting((notes) => {
    if (fails) return Promise.reject(new Error("no database"));
    return Promise.resolve(written.push([...notes.keys()]));
  });
  add("a");
  await counts.flush();
  fails = false;
  add("b");
  await counts.flush();
  expect([written, lines]).toEqual([[["b"]], ["counts were not noted"]]);
});
