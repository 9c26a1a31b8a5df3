/** Reads the configuration, starts what the service needs, lowest first, and ends it in the reverse order. */
import "reflect-metadata";
import type { DataSource } from "typeorm";
import { operatorContext } from "../command-line/operate.ts";
import { hasDemoPeople, plantDemo } from "../command-line/seed-demo.ts";
import { ContactLog } from "../contact-reads/contact-log.ts";
import { systemClock } from "../platform/clock.ts";
import { type Config, ConfigError, readConfig } from "../platform/config.ts";
import { makeDataSource } from "../platform/database.ts";
import type { JobDeps } from "../platform/job-context.ts";
import { startJobs } from "../platform/job-runner.ts";
import { type Log, makeLog } from "../platform/log.ts";
import { migrate } from "../platform/migrate.ts";
import { folderOutlet, smtpOutlet } from "../platform/outlet.ts";
import { createReads } from "../platform/reads/execute.ts";
import type { Reads } from "../platform/reads/reads.ts";
import { keepHeapSparing } from "../platform/sparing-heap.ts";
import { sessionHolds } from "../sign-in/session.ts";
import { Ending } from "./ending.ts";
import type { PublicPagesSettings } from "./public-pages/public-pages.ts";
import { entities } from "./rooms.ts";
import { buildApiSchema } from "./schema.ts";
import { buildServer, type Server } from "./server.ts";
import { welcome } from "./welcome.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** Part of the time for ending that running requests may take; the rest is for jobs and the database. */
const REQUESTS_SHARE = 0.6;
/** By name, or by code of the system. */
const KNOWN_FAULTS = new Set(["ConfigError", "FolderInUse", "DatabaseTooOld", "EACCES"]);
/** No such host, nobody there, wrong password, no such database, and time that ran out. */
const DATABASE_FAULTS = new Set(["ECONNREFUSED", "ENOTFOUND", "28P01", "3D000", "ETIMEDOUT"]);
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

async function main(): Promise<void> {
  keepHeapSparing();
  const config = readConfig();
  const log = makeLog(config.logLevel);
  const ending = new Ending(log, config.shutdownTimeoutMs);
  for (const signal of SIGNALS) process.on(signal, () => void ending.ask(signal));
  try {
    await start(config, log, ending);
  } catch (error) {
    await ending.finish();
    throw error;
  }
}

async function start(config: Config, log: Log, ending: Ending): Promise<void> {
  const database = await openDatabase(config, log, ending);
  await migrate(database.migrationUrl, { entities });

  const dataSource = makeDataSource(database.url, {
    entities,
    poolSize: config.poolSize,
    statementTimeoutMs: config.statementTimeoutMs,
    prepared: config.preparedStatements === "on",
    onPoolError: (error) => log.warn({ err: error }, "idle database connection lost"),
  });
  await dataSource.initialize();
  ending.then("database connections", () => dataSource.destroy());
  if (database.isEmbedded) await plantDemo(operatorContext(dataSource, config, log));

  const schema = await buildApiSchema();
  const prepared = config.preparedStatements === "on";
  const contactLog = new ContactLog({ dataSource, log });
  const onNoted = contactLog.note;
  const reads = createReads({ schema, dataSource, prepared, credentialHolds: sessionHolds, onNoted });
  const jobs = await startJobs(jobDeps({ config, dataSource, log, reads }), database.migrationUrl);
  ending.then("jobs", () => jobs.stop());

  const publicPages = pagesSettings(config, database.migrationUrl);
  const settings = { settings: config, limits: config, publicPages };
  const server = await buildServer({ ...settings, dataSource, clock: systemClock, log, schema, reads, contactLog });
  ending.then("requests", () => endRequests(server, config.shutdownTimeoutMs * REQUESTS_SHARE));
  const address = await server.app.listen({ port: config.port, host: config.host });
  if (config.isProduction) return;
  process.stdout.write(welcome(address, { hasDemo: await hasDemoPeople(operatorContext(dataSource, config, log)) }));
}

/** Listening needs a direct connection, as migrating does. */
const pagesSettings = (config: Config, databaseUrl: string): PublicPagesSettings | undefined =>
  config.publicPagesBytesMax === 0
    ? undefined
    : {
        databaseUrl,
        bytesMax: config.publicPagesBytesMax,
        ageSecondsMax: config.publicPagesSecondsMax,
        cdnSeconds: config.publicPagesCdnSeconds,
      };

/** Lets running requests finish for a while, then cuts the connections of those that do not. */
async function endRequests(server: Server, timeoutMs: number): Promise<void> {
  const cut = setTimeout(() => {
    server.app.server.closeAllConnections();
  }, timeoutMs);
  await server.close();
  clearTimeout(cut);
}

interface Parts {
  readonly config: Config;
  readonly dataSource: DataSource;
  readonly log: Log;
  readonly reads: Reads;
}

const jobDeps = ({ config, dataSource, log, reads }: Parts): JobDeps => ({
  db: dataSource.manager,
  clock: systemClock,
  log,
  reads,
  secretKey: config.secretKey,
  publicUrl: config.publicUrl,
  outlet: config.smtpUrl
    ? smtpOutlet(config.smtpUrl, config.mailFrom)
    : folderOutlet(config.mailFolder, config.mailFrom, systemClock, log),
});

interface Database {
  readonly url: string;
  readonly migrationUrl: string;
  readonly isEmbedded: boolean;
}

async function openDatabase(config: Config, log: Log, ending: Ending): Promise<Database> {
  if (config.databaseUrl) {
    const migrationUrl = config.migrationDatabaseUrl ?? config.databaseUrl;
    return { url: config.databaseUrl, migrationUrl, isEmbedded: false };
  }
  const { startEmbeddedDatabase } = await import("../platform/embedded-database/embedded-database.ts");
  const embedded = await startEmbeddedDatabase({
    dataFolder: config.dataFolder,
    tell: (line) => {
      log.info(line);
    },
  });
  ending.then("embedded database", () => embedded.stop());
  void embedded.ended.then(() => ending.begin("the embedded database ended", EXIT_FAILED));
  return { url: embedded.url, migrationUrl: embedded.url, isEmbedded: true };
}

/** Faults that the operator can mend are told in a sentence, the others with their stack. */
function tell(error: unknown): void {
  const { name, message, stack, code = "" } = error as NodeJS.ErrnoException;
  if (DATABASE_FAULTS.has(code))
    process.stderr.write(`The database cannot be used: ${message || code}. See DATABASE_URL.\n`);
  else if (code === "EADDRINUSE")
    process.stderr.write("The port is taken by another program. Set PORT to another one, or to 0 for a free one.\n");
  else if (KNOWN_FAULTS.has(name) || KNOWN_FAULTS.has(code)) process.stderr.write(`${message}\n`);
  else process.stderr.write(`${stack ?? String(error)}\n`);
}

main().catch((error: unknown) => {
  tell(error);
  process.exit(error instanceof ConfigError ? EXIT_USAGE : EXIT_FAILED);
});
