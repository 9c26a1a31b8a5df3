import { type Logger, pino } from "pino";

export type Log = Logger;

/** Header and field names whose values never reach the log. */
const SECRET_PATHS = [
  "authorization",
  "cookie",
  "*.authorization",
  "*.cookie",
  "*.token",
  "*.code",
  "*.secretKey",
  "*.password",
  "req.headers.authorization",
  "req.headers.cookie",
];

/** Structured log on standard output; `level` as pino knows it, `silent` in tests. */
export const makeLog = (level: string): Log =>
  pino({ level, redact: { paths: SECRET_PATHS, censor: "[redacted]" }, base: null });
