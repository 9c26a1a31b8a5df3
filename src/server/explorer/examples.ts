/** The tabs of the explorer, in their order. The examples of a new room stand in a file of theirs; a test runs each. */
import type { Example } from "./example.ts";
import { FINDING } from "./examples-of-finding.ts";
import { INTRODUCING } from "./examples-of-introductions.ts";
import { AT_THE_DOOR } from "./examples-of-meetings.ts";
import { AMONG_MEMBERS } from "./examples-of-members.ts";
import { NETWORKING } from "./examples-of-network.ts";
import { ORGANISING } from "./examples-of-organising.ts";
import { PROGRAMS } from "./examples-of-programs.ts";

const PRICES: Example = {
  query: `# Every operation has a price in points.
# What is left is told here, under
# "extensions", and in RateLimit headers.
query WhatMayISpend {
  rateLimit {
    cost
    limit
    remaining
    resetAt
  }
}
`,
};

export const examples: readonly Example[] = [
  ...FINDING,
  ...AT_THE_DOOR,
  ...ORGANISING,
  ...AMONG_MEMBERS,
  ...INTRODUCING,
  ...NETWORKING,
  ...PROGRAMS,
  PRICES,
];
