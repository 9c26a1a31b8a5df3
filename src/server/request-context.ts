import { isDeepStrictEqual } from "node:util";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../platform/clock.ts";
import type { Context, OwedProof, Principal, SessionCookie } from "../platform/context.ts";
import type { Log } from "../platform/log.ts";
import type { Reads } from "../platform/reads/reads.ts";
import { maskedFault, RETRY_AFTER_SECONDS, requestError } from "./format-error.ts";
import type { KnownCredential, KnownCredentials } from "./known-credentials.ts";
import { rateLimited } from "./price-plugin.ts";
import type { PublicAsking } from "./public-pages/public-pages.ts";
import type { Fill, RateLimits } from "./rate-limits.ts";

/** Characters kept of what a caller calls itself. */
const USER_AGENT_LENGTH_MAX = 300;
/** Characters of a credential; a longer one is none of ours and is not looked up. */
const TOKEN_LENGTH_MAX = 512;

/** The principal behind a token, or null for one that is unknown, expired or revoked. */
export type Authenticate = (db: EntityManager, token: string, now: Date) => Promise<Principal | null>;

/** What an operation was charged; filled in before it runs. */
export interface Spending {
  requested: number;
  fill: Fill;
}

/** A `Context` with what only the roof uses. */
export interface ServerContext extends Context {
  readonly spending: Spending;
  /** Set if what everybody is answered may answer this. */
  readonly asking?: PublicAsking | undefined;
  /** Tells the log what was asked and how it went; false if the caller has been answered meanwhile. */
  readonly report: (operation: { operationName: string | null; outcome: string }) => boolean;
}

export interface ContextDeps {
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly reads: Reads;
  readonly secretKey: string;
  readonly authenticate: Authenticate;
  /** Whose the credentials used lately are, if reads can prove that those still hold. */
  readonly credentials: KnownCredentials | null;
  readonly rateLimits: RateLimits;
  /** Origins (scheme, host, port) whose pages may use the session cookie. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** Cookies over HTTPS only, under a name that sub-domains cannot set. */
  readonly secureCookies: boolean;
}

type Credential = { readonly kind: "bearer" | "cookie"; readonly token: string };

export const sessionCookieName = (secure: boolean): string => (secure ? "__Host-sid" : "sid");
const linkCookieName = (secure: boolean): string => (secure ? "__Host-link" : "link");

/** What Apollo is given: `requestContext`, whose unexpected faults are logged and masked here, where the request is known. */
export async function guardedContext(
  deps: ContextDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<ServerContext> {
  try {
    return await requestContext(deps, request, reply);
  } catch (error) {
    throw maskedFault(error, request.id, request.log as Log);
  }
}

/**
 * Credential → principal → context, once per request. A bad credential is refused, never taken
 * for none; where both are sent the bearer token counts and the cookie is not looked at.
 */
async function requestContext(deps: ContextDeps, request: FastifyRequest, reply: FastifyReply): Promise<ServerContext> {
  const cookie = sessionCookie(request, reply, deps.secureCookies);
  const { principal, proof } = await principalOf(deps, request, cookie);
  const viewerId = principal.kind === "person" ? principal.personId : null;
  // Who has nothing left is turned away before the document is read, which is work too.
  const fill = deps.rateLimits.pour(viewerId, request.ip, 0);
  if (fill.remaining < 1) throw rateLimited({ ...fill, retryAfterSeconds: 1 });
  return {
    db: deps.dataSource.manager,
    clock: deps.clock,
    principal,
    proof,
    viewerId,
    address: request.ip,
    userAgent: request.headers["user-agent"]?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
    sessionCookie: cookie,
    requestId: request.id,
    log: request.log as Log,
    reads: deps.reads,
    secretKey: deps.secretKey,
    spending: { requested: 0, fill },
    asking: request.asking,
    report: (operation) => {
      if (reply.sent) return false;
      request.operation = operation;
      return true;
    },
  };
}

/** Who asks, and what is still owed as a proof of it. */
interface Credentials {
  readonly principal: Principal;
  readonly proof?: OwedProof;
}

async function principalOf(deps: ContextDeps, request: FastifyRequest, cookie: SessionCookie): Promise<Credentials> {
  const sent = credentialOf(request, deps.secureCookies);
  if (!sent) return { principal: { kind: "anonymous" } };
  if (sent.kind === "cookie") refuseForeignOrigin(deps, request);

  const lookUp = async (): Promise<Principal> => {
    const found = isToken(sent.token)
      ? await deps.authenticate(deps.dataSource.manager, sent.token, deps.clock.now())
      : null;
    if (found) {
      deps.credentials?.remember(sent.token, found);
      return found;
    }
    deps.credentials?.forget(sent.token);
    // Script cannot remove an HttpOnly cookie, so a dead session would lock the browser out for good.
    if (sent.kind === "cookie") cookie.clear();
    throw badCredential();
  };
  const known = deps.credentials?.recall(sent.token);
  if (!known) return { principal: await lookUp() };
  return { principal: known.principal, proof: new Proof(known, lookUp) };
}

const isToken = (text: string): boolean => text !== "" && text.length <= TOKEN_LENGTH_MAX && !text.includes("\0");

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

function credentialOf(request: FastifyRequest, secure: boolean): Credential | null {
  const header = request.headers.authorization;
  if (header !== undefined) return { kind: "bearer", token: /^Bearer +([\w.~+/=-]+) *$/i.exec(header)?.[1] ?? "" };
  const token = request.cookies[sessionCookieName(secure)];
  return token === undefined ? null : { kind: "cookie", token };
}

/** A page elsewhere can make a browser send our cookie, but not hide where it stands. */
function refuseForeignOrigin(deps: ContextDeps, request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin !== undefined ? deps.allowedOrigins.has(origin) : request.method === "GET") return;
  throw requestError("FORBIDDEN", 403, "A request with a session cookie must come from an allowed origin.");
}

const badCredential = (): Error =>
  requestError("UNAUTHENTICATED", 401, "The credential is unknown, expired or revoked.", {
    headers: { "www-authenticate": 'Bearer realm="wellmet", error="invalid_token"' },
  });

function sessionCookie(request: FastifyRequest, reply: FastifyReply, secure: boolean): SessionCookie {
  const name = sessionCookieName(secure);
  const options = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  return {
    set: (token, expiresAt) => void reply.setCookie(name, token, { ...options, expires: expiresAt }),
    clear: () => void reply.clearCookie(name, options),
    linkBinding: request.cookies[linkCookieName(secure)] ?? null,
    bindLink: (secret, expiresAt) =>
      void reply.setCookie(linkCookieName(secure), secret, { ...options, expires: expiresAt }),
  };
}
