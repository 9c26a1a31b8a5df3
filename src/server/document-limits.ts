/**
 * Limits on the text of a document, as one validation rule: checked once a document, since what
 * passed is remembered. Written out, every fragment counts each time it is spread.
 */
import {
  type ASTNode,
  type ASTVisitor,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from "graphql";
import type { Limits } from "./limits.ts";
import { textFault } from "./text-limits.ts";

interface Measure {
  depth: number;
  aliases: number;
  directives: number;
}

/** What is counted of one operation, its limit, and its name in the refusal. */
const BOUNDS = [
  ["depth", "depthMax", "levels of fields"],
  ["aliases", "aliasesMax", "aliases"],
  ["directives", "directivesMax", "directives"],
] as const;

/** Fields at the root of an operation by name; `fields` counts every selection of them. */
interface Roots {
  readonly fields: number;
  readonly byName: ReadonlyMap<string, number>;
}

export const documentLimits =
  (limits: Limits): ValidationRule =>
  (context): ASTVisitor => ({
    OperationDefinition: (operation) => {
      checkOperation(context, operation, limits);
      return undefined;
    },
    StringValue: (node) => report(context, textFault(node.value, limits), node),
    ListValue: (node) => {
      const fault =
        node.values.length > limits.listLengthMax ? `A list has more than ${limits.listLengthMax} items.` : null;
      report(context, fault, node);
    },
  });

function report(context: ValidationContext, fault: string | null, node: ASTNode): void {
  if (fault) context.reportError(new GraphQLError(fault, { nodes: [node] }));
}

function checkOperation(context: ValidationContext, operation: OperationDefinitionNode, limits: Limits): void {
  // graphql-js finds that only while running it, where it looks like a fault of ours.
  if (!context.getSchema().getRootType(operation.operation)) {
    report(context, `There are no operations of type \`${operation.operation}\` here.`, operation);
  }
  const measuring = new Measuring(context);
  const measure = measuring.set(operation.selectionSet);
  measure.directives += operation.directives?.length ?? 0;
  for (const [key, limit, noun] of BOUNDS) {
    if (measure[key] > limits[limit])
      report(context, `An operation may have at most ${limits[limit]} ${noun}.`, operation);
  }
  const roots = measuring.roots(operation.selectionSet);
  if (roots.fields > limits.rootFieldsMax) {
    report(context, `An operation may have at most ${limits.rootFieldsMax} root fields.`, operation);
  }
  if (operation.operation === OperationTypeNode.MUTATION) checkOnce(context, operation, roots);
}

/** Acts whose guesses are counted (`extensions.once`) run once an operation, or aliases would multiply the guesses. */
function checkOnce(context: ValidationContext, operation: OperationDefinitionNode, roots: Roots): void {
  const fields = context.getSchema().getMutationType()?.getFields() ?? {};
  for (const [name, count] of roots.byName) {
    if (count > 1 && fields[name]?.extensions["once"] === true) {
      report(context, `\`${name}\` may be asked for once in an operation.`, operation);
    }
  }
}

class Measuring {
  private readonly fragments = new Map<string, Measure>();

  constructor(private readonly context: ValidationContext) {}

  set(set: SelectionSetNode | undefined): Measure {
    const sum: Measure = { depth: 0, aliases: 0, directives: 0 };
    for (const selection of set?.selections ?? []) {
      const { depth, aliases, directives } = this.selection(selection);
      sum.depth = Math.max(sum.depth, depth);
      sum.aliases += aliases;
      sum.directives += directives + (selection.directives?.length ?? 0);
    }
    return sum;
  }

  private selection(selection: SelectionNode): Measure {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.fragment(selection.name.value);
    const below = this.set(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return below;
    // The standard introspection query is as deep as its `ofType`s go; graphql-js bounds its cycles.
    const depth = selection.name.value.startsWith("__") ? 1 : below.depth + 1;
    return { ...below, depth, aliases: below.aliases + (selection.alias ? 1 : 0) };
  }

  private fragment(name: string): Measure {
    const known = this.fragments.get(name);
    if (known) return known;
    // Stands in for itself while it is measured: cycles are refused by the specification's own rule.
    this.fragments.set(name, { depth: 0, aliases: 0, directives: 0 });
    const fragment = this.context.getFragment(name);
    const measure = this.set(fragment?.selectionSet);
    measure.directives += fragment?.directives?.length ?? 0;
    this.fragments.set(name, measure);
    return measure;
  }

  /** Bounded by the limit on selections written out, which is checked before. */
  roots(set: SelectionSetNode, byName = new Map<string, number>()): Roots {
    let fields = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        fields++;
        byName.set(selection.name.value, (byName.get(selection.name.value) ?? 0) + 1);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.context.getFragment(selection.name.value);
      if (fragment) fields += this.roots(fragment.selectionSet, byName).fields;
    }
    return { fields, byName };
  }
}
