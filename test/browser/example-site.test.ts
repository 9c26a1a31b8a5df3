/** The page that readers copy, in a browser: another origin's script, its preflight, and what the visitor sees. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Browser } from "playwright-core";
import { BROWSER_TIMEOUT_MS, inABrowser, launchBrowser } from "../support/browser.ts";
import { type DemoServer, startDemoServer } from "../support/demo-server.ts";

inABrowser("a group's page", () => {
  let demo: DemoServer;
  let browser: Browser;
  let site: ChildProcess;
  let address: string;

  beforeAll(async () => {
    demo = await startDemoServer();
    browser = await launchBrowser();
    const folder = mkdtempSync(join(tmpdir(), "wellmet-site-"));
    cpSync("examples/site", folder, { recursive: true });
    const page = readFileSync(join(folder, "index.html"), "utf8");
    writeFileSync(join(folder, "index.html"), page.replace("http://localhost:4000", demo.home));
    site = spawn(process.execPath, [join(folder, "serve.mjs")], { env: { PORT: "0" } });
    const [line] = (await once(site.stdout ?? site, "data")) as [Buffer];
    address = line.toString().trim();
  }, BROWSER_TIMEOUT_MS);

  afterAll(async () => {
    site.kill();
    await browser.close();
    await demo.close();
  });

  const allow = (origin: string) => demo.api.dataSource.query("update api_keys set allowed_origins = $1", [[origin]]);
  const shown = async (): Promise<string> => {
    const page = await browser.newPage();
    await page.goto(address);
    const list = page.locator("#meetings");
    await list.filter({ hasNotText: "Loading" }).waitFor();
    return list.innerText();
  };

  it(
    "lists its meetings where the key is for its origin, and says so where it is not",
    async () => {
      await allow(new URL(address).origin);
      expect(await shown()).toContain("Coffee on the quay, The Boathouse");
      await allow("https://elsewhere.example");
      expect(await shown()).toBe("The meetings cannot be shown now. Please come again later.");
    },
    BROWSER_TIMEOUT_MS,
  );
});
