/** The one place that reads the environment. */

/** The database that TypeORM's command line works on. */
export const commandDatabaseUrl = (): string => process.env["DATABASE_URL"] ?? "postgres://127.0.0.1/wellmet";
