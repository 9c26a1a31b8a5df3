/** Asks for every field of everything that has an ID, as somebody. */
import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";

/** So that no question selects more than may be asked at once. */
const FIELDS_AT_ONCE = 1;
/** Every field of a type that stands by itself, and those of the objects it leads to, so deep. */
function everything(type: GraphQLObjectType, depth: number): string {
  const parts = Object.values(type.getFields()).map((field) => {
    const of = getNamedType(field.type);
    if (field.args.some(isRequiredArgument)) return "";
    if (isLeafType(of)) return field.name;
    if (!isObjectType(of) || depth === 0) return "";
    const below = everything(of, depth - 1);
    return below ? `${field.name} ${below}` : "";
  });
  return parts.some(Boolean) ? `{ ${parts.filter(Boolean).join(" ")} }` : "";
}

/** Every question there is about things with these IDs, each once; `asked` are the fields in it. */
export function* questionsAbout(schema: GraphQLSchema, asked: Set<string> = new Set()): Generator<string> {
  const node = schema.getType("Node") as GraphQLInterfaceType;
  for (const type of schema.getPossibleTypes(node)) {
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const of = getNamedType(field.type);
      if (field.args.some(isRequiredArgument) || !(isLeafType(of) || isObjectType(of))) return [];
      asked.add(`${type.name}.${field.name}`);
      return [`${field.name} ${isLeafType(of) ? "" : everything(of, of.name.endsWith("Connection") ? 2 : 1)}`];
    });
    for (let at = 0; at < fields.length; at += FIELDS_AT_ONCE) {
      const some = fields.slice(at, at + FIELDS_AT_ONCE).join(" ");
      yield `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type.name} { ${some} } } }`;
    }
  }
}
