import { describe, expect, test } from "@jest/globals";
import { judge, madeUpPeople, truthFile } from "../../scripts/find-duplicates.ts";
import type { Entry } from "../../src/duplicates/compare-people.ts";
import { findPairs } from "../../src/duplicates/find-pairs.ts";

/** Of a processor's time, so that a busy machine fails nothing; measured near a tenth of it. */
const TIME_MAX_MS = 10_000;

const person = (id: string, name: string | null, rest: Partial<Entry> = {}): Entry => ({
  id,
  name,
  email: null,
  phone: null,
  company: null,
  city: null,
  ...rest,
});
const reasonsOf = async (...people: Entry[]) => (await findPairs(people)).map(({ reasons }) => reasons.join(" "));

describe("two entries are likely one", () => {
  test.each<[string, Partial<Entry>, Partial<Entry>, string]>([
    [
      "with one address but for case and tag",
      { email: "Ada@x.example" },
      { email: "ada+club@X.example" },
      "SAME_EMAIL",
    ],
    ["with one name in another order", { name: "Wen Okafor" }, { name: "OKAFOR, Wen" }, "SAME_NAME"],
    ["with one name but for marks and titles", { name: "Dr. José Núñez" }, { name: "Jose Nunez" }, "SAME_NAME"],
    ["with a short form of it", { name: "Bob Vandermeulen" }, { name: "Robert Vandermeulen" }, "SAME_NAME"],
    [
      "with a slip of typing in the name, and one telephone",
      { name: "Sebastian Mitchel", phone: "+44 20 7946 0018" },
      { name: "Sebastian Mitchell", phone: "+442079460018" },
      "SIMILAR_NAME SAME_PHONE",
    ],
    [
      "with a slip of typing in the address, and half a name",
      { name: "Lola", email: "lola.b@martinez-jones.example" },
      { name: "Lola Brown", email: "lola.b@martinesz-jone.example" },
      "SIMILAR_EMAIL SIMILAR_NAME",
    ],
  ])("%s", async (_what, one, other, reasons) => {
    expect(await reasonsOf(person("a", null, one), person("b", null, other))).toEqual([reasons]);
  });

  test.each<[string, Partial<Entry>, Partial<Entry>]>([
    ["one first name alone", { name: "Wen" }, { name: "Wen" }],
    ["another surname", { name: "Wen Okafor" }, { name: "Wen Lindqvist" }],
    [
      "one company and town",
      { name: "Wen", company: "Acme", city: "Leeds" },
      { name: "Mia", company: "Acme", city: "Leeds" },
    ],
    ["nothing at all", {}, {}],
    ["addresses that are none", { email: "nobody" }, { email: "somebody" }],
  ])("not by %s", async (_what, one, other) => {
    expect(await reasonsOf(person("a", null, one), person("b", null, other))).toEqual([]);
  });

  test("not by a name that many have, however alike", async () => {
    const crowd = Array.from({ length: 50 }, (_, index) => person(`c${index}`, "John Smith"));
    expect(await reasonsOf(...crowd)).toEqual([]);
  });
});

test("the order of the entries changes nothing", async () => {
  const people = madeUpPeople(400);
  const pairs = await findPairs(people);
  expect(pairs.length).toBeGreaterThan(10);
  expect(await findPairs(people.toReversed())).toEqual(pairs);
});

test("10,000 people take at most ten seconds, and slips of typing are found", async () => {
  const people = madeUpPeople(10_000);
  const before = process.cpuUsage();
  const pairs = await findPairs(people);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(TIME_MAX_MS);
  const planted = people.filter(({ id }) => id.endsWith("a")).length;
  const found = pairs.filter(({ oneId, otherId }) => otherId === `${oneId}a`).length;
  expect(found / planted).toBeGreaterThan(0.9);
}, 60_000);

const path = truthFile();
(path ? test : test.skip)(
  "precision at least 0.99 at a recall of at least 0.50 on people with truth (skipped without ../shared/data/duplicate-people-fake1000)",
  async () => {
    const { people, precision, recall } = await judge(path as string);
    expect(people).toBe(1_000);
    expect(precision).toBeGreaterThanOrEqual(0.99);
    expect(recall).toBeGreaterThanOrEqual(0.5);
  },
);
