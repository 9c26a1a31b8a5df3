import { monitorEventLoopDelay } from "node:perf_hooks";
import type { FastifyInstance } from "fastify";
import { Counter, Gauge, Registry } from "prom-client";
import type { DataSource } from "typeorm";
import type { Admission } from "./admission.ts";
import { Distribution } from "./distribution.ts";
import type { LiveAnswers } from "./live/live-answers.ts";
import type { OperationPlugin } from "./operation-plugin.ts";
import type { PublicPages } from "./public-pages/public-pages.ts";
import type { StatementCounter } from "./statement-counter.ts";

/** Names of operations that get a series of their own; clients choose the names, so they must not choose how many. */
const OPERATION_NAMES_MAX = 200;
const OPERATION_NAME = /^[A-Za-z_]\w{0,63}$/;
const DURATION_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const STATEMENT_BUCKETS = [0, 1, 2, 3, 5, 8, 13, 21, 34];
const NANOSECONDS = 1e9;
const MILLISECONDS = 1e3;

interface MetricsDeps {
  readonly dataSource: DataSource;
  readonly admission: Admission;
  readonly statements: StatementCounter;
  readonly publicPages: PublicPages | null;
  readonly live: LiveAnswers;
}

/** How the service fares, for Prometheus. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly delay = monitorEventLoopDelay({ resolution: 20 });
  private readonly names = new Set<string>();
  private readonly requests = new Counter({
    name: "wellmet_graphql_requests_total",
    help: "Operations answered or refused, by name and outcome.",
    labelNames: ["operation", "outcome"],
    registers: [this.registry],
  });
  /** Counted since they were last collected, by the two labels. */
  private readonly fresh = new Map<string, Map<string, number>>();
  private readonly durations = new Distribution({
    name: "wellmet_graphql_duration_seconds",
    help: "Time from the parsed request to the answer.",
    buckets: DURATION_BUCKETS_SECONDS,
    registry: this.registry,
  });
  private readonly statements = new Distribution({
    name: "wellmet_graphql_sql_statements",
    help: "SQL statements of an operation, counted while no other ran beside it.",
    buckets: STATEMENT_BUCKETS,
    registry: this.registry,
  });

  constructor(private readonly deps: MetricsDeps) {
    this.delay.enable();
    this.gauge("wellmet_sql_statements", "SQL statements since the start.", () => deps.statements.total);
    this.gauge("wellmet_requests_in_flight", "Operations worked on now.", () => deps.admission.inFlight);
    this.gauge("wellmet_requests_waiting", "Operations waiting for a place.", () => deps.admission.queueLength);
    this.gauge("wellmet_subscriptions_open", "Subscriptions open.", () => deps.live.size);
    this.gauge("wellmet_pool_connections", "Database connections open.", () => this.pool.totalCount);
    this.gauge("wellmet_pool_idle", "Database connections doing nothing.", () => this.pool.idleCount);
    this.gauge("wellmet_pool_waiting", "Callers waiting for a database connection.", () => this.pool.waitingCount);
    this.gauge("wellmet_event_loop_lag_p99_seconds", "99th percentile of the event loop's delay.", () => {
      const seconds = this.delay.percentile(99) / NANOSECONDS;
      this.delay.reset();
      return seconds;
    });
    if (deps.publicPages) this.watchPages(deps.publicPages);
    this.gauge("wellmet_resident_memory_bytes", "Memory of this process.", () => process.memoryUsage.rss());
  }

  /** Counts every operation that came as far as Apollo. */
  readonly plugin: OperationPlugin = () => {
    const beganAt = performance.now();
    const endCount = this.deps.statements.begin();
    return {
      willSendResponse: ({ operation, operationName, response, contextValue }) => {
        const type = operation?.operation ?? "none";
        const errors = response.body.kind === "single" ? response.body.singleResult.errors : undefined;
        const outcome = outcomeOf(errors);
        this.durations.observe(type, (performance.now() - beganAt) / MILLISECONDS);
        const statements = endCount();
        if (statements !== null) this.statements.observe(type, statements);
        // Who waited too long was refused meanwhile, and counted so.
        const { exchange } = contextValue;
        if (exchange.isSent) return;
        exchange.report = { operationName: operationName ?? null, outcome };
        this.count(this.nameOf(operationName ?? null, errors !== undefined), outcome);
      },
    };
  };

  /** Counts what is refused before Apollo sees it: no place, no right, nothing left to spend, a body that is none. */
  countRefusal(status: number): void {
    this.count("unnamed", OUTCOMES.get(status) ?? "bad_request");
  }

  addRoute(app: FastifyInstance): void {
    app.get("/metrics", async (_request, reply) => {
      this.collectRequests();
      return reply.header("content-type", this.registry.contentType).send(await this.registry.metrics());
    });
  }

  private watchPages({ store, counts }: PublicPages): void {
    this.gauge("wellmet_public_pages", "Public pages in memory.", () => store.size);
    this.gauge("wellmet_public_pages_bytes", "Memory that they take.", () => store.bytes);
    this.gauge("wellmet_public_page_hits", "Operations answered from memory.", () => counts.hits);
    this.gauge("wellmet_public_page_misses", "Public pages read from the database.", () => counts.misses);
    this.gauge("wellmet_public_page_shared", "Operations that waited for the same one of others.", () => counts.shared);
    const losses = new Gauge({
      name: "wellmet_public_pages_lost",
      help: "Public pages given up, by reason.",
      labelNames: ["reason"],
      registers: [this.registry],
      collect() {
        for (const [reason, count] of Object.entries(store.lost)) losses.set({ reason }, count);
      },
    });
  }

  private count(operation: string, outcome: string): void {
    const counts = this.fresh.get(operation) ?? new Map<string, number>();
    this.fresh.set(operation, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
  }

  /** Answers from memory do not come as far as Apollo, and are too quick to be counted one by one here. */
  private collectRequests(): void {
    for (const [operation, counts] of this.fresh)
      for (const [outcome, count] of counts) this.requests.inc({ operation, outcome }, count);
    this.fresh.clear();
    for (const [name, count] of this.deps.publicPages?.takeAnswers() ?? [])
      this.requests.inc({ operation: this.nameOf(name, false), outcome: "ok" }, count);
  }

  stop(): void {
    this.delay.disable();
  }

  /** Only names of operations that were answered well are remembered: a flood of nonsense names none. */
  private nameOf(name: string | null, failed: boolean): string {
    if (name === null) return "unnamed";
    if (this.names.has(name)) return name;
    if (failed || this.names.size >= OPERATION_NAMES_MAX || !OPERATION_NAME.test(name)) return "other";
    this.names.add(name);
    return name;
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** TypeORM does not show its pool in its types. */
  private get pool(): { totalCount: number; idleCount: number; waitingCount: number } {
    const { master } = this.deps.dataSource.driver as unknown as { master?: Metrics["pool"] };
    return master ?? { totalCount: 0, idleCount: 0, waitingCount: 0 };
  }
}

/** Of refusals before Apollo, by status; those not named are faults of the request. */
const OUTCOMES: ReadonlyMap<number, string> = new Map([
  [401, "unauthenticated"],
  [403, "forbidden"],
  [429, "rate_limited"],
  [500, "internal_server_error"],
  [503, "unavailable"],
]);

/** The first error's code in small letters, or `ok`: a closed list, so that the series stay few. */
const outcomeOf = (errors: readonly { extensions?: { code?: unknown } }[] | undefined): string => {
  const code = errors?.[0]?.extensions?.code;
  return typeof code === "string" ? code.toLowerCase() : "ok";
};
