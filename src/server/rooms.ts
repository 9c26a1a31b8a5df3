/**
 * The directory of rooms: one line per class. A class that is not listed here does not exist for the database (entities)
 * or for the schema (resolvers).
 */
import type { Class } from "../platform/reads/reads.ts";

/** Classes with a table, in the order of the floors, lowest first. */
export const entities: Class[] = [];

/** Classes whose methods are root fields. */
export const resolvers: Class[] = [];
