import type { DataSource } from "typeorm";

/** Checks, triggers and indexes are the migrations' own: entities do not repeat them, so their absence there is no drift. */
const ONLY_IN_THE_DATABASE = [/^DROP INDEX /, /^ALTER TABLE \S+ DROP CONSTRAINT /];

/** The statements by which the migrated schema would have to change to be what the entities say; empty when they agree. */
export async function schemaDrift(dataSource: DataSource): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries
    .map((statement) => statement.query)
    .filter((query) => !ONLY_IN_THE_DATABASE.some((allowed) => allowed.test(query)));
}
