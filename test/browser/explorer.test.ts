/** The explorer in a real browser: it loads from us alone, and answers. Skipped, and said so, where Chromium is absent. */
import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { examples } from "../../src/server/explorer/examples.ts";
import { BROWSER_TIMEOUT_MS, inABrowser, launchBrowser } from "../support/browser.ts";
import { type Api, startApi } from "../support/start-api.ts";

const PICTURES = ".artifacts";

inABrowser("the explorer", () => {
  let api: Api;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const foreign: string[] = [];

  beforeAll(async () => {
    api = await startApi();
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => {
      complaints.push(error.message);
    });
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== "data:" && origin !== new URL(api.url).origin) foreign.push(request.url());
    });
  }, BROWSER_TIMEOUT_MS);

  afterAll(async () => {
    await browser.close();
    await api.close();
  });

  it(
    "opens with an example, runs it, and shows the answer",
    async () => {
      await page.goto(api.url);
      const editor = page.locator(".graphiql-query-editor .CodeMirror");
      await editor.waitFor();
      expect(await editor.innerText()).toContain("query UpcomingMeetings");
      expect(await page.locator(".graphiql-editor-tool .CodeMirror").first().innerText()).toContain('"first": 5');

      await page.getByRole("button", { name: /Execute query/ }).click();
      const answer = page.locator(".result-window");
      await answer.getByText('"data"').waitFor();
      expect(await answer.innerText()).toContain("throttle");
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: `${PICTURES}/explorer.png` });
    },
    BROWSER_TIMEOUT_MS,
  );

  it("knows the schema", async () => {
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page.locator(".graphiql-doc-explorer").getByText("Mutation", { exact: true }).waitFor();
    await page.screenshot({ path: `${PICTURES}/explorer-documentation.png` });
  });

  it("keeps what was open before, and opens a link that somebody shared", async () => {
    await page.reload();
    const editor = page.locator(".graphiql-query-editor .CodeMirror");
    await editor.getByText("UpcomingMeetings").waitFor();
    expect(await page.getByRole("tab").count()).toBe(examples.length);

    await page.goto(`${api.url}?query=${encodeURIComponent("query Shared { __typename }")}`);
    await editor.getByText("Shared").waitFor();
    expect(await page.getByRole("tab").count()).toBe(examples.length + 1);
  });

  it("asks for a Thursday that is to come", async () => {
    await page.goto(api.url);
    await page.getByRole("tab", { name: /AGroupForMe/ }).click();
    const variables = page.locator(".graphiql-editor-tool .CodeMirror").first();
    await variables.getByText("thursday").waitFor();
    const days = (await variables.innerText()).match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? [];
    const [from = 0, before = 0] = days.map((day) => Date.parse(day));
    expect([new Date(from).getUTCDay(), from > Date.now(), before - from]).toEqual([4, true, 86_400_000]);
  });

  it("loads nothing from elsewhere, and breaks no rule of its own policy", () => {
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
