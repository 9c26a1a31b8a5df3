/** How much garbage may gather before V8 sweeps all of it. */
import { constants, type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";
import { getHeapStatistics, setFlagsFromString } from "node:v8";

/** Percent that the heap may grow from one full collection to the next. */
const HEAP_GROWTH_PERCENT = 25;
/** Percent that it may grow as long as it stays small. */
const SMALL_HEAP_GROWTH_PERCENT = 100;
/** Bytes up to which a heap is small. */
const SMALL_HEAP_BYTES = 128 * 1024 * 1024;

/**
 * Keeps this process's memory near what it needs. Left to itself V8 lets a heap of this size grow to a multiple while
 * much comes and goes, as with very many different documents; collecting earlier costs a few milliseconds now and then.
 * Where little is held a quarter of it is soon used up, and full collections would be a good part of all work.
 */
export function keepHeapSparing(): void {
  allowGrowth();
  new PerformanceObserver((list) => {
    if (list.getEntries().some(isFullCollection)) allowGrowth();
  }).observe({ entryTypes: ["gc"] });
}

/** What Node tells of a collection, and its types do not. */
interface Collection extends PerformanceEntry {
  readonly detail?: { readonly kind?: number };
}

const isFullCollection = ({ detail }: Collection): boolean => detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;

/** V8 looks at it at the end of a full collection, for when the next is due. */
function allowGrowth(): void {
  const small = Math.floor((SMALL_HEAP_BYTES / getHeapStatistics().used_heap_size - 1) * 100);
  const percent = Math.min(Math.max(small, HEAP_GROWTH_PERCENT), SMALL_HEAP_GROWTH_PERCENT);
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
