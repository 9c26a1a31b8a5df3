/** Pages that mails link to, in a real browser that runs no scripts. Skipped, and said so, where Chromium is absent. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { done } from "../support/act.ts";
import { type Browsed, SITE, startBrowsed } from "../support/browsed.ts";
import { BROWSER_TIMEOUT_MS, inABrowser } from "../support/browser.ts";
import { idOf } from "../support/cast.ts";
import { faultsOf, isWalkedInOrder } from "../support/looks.ts";

inABrowser("a page that a mail links to, without scripts", () => {
  let browsed: Browsed;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    browsed = await startBrowsed();
    page = await browsed.open();
    page.on("request", (request) => {
      asked.push(request.url(), request.headers()["referer"] ?? "");
    });
  }, BROWSER_TIMEOUT_MS);

  afterAll(() => browsed.close());

  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const paste = (link: string) => page.getByLabel(/^Paste the link of our mail/).fill(link);

  it(
    "lets an outsider answer an introduction, and take the yes back",
    async () => {
      const email = "olga@example.org";
      const input = { partyAId: idOf("ben"), outsiderB: { email, name: "Olga" }, reason: "Boats" };
      const made = await done(browsed.api, "ada", "proposeIntroduction", input, "introduction { id }");
      const link = await browsed.linkTo(email);
      expect(link).toMatch(/\/introduction#ngx_/);
      await page.goto(link);
      expect(await faultsOf(page, "introduction")).toEqual([]);
      expect(await isWalkedInOrder(page, 5)).toBe(true);
      await paste(`${SITE}/introduction#ngx_unknown`);
      await press("Yes, introduce us");
      await page.getByRole("alert").getByText("This link is unknown.").waitFor();
      await paste(link);
      await page.getByRole("checkbox", { name: /know my answer/ }).check();
      await press("Yes, introduce us");
      await page.getByRole("status").getByText("a mail brings you together").waitFor();
      await page.goto("about:blank");
      await page.goto(link);
      await paste(link);
      await press("No");
      await page.getByRole("status").getByText("Nobody else can tell").waitFor();
      const rows: unknown = await browsed.api.dataSource.query(
        "select answer from introduction_sides where introduction_id = $1::uuid and is_outsider",
        [String(made["introduction"].id).slice(4)],
      );
      expect(rows).toEqual([{ answer: "NO" }]);
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "takes a newcomer into a group, once they have shown that they read the mail",
    async () => {
      const email = "newcomer@example.org";
      await done(browsed.api, "ada", "inviteToGroup", { groupId: idOf("harbourBreakfast"), email });
      const link = await browsed.linkTo(email);
      await page.goto(link);
      await paste(link);
      await press("Accept the invitation");
      await page.getByLabel("Your e-mail address").fill(email);
      await press("Send me a code");
      await page.getByLabel("The code of the mail").fill(await browsed.codeTo(email));
      await press("Sign in");
      await press("Accept the invitation");
      await page.getByRole("status").getByText("You are a member now.").waitFor();
      expect(await faultsOf(page, "invitation")).toEqual([]);
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "saves one's own data",
    async () => {
      await done(browsed.api, "ben", "exportMyData", {}, "expiresAt");
      const link = await browsed.linkTo("ben@example.org");
      await page.goto(link);
      expect(await faultsOf(page, "own-data")).toEqual([]);
      await paste(link);
      const [download] = await Promise.all([page.waitForEvent("download"), press("Save my data")]);
      expect(download.suggestedFilename()).toBe("my-data.zip");
      expect(await download.failure()).toBeNull();
    },
    BROWSER_TIMEOUT_MS,
  );

  it("threat 39: tells nobody what stands behind the # of its link, in no address and no Referer", () => {
    expect(asked.filter((said) => said.includes("/introduction")).length).toBeGreaterThan(2);
    expect(asked.filter((said) => /ng[xiz]_/.test(said))).toEqual([]);
  });
});
