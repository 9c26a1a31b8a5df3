/** What stands between the member and a yes that they did not say: cookies, origins, other people, frames. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type * as client from "openid-client";
import type { App } from "../../src/apps/app.entity.ts";
import { makeApp } from "../support/apps.ts";
import { type CastApi, keyOf } from "../support/cast.ts";
import { asking, exchange, openidClient, startForApps, Visitor } from "../support/oauth.ts";

let api: CastApi;
let app: App;
let config: client.Configuration;
beforeAll(async () => {
  api = await startForApps();
  app = await makeApp(api.dataSource, { ownerId: keyOf("ada") });
  config = await openidClient(api, app);
});
afterAll(() => api.close());

const ask = (scope: string, more: Record<string, string> = {}) => asking(config, app, scope, more);
const ALLOW = [["scope", "profile:read"] as const, ["action", "allow"] as const];

describe("threat 25: a yes is the member's own", () => {
  test("not without the cookie of the page, not of another's page, not from a form elsewhere", async () => {
    const ben = await new Visitor(api).signedInAs("ben");
    const page = await ben.go((await ask("openid profile:read")).url);
    const cleo = await new Visitor(api).signedInAs("cleo");
    expect((await cleo.submit(page, ALLOW)).status).toBe(400);
    for (const origin of ["https://evil.example", "null"]) {
      expect((await ben.submit(page, ALLOW, { origin })).status).toBe(403);
    }
    expect(await api.dataSource.query("select 1 from app_grants where person_id = $1", [keyOf("ben")])).toEqual([]);
  });

  test("not for what the app did not ask for, whatever the form says", async () => {
    const asked = await ask("openid profile:read");
    const ben = await new Visitor(api).signedInAs("ben");
    const back = await ben.allow(await ben.go(asked.url), ["profile:read", "contact:read", "rsvps:write"]);
    expect((await exchange(config, asked, back.url)).scope).toBe("profile:read");
  });

  test("not in a frame, and no script runs on the page", async () => {
    const dev = await new Visitor(api).signedInAs("dev");
    const { headers, text } = await dev.go((await ask("openid profile:read")).url);
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(text).not.toMatch(/<script|javascript:/i);
  });

  test("is remembered for what was asked, and asked again for more; `prompt=none` shows nothing", async () => {
    const hana = await new Visitor(api).signedInAs("hana");
    const silent = await hana.go((await ask("openid profile:read", { prompt: "none" })).url);
    expect(silent.url.searchParams.get("error")).toBe("login_required");
    await hana.allow(await hana.go((await ask("openid profile:read contact:read")).url), ["profile:read"]);
    const again = await ask("openid profile:read contact:read");
    const back = await hana.go(again.url);
    expect((await exchange(config, again, back.url)).scope).toBe("profile:read");
    const more = await hana.go((await ask("openid profile:read groups:read")).url);
    expect([more.status, more.text.includes("asks to act for you")]).toEqual([200, true]);
    const none = await hana.go((await ask("openid groups:read", { prompt: "none" })).url);
    expect(none.url.searchParams.get("error")).toBe("consent_required");
  });

  test("a no goes back to the app as one", async () => {
    const kit = await new Visitor(api).signedInAs("kit");
    const back = await kit.submit(await kit.go((await ask("openid profile:read")).url), [["action", "deny"]]);
    expect(back.url.searchParams.get("error")).toBe("access_denied");
  });
});

describe("threat 26: whoever is signed in with us is who the code is for", () => {
  test("a session that ended gives no code, though the app was allowed before", async () => {
    const eva = await new Visitor(api).signedInAs("eva");
    await eva.allow(await eva.go((await ask("openid profile:read")).url), ["profile:read"]);
    expect((await eva.go((await ask("openid profile:read")).url)).url.searchParams.get("code")).toMatch(/^ngc_/);
    await api.dataSource.query("update sessions set ended_at = created_at where person_id = $1", [keyOf("eva")]);
    const page = await eva.go((await ask("openid profile:read")).url);
    expect([page.status, page.text.includes("Send me a code")]).toEqual([200, true]);
  });

  test("of another person in the same browser, that person is asked", async () => {
    const browser = await new Visitor(api).signedInAs("finn");
    await browser.allow(await browser.go((await ask("openid profile:read")).url), ["profile:read"]);
    const page = await (await browser.signedInAs("remy")).go((await ask("openid profile:read")).url);
    expect(page.text).toContain("asks to act for you");
    expect(page.text).toContain("remy");
  });
});
