import { isDeepStrictEqual } from "node:util";
import { stringifySetCookie } from "cookie";
import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../platform/clock.ts";
import {
  type Context,
  isPageKey,
  type OwedProof,
  type Principal,
  type RelyingParty,
  type SessionCookie,
} from "../platform/context.ts";
import type { Reads } from "../platform/reads/reads.ts";
import type { Exchange } from "./endpoint/exchange.ts";
import { maskedFault, RETRY_AFTER_SECONDS, requestError } from "./format-error.ts";
import type { KnownCredential, KnownCredentials } from "./known-credentials.ts";
import { rateLimited } from "./price-plugin.ts";
import type { Bucket, Fill, RateLimits } from "./rate-limits.ts";

/** Characters kept of what a caller calls itself. */
const USER_AGENT_LENGTH_MAX = 300;
/** Characters of a credential; a longer one is none of ours and is not looked up. */
const TOKEN_LENGTH_MAX = 512;
/** Characters of one that somebody else signed, which has dots. */
const SIGNED_TOKEN_LENGTH_MAX = 8_192;

/** The principal behind a token, or null for one that is unknown, expired or revoked. */
export type Authenticate = (db: EntityManager, token: string, now: Date) => Promise<Principal | null>;

/** What an operation was charged; filled in before it runs. */
export interface Spending {
  requested: number;
  fill: Fill;
  readonly bucket: Bucket;
}

/** A `Context` with what only the roof uses. */
export interface ServerContext extends Context {
  readonly spending: Spending;
  readonly exchange: Exchange;
}

export interface ContextDeps {
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly reads: Reads;
  readonly secretKey: string;
  readonly publicUrl: string;
  readonly authenticate: Authenticate;
  /** Whose the credentials used lately are, if reads can prove that those still hold. */
  readonly credentials: KnownCredentials | null;
  readonly rateLimits: RateLimits;
  /** Origins (scheme, host, port) whose pages may use the session cookie. */
  readonly allowedOrigins: ReadonlySet<string>;
  readonly relyingParty: RelyingParty;
  /** Cookies over HTTPS only, under a name that sub-domains cannot set. */
  readonly secureCookies: boolean;
}

/** What a cookie that is to be forgotten says of its end. */
const LONG_AGO = new Date(0);

interface Credential {
  readonly kind: "bearer" | "cookie";
  readonly token: string;
}

export const sessionCookieName = (secure: boolean): string => (secure ? "__Host-sid" : "sid");
const linkCookieName = (secure: boolean): string => (secure ? "__Host-link" : "link");

/** What Apollo is given: `requestContext`, whose unexpected faults are logged and masked here, where the request is known. */
export async function guardedContext(deps: ContextDeps, exchange: Exchange): Promise<ServerContext> {
  try {
    return await requestContext(deps, exchange);
  } catch (error) {
    throw maskedFault(error, exchange.requestId, exchange.log);
  }
}

/**
 * Credential → principal → context, once per request. A bad credential is refused, never taken
 * for none; where both are sent the bearer token counts and the cookie is not looked at.
 */
async function requestContext(deps: ContextDeps, exchange: Exchange): Promise<ServerContext> {
  const { address, headers, requestId } = exchange;
  const cookie = new BrowserSession(exchange, deps.secureCookies);
  const { principal, proof } = await principalOf(deps, exchange, cookie);
  const viewerId = principal.kind === "person" || principal.kind === "app" ? principal.personId : null;
  // Who has nothing left is turned away before the document is read, which is work too.
  const bucket = deps.rateLimits.bucketOf(principal, address);
  const fill = deps.rateLimits.pour(bucket, 0);
  if (fill.remaining < 1) throw rateLimited({ ...fill, retryAfterSeconds: 1 });
  return {
    db: deps.dataSource.manager,
    clock: deps.clock,
    principal,
    proof,
    viewerId,
    address,
    userAgent: headers["user-agent"]?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
    relyingParty: deps.relyingParty,
    sessionCookie: cookie,
    requestId,
    // No getter: a literal with one has a hidden class for each request, which keeps the request until all memory is swept.
    log: exchange.log,
    reads: deps.reads,
    secretKey: deps.secretKey,
    publicUrl: deps.publicUrl,
    spending: { requested: 0, fill, bucket },
    exchange,
  };
}

/** Who asks, and what is still owed as a proof of it. */
interface Credentials {
  readonly principal: Principal;
  readonly proof?: OwedProof;
}

async function principalOf(deps: ContextDeps, exchange: Exchange, cookie: SessionCookie): Promise<Credentials> {
  const sent = credentialOf(exchange, deps.secureCookies);
  if (!sent) return { principal: { kind: "anonymous" } };
  if (sent.kind === "cookie") refuseForeignOrigin(deps, exchange);

  const lookUp = async (): Promise<Principal> => {
    const found = isToken(sent.token)
      ? await deps.authenticate(deps.dataSource.manager, sent.token, deps.clock.now())
      : null;
    // A cookie holds a session, and nothing else.
    if (found && (sent.kind === "bearer" || isSession(found))) {
      // The statement that answers knows how to prove a session, and nothing else.
      if (isSession(found)) deps.credentials?.remember(sent.token, found);
      return found;
    }
    deps.credentials?.forget(sent.token);
    // Script cannot remove an HttpOnly cookie, so a dead session would lock the browser out for good.
    if (sent.kind === "cookie") cookie.clear();
    throw badCredential();
  };
  const known = deps.credentials?.recall(sent.token);
  const principal = known?.principal ?? (await lookUp());
  if (sent.kind === "bearer") refuseForeignPage(deps, principal, exchange);
  // Pages see what everybody sees, so what everybody is answered may answer them too.
  if (isPageKey(principal)) exchange.asking = { page: null };
  return known ? { principal, proof: new Proof(known, lookUp) } : { principal };
}

/**
 * A key that stands in pages is for the pages that it was made for, and for nothing else. Any other token is for programs
 * and for our own pages, an app's for the app's pages too: one that got into somebody else's page works there no more.
 */
function refuseForeignPage(deps: ContextDeps, principal: Principal, { headers: { origin } }: Exchange): void {
  if (principal.kind === "service" && isPageKey(principal)) {
    if (principal.allowedOrigins.includes(origin ?? "")) return;
    throw requestError("FORBIDDEN", 403, "This key is for the pages of other origins.");
  }
  if (origin === undefined || deps.allowedOrigins.has(origin)) return;
  if (principal.kind === "app" && principal.allowedOrigins.includes(origin)) return;
  throw requestError("FORBIDDEN", 403, "This token is not for pages of that origin.");
}

const isSession = (principal: Principal): boolean => principal.kind === "person" && principal.sessionId !== null;

const isToken = (text: string): boolean =>
  text !== "" &&
  text.length <= (text.includes(".") ? SIGNED_TOKEN_LENGTH_MAX : TOKEN_LENGTH_MAX) &&
  !text.includes("\0");

class Proof implements OwedProof {
  owed: Buffer | null;

  constructor(
    private readonly known: KnownCredential,
    private readonly lookUp: () => Promise<Principal>,
  ) {
    this.owed = known.hash;
  }

  async demand(): Promise<void> {
    if (this.owed === null) return;
    const found = await this.lookUp();
    // Believed to be somebody else until now: what was done for this request may not go on, the next one is right.
    if (!isDeepStrictEqual(found, this.known.principal))
      throw requestError("UNAVAILABLE", 503, "", { headers: { "retry-after": String(RETRY_AFTER_SECONDS) } });
    this.owed = null;
  }
}

function credentialOf(exchange: Exchange, secure: boolean): Credential | null {
  const header = exchange.headers.authorization;
  if (header !== undefined) return { kind: "bearer", token: /^Bearer +([\w.~+/=-]+) *$/i.exec(header)?.[1] ?? "" };
  const token = exchange.cookie(sessionCookieName(secure));
  return token === undefined ? null : { kind: "cookie", token };
}

/** A page elsewhere can make a browser send our cookie, but not hide where it stands. */
function refuseForeignOrigin(deps: ContextDeps, { headers: { origin }, method }: Exchange): void {
  if (origin !== undefined ? deps.allowedOrigins.has(origin) : method === "GET") return;
  throw requestError("FORBIDDEN", 403, "A request with a session cookie must come from an allowed origin.");
}

const badCredential = (): Error =>
  requestError("UNAUTHENTICATED", 401, "The credential is unknown, expired or revoked.", {
    headers: { "www-authenticate": 'Bearer realm="wellmet", error="invalid_token"' },
  });

const COOKIE = { path: "/", httpOnly: true, sameSite: "lax" } as const;

/** The cookie by which a browser forgets its session, as a header says it. */
export const forgottenSession = (secure: boolean): string =>
  stringifySetCookie(sessionCookieName(secure), "", { ...COOKIE, secure, expires: LONG_AGO });

class BrowserSession implements SessionCookie {
  constructor(
    private readonly exchange: Exchange,
    private readonly secure: boolean,
  ) {}

  set(token: string, expires: Date): void {
    this.exchange.setCookie(sessionCookieName(this.secure), token, { ...COOKIE, secure: this.secure, expires });
  }

  clear(): void {
    this.set("", LONG_AGO);
  }

  get linkBinding(): string | null {
    return this.exchange.cookie(linkCookieName(this.secure)) ?? null;
  }

  bindLink(secret: string, expires: Date): void {
    this.exchange.setCookie(linkCookieName(this.secure), secret, { ...COOKIE, secure: this.secure, expires });
  }
}
