/** A sample of what `scripts/spoil-policies.ts` does with every conjunct: what is spoiled must be noticed. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const MINUTES = 60_000;
/** Who holds which standing in a group: what nearly every other policy is built of. */
const SAMPLE = "groups/group.policy.ts | holds";

test(
  "a spoiled conjunct is noticed by the random operations",
  async () => {
    const program = ["--import", "tsx", "scripts/spoil-policies.ts", "--operations", "150", "--only", SAMPLE];
    const { stdout } = await promisify(execFile)(process.execPath, program);
    expect(stdout).toMatch(/^4 spoiled: 4 noticed \(the last by operation \d+\), 0 redundant, 0 missed$/m);
  },
  5 * MINUTES,
);
