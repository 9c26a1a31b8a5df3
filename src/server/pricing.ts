/**
 * What an operation costs in points, from its text, its variables and the schema alone: pure, and
 * known before anything runs. Prices follow what would be answered: fields are merged as an
 * executor merges them, fragments are followed, `@skip` and `@include` are obeyed.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from "graphql";
import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from "../platform/reads/limits.ts";

/** Points of one object. Scalars are free. */
export const OBJECT_POINTS = 1;
/** Points of `totalCount`. */
export const COUNT_POINTS = 10;
/** Points of one act, beside what its payload selects. */
export const MUTATION_POINTS = 10;
/** Points of `__schema` or `__type`, and again of each alias below. */
export const INTROSPECTION_POINTS = 100;
/** Items that a plain list is priced at, unless the field's `extensions.listSize` says how long it may be. */
export const LIST_SIZE_DEFAULT = 10;
/** Fields looked at before pricing gives up; above any document within the limits on selections. */
const STEPS_MAX = 50_000;

export type Variables = Readonly<Record<string, unknown>>;
type Fields = Map<string, FieldNode[]>;

/** Points of `operation`, infinite if it takes too long to tell; and the variables that were looked at to tell. */
export interface Price {
  readonly points: number;
  readonly asked: ReadonlySet<string>;
}

export function priceOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Price {
  const pricing = new Pricing(schema, document, withDefaults(operation, variables));
  return { points: pricing.operation(operation), asked: pricing.asked };
}

class Pricing {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private steps = 0;
  readonly asked = new Set<string>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Variables,
  ) {
    this.fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
  }

  operation(operation: OperationDefinitionNode): number {
    const root = this.schema.getRootType(operation.operation);
    if (!root) return 0;
    const points = this.object(root, [operation.selectionSet]);
    const isMutation = operation.operation === OperationTypeNode.MUTATION;
    return isMutation ? points + MUTATION_POINTS * this.collect(root, [operation.selectionSet]).size : points;
  }

  /** What is selected of one object, without the object itself. */
  private object(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): number {
    let points = 0;
    for (const nodes of this.collect(type, sets).values()) points += this.field(type, nodes);
    return points;
  }

  private field(parent: GraphQLObjectType, nodes: FieldNode[]): number {
    const [node] = nodes;
    if (++this.steps > STEPS_MAX) return Number.POSITIVE_INFINITY;
    if (!node) return 0;
    if (node.name.value === "__schema" || node.name.value === "__type") {
      return INTROSPECTION_POINTS * (1 + nodes.reduce((count, each) => count + aliasesBelow(each, this.fragments), 0));
    }
    const field = parent.getFields()[node.name.value];
    if (!field) return 0; // `__typename`
    const flat = field.extensions["price"];
    if (typeof flat === "number") return flat;
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return 0;

    const sets = nodes.flatMap((each) => each.selectionSet ?? []);
    if (isConnection(type)) return OBJECT_POINTS + this.connection(type, sets, this.pageSize(field, node));
    const each = OBJECT_POINTS + this.composite(type, sets);
    return isListType(getNullableType(field.type)) ? this.listSize(field, node) * each : each;
  }

  /** Of an interface or union, the dearest of the types that it may turn out to be. */
  private composite(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): number {
    if (isObjectType(type)) return this.object(type, sets);
    let dearest = 0;
    for (const possible of this.schema.getPossibleTypes(type)) {
      dearest = Math.max(dearest, this.object(possible, sets));
    }
    return dearest;
  }

  /** Edges and `pageInfo` are no objects of their own; an item without a selected node still is a row read. */
  private connection(type: GraphQLObjectType, sets: readonly SelectionSetNode[], pageSize: number): number {
    let perItem = 0;
    let counts = 0;
    let readsPage = false;
    for (const nodes of this.collect(type, sets).values()) {
      const name = nodes[0]?.name.value ?? "";
      if (name === "totalCount") counts += COUNT_POINTS;
      else if (name === "pageInfo") readsPage = true;
      else if (name === "edges") {
        readsPage = true;
        const edge = getNamedType(type.getFields()["edges"]?.type);
        if (isObjectType(edge))
          perItem += this.object(
            edge,
            nodes.flatMap((node) => node.selectionSet ?? []),
          );
      }
    }
    return counts + (readsPage ? pageSize * Math.max(OBJECT_POINTS, perItem) : 0);
  }

  /** A larger page than there may be is refused later, by the reads themselves. */
  private pageSize(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    const size = this.number(field, node, "first") ?? this.number(field, node, "last") ?? PAGE_SIZE_DEFAULT;
    return Math.min(Math.max(1, Math.floor(size)), PAGE_SIZE_MAX);
  }

  private listSize(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    const ids = this.argument(node, "ids");
    if (Array.isArray(ids)) return ids.length;
    const asked = this.number(field, node, "first");
    if (asked !== null) return Math.min(Math.max(1, Math.floor(asked)), PAGE_SIZE_MAX);
    const declared = field.extensions["listSize"];
    return typeof declared === "number" ? declared : LIST_SIZE_DEFAULT;
  }

  private number(field: GraphQLField<unknown, unknown>, node: FieldNode, name: string): number | null {
    const value = this.argument(node, name) ?? field.args.find((arg) => arg.name === name)?.defaultValue;
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  }

  private argument(node: FieldNode, name: string): unknown {
    const argument = node.arguments?.find((each) => each.name.value === name);
    return argument && this.value(argument.value);
  }

  /** Variables inside of lists and objects are no matter: a list is as long as it is written. */
  private value(node: ValueNode): unknown {
    if (node.kind !== Kind.VARIABLE) return valueFromASTUntyped(node);
    this.asked.add(node.name.value);
    return this.variables[node.name.value];
  }

  /** The fields of `sets` by response key, as the specification's CollectFields gathers them. */
  private collect(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Fields {
    const fields: Fields = new Map();
    const visited = new Set<string>();
    for (const set of sets) this.collectInto(fields, visited, type, set);
    return fields;
  }

  private collectInto(fields: Fields, visited: Set<string>, type: GraphQLObjectType, set: SelectionSetNode): void {
    for (const selection of set.selections) {
      this.steps++;
      if (this.isLeftOut(selection)) continue;
      if (selection.kind === Kind.FIELD) addField(fields, selection);
      else {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.spread(selection.name.value, visited);
        if (fragment && this.isOf(type, fragment.typeCondition)) {
          this.collectInto(fields, visited, type, fragment.selectionSet);
        }
      }
    }
  }

  private spread(name: string, visited: Set<string>): FragmentDefinitionNode | undefined {
    if (visited.has(name)) return undefined;
    visited.add(name);
    return this.fragments.get(name);
  }

  private isOf(type: GraphQLObjectType, condition: NamedTypeNode | undefined): boolean {
    if (!condition || condition.name.value === type.name) return true;
    const abstract = this.schema.getType(condition.name.value);
    return isAbstractType(abstract) && this.schema.isSubType(abstract, type);
  }

  private isLeftOut({ directives }: SelectionSetNode["selections"][number]): boolean {
    return (directives ?? []).some((directive) => {
      const { value: name } = directive.name;
      if (name !== "skip" && name !== "include") return false;
      const condition = directive.arguments?.find((argument) => argument.name.value === "if");
      return condition !== undefined && this.value(condition.value) === (name === "skip");
    });
  }
}

function addField(fields: Fields, node: FieldNode): void {
  const key = node.alias?.value ?? node.name.value;
  const nodes = fields.get(key);
  if (nodes) nodes.push(node);
  else fields.set(key, [node]);
}

const isConnection = (type: GraphQLCompositeType): type is GraphQLObjectType =>
  isObjectType(type) && type.name.endsWith("Connection") && "edges" in type.getFields();

function withDefaults(operation: OperationDefinitionNode, variables: Variables): Variables {
  const all: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
    all[name] = given === undefined && defaultValue ? valueFromASTUntyped(defaultValue) : given;
  }
  return all;
}

/** Aliases of an introspection's selection make its answer longer, although no row is read for them. */
function aliasesBelow(
  node: FieldNode | FragmentDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): number {
  let count = 0;
  const sets = [node.selectionSet];
  // Cycles are refused before; the bound holds for fragments spread many times over.
  for (let steps = 0; sets.length > 0 && steps < STEPS_MAX; steps++) {
    for (const selection of sets.pop()?.selections ?? []) {
      if (selection.kind === Kind.FIELD && selection.alias) count++;
      sets.push(
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragments.get(selection.name.value)?.selectionSet
          : selection.selectionSet,
      );
    }
  }
  return count;
}
