import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from "typeorm";

const snakeCase = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();

const words = (...parts: string[]): string => parts.map(snakeCase).join("_");

/**
 * Columns in snake_case, and keys under the names that PostgreSQL itself would give them (`meetings_group_id_fkey`),
 * so that plain hand-written SQL and the entities agree. Checks and exclusions are always named by hand.
 */
export class WordedNames extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    return words(...prefixes, given ?? property);
  }

  override joinColumnName(relation: string, referencedColumn: string): string {
    return words(relation, referencedColumn);
  }

  override primaryKeyName(table: Table | string, _columns: string[]): string {
    return `${this.getTableName(table)}_pkey`;
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return words(this.getTableName(table), ...columns, "fkey");
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return words(this.getTableName(table), ...columns, "key");
  }

  override relationConstraintName(table: Table | string, columns: string[]): string {
    return this.uniqueConstraintName(table, columns);
  }

  override indexName(table: Table | string, columns: string[]): string {
    return words(this.getTableName(table), ...columns, "idx");
  }
}
