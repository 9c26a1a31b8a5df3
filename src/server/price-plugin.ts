import type { GraphQLRequestContext } from "@apollo/server";
import type { OperationDefinitionNode } from "graphql";
import { requestError } from "./format-error.ts";
import type { KnownPrices } from "./known-prices.ts";
import type { Limits } from "./limits.ts";
import type { OperationPlugin } from "./operation-plugin.ts";
import type { Fill, RateLimits } from "./rate-limits.ts";
import { RawJson } from "./raw-json.ts";
import type { ServerContext } from "./request-context.ts";
import { variablesFault } from "./variable-limits.ts";

/** Points that a request costs which never became an operation: reading it was work too. */
const REFUSED_POINTS = 10;

type Pending = GraphQLRequestContext<ServerContext>;

/** Looks at the variables, prices the operation, charges the caller, and says so in the answer. */
export const pricePlugin =
  (limits: Limits, rateLimits: RateLimits, prices: KnownPrices): OperationPlugin =>
  () => {
    let charged = false;
    return {
      didResolveOperation(pending) {
        const { operation, request, contextValue } = pending;
        // Without an operation Apollo answers OPERATION_RESOLUTION_FAILURE by itself.
        if (!operation) return;
        const fault = variablesFault(request.variables ?? {}, limits);
        if (fault) throw requestError("BAD_USER_INPUT", 400, fault);

        const points = price(pending, operation, prices);
        const { spending } = contextValue;
        charged = true;
        spending.requested = points;
        spending.fill = rateLimits.pour(spending.bucket, points);
        if (!spending.fill.allowed) throw rateLimited(spending.fill);
      },
      willSendResponse({ response, contextValue }) {
        const { spending } = contextValue;
        if (!charged) spending.fill = rateLimits.pourAnyway(spending.bucket, REFUSED_POINTS);
        for (const [name, value] of rateLimitHeaders(spending.fill, contextValue.clock.now())) {
          response.http.headers.set(name, value);
        }
        if (!charged || response.body.kind !== "single") return;
        const { singleResult } = response.body;
        const data = rawData(singleResult.data);
        if (data) singleResult.data = data as never;
        singleResult.extensions = { ...singleResult.extensions, cost: costOf(spending.requested, data, spending.fill) };
      },
    };
  };

function price(
  { document, request, contextValue }: Pending,
  operation: OperationDefinitionNode,
  prices: KnownPrices,
): number {
  const points = prices.pointsOf(document as NonNullable<typeof document>, operation, request.variables ?? {});
  const max = contextValue.spending.bucket.pointsMax;
  if (points <= max) return points;
  const worth = Number.isFinite(points) ? `${points} points` : "more points than could be counted";
  throw requestError("QUERY_TOO_COMPLEX", 400, `The operation costs ${worth}; ${max} are allowed.`, {
    extensions: { limit: max, ...(Number.isFinite(points) ? { cost: points } : {}) },
  });
}

export const rateLimited = (fill: Fill): Error =>
  requestError("RATE_LIMITED", 429, "Too many points in too short a time. Try again later.", {
    extensions: { retryAfterSeconds: fill.retryAfterSeconds },
    headers: { "retry-after": String(fill.retryAfterSeconds) },
  });

export const rateLimitHeaders = (fill: Fill, now: Date): [string, string][] => [
  ["ratelimit-limit", String(fill.limit)],
  ["ratelimit-remaining", String(fill.remaining)],
  ["ratelimit-reset", String(Math.max(0, Math.ceil((fill.resetAt.getTime() - now.getTime()) / 1_000)))],
];

const rawData = (data: unknown): RawJson | null => {
  if (data === null || data === undefined) return null;
  return data instanceof RawJson ? data : new RawJson(JSON.stringify(data));
};

const costOf = (requested: number, data: RawJson | null, fill: Fill) => ({
  requested,
  actual: data ? Math.min(requested, objectsIn(data.text)) : 0,
  throttle: throttleOf(fill),
});

export const throttleOf = (fill: Fill) => ({
  limit: fill.limit,
  remaining: fill.remaining,
  restoreRate: Math.round(fill.restoreRate),
  resetAt: fill.resetAt.toISOString(),
});

/** Objects in a JSON text, the outermost left out: each begins with `{"`, which text inside strings can only end with. */
export function objectsIn(json: string): number {
  let count = -1;
  for (let at = json.indexOf('{"'); at >= 0; at = json.indexOf('{"', at + 2)) count++;
  return Math.max(0, count);
}
