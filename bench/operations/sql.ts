/** Instants as everybody writes them, in SQL. */
export const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
export const utc = (column: string): string => `to_char(${column} at time zone 'UTC', ${INSTANT})`;

export const LIVE = "('TRIAL', 'ACTIVE', 'GRACE')";
