/** A passkey in Chromium's own virtual device. Skipped, and said so, where Chromium is absent. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { createSession } from "../../src/sign-in/session.ts";
import { BROWSER_TIMEOUT_MS, inABrowser, launchBrowser } from "../support/browser.ts";
import { type CastApi, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { fixedClock, testSettings } from "../support/start-api.ts";

/** What a site's own script does: asks the service, has the browser answer, and hands the answer over. */
const SITE_SCRIPT = `
  const ask = async (query, variables, token) => {
    const headers = { "content-type": "application/json", ...(token ? { authorization: "Bearer " + token } : {}) };
    const response = await fetch("/graphql", { method: "POST", credentials: "omit", headers, body: JSON.stringify({ query, variables }) });
    return (await response.json()).data;
  };
  window.register = async (token) => {
    const { begun } = await ask("mutation { begun: beginPasskeyRegistration(input: {}) { optionsJson } }", {}, token);
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(begun.optionsJson));
    const credential = await navigator.credentials.create({ publicKey });
    const input = { name: "This browser", credentialJson: JSON.stringify(credential) };
    return ask("mutation ($input: RegisterPasskeyInput!) { done: registerPasskey(input: $input) { passkey { name } errors { message } } }", { input }, token);
  };
  window.signIn = async () => {
    const { begun } = await ask("mutation { begun: beginPasskeySignIn(input: {}) { optionsJson } }", {});
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(begun.optionsJson));
    const credential = await navigator.credentials.get({ publicKey });
    const input = { credentialJson: JSON.stringify(credential) };
    return ask("mutation ($input: SignInWithPasskeyInput!) { done: signInWithPasskey(input: $input) { viewer { id } sessionToken errors { message } } }", { input });
  };
`;

inABrowser("a passkey of a browser", () => {
  let api: CastApi;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    api = await startWithCast();
    browser = await launchBrowser();
    page = await browser.newPage();
    const { publicUrl } = testSettings;
    // The browser believes to be at PUBLIC_URL, to which passkeys are bound.
    await page.route(`${publicUrl}/**`, async (route) => {
      const url = route.request().url().replace(publicUrl, new URL(api.url).origin);
      if (new URL(url).pathname === "/graphql") await route.fulfill({ response: await route.fetch({ url }) });
      else await route.fulfill({ contentType: "text/html", body: `<!doctype html><script>${SITE_SCRIPT}</script>` });
    });
    const device = await page.context().newCDPSession(page);
    await device.send("WebAuthn.enable");
    await device.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await page.goto(`${publicUrl}/site`);
  }, BROWSER_TIMEOUT_MS);

  afterAll(async () => {
    await browser.close();
    await api.close();
  });

  it(
    "is registered, and signs in who it is of, without a name being typed",
    async () => {
      const { ctx } = testJobs(api.dataSource.manager, { clock: fixedClock() });
      const { token } = await createSession(ctx, keyOf("ben"));
      const registered = await page.evaluate(`register(${JSON.stringify(token)})`);
      expect(registered).toEqual({ done: { passkey: { name: "This browser" }, errors: [] } });
      for (const sessionToken of [expect.stringMatching(/^ngs_/), expect.stringMatching(/^ngs_/)]) {
        const signedIn = await page.evaluate("signIn()");
        expect(signedIn).toEqual({ done: { viewer: { id: idOf("ben") }, sessionToken, errors: [] } });
      }
      // The device knows that it has a key for this person here, and makes no second one.
      await expect(page.evaluate(`register(${JSON.stringify(token)})`)).rejects.toThrow("InvalidStateError");
    },
    BROWSER_TIMEOUT_MS,
  );
});
