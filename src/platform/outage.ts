import { types } from "node:util";
import { GraphQLError } from "graphql";
import pg from "pg";

/** SQLSTATE classes and codes that say "later": connection, resources, operator, serialisation, deadlock, time-out. */
const DATABASE_LATER = /^(08...|53...|57P0[1-5]|57014|40001|40P01|55P03|25P03|58...)$/;
/** The last word of a connection that the database ends: nothing comes after it, though the end itself may come later. */
const LAST_WORD = /^(08...|57P0[1-5]|25P03)$/;
const SYSTEM_LATER = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENOENT",
]);
/** What `pg` and TypeORM say in words only. */
const DRIVER_LATER =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|Driver not Connected|Connection is not established|pool after calling end/i;

/** Whether the database is gone, hung or asks to be tried again: that, or something that it caused. */
export function isOutage(error: unknown): boolean {
  for (let cause = error, hops = 0; types.isNativeError(cause) && hops < 5; hops++) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string" && (DATABASE_LATER.test(code) || SYSTEM_LATER.has(code))) return true;
    if (!(cause instanceof GraphQLError) && DRIVER_LATER.test(cause.message)) return true;
    const { originalError, driverError } = cause as { originalError?: unknown; driverError?: unknown };
    cause = originalError ?? driverError ?? cause.cause;
  }
  return false;
}

/** Whether the connection that answered so is of no more use: the database ended it, or the fault lies on the way there. */
export const isLostConnection = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || LAST_WORD.test(error.code ?? "");
