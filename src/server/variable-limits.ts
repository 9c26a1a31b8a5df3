import type { Limits } from "./limits.ts";
import { textFault } from "./text-limits.ts";

type VariableLimits = Pick<Limits, "variableValuesMax" | "variableDepthMax" | "stringLengthMax" | "listLengthMax">;

/**
 * Why variables are refused, or null. Looked at before graphql-js sees them, which goes down nested
 * values by recursion; this walk keeps its own stack. What was sent is not repeated.
 */
export function variablesFault(variables: Readonly<Record<string, unknown>>, limits: VariableLimits): string | null {
  const open: { value: unknown; depth: number }[] = [{ value: variables, depth: 0 }];
  let values = -1; // the object of all variables is none of them
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (++values > limits.variableValuesMax) return `Variables have more than ${limits.variableValuesMax} values.`;
    const fault = ownFault(value, depth, limits);
    if (fault) return fault;
    if (typeof value === "object" && value !== null) {
      for (const item of Object.values(value) as unknown[]) open.push({ value: item, depth: depth + 1 });
    }
  }
  return null;
}

/** What is wrong with a value, apart from those inside of it. */
function ownFault(value: unknown, depth: number, limits: VariableLimits): string | null {
  if (typeof value === "string") return textFault(value, limits);
  if (typeof value !== "object" || value === null) return null;
  if (depth >= limits.variableDepthMax) return `Variables are nested more than ${limits.variableDepthMax} levels deep.`;
  if (!Array.isArray(value)) return firstFault(Object.keys(value), limits);
  return value.length > limits.listLengthMax ? `A list has more than ${limits.listLengthMax} items.` : null;
}

function firstFault(texts: readonly string[], limits: VariableLimits): string | null {
  for (const text of texts) {
    const fault = textFault(text, limits);
    if (fault) return fault;
  }
  return null;
}
