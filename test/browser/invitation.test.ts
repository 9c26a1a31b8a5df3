/** A newcomer and an invitation, in a real browser. Skipped, and said so, where Chromium is absent. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { drainJobs } from "../../src/platform/jobs.ts";
import { done } from "../support/act.ts";
import { BROWSER_TIMEOUT_MS, inABrowser, launchBrowser } from "../support/browser.ts";
import { type CastApi, idOf, startWithCast } from "../support/cast.ts";
import { type TestJobs, testJobs } from "../support/jobs.ts";
import { fixedClock, testSettings } from "../support/start-api.ts";

inABrowser("the page of an invitation", () => {
  let api: CastApi;
  let jobs: TestJobs;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    api = await startWithCast();
    const { secretKey, publicUrl } = testSettings;
    jobs = testJobs(api.dataSource.manager, { clock: fixedClock(), secretKey, publicUrl });
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on("pageerror", (error) => void complaints.push(error.message));
    // The browser believes to be at PUBLIC_URL, where cookies count.
    await page.route(`${publicUrl}/**`, async (route) => {
      const url = route.request().url().replace(publicUrl, new URL(api.url).origin);
      await route.fulfill({ response: await route.fetch({ url }) });
    });
  }, BROWSER_TIMEOUT_MS);

  afterAll(async () => {
    await browser.close();
    await api.close();
  });

  const mailTo = async (address: string): Promise<string> => {
    await drainJobs(jobs.deps);
    return jobs.mail.read().findLast(({ headers }) => headers["to"] === address)?.text ?? "";
  };

  it(
    "signs a newcomer in by a code and makes them a member",
    async () => {
      const email = "newcomer@example.org";
      await done(api, "ada", "inviteToGroup", { groupId: idOf("harbourBreakfast"), email });
      const link = /http:\S+#ngi_[0-9a-f]{64}/.exec(await mailTo(email))?.[0] ?? "";
      await page.goto(link);
      expect(page.url()).not.toContain("ngi_");

      await page.getByRole("button", { name: "Accept the invitation" }).click();
      await page.getByLabel("Your address").fill(email);
      await page.getByRole("button", { name: "Send me a code" }).click();
      await page.getByText("We have sent a code").waitFor();
      const code = /code: (\d{8})$/m.exec(await mailTo(email))?.[1] ?? "";
      await page.getByLabel("The code of the mail").fill(code);
      await page.getByRole("button", { name: "Sign in and accept" }).click();
      await page.getByText("You are a member now").waitFor();

      const [row] = await api.dataSource.query(
        "select m.status from memberships m join people p on p.id = m.person_id where p.email = $1",
        [email],
      );
      expect(row).toEqual({ status: "ACTIVE" });
      expect(complaints).toEqual([]);
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "asks somebody whom the service knows already",
    async () => {
      const input = { groupId: idOf("harbourBreakfast"), who: { personId: idOf("cleo") } };
      await done(api, "ada", "addMember", input);
      const link = /http:\S+#mem_[0-9a-f]{32}/.exec(await mailTo("cleo@example.org"))?.[0] ?? "";
      await page.goto("about:blank");
      await page.goto(link);
      await page.getByRole("button", { name: "Accept the invitation" }).click();
      await page.getByText("another address than the invited one").waitFor();
      await page.getByLabel("Your address").fill("cleo@example.org");
      await page.getByRole("button", { name: "Send me a code" }).click();
      await page.getByText("We have sent a code").waitFor();
      const code = /code: (\d{8})$/m.exec(await mailTo("cleo@example.org"))?.[1] ?? "";
      await page.getByLabel("The code of the mail").fill(code);
      await page.getByRole("button", { name: "Sign in and accept" }).click();
      await page.getByText("You are a member now").waitFor();
      expect(complaints).toEqual([]);
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "asks whoever is signed in with another address to show the invited one",
    async () => {
      await done(api, "ada", "inviteToGroup", { groupId: idOf("harbourBreakfast"), email: "else@example.org" });
      const link = /http:\S+#ngi_[0-9a-f]{64}/.exec(await mailTo("else@example.org"))?.[0] ?? "";
      await page.goto("about:blank");
      await page.goto(link);
      await page.getByRole("button", { name: "Accept the invitation" }).click();
      await page.getByText("another address than the invited one").waitFor();
      expect(complaints).toEqual([]);
    },
    BROWSER_TIMEOUT_MS,
  );
});
