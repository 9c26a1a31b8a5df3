/** How much garbage may gather before V8 sweeps all of it. */
import { setFlagsFromString } from "node:v8";

/** Percent that the heap may grow from one full collection to the next. */
const HEAP_GROWTH_PERCENT = 25;

/**
 * Keeps this process's memory near what it needs. Left to itself V8 lets a heap of this size grow to a multiple while
 * much comes and goes, as with very many different documents; collecting earlier costs a few milliseconds now and then.
 */
export const keepHeapSparing = (): void => setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
