/** A browser without scripts, and clients that OAuth's own libraries make, against the server of a test. */
import * as client from "openid-client";
import type { App } from "../../src/apps/app.entity.ts";
import type { Clock } from "../../src/platform/clock.ts";
import { globalId } from "../../src/platform/ids.ts";
import { createSession } from "../../src/sign-in/session.ts";
import { type CastApi, type CastName, keyOf, startWithCast } from "./cast.ts";
import { testJobs } from "./jobs.ts";
import { type Api, type ApiOptions, fixedClock } from "./start-api.ts";

/** Where the server believes to be: over HTTPS, as it must for whoever asks for tokens. */
export const HOME = "https://wellmet.example";
export const ISSUER = `${HOME}/oidc`;
const HOPS_MAX = 12;

export const startForApps = (options: ApiOptions = {}): Promise<CastApi> =>
  startWithCast({ ...options, settings: { publicUrl: HOME, ...options.settings } });

/** Asks the server of a test for what stands at its public address. */
export const fetchFrom =
  (api: Pick<Api, "url">) =>
  (url: string | URL, init: object = {}): Promise<Response> =>
    fetch(String(url).replace(HOME, new URL(api.url).origin), init);

export interface Arrival {
  /** Where the browser is, or would be, had it not left our server. */
  readonly url: URL;
  readonly status: number;
  /** Empty elsewhere. */
  readonly text: string;
  readonly headers: Headers;
}

/** Cookies, redirects and forms, as browsers do them. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly api: Pick<Api, "url" | "dataSource">,
    private readonly clock: Clock = fixedClock(),
    /** Where browsers reach the server. */
    private readonly home = HOME,
  ) {}

  /** With a session of somebody of the cast, every time a new one. */
  async signedInAs(who: CastName): Promise<this> {
    const { ctx } = testJobs(this.api.dataSource.manager, { clock: this.clock });
    this.cookies.set("__Host-sid", (await createSession(ctx, keyOf(who))).token);
    return this;
  }

  async ask(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { accept: "text/html", ...(init.headers as Record<string, string>), cookie };
    const response = await fetchFrom(this.api)(new URL(url, this.home), { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  private keep(line: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/expires=Thu, 01 Jan 1970/i.test(line) || value === "") this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  /** Goes to an address, and on until a page is shown or somebody else's server would be asked. */
  async go(url: string | URL, init: RequestInit = {}): Promise<Arrival> {
    let at = new URL(url, this.home);
    let response = await this.ask(at, init);
    for (let hops = 0; response.headers.has("location"); hops++) {
      if (hops === HOPS_MAX) throw new Error(`still being sent on at ${at.href}`);
      at = new URL(response.headers.get("location") ?? "", at);
      if (at.origin !== this.home) return { url: at, status: response.status, text: "", headers: response.headers };
      response = await this.ask(at);
    }
    return { url: at, status: response.status, text: await response.text(), headers: response.headers };
  }

  /** Sends a form of the page that is shown. */
  submit(page: Arrival, fields: readonly (readonly [string, string])[], headers: Record<string, string> = {}) {
    return this.go(page.url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: this.home, ...headers },
      body: new URLSearchParams(fields as [string, string][]).toString(),
    });
  }

  /** Says yes to these scopes on the page of consent. */
  allow(page: Arrival, scopes: readonly string[], more: readonly (readonly [string, string])[] = []) {
    return this.submit(page, [...scopes.map((scope) => ["scope", scope] as const), ...more, ["action", "allow"]]);
  }
}

export const clientIdOf = (app: Pick<App, "id">): string => globalId("app", app.id);

/** An app as `openid-client` makes it; public, unless it is given a way to prove itself. */
export async function openidClient(
  api: Api,
  app: Pick<App, "id">,
  auth: client.ClientAuth = client.None(),
): Promise<client.Configuration> {
  return client.discovery(new URL(ISSUER), clientIdOf(app), undefined, auth, {
    [client.customFetch]: fetchFrom(api),
  });
}

export interface Asking {
  /** Where the member is to be sent. */
  readonly url: URL;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** An authorization request as it should be, with more or other parameters. */
export async function asking(
  config: client.Configuration,
  app: Pick<App, "redirectUris">,
  scope: string,
  more: Record<string, string> = {},
): Promise<Asking> {
  const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: app.redirectUris[0] ?? "",
    scope,
    state,
    ...(scope.split(" ").includes("openid") ? { nonce } : {}),
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...more,
  });
  return { url, verifier, state, nonce };
}

/** Exchanges the code that the member came back with. */
export const exchange = (config: client.Configuration, asked: Asking, back: URL) =>
  client.authorizationCodeGrant(config, back, {
    pkceCodeVerifier: asked.verifier,
    expectedState: asked.state,
    ...(asked.url.searchParams.has("nonce") ? { expectedNonce: asked.nonce } : {}),
  });
