/**
 * Facts from the test suites of other calendar programs: rule, start, zone, occurrences. They lie beside
 * the repository and not in it, so elsewhere these tests are skipped; recurrence.test.ts stands alone.
 */

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { occurrences } from "../../src/series/occurrences.ts";
import { parseRule, printRule, type RecurrenceRule, RecurrenceRuleError } from "../../src/series/recurrence-rule.ts";

interface Vector {
  readonly id: string;
  readonly rrule: string;
  readonly dtstart: string;
  readonly tzid: string | null;
  readonly limit: number | null;
  readonly expected: readonly string[];
  readonly checkedWithDateutil: string;
}

/** A rule made of these parts only must give the agreed answer; any other must be refused. */
const ACCEPTED =
  /^(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)|(INTERVAL|COUNT|UNTIL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=.*)$/;
const SLOWEST_MILLISECONDS = 50;

const file = ["../shared", "../../shared"]
  .map((folder) => new URL(`../../${folder}/data/recurrence-vectors/vectors.json`, import.meta.url))
  .find((url) => existsSync(url));
const vectors = file ? (JSON.parse(readFileSync(file, "utf8")) as { vectors: Vector[] }).vectors : [];
const isAccepted = ({ rrule }: Vector) => rrule.split(";").every((part) => ACCEPTED.test(part));
const isAgreed = ({ checkedWithDateutil }: Vector) => checkedWithDateutil === "agrees";
const titled = (list: readonly Vector[]) => list.map((vector) => [`${vector.id} ${vector.rrule}`, vector] as const);

/** A floating start is expanded in UTC; one more than expected is asked for, unless the rule is endless. */
function expand(rule: RecurrenceRule, { dtstart, tzid, limit, expected }: Vector): string[] {
  const startsAtLocal = dtstart.length === 10 ? `${dtstart}T00:00:00` : dtstart;
  const found = occurrences(rule, startsAtLocal, tzid ?? "UTC", { limit: limit || expected.length + 1 });
  return found.map((occurrence) => occurrence.startsAtLocal.slice(0, dtstart.length));
}

const within = (run: () => void) => {
  const started = process.cpuUsage();
  run();
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(SLOWEST_MILLISECONDS);
};

if (!file) {
  test.skip("no recurrence-vectors in ../shared/data or ../../shared/data: nothing to compare with", () => undefined);
} else {
  describe("vectors that two programs agree on, within the accepted subset", () => {
    test.each(titled(vectors.filter((vector) => isAgreed(vector) && isAccepted(vector))))("%s", (_title, vector) => {
      const rule = parseRule(vector.rrule);
      expect(expand(rule, vector)).toEqual(vector.expected);
      expect(expand(parseRule(printRule(rule)), vector)).toEqual(vector.expected);
    });
  });

  describe("vectors outside of the accepted subset are refused", () => {
    test.each(titled(vectors.filter((vector) => !isAccepted(vector) && isAgreed(vector))))(
      "%s",
      (_title, { rrule }) => {
        expect(() => parseRule(rrule)).toThrow(expect.objectContaining({ reason: "UNSUPPORTED_RULE" }));
      },
    );
  });

  describe("contested vectors are expanded or refused, and never hang", () => {
    test.each(titled(vectors.filter((vector) => !isAgreed(vector))))("%s", (_title, vector) => {
      within(() => {
        try {
          expand(parseRule(vector.rrule), vector);
        } catch (error) {
          expect(error).toBeInstanceOf(RecurrenceRuleError);
        }
      });
    });
  });

  test("the file holds what these tests were written for", () => {
    expect(vectors.length).toBeGreaterThan(200);
    expect(vectors.filter((vector) => isAgreed(vector) && isAccepted(vector)).length).toBeGreaterThan(100);
  });
}
