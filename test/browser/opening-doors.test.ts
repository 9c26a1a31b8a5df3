/** A host who opens a door, in a real browser that runs no scripts. Skipped, and said so, where Chromium is absent. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { systemClock } from "../../src/platform/clock.ts";
import { localTimeOf } from "../../src/platform/zones.ts";
import { type Browsed, SITE, startBrowsed } from "../support/browsed.ts";
import { BROWSER_TIMEOUT_MS, inABrowser } from "../support/browser.ts";
import { faultsOf, isWalkedInOrder } from "../support/looks.ts";
import { makeMeeting } from "../support/meetings.ts";
import { readQrCode } from "../support/qr-codes.ts";

const HALF_HOUR_MS = 1_800_000;
const EMAIL = "hana@example.org";

inABrowser("the page on which doors are opened", () => {
  let browsed: Browsed;
  let page: Page;
  let link: string;

  beforeAll(async () => {
    browsed = await startBrowsed();
    const soon = new Date(systemClock.now().getTime() + HALF_HOUR_MS);
    await makeMeeting(browsed.api.dataSource, { startsAtLocal: localTimeOf(soon, "UTC"), timeZone: "UTC" });
    page = await browsed.open();
    page.setDefaultTimeout(8_000);
  }, BROWSER_TIMEOUT_MS);

  afterAll(() => browsed.close());

  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();

  it(
    "has a host sign in, and shows the meetings",
    async () => {
      await page.goto(`${SITE}/doors`);
      await page.getByLabel("Your e-mail address").fill(EMAIL);
      await press("Send me a code");
      await page.getByLabel("The code of the mail").fill(await browsed.codeTo(EMAIL));
      await press("Sign in");
      await page.getByRole("heading", { name: "Breakfast" }).waitFor();
      expect(await faultsOf(page, "doors")).toEqual([]);
      await page.reload();
      expect(await isWalkedInOrder(page, 3)).toBe(true);
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "shows a code that the telephone at the entrance reads, also in the dark",
    async () => {
      await page.getByLabel("Which door, if there are several").fill("Side entrance");
      await press("Open the door of Breakfast");
      await page.getByRole("heading", { name: "Side entrance of Breakfast" }).waitFor();
      const code = page.getByRole("img", { name: "QR code that opens the page for the entrance" });
      link = readQrCode(await code.innerHTML());
      expect(link).toMatch(/^http:\/\/wellmet\.test\/door#ngd_[0-9a-f]{64}$/);
      expect(page.url()).toBe(`${SITE}/doors`);
      // Wide enough for a camera on the narrowest screen, and never wider than that.
      expect(await faultsOf(page, "door-opened")).toEqual([]);
      expect((await code.locator("svg").boundingBox())?.width).toBeGreaterThan(240);

      const telephone = await browsed.open({ javaScriptEnabled: true });
      await telephone.goto(link);
      await telephone.getByRole("button", { name: "Ben", exact: true }).waitFor();
      expect(telephone.url()).toBe(`${SITE}/door`);
      await telephone.close();
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "says what a telephone needs that runs no scripts",
    async () => {
      const telephone = await browsed.open();
      await telephone.goto(link);
      // The browser shows it, while looking for texts passes it by.
      expect(await telephone.locator("noscript p").innerText()).toContain("Allow scripts for this page");
      expect(await faultsOf(telephone, "door-without-scripts")).toEqual([]);
      await telephone.close();
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "closes it",
    async () => {
      await press("Close the door");
      await page.getByRole("status").getByText("Closed.").waitFor();
      expect(await page.getByRole("button", { name: /^Close/ }).count()).toBe(0);
      const telephone = await browsed.open({ javaScriptEnabled: true });
      await telephone.goto(link);
      await telephone.getByText("This door is not open.").waitFor();
    },
    BROWSER_TIMEOUT_MS,
  );
});
