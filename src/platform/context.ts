import type { EntityManager } from "typeorm";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import type { Reads } from "./reads/reads.ts";

/** A service that asks with a key: nobody in person, and so without anybody's rights. */
export interface ServicePrincipal {
  readonly kind: "service";
  readonly keyId: string;
  /** Primary keys of the groups on whose behalf it asks. */
  readonly groupIds: readonly string[];
  /** What it may read of these groups, beside what everybody may; empty for keys that stand in pages. */
  readonly scopes: readonly string[];
  /** Origins whose pages may send such a key. */
  readonly allowedOrigins: readonly string[];
  /** Points that fit into the key's own bucket. */
  readonly pointsPerMinute: number;
}

/** An app that asks for a member who let it: less than the member in every way. */
export interface AppPrincipal {
  readonly kind: "app";
  readonly personId: string;
  readonly appId: string;
  /** What the member agreed to, once: disconnecting the app ends it. */
  readonly grantId: string;
  /** What the app may do for the member, by the names of `SCOPES`. */
  readonly scopes: readonly string[];
  /** Primary keys of the groups that the member chose; null for all of them, also those to come. */
  readonly groupIds: readonly string[] | null;
  /** Origins whose pages may send the token: those of the app itself, if it lives in browsers. */
  readonly allowedOrigins: readonly string[];
  /** Points that fit into the bucket of the app's requests for this member. */
  readonly pointsPerMinute: number;
}

/** A telephone at the entrance of one meeting: nobody in person, and good for nothing but that meeting's roll. */
export interface DoorPrincipal {
  readonly kind: "door";
  readonly doorId: string;
  readonly meetingId: string;
  /** Primary key of the person in whose name its marks stand. */
  readonly openedById: string;
}

/** Whether a key stands in pages for all to read, and so sees what everybody sees. */
export const isPageKey = (principal: Principal): boolean =>
  principal.kind === "service" && principal.scopes.length === 0;

/** Who is asking, proved by the credential of the request and never taken from its input. */
export type Principal =
  | { readonly kind: "anonymous" }
  | { readonly kind: "person"; readonly personId: string; readonly sessionId: string | null }
  | AppPrincipal
  | ServicePrincipal
  | DoorPrincipal;

/**
 * Proof of the principal that is still owed. Who was proved before is believed at first; the statement that answers a
 * query proves the credential again, with no look-up of its own. Everything else demands the proof before it begins.
 */
export interface OwedProof {
  /** Hash of the credential; null once it is proved. */
  readonly owed: Buffer | null;
  /**
   * Proves the credential by a look-up of its own, unless it is proved.
   *
   * @throws GraphQLError UNAUTHENTICATED for one that no longer is any
   */
  demand(): Promise<void>;
}

/** Whose passkeys are: the domain that they are bound to, and the pages that may ask for them. */
export interface RelyingParty {
  readonly id: string;
  readonly origins: readonly string[];
}

/** The browser's session: set by signing in, cleared by signing out, sent with the answer of the same request. */
export interface SessionCookie {
  set(token: string, expiresAt: Date): void;
  clear(): void;
  /** What this browser was given when it asked for a sign-in link; null if it did not ask. */
  readonly linkBinding: string | null;
  /** Keeps such a secret in the browser, so that a mailed link works nowhere else. */
  bindLink(secret: string, expiresAt: Date): void;
}

/**
 * What every act and query is given first. Read-only; `inTransaction` hands on a copy whose `db`
 * is the transaction, under the same name on purpose.
 */
export interface Context {
  readonly db: EntityManager;
  readonly clock: Clock;
  readonly principal: Principal;
  /** Left out where nothing is owed. */
  readonly proof?: OwedProof | undefined;
  /** Primary key of the person who acts; null for anonymous requests. */
  readonly viewerId: string | null;
  /** Network address of the caller, as far as `TRUST_PROXY` lets us believe it. */
  readonly address: string;
  /** What the caller calls itself, cut to `USER_AGENT_LENGTH_MAX`; null where it does not say, and in jobs. */
  readonly userAgent: string | null;
  /** Left out outside of HTTP requests. */
  readonly relyingParty?: RelyingParty | undefined;
  /** Null outside of HTTP requests: jobs and the command line have no browser. */
  readonly sessionCookie: SessionCookie | null;
  readonly requestId: string;
  readonly log: Log;
  /** The compiled reads: what the viewer can see, and entities as GraphQL answers. */
  readonly reads: Reads;
  /** `PUBLIC_URL`, the one source of links to our own pages: never the Host header of a request. */
  readonly publicUrl: string;
  /** The secret behind every keyed hash (codes, links); never logged. */
  readonly secretKey: string;
}
