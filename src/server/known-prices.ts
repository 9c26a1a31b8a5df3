import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { type Price, priceOperation, type Variables } from "./pricing.ts";

/** Prices kept of one operation: page sizes that nobody repeats must not fill the memory. */
const PRICES_MAX = 100;

/** Prices that were worked out before: few variables decide on one, and most callers give them the same values. */
export class KnownPrices {
  /** An operation dies with its document, whose life its own store bounds. */
  private readonly operations = new WeakMap<OperationDefinitionNode, PricesOfOperation>();

  constructor(private readonly schema: GraphQLSchema) {}

  pointsOf(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): number {
    let known = this.operations.get(operation);
    if (!known) this.operations.set(operation, (known = new PricesOfOperation()));
    const points = known.find(variables);
    if (points !== undefined) return points;
    const price = priceOperation(this.schema, document, operation, variables);
    known.keep(price, variables);
    return price.points;
  }
}

/** By the values of all variables that pricing has ever asked for. */
class PricesOfOperation {
  private readonly asked = new Set<string>();
  private readonly points = new Map<string, number>();

  find(variables: Variables): number | undefined {
    return this.points.get(this.keyOf(variables));
  }

  keep({ points, asked }: Price, variables: Variables): void {
    const before = this.asked.size;
    for (const name of asked) this.asked.add(name);
    // What was kept until now was kept under fewer variables; and nobody needs so many prices.
    if (this.asked.size > before || this.points.size >= PRICES_MAX) this.points.clear();
    this.points.set(this.keyOf(variables), points);
  }

  private keyOf(variables: Variables): string {
    let key = "";
    for (const name of this.asked) key += `${Object.hasOwn(variables, name) ? looksOf(variables[name]) : ""},`;
    return key;
  }
}

/** All that a price sees of a value: what number it is, how long a list, whether true, false, null or something else. */
function looksOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  return value === undefined ? "" : "?";
}
