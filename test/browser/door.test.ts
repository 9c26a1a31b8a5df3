/** A telephone at the entrance, in a real browser. Skipped, and said so, where Chromium is absent. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { systemClock } from "../../src/platform/clock.ts";
import { localTimeOf } from "../../src/platform/zones.ts";
import { done } from "../support/act.ts";
import { type Browsed, SITE, startBrowsed } from "../support/browsed.ts";
import { BROWSER_TIMEOUT_MS, inABrowser } from "../support/browser.ts";
import { type OpenedDoor, openDoor } from "../support/doors.ts";
import { faultsOf, isWalkedInOrder } from "../support/looks.ts";
import { makeMeeting } from "../support/meetings.ts";

const HALF_HOUR_MS = 1_800_000;

inABrowser("the page of a door", () => {
  let browsed: Browsed;
  let page: Page;
  let meeting: Awaited<ReturnType<typeof makeMeeting>>;
  let door: OpenedDoor;
  const complaints: string[] = [];

  beforeAll(async () => {
    browsed = await startBrowsed();
    const soon = new Date(systemClock.now().getTime() + HALF_HOUR_MS);
    const startsAtLocal = localTimeOf(soon, "UTC");
    meeting = await makeMeeting(browsed.api.dataSource, { startsAtLocal, timeZone: "UTC" });
    door = await openDoor(browsed.api, "ada", meeting.globalId);
    page = await browsed.open({ javaScriptEnabled: true });
    page.setDefaultTimeout(8_000);
    page.on("pageerror", (error) => void complaints.push(error.message));
  }, BROWSER_TIMEOUT_MS);

  afterAll(() => browsed.close());

  const name = (of: string) => page.getByRole("button", { name: of, exact: true });
  const marks = (): Promise<unknown[]> =>
    browsed.api.dataSource.query("select code from marks where meeting_id = $1 order by received_at, recorded_at", [
      meeting.id,
    ]);

  it(
    "lists who is expected, marks by a touch, and takes it back",
    async () => {
      await page.goto(`${SITE}/door#${door.token}`);
      await name("Ben").waitFor();
      expect(page.url()).not.toContain("ngd_");
      await name("Ben").click();
      await page.getByText("1 here, all sent").waitFor();
      expect(await name("Ben").getAttribute("aria-pressed")).toBe("true");
      expect(await faultsOf(page, "door")).toEqual([]);
      await page.reload();
      await page.getByText("1 here, all sent").waitFor();
      await name("Ben").click();
      await page.getByText("0 here, all sent").waitFor();
      expect(await marks()).toEqual([{ code: "PRESENT" }, { code: "ABSENT" }]);
      await page.getByLabel("Find a name").fill("be");
      expect(await page.locator("#names button").allInnerTexts()).toEqual(["Ben"]);
      await page.getByLabel("Find a name").fill("");
      await page.reload();
      await name("Ben").waitFor();
      expect(await isWalkedInOrder(page, 4)).toBe(true);
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "adds who is on no list, and greets who shows a code",
    async () => {
      await page.getByLabel("Name", { exact: true }).fill("Wanda Walker");
      await page.getByRole("button", { name: "Add, and mark present" }).click();
      await name("Wanda Walker").waitFor();
      const { code } = await done(browsed.api, "ben", "makeCheckInCode", { meetingId: meeting.globalId }, "code");
      await page.getByLabel("The ten digits").fill(code);
      await page.getByRole("button", { name: "Check in" }).click();
      await page.getByText("Welcome, Ben.").waitFor();
      await page.getByText("2 here, all sent").waitFor();
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "keeps marks while there is no network, through a look at something else, and sends them later",
    async () => {
      await page.context().setOffline(true);
      await name("Kit").click();
      await page.getByText("3 here, 1 still to be sent").waitFor();
      await page.context().setOffline(false);
      await page.reload();
      await page.getByText("3 here, all sent").waitFor();
    },
    BROWSER_TIMEOUT_MS,
  );

  it(
    "ends when the door is closed",
    async () => {
      await done(browsed.api, "ada", "closeDoor", { doorId: door.id });
      await page.reload();
      await page.getByText("This door is not open.").waitFor();
      expect(await name("Ben").isVisible()).toBe(false);
      expect(complaints).toEqual([]);
    },
    BROWSER_TIMEOUT_MS,
  );
});
