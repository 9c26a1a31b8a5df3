/**
 * `/oidc`: signing in to apps of others, and what they exchange for tokens. The library answers what the protocol says;
 * the pages in between are ours.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { parseCookie, stringifyCookie } from "cookie";
import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import { signingKeys } from "../../apps/signing-keys.ts";
import { inTransaction } from "../../platform/transaction.ts";
import { endSessions } from "../../sign-in/session.ts";
import { answerHeaders } from "../answer-headers.ts";
import { Exchange, type ExchangeDeps } from "../endpoint/exchange.ts";
import { browserContext, personOfBrowser } from "../pages/browser-context.ts";
import { FormFault, readForm } from "../pages/form.ts";
import { showFailure, showPage, showRedirect, showTooMuch } from "../pages/show-page.ts";
import { type ContextDeps, forgottenSession, type ServerContext } from "../request-context.ts";
import { type Interaction, interactionStep } from "./interaction.ts";
import { oauthLibrary } from "./oauth-library.ts";
import { accountIdOf, canSignIn, makeProvider, OAUTH_PATH } from "./provider-of.ts";
import { providerPages } from "./provider-pages.ts";

const DISCOVERY = `${OAUTH_PATH}/.well-known/oauth-authorization-server`;
/** Where RFC 8414 looks for what an issuer with a path says of itself. */
const ROOT_DISCOVERY = `/.well-known/oauth-authorization-server${OAUTH_PATH}`;
const INTERACTION = new RegExp(`^${OAUTH_PATH}/interaction/([\\w-]+)$`);
const ONE_INTERACTION = new RegExp(`^(${OAUTH_PATH}/(?:interaction|auth))/.*`);
const AUTHORISATION = `${OAUTH_PATH}/auth`;
const USERINFO = `${OAUTH_PATH}/me`;
const SIGN_OUT = `${OAUTH_PATH}/session/end/confirm`;
/** Points that one request costs its network address; 600 of them fit into a minute unless configured otherwise. */
const POINTS = 10;
/** How long a process goes on with the signing keys that it read: less than a new one is published ahead. */
const KEYS_READ_EVERY_MS = 600_000;
/** In which the library keeps whom it knows, and how it signs that. */
const SESSION_COOKIE = "_session";
const SESSION_COOKIES = [SESSION_COOKIE, `${SESSION_COOKIE}.sig`];

export interface DoorDeps extends ExchangeDeps {
  readonly publicUrl: string;
  readonly context: ContextDeps;
}

interface Reading {
  readonly provider: Promise<Provider>;
  readonly at: number;
}

export class OauthDoor {
  private reading: Reading | undefined;
  /** Contexts of those who may be about to sign out. */
  private readonly leaving = new WeakMap<IncomingMessage, ServerContext>();

  constructor(private readonly deps: DoorDeps) {}

  /** Takes a request that is for it; false for any other. */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    const { url = "" } = request;
    const path = url.split("?", 1)[0] ?? "";
    if (path !== ROOT_DISCOVERY && path !== OAUTH_PATH && !path.startsWith(`${OAUTH_PATH}/`)) return false;
    const exchange = new Exchange(request, response, this.deps);
    // What names an interaction is half of what opens it.
    exchange.loggedPath = path.replace(ONE_INTERACTION, "$1/…");
    this.answer(exchange, response, path).catch((error: unknown) => showFailure(exchange, response, error));
    return true;
  }

  private async answer(exchange: Exchange, response: ServerResponse, path: string): Promise<void> {
    const { rateLimits } = this.deps.context;
    if (!rateLimits.pour(rateLimits.bucketOfAddress(exchange.address), POINTS).allowed) {
      showTooMuch(exchange);
      return;
    }
    const uid = INTERACTION.exec(path)?.[1];
    if (uid !== undefined) return this.interact(exchange, response, uid);
    if (path === USERINFO && exchange.method !== "OPTIONS") return this.tellWho(exchange);
    await this.handOver(exchange, response, path === ROOT_DISCOVERY ? DISCOVERY : path);
  }

  /** To the library, which has not seen the request yet. */
  private async handOver(exchange: Exchange, response: ServerResponse, path: string): Promise<void> {
    const { http, publicUrl } = this.deps;
    const { request, requestId } = exchange;
    const provider = await this.provider();
    if (path === AUTHORISATION) await this.dropForeignSession(provider, request);
    // The library makes addresses of what the request says of ours, which is for the configuration to say.
    const { host, protocol } = new URL(publicUrl);
    const said = { host, "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1) };
    Object.assign(request.headers, said);
    response.setHeader("x-request-id", requestId);
    for (const [name, value] of answerHeaders(http, undefined)) {
      if (!name.startsWith("access-control-")) response.setHeader(name, value);
    }
    response.once("finish", () => exchange.writeLine(response.statusCode));
    Object.assign(request, { originalUrl: path + exchange.search });
    request.url = path.slice(OAUTH_PATH.length) + exchange.search;
    if (path === SIGN_OUT && exchange.method === "POST")
      this.leaving.set(request, await browserContext(this.deps.context, exchange));
    await provider.callback()(request, response);
  }

  /**
   * The library remembers who signed in to it. It may not, once that person signed out of our service, or another one
   * signed in: then it begins as with a new browser.
   */
  private async dropForeignSession(provider: Provider, request: IncomingMessage): Promise<void> {
    const cookies = parseCookie(request.headers.cookie ?? "");
    const id = cookies[SESSION_COOKIE];
    if (id === undefined) return;
    const session = await provider.Session.find(id);
    if (session?.accountId !== undefined && session.accountId === (await this.personOf(request))) return;
    await session?.destroy();
    const kept = Object.fromEntries(Object.entries(cookies).filter(([name]) => !SESSION_COOKIES.includes(name)));
    request.headers.cookie = stringifyCookie(kept);
  }

  private async interact(exchange: Exchange, response: ServerResponse, uid: string): Promise<void> {
    const provider = await this.provider();
    const { request, method } = exchange;
    if (method !== "GET" && method !== "POST") throw new FormFault(405, "Only pages and forms are here.");
    let interaction: Interaction;
    try {
      interaction = await provider.interactionDetails(request, response);
    } catch {
      throw new FormFault(400, "This page has expired, or was opened in another browser. Go back to the app.");
    }
    if (interaction.uid !== uid)
      throw new FormFault(400, "This page belongs to an earlier request. Go back to the app.");
    const form = method === "POST" ? await readForm(exchange, this.deps.context.allowedOrigins) : null;
    const ctx = await browserContext(this.deps.context, exchange);
    const step = await interactionStep({ ctx, interaction, form });
    if ("page" in step) {
      showPage(exchange, 200, step.page);
      return;
    }
    const location =
      "redirect" in step
        ? step.redirect
        : await provider.interactionResult(request, response, step.result, { mergeWithLastSubmission: true });
    showRedirect(exchange, location);
  }

  /** Whom a token is about. The library would answer this only for tokens that open nothing else. */
  private async tellWho(exchange: Exchange): Promise<void> {
    const { authenticate, dataSource, clock } = this.deps.context;
    const token = /^Bearer +(\S+) *$/i.exec(exchange.headers.authorization ?? "")?.[1] ?? "";
    const principal = await authenticate(dataSource.manager, token, clock.now());
    exchange.header("content-type", "application/json; charset=utf-8");
    exchange.header("access-control-allow-origin", "*");
    if (principal?.kind === "app") {
      exchange.send(200, JSON.stringify({ sub: accountIdOf(principal.personId) }));
      return;
    }
    exchange.header("www-authenticate", 'Bearer realm="wellmet", error="invalid_token"');
    exchange.send(401, JSON.stringify({ error: "invalid_token" }));
  }

  /** Who signs out at an app's wish signs out here too: otherwise the next request would sign them in again. */
  private async endOwnSession(koa: KoaContextWithOIDC): Promise<void> {
    const ctx = this.leaving.get(koa.req);
    if (ctx?.principal.kind !== "person") return;
    const { personId, sessionId } = ctx.principal;
    if (sessionId === null) return;
    await inTransaction(ctx, (ctx) => endSessions(ctx, personId, { only: sessionId }));
    const { secureCookies } = this.deps.context;
    koa.append("set-cookie", forgottenSession(secureCookies));
  }

  /** The account of the session that a browser has with us; null for a session of somebody who has none to sign in to. */
  private async personOf(request: IncomingMessage): Promise<string | null> {
    const { context } = this.deps;
    const personId = await personOfBrowser(context, request);
    const isAccount = personId !== null && (await canSignIn(context.dataSource.manager, personId));
    return isAccount ? accountIdOf(personId) : null;
  }

  private provider(): Promise<Provider> {
    const now = performance.now();
    if (this.reading && now - this.reading.at < KEYS_READ_EVERY_MS) return this.reading.provider;
    const reading: Reading = { provider: this.readProvider(), at: now };
    reading.provider.catch(() => {
      if (this.reading === reading) this.reading = undefined;
    });
    this.reading = reading;
    return reading.provider;
  }

  private async readProvider(): Promise<Provider> {
    const { log, publicUrl, http } = this.deps;
    const { dataSource, clock, secretKey } = this.deps.context;
    const library = await oauthLibrary(log);
    return makeProvider({
      library,
      dataSource,
      clock,
      log,
      publicUrl,
      secretKey,
      isSecure: http.isSecure,
      resource: `${publicUrl}/graphql`,
      jwks: await signingKeys({ db: dataSource.manager, clock, secretKey, log }),
      personOf: (ctx: KoaContextWithOIDC) => this.personOf(ctx.req),
      signedOut: (ctx: KoaContextWithOIDC) => this.endOwnSession(ctx),
      pages: providerPages,
    });
  }
}
