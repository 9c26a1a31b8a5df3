import "reflect-metadata";
import { buildApiSchema, printApiSchema } from "../src/server/schema.ts";

/** Files that are printed from the code, committed, and reviewed like code; by name, as they should be now. */
export async function printedFiles(): Promise<Record<string, string>> {
  const schema = await buildApiSchema();
  return { "schema.graphql": printApiSchema(schema) };
}
