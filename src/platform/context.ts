import type { EntityManager } from "typeorm";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import type { Reads } from "./reads/reads.ts";

/** Who is asking, proved by the credential of the request and never taken from its input. */
export type Principal =
  | { readonly kind: "anonymous" }
  | { readonly kind: "person"; readonly personId: string; readonly sessionId: string };

/**
 * What every act and query is given first. Read-only; `inTransaction` hands on a copy whose `db`
 * is the transaction, under the same name on purpose.
 */
export interface Context {
  readonly db: EntityManager;
  readonly clock: Clock;
  readonly principal: Principal;
  /** Primary key of the person who acts; null for anonymous requests. */
  readonly viewerId: string | null;
  /** Network address of the caller, as far as `TRUST_PROXY` lets us believe it. */
  readonly address: string;
  readonly requestId: string;
  readonly log: Log;
  /** The compiled reads: what the viewer can see, and entities as GraphQL answers. */
  readonly reads: Reads;
  /** The secret behind every keyed hash (codes, links); never logged. */
  readonly secretKey: string;
}
