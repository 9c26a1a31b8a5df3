/** Signing out at an app's wish, as an independent client asks for it. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as client from "openid-client";
import type { App } from "../../src/apps/app.entity.ts";
import { makeApp } from "../support/apps.ts";
import { type CastApi, type CastName, keyOf } from "../support/cast.ts";
import { type Arrival, asking, exchange, openidClient, startForApps, Visitor } from "../support/oauth.ts";

const GOODBYE = "https://cards.example/goodbye";

let api: CastApi;
let app: App;
let config: client.Configuration;
beforeAll(async () => {
  api = await startForApps();
  app = await makeApp(api.dataSource, { ownerId: keyOf("ada"), postLogoutRedirectUris: [GOODBYE] });
  config = await openidClient(api, app);
});
afterAll(() => api.close());

interface Connected {
  readonly visitor: Visitor;
  readonly idToken: string;
  readonly accessToken: string;
}

/** Somebody who let the app in, with the browser in which they did. */
async function connected(who: CastName): Promise<Connected> {
  const asked = await asking(config, app, "openid profile:read");
  const visitor = await new Visitor(api).signedInAs(who);
  const back = await visitor.allow(await visitor.go(asked.url), ["profile:read"]);
  const tokens = await exchange(config, asked, back.url);
  return { visitor, idToken: tokens.id_token ?? "", accessToken: tokens.access_token };
}

const wish = (idToken: string, to = GOODBYE): URL =>
  client.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: to, state: "bye" });

/** Presses a button of the page that asks. */
function press(visitor: Visitor, page: Arrival, button: readonly [string, string] | null) {
  const [, action = ""] = /action="([^"]+)"/.exec(page.text) ?? [];
  const [, xsrf = ""] = /name="xsrf" value="([^"]+)"/.exec(page.text) ?? [];
  return visitor.submit({ ...page, url: new URL(action, page.url) }, [["xsrf", xsrf], ...(button ? [button] : [])]);
}

const liveSessions = async (who: CastName): Promise<number> => {
  const [{ live }] = await api.dataSource.query<[{ live: number }]>(
    "select count(*)::int as live from sessions where person_id = $1 and ended_at is null",
    [keyOf(who)],
  );
  return live;
};

describe("whoever is asked to sign out", () => {
  test("and does is signed out here too, goes back to the app, and is asked anew afterwards", async () => {
    const { visitor, idToken, accessToken } = await connected("ben");
    const page = await visitor.go(wish(idToken));
    expect([page.status, page.text.includes("Card Index asks whether you want to sign out")]).toEqual([200, true]);
    expect(await liveSessions("ben")).toBe(1);

    const back = await press(visitor, page, ["logout", "yes"]);
    expect(back.url.href).toBe(`${GOODBYE}?state=bye`);
    expect([await liveSessions("ben"), visitor.cookies.has("__Host-sid")]).toEqual([0, false]);
    const again = await visitor.go((await asking(config, app, "openid profile:read")).url);
    expect(again.text).toContain("Send me a code");
    // What they let the app do does not hang on a browser: they take that back among their connected apps.
    expect((await api.graphql("{ __typename }", {}, { as: accessToken })).status).toBe(200);
  });

  test("and does not stays signed in", async () => {
    const { visitor, idToken } = await connected("cleo");
    await press(visitor, await visitor.go(wish(idToken)), null);
    expect(await liveSessions("cleo")).toBe(1);
    const again = await visitor.go((await asking(config, app, "openid profile:read")).url);
    expect(again.url.searchParams.get("code")).toMatch(/^ngc_/);
  });

  test("threat 20: goes nowhere that the app is not registered with", async () => {
    const { visitor, idToken } = await connected("dev");
    for (const to of ["https://evil.example/", `${GOODBYE}/more`, `${GOODBYE}?x=1`, "https://cards.example/return"]) {
      const page = await visitor.go(wish(idToken, to));
      expect([to, page.status, page.headers.get("location")]).toEqual([to, 400, null]);
    }
    expect(await liveSessions("dev")).toBe(1);
  });

  test("threat 36: does so by their own press, with the secret of their own page", async () => {
    const { visitor, idToken } = await connected("hana");
    const page = await visitor.go(wish(idToken));
    await press(visitor, { ...page, text: page.text.replace(/(name="xsrf" value=")[^"]+/, "$1guessed") }, [
      "logout",
      "yes",
    ]);
    expect(await liveSessions("hana")).toBe(1);
  });
});
