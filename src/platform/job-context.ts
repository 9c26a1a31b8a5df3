import type { EntityManager } from "typeorm";
import type { Clock } from "./clock.ts";
import type { Context } from "./context.ts";
import type { Log } from "./log.ts";
import type { Outlet } from "./outlet.ts";
import type { Reads } from "./reads/reads.ts";

/** What the background work needs of the process; made once, at start or by a test. */
export interface JobDeps {
  readonly db: EntityManager;
  readonly clock: Clock;
  readonly log: Log;
  readonly reads: Reads;
  readonly secretKey: string;
  readonly publicUrl: string;
  readonly outlet: Outlet;
}

/** The context of reactions, timers and mails, in which nobody acts; `requestId` ties its log lines together. */
export const jobContext = (deps: Omit<JobDeps, "outlet">, requestId: string): Context => ({
  db: deps.db,
  clock: deps.clock,
  principal: { kind: "anonymous" },
  viewerId: null,
  address: "",
  userAgent: null,
  sessionCookie: null,
  requestId,
  log: deps.log.child({ requestId }),
  reads: deps.reads,
  secretKey: deps.secretKey,
  publicUrl: deps.publicUrl,
});

/** An absolute link into our own pages: `link(ctx, "/sign-in")`. */
export const link = (ctx: Context, path: string): string => new URL(path, ctx.publicUrl).href;
