/** Who may read what, as one line a field: printed, committed, and reviewed like the schema. */
import type { GraphQLSchema } from "graphql";
import { compiledTypes, type ObjectPlace, objectTypes } from "./prepare-schema.ts";
import { type Guard, known, type Read, rootReadsOf } from "./registry.ts";

/**
 * `Type.field: word`, sorted. `row`: whoever may see the row; `open`: so, said on purpose; `guard`: a column
 * that only some see; `gate`: a field that only some see; `resolved`: answered by a function of ours.
 */
export function printPolicies(schema: GraphQLSchema): string {
  const { entities, objects } = compiledTypes(schema);
  const lines: string[] = [];
  for (const type of objectTypes(schema)) {
    const entity = entities.get(type.name);
    const declaration = entity && known.get(entity);
    const places = objects.get(type.name);
    const root = rootReadsOf(type.name);
    for (const name of Object.keys(type.getFields())) {
      const line = (word: string) => lines.push(`${type.name}.${name}: ${word}`);
      if (declaration) line(wordOf(declaration.fields.get(name), declaration.guards[name]));
      else if (places) line([...new Set(places.map((place) => wordInObject(place, name)))].sort().join(", "));
      else if (root) line(root.has(name) ? wordOf(root.get(name), undefined) : "resolved");
    }
  }
  return `${lines.sort().join("\n")}\n`;
}

function wordOf(read: Read | undefined, guard: Guard | undefined): string {
  if (read?.kind === "resolved") return "resolved";
  if (read) return "when" in read && read.when ? "gate" : "row";
  if (guard === "open") return "open";
  return guard ? "guard" : "row";
}

function wordInObject({ entity, columns, fields, gated }: ObjectPlace, name: string): string {
  const guards = (entity && known.get(entity)?.guards) ?? {};
  const word = wordOf(fields[name], guards[columns.get(name) ?? ""]);
  return gated && (word === "row" || word === "open") ? "gate" : word;
}
