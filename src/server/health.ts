import { setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";

/** Milliseconds in which the database must answer to count as reachable. */
const DATABASE_ANSWER_MS = 1_500;

/** Whether this process should be sent requests. */
export class Readiness {
  private draining = false;
  private hasMigrated = false;

  constructor(private readonly dataSource: DataSource) {}

  /** From now on "not ready", so that nobody sends new requests while the running ones end. */
  drain(): void {
    this.draining = true;
  }

  get isDraining(): boolean {
    return this.draining;
  }

  /** Null when ready, else why not, in one word for the operator. */
  async obstacle(): Promise<"draining" | "database" | "migrations" | null> {
    if (this.draining) return "draining";
    try {
      const isMigrated = await Promise.race([this.isMigrated(), wait(DATABASE_ANSWER_MS, null, { ref: false })]);
      if (isMigrated === null) return "database";
      return isMigrated ? null : "migrations";
    } catch {
      return "database";
    }
  }

  /** Asks the database each time; migrations that have run stay run. */
  private async isMigrated(): Promise<boolean> {
    if (this.hasMigrated) await this.dataSource.query("SELECT 1");
    else this.hasMigrated = !(await this.dataSource.showMigrations());
    return this.hasMigrated;
  }
}

/** `/healthz`: this process lives; `/readyz`: it can do its work. */
export function addHealthRoutes(app: FastifyInstance, readiness: Readiness): void {
  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const obstacle = await readiness.obstacle();
    if (obstacle === null) return { status: "ready" };
    return reply.code(503).header("retry-after", "1").send({ status: "not ready", obstacle });
  });
}
