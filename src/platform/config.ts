/**
 * The one place that reads the environment. Every setting is one line of `settings`: its variable, how it is read, its
 * default and what it means; the README's table is printed from the same lines (`npm run config`).
 */
import { join } from "node:path";
import {
  choice,
  databaseUrl,
  integer,
  origins,
  type Reader,
  secret,
  smtpUrl,
  text,
  trustedProxies,
  webUrl,
} from "./config-readers.ts";
import { developmentKey, SECRET_KEY_LENGTH_MIN } from "./development-key.ts";
import { readTrustedIssuers } from "./read-trusted-issuers.ts";

type Environment = Record<string, string | undefined>;

/** A variable, what it means and how it is read. `default` is written as one would set it; absent means unset. */
export interface Setting<T> {
  readonly variable: string;
  readonly about: string;
  readonly read: Reader<T>;
  readonly default?: string;
  /** Differs from `default` when NODE_ENV is `production`. */
  readonly productionDefault?: string;
  readonly requiredInProduction?: true;
  /** Unit of a number, for the README. */
  readonly unit?: string;
}

const setting = <T, O extends Omit<Setting<T>, "read" | "variable">>(
  variable: string,
  read: Reader<T>,
  options: O,
): O & { variable: string; read: Reader<T> } => ({ variable, read, ...options });

/** A limit: a whole number with a unit, never zero unless `min` says so. */
const limit = (variable: string, unit: string, byDefault: number, about: string, min = 1) =>
  setting(variable, integer(min, Number.MAX_SAFE_INTEGER), { default: String(byDefault), unit, about });

export const settings = {
  environment: setting("NODE_ENV", choice("development", "production", "test"), {
    default: "development",
    about: "`production` requires what is marked so below, plants no demo and refuses the embedded database.",
  }),
  port: setting("PORT", integer(0, 65_535), { default: "4000", about: "Port to listen on; 0 takes a free one." }),
  host: setting("HOST", text(1, 255), {
    default: "127.0.0.1",
    productionDefault: "0.0.0.0",
    about: "Address to listen on.",
  }),
  databaseUrl: setting("DATABASE_URL", databaseUrl, {
    requiredInProduction: true,
    about: "PostgreSQL 15 or newer. Unset: an embedded one under `DATA_DIR`.",
  }),
  migrationDatabaseUrl: setting("MIGRATION_DATABASE_URL", databaseUrl, {
    about: "Direct connection for migrations and jobs, when `DATABASE_URL` is a pooler. Unset: `DATABASE_URL`.",
  }),
  preparedStatements: setting("PREPARED_STATEMENTS", choice("on", "off"), {
    default: "on",
    about: "`off` behind a pooler in transaction mode, where no statement outlives its transaction.",
  }),
  dataFolder: setting("DATA_DIR", text(1, 4_096), {
    default: ".data",
    about: "Folder of the embedded database, the development key and mail that is not sent.",
  }),
  publicUrl: setting("PUBLIC_URL", webUrl, {
    about: "Where people reach this service, for links in mails. Unset: `http://localhost:PORT`.",
  }),
  passkeyDomain: setting("PASSKEY_DOMAIN", text(1, 253), {
    about:
      "Domain that passkeys are bound to, for ever: the host of `PUBLIC_URL` or a domain above it. Unset: that host.",
  }),
  smtpUrl: setting("SMTP_URL", smtpUrl, {
    about: "`smtp://` or `smtps://` server for mail. Unset: mail goes to the log and to `DATA_DIR/mail`.",
  }),
  mailFrom: setting("MAIL_FROM", text(3, 320), {
    default: "Wellmet <wellmet@localhost>",
    about: "Sender of all mail.",
  }),
  secretKey: setting("SECRET_KEY", secret(SECRET_KEY_LENGTH_MIN), {
    requiredInProduction: true,
    about: `Keys every hash of a code or link; at least ${SECRET_KEY_LENGTH_MIN} characters of chance. Unset: one is kept in \`DATA_DIR\`.`,
  }),
  trustProxy: setting("TRUST_PROXY", trustedProxies, {
    default: "false",
    about: "Whose `X-Forwarded-For` to believe: `false`, `true`, a number of hops, or addresses and networks by comma.",
  }),
  logLevel: setting("LOG_LEVEL", choice("trace", "debug", "info", "warn", "error", "fatal", "silent"), {
    default: "info",
    about: "Least severe message that is logged.",
  }),
  allowedOrigins: setting("ALLOWED_ORIGINS", origins, {
    default: "",
    about: "Web origins, by comma, whose pages may send credentials. Anonymous reads are open to every origin.",
  }),

  trustedIssuers: setting("TRUSTED_ISSUERS", readTrustedIssuers, {
    default: "[]",
    about:
      "JSON list of others who vouch for people: `issuer`, `audience`, `jwksUrl` and, if not all, `clients` of each; see docs/security.md.",
  }),

  poolSize: limit("POOL_SIZE", "connections", 8, "Database connections of the service; jobs hold a few more."),
  statementTimeoutMs: limit("STATEMENT_TIMEOUT_MS", "ms", 5_000, "Longest single SQL statement."),
  bodyBytesMax: limit("BODY_BYTES_MAX", "bytes", 2_097_152, "Largest request body."),
  connectionsMax: limit("CONNECTIONS_MAX", "connections", 2_000, "HTTP connections at once."),
  headersTimeoutMs: limit("HEADERS_TIMEOUT_MS", "ms", 5_000, "Time to send a request's headers."),
  requestTimeoutMs: limit("REQUEST_TIMEOUT_MS", "ms", 10_000, "Time to send a whole request."),
  keepAliveTimeoutMs: limit("KEEP_ALIVE_TIMEOUT_MS", "ms", 65_000, "Idle HTTP connections; above the proxy's."),
  shutdownTimeoutMs: limit(
    "SHUTDOWN_TIMEOUT_MS",
    "ms",
    10_000,
    "Time for running requests and jobs to finish at the end.",
  ),
  inFlightMax: limit(
    "IN_FLIGHT_MAX",
    "operations",
    64,
    "Operations worked on at the same time; further ones wait briefly.",
  ),
  deadlineMs: limit("DEADLINE_MS", "ms", 9_000, "Time until an operation is answered, with 503 if need be."),
  depthMax: limit("DEPTH_MAX", "levels", 15, "Deepest selection of an operation."),
  tokensMax: limit("TOKENS_MAX", "tokens", 2_000, "Longest operation."),
  aliasesMax: limit("ALIASES_MAX", "aliases", 30, "Aliases in an operation."),
  rootFieldsMax: limit("ROOT_FIELDS_MAX", "fields", 20, "Root fields of an operation."),
  variableValuesMax: limit("VARIABLE_VALUES_MAX", "values", 10_000, "Values in an operation's variables."),
  variableDepthMax: limit("VARIABLE_DEPTH_MAX", "levels", 16, "Nesting of an operation's variables."),
  anonymousPointsMax: limit("ANONYMOUS_POINTS_MAX", "points", 1_000, "Price of one operation without a credential."),
  signedInPointsMax: limit("SIGNED_IN_POINTS_MAX", "points", 5_000, "Price of one operation with a credential."),
  anonymousPointsPerMinute: limit(
    "ANONYMOUS_POINTS_PER_MINUTE",
    "points",
    6_000,
    "What one network address may spend.",
  ),
  signedInPointsPerMinute: limit("SIGNED_IN_POINTS_PER_MINUTE", "points", 30_000, "What one person may spend."),
  publicPagesBytesMax: limit(
    "PUBLIC_PAGES_BYTES_MAX",
    "bytes",
    33_554_432,
    "Memory for finished answers to callers without a credential; 0 keeps none.",
    0,
  ),
  publicPagesSecondsMax: limit(
    "PUBLIC_PAGES_SECONDS_MAX",
    "s",
    60,
    "Longest that such an answer is kept, even if no change of it were ever told.",
  ),
  publicPagesCdnSeconds: limit(
    "PUBLIC_PAGES_CDN_SECONDS",
    "s",
    1,
    "How long a CDN may serve one without asking; that much later it shows a cancellation.",
    0,
  ),
} as const;

type Settings = typeof settings;
type Read<S> = S extends { readonly read: Reader<infer T> } ? T : never;
/** Settings that a default fills, or that are filled in below when left out, are always there. */
type Filled = "publicUrl" | "secretKey";
type Values = {
  readonly [K in keyof Settings]: Settings[K] extends { readonly default: string }
    ? Read<Settings[K]>
    : K extends Filled
      ? Read<Settings[K]>
      : Read<Settings[K]> | null;
};

export interface Config extends Values {
  readonly isProduction: boolean;
  /** Where mail lies that no SMTP server takes. */
  readonly mailFolder: string;
}

/** Everything that is wrong with the configuration, at once. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "ConfigError";
  }
}

/**
 * The configuration of this process.
 *
 * @throws ConfigError naming every fault at once
 */
export function readConfig(environment: Environment = process.env): Config {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(settings as Record<string, Setting<unknown>>)) {
    values[name] = readSetting(entry, environment, faults);
  }
  if (faults.length > 0) throw new ConfigError(faults);

  const read = values as unknown as Values;
  return {
    ...read,
    isProduction: isProduction(environment),
    publicUrl: (values["publicUrl"] as string | null) ?? `http://localhost:${read.port}`,
    secretKey: (values["secretKey"] as string | null) ?? developmentKey(read.dataFolder),
    mailFolder: join(read.dataFolder, "mail"),
  };
}

/** Asked alone by what is refused in production before anything else is looked at. */
export const isProduction = (environment: Environment = process.env): boolean =>
  environment[settings.environment.variable] === "production";

function readSetting(entry: Setting<unknown>, environment: Environment, faults: string[]): unknown {
  const inProduction = isProduction(environment);
  const given = environment[entry.variable]?.trim() ?? "";
  const byDefault = inProduction ? (entry.productionDefault ?? entry.default) : entry.default;
  const written = given === "" ? byDefault : given;
  if (written === undefined) {
    if (inProduction && entry.requiredInProduction)
      faults.push(`${entry.variable} is required when NODE_ENV is production.`);
    return null;
  }
  const value = entry.read(written);
  if ("fault" in value) {
    faults.push(`${entry.variable} ${value.fault}.`);
    return null;
  }
  return value.value;
}

/** The README's table of settings, as Markdown. */
export function settingsTable(): string {
  const cell = (value: string) => value.replaceAll("|", "\\|");
  const rows = Object.values(settings as Record<string, Setting<unknown>>).map((entry) => {
    const written = entry.default ? `\`${entry.default}\`${entry.unit ? ` ${entry.unit}` : ""}` : "";
    const inProduction = entry.productionDefault ? `${written}; \`${entry.productionDefault}\` in production` : written;
    const byDefault = entry.requiredInProduction ? "required in production" : inProduction;
    return `| \`${entry.variable}\` | ${cell(byDefault)} | ${cell(entry.about)} |`;
  });
  return ["| variable | default | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}
