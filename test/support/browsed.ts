/** A server that a real browser reaches under a name, and an app on the same machine to which it returns. */
import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { App } from "../../src/apps/app.entity.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { createReads } from "../../src/platform/reads/execute.ts";
import { BROWSER_FLAGS, CHROMIUM } from "./browser.ts";
import { type CastApi, startWithCast } from "./cast.ts";
import { type TestJobs, testJobs } from "./jobs.ts";
import { clientIdOf } from "./oauth.ts";
import { type ApiOptions, testSettings } from "./start-api.ts";

/** What the browser believes to be at. */
export const SITE = "http://wellmet.test";

export interface Browsed {
  readonly api: CastApi;
  readonly jobs: TestJobs;
  readonly browser: Browser;
  /** A browser of its own, in which no script runs unless asked for. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** The code of the last mail to an address, and the link of it. */
  codeTo(address: string): Promise<string>;
  linkTo(address: string): Promise<string>;
  close(): Promise<void>;
}

/** The clock is the system's: the browser forgets cookies by its own. */
export async function startBrowsed(options: ApiOptions = {}): Promise<Browsed> {
  const api = await startWithCast({
    clock: systemClock,
    ...options,
    settings: { publicUrl: SITE, ...options.settings },
  });
  const { secretKey } = testSettings;
  const reads = createReads({ schema: api.server.schema, dataSource: api.dataSource });
  const jobs = testJobs(api.dataSource.manager, { clock: systemClock, secretKey, publicUrl: SITE, reads });
  // Redirects are followed as they are, which they would not be if the test answered in place of the server.
  const rule = `--host-resolver-rules=MAP wellmet.test ${new URL(api.url).host}`;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...BROWSER_FLAGS, rule] });
  const mailTo = async (address: string): Promise<string> => {
    await drainJobs(jobs.deps);
    return jobs.mail.read().findLast(({ headers }) => headers["to"] === address)?.text ?? "";
  };
  return {
    api,
    jobs,
    browser,
    open: async (options = {}) => (await browser.newContext({ javaScriptEnabled: false, ...options })).newPage(),
    codeTo: async (address) => /code: (\d{8})$/m.exec(await mailTo(address))?.[1] ?? "",
    linkTo: async (address) => /http:\S+#\w+/.exec(await mailTo(address))?.[0] ?? "",
    close: async () => {
      await browser.close();
      await api.close();
    },
  };
}

/** What an app sends a browser to, and what it needs to know afterwards. */
export interface Asked {
  readonly url: string;
  readonly app: Pick<App, "id" | "redirectUris">;
  readonly verifier: string;
}

/** An authorization request; by hand, since OAuth's libraries rightly refuse a server without TLS. */
export function askingOf(app: Asked["app"], scope: string, more: Record<string, string> = {}): Asked {
  const verifier = randomBytes(32).toString("base64url");
  const params = new URLSearchParams({
    ...{ response_type: "code", client_id: clientIdOf(app), redirect_uri: app.redirectUris[0] ?? "", scope },
    ...{ code_challenge: createHash("sha256").update(verifier).digest("base64url"), code_challenge_method: "S256" },
    ...more,
  });
  return { url: `${SITE}/oidc/auth?${params.toString()}`, app, verifier };
}

export interface Tokens {
  readonly access_token: string;
  readonly scope: string;
}

/** Exchanges the code that the member came back with. */
export async function exchanged(api: CastApi, { app, verifier }: Asked, back: string): Promise<Tokens> {
  const response = await fetch(new URL("/oidc/token", api.url), {
    method: "POST",
    body: new URLSearchParams({
      ...{ grant_type: "authorization_code", client_id: clientIdOf(app), redirect_uri: app.redirectUris[0] ?? "" },
      ...{ code: new URL(back).searchParams.get("code") ?? "", code_verifier: verifier },
    }),
  });
  return (await response.json()) as Tokens;
}

/** Where an app on this machine waits for its member to come back. */
export interface Waiting {
  readonly url: string;
  readonly server: Server;
}

export async function waitForMember(): Promise<Waiting> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end("<!doctype html><title>Card Index</title><h1>Back at Card Index</h1>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/return`, server };
}
