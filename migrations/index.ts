/** Every migration, oldest first; a list and no glob, so that it is the same from source and from dist. */
import type { MigrationInterface } from "typeorm";

export const migrations: (new () => MigrationInterface)[] = [];
