/** What readers meet: fields that were answered, pages, and the cursors on them, from which others read on. */
import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  Kind,
  print,
  validate,
  visit,
} from "graphql";
import type { Operation, Order } from "./operations.ts";
import type { PageArguments, page } from "./pages.ts";

type Page = ReturnType<typeof page>;

/** A page that is not the last one: where it was asked for, and the argument that leads on. */
interface Turn {
  readonly field: FieldNode;
  readonly name: "after" | "before";
  readonly cursor: string;
}

/** Cursors kept of one kind of list. */
const CURSORS_MAX = 200;

export const orderKey = (type: string, { field, direction }: Order): string => `${type} ${field} ${direction}`;

export class Met {
  /** Fields that were answered with something else than null, `Type.field`. */
  readonly visited = new Set<string>();
  /** Cursors that clients were given, by type and order. */
  readonly cursors = new Map<string, string[]>();
  /** Pages of the last operation that have one after them. */
  turns: Turn[] = [];

  note(info: GraphQLResolveInfo, args: unknown, value: unknown): void {
    if (value === null) return;
    this.visited.add(`${info.parentType.name}.${info.fieldName}`);
    const { name } = getNamedType(info.returnType);
    if (name.endsWith("Connection"))
      this.notePage(name.slice(0, -"Connection".length), info, args as PageArguments, value as Page);
  }

  private notePage(
    type: string,
    { fieldNodes }: GraphQLResolveInfo,
    args: PageArguments,
    { edges, pageInfo }: Page,
  ): void {
    const { startCursor, endCursor, hasNextPage, hasPreviousPage } = pageInfo;
    const key = orderKey(type, args.orderBy ?? { field: "", direction: "ASC" });
    const known = this.cursors.get(key) ?? [];
    known.push(...edges.map(({ cursor }) => cursor));
    this.cursors.set(key, known.slice(-CURSORS_MAX));
    const [field] = fieldNodes;
    if (!field || fieldNodes.length > 1) return;
    if (args.last == null && hasNextPage && endCursor !== null) {
      this.turns.push({ field, name: "after", cursor: endCursor });
    }
    if (args.last != null && hasPreviousPage && startCursor !== null) {
      this.turns.push({ field, name: "before", cursor: startCursor });
    }
  }
}

/** The same operation with that page turned; null where it does not allow it, as for a cursor in a variable. */
export function turned(schema: GraphQLSchema, operation: Operation, { field, name, cursor }: Turn): Operation | null {
  const argument: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: name },
    value: { kind: Kind.STRING, value: cursor },
  };
  const document = visit(operation.document, {
    Field: (node) =>
      node === field
        ? { ...node, arguments: [...(node.arguments ?? []).filter((one) => one.name.value !== name), argument] }
        : undefined,
  });
  return validate(schema, document).length > 0 ? null : { ...operation, text: print(document), document };
}
