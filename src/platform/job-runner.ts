/**
 * Runs jobs in the service: a relay hands committed events and due mails to graphile-worker, whose queue several
 * server processes share. Acts never add jobs themselves: `add_job` notifies, and a notify inside of domain
 * transactions holds a lock of the whole database at commit.
 */
import { setTimeout as wait } from "node:timers/promises";
import { Logger, parseCronItems, type Runner, run, runMigrations, type TaskList } from "graphile-worker";
import pg from "pg";
import type { EntityManager } from "typeorm";
import { tellOfEvents } from "./change-notices.ts";
import { takeUnrelayed } from "./events.ts";
import type { JobDeps } from "./job-context.ts";
import { allTimers, react, reactionsTo, runTimer } from "./jobs.ts";
import type { Log } from "./log.ts";
import { leaseDueMails, type MailTry, sendMail } from "./mail.ts";

const RELAY_INTERVAL_MS = 250;
const RELAY_BATCH = 200;
const CONCURRENT_JOBS = 3;
/** The queue's own pool: one connection listens, the others fetch and finish jobs. */
const QUEUE_POOL_SIZE = 3;
/** Advisory lock of the relay: one hands on at a time, so that events keep their order. */
const RELAY_LOCK = 724_502;

export interface Jobs {
  /** Lets running jobs finish (they are given 5 s), then closes the queue's connections. */
  stop(): Promise<void>;
}

/** Makes or upgrades the queue's own schema, `graphile_worker`. Part of migrating, under the same lock. */
export const installJobQueue = (databaseUrl: string): Promise<void> =>
  runMigrations({ connectionString: databaseUrl, maxPoolSize: 1, logger: new Logger(() => () => undefined) });

/** Starts relay, timers and workers. `databaseUrl` must be a direct connection, as the queue listens on it. */
export async function startJobs(deps: JobDeps, databaseUrl: string): Promise<Jobs> {
  // Our own pool: the queue's is closed without waiting, and dies of the database ending behind it.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: QUEUE_POOL_SIZE });
  pool.on("error", (error) => deps.log.warn({ err: error }, "idle connection of the job queue lost"));
  const runner = await run({
    pgPool: pool,
    concurrency: CONCURRENT_JOBS,
    noHandleSignals: true,
    logger: queueLogger(deps.log),
    taskList: tasks(deps),
    parsedCronItems: parseCronItems(allTimers().map(cronItem)),
  });
  const relay = startRelay(deps);
  // A queue that dies by itself (its database gone for good) is reported; the service goes on answering reads.
  runner.promise.catch((error: unknown) => deps.log.error({ err: error }, "job queue stopped"));
  return {
    stop: async () => {
      await relay.stop();
      await stopRunner(runner);
      await pool.end();
    },
  };
}

async function stopRunner(runner: Runner): Promise<void> {
  const ended = runner.promise.catch(() => undefined);
  await runner.stop().catch(() => undefined);
  await ended;
}

const tasks = (deps: JobDeps): TaskList => ({
  react: async (payload) => {
    const { position, reaction } = payload as { position: string; reaction: string };
    await react(deps, position, reaction);
  },
  mail: (payload) => sendMail(deps, payload as MailTry),
  timer: (payload) => runTimer(deps, (payload as { name: string }).name),
});

const cronItem = ({ name, match }: { name: string; match: string }) => ({
  task: "timer",
  identifier: name,
  match,
  payload: { name },
  // One run at a time, and none piled up behind a slow one.
  options: { backfillPeriod: 0, maxAttempts: 3, queueName: `timer/${name}`, jobKey: `timer/${name}` },
});

function startRelay(deps: JobDeps): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      const busy = await relayOnce(deps).catch((error: unknown) => {
        deps.log.warn({ err: error }, "relay failed, will try again");
        return false;
      });
      if (!busy) await wait(RELAY_INTERVAL_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}

/**
 * Hands on one batch in one transaction: taken off the list and put into the queue, or neither. Answers whether
 * there may be more.
 */
export const relayOnce = (deps: JobDeps): Promise<boolean> =>
  deps.db.transaction(async (db) => {
    const [{ taken }] = await db.query<[{ taken: boolean }]>("select pg_try_advisory_xact_lock($1) as taken", [
      RELAY_LOCK,
    ]);
    if (!taken) return false;
    const events = await takeUnrelayed(db, RELAY_BATCH);
    await tellOfEvents(db, events);
    for (const { position, name } of events) {
      for (const reaction of reactionsTo(name)) {
        // One queue a reaction: its jobs run one after the other, in the order they were added.
        await addJob(db, "react", { position, reaction }, `react/${reaction}`);
      }
    }
    const mails = await leaseDueMails(db, deps.clock.now(), RELAY_BATCH);
    for (const mail of mails) await addJob(db, "mail", mail, null);
    return events.length === RELAY_BATCH || mails.length === RELAY_BATCH;
  });

const addJob = (db: EntityManager, task: string, payload: object, queue: string | null): Promise<unknown> =>
  db.query("select graphile_worker.add_job($1, payload := $2::json, queue_name := $3)", [
    task,
    JSON.stringify(payload),
    queue,
  ]);

/** What the queue finds worth telling is detail to us, unless something is wrong. */
const ourLevel = { error: "error", warning: "warn", info: "debug", debug: "trace" } as const;

/** The queue's messages in our log; its payloads are ids and names of ours. */
const queueLogger = (log: Log): Logger =>
  new Logger(() => (level, message) => {
    log[ourLevel[level]]({ queue: true }, message);
  });
