import { type DestinationStream, type Logger, pino } from "pino";

export type Log = Logger;

/** Header and field names whose values never reach the log. */
const SECRET_PATHS = [
  "authorization",
  "cookie",
  "*.authorization",
  "*.cookie",
  "*.token",
  "variables",
  "input",
  "*.variables",
  "*.input",
  "*.secretKey",
  "*.password",
  "req.headers.authorization",
  "req.headers.cookie",
];

/** Structured log, one JSON object a line; `level` as pino knows it, `silent` in tests. */
export const makeLog = (level: string, output: DestinationStream = pino.destination(1)): Log =>
  pino({ level, redact: { paths: SECRET_PATHS, censor: "[redacted]" }, base: null }, output);
