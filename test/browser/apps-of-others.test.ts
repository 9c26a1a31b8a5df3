/** A member and an app, in a real browser that runs no scripts. Skipped, and said so, where Chromium is absent. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { type App, AppReviewState } from "../../src/apps/app.entity.ts";
import { makeApp, makeGrant } from "../support/apps.ts";
import {
  askingOf,
  type Browsed,
  exchanged,
  SITE,
  startBrowsed,
  type Waiting,
  waitForMember,
} from "../support/browsed.ts";
import { BROWSER_TIMEOUT_MS, inABrowser } from "../support/browser.ts";
import { keyOf } from "../support/cast.ts";
import { faultsOf, isWalkedInOrder } from "../support/looks.ts";

const SCOPE = "openid offline_access profile:read contact:read groups:read meetings:read";
const EMAIL = "ben@example.org";

inABrowser("an app of somebody else's", () => {
  let browsed: Browsed;
  let waiting: Waiting;
  let app: App;
  let page: Page;
  let token: string;

  beforeAll(async () => {
    browsed = await startBrowsed();
    waiting = await waitForMember();
    app = await makeApp(browsed.api.dataSource, {
      ...{ ownerId: keyOf("ada"), websiteUrl: "https://cards.example", reviewState: AppReviewState.UNREVIEWED },
      redirectUris: ["http://127.0.0.1/return"],
    });
    await browsed.api.dataSource.query("update people set headline = 'Bakes bread', phone = null where id = $1", [
      keyOf("ben"),
    ]);
    page = await browsed.open();
  }, BROWSER_TIMEOUT_MS);

  afterAll(async () => {
    waiting.server.close();
    await browsed.close();
  });

  const ask = (scope = SCOPE) => askingOf({ ...app, redirectUris: [waiting.url] }, scope, { prompt: "consent" });
  const viewer = async (query: string) => {
    const { status, data, errors } = await browsed.api.graphql(`{ viewer { ${query} } }`, {}, { as: token });
    return { status, data, codes: errors?.map(({ extensions }) => extensions.code) ?? [] };
  };
  const press = (name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();

  it(
    "has its member sign in by a mailed code, and say how far it may go",
    async () => {
      const asked = ask();
      await page.goto(asked.url);
      expect(await faultsOf(page, "sign-in-address")).toEqual([]);
      expect(await isWalkedInOrder(page, 2)).toBe(true);
      await page.getByLabel("Your e-mail address").fill(EMAIL);
      await press("Send me a code");
      await page.getByText("a code is on its way").waitFor();
      await page.getByLabel("The code of the mail").fill("00000000");
      await press("Sign in");
      await page.getByRole("alert").waitFor();
      expect(await faultsOf(page, "sign-in-code")).toEqual([]);
      await page.getByLabel("The code of the mail").fill(await browsed.codeTo(EMAIL));
      await press("Sign in");

      await page.getByRole("heading", { name: "Card Index asks to act for you" }).waitFor();
      expect(await faultsOf(page, "consent")).toEqual([]);
      expect(await isWalkedInOrder(page, 6)).toBe(true);
      // Field by field, with what stands there now.
      const fields = await page.locator("dt").allInnerTexts();
      expect(fields).toEqual(expect.arrayContaining(["Name", "Headline", "Address", "Empty now"]));
      const values = await page.locator("dd").allInnerTexts();
      expect(values[fields.indexOf("Headline")]).toBe("Bakes bread");
      expect(values[fields.indexOf("Address")]).toBe(EMAIL);
      expect(values[fields.lastIndexOf("Empty now")]).toBe("Telephone");

      await page.getByRole("checkbox", { name: /^Read your address and telephone/ }).uncheck();
      await page.getByRole("radio", { name: "Only these:" }).check();
      await page.getByRole("checkbox", { name: "Harbour Breakfast" }).check();
      await press("Allow");
      await page.getByText("Back at Card Index").waitFor();
      const tokens = await exchanged(browsed.api, asked, page.url());
      expect(tokens.scope).toBe("profile:read groups:read meetings:read");
      token = tokens.access_token;
    },
    BROWSER_TIMEOUT_MS,
  );

  it("reads what it was given, and no more", async () => {
    expect(await viewer("profile { headline }")).toMatchObject({
      ...{ status: 200, codes: [] },
      data: { viewer: { profile: { headline: "Bakes bread" } } },
    });
    expect((await viewer("contact { email }")).codes).toEqual(["INSUFFICIENT_SCOPE"]);
  });

  it(
    "is shown what it was given when it asks again, since any program on the device could ask in its name",
    async () => {
      await page.goto(ask("openid profile:read contact:read groups:read").url);
      expect(await page.getByRole("checkbox", { name: /^Read your profile/ }).isChecked()).toBe(true);
      expect(await page.getByRole("checkbox", { name: /^Read your address/ }).isChecked()).toBe(false);
      expect(await page.getByRole("checkbox", { name: "Harbour Breakfast" }).isChecked()).toBe(true);
      await press("Do not allow");
      await page.getByText("Back at Card Index").waitFor();
      expect(new URL(page.url()).searchParams.get("error")).toBe("access_denied");
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "is remembered without a word if it has a site of its own",
    async () => {
      const site = await makeApp(browsed.api.dataSource, { ownerId: keyOf("ada"), name: "Site" });
      await makeGrant(browsed.api.dataSource, { appId: site.id, personId: keyOf("ben"), scopes: ["profile:read"] });
      const asked = askingOf(site, "openid profile:read");
      const tab = await page.context().newPage();
      const back = tab.waitForRequest((request) => request.url().startsWith("https://cards.example/return"));
      // There is no such site.
      await tab.goto(asked.url).catch(() => null);
      expect((await exchanged(browsed.api, asked, (await back).url())).scope).toBe("profile:read");
      await tab.close();
      await browsed.api.dataSource.query("update app_grants set ended_at = now() where app_id = $1", [site.id]);
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "loses a part, and then all, with its next request",
    async () => {
      await browsed.api.server.lastUses.flush();
      await page.goto(`${SITE}/connected-apps`);
      await page.getByRole("heading", { name: "Card Index" }).waitFor();
      await page.getByText("Only in: Harbour Breakfast.").waitFor();
      expect(await page.locator("dt:text('Last asked') + dd time").count()).toBe(1);
      await page.getByText("See what it reads, or take a part back").click();
      expect(await faultsOf(page, "connected-apps")).toEqual([]);
      await page.getByRole("checkbox", { name: /^Read your profile/ }).uncheck();
      await press(/^Leave only what is ticked/);
      await page.getByRole("status").getByText("Taken back.").waitFor();
      expect((await viewer("profile { headline }")).codes).toEqual(["INSUFFICIENT_SCOPE"]);

      await press("Disconnect Card Index");
      await page.getByRole("status").getByText("Disconnected.").waitFor();
      expect(await faultsOf(page, "connected-apps-none")).toEqual([]);
      expect((await viewer("id")).status).toBe(401);
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "gets no further with a page that is too old",
    async () => {
      await page.goto(`${SITE}/oidc/interaction/of-long-ago`);
      await page.getByRole("alert").getByText("has expired").waitFor();
      expect(await faultsOf(page, "refusal")).toEqual([]);
    },
    BROWSER_TIMEOUT_MS,
  );
});
