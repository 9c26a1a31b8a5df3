/**
 * What the explorer opens with: operations of the demo world, one tab each. Add the operation of a
 * new room here; a test runs every one of them through validation.
 */
export interface Example {
  readonly title: string;
  readonly query: string;
  /** JSON, as it stands in the explorer's pane of variables. */
  readonly variables?: string;
}

export const examples: readonly Example[] = [
  {
    title: "What may I spend?",
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
  },
];
