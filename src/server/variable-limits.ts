import type { Limits } from "./limits.ts";
import { textFault } from "./text-limits.ts";

type VariableLimits = Pick<Limits, "variableValuesMax" | "variableDepthMax" | "stringLengthMax" | "listLengthMax">;

/**
 * Why variables are refused, or null. Looked at before graphql-js sees them, which goes down nested
 * values by recursion; this walk keeps its own stack. What was sent is not repeated.
 */
export function variablesFault(variables: Readonly<Record<string, unknown>>, limits: VariableLimits): string | null {
  const { variableValuesMax, variableDepthMax, listLengthMax } = limits;
  const open: { value: unknown; depth: number }[] = [{ value: variables, depth: 0 }];
  let values = -1; // the object of all variables is none of them
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (++values > variableValuesMax) return `Variables have more than ${variableValuesMax} values.`;
    if (typeof value === "string") {
      const fault = textFault(value, limits);
      if (fault) return fault;
    }
    if (typeof value !== "object" || value === null) continue;
    if (depth >= variableDepthMax) return `Variables are nested more than ${variableDepthMax} levels deep.`;
    if (Array.isArray(value) && value.length > listLengthMax) return `A list has more than ${listLengthMax} items.`;
    for (const [key, item] of Object.entries(value)) {
      const fault = Array.isArray(value) ? null : textFault(key, limits);
      if (fault) return fault;
      open.push({ value: item, depth: depth + 1 });
    }
  }
  return null;
}
