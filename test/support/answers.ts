import type { ExecutionResult } from "graphql";
import type { Answer } from "../../src/platform/reads/reads.ts";

/** What a client would make of an answer: finished text is read, the rest is as graphql-js gave it. */
export const resultOf = (answer: Answer): ExecutionResult =>
  "text" in answer ? { data: JSON.parse(answer.text) as Record<string, unknown> } : answer;
