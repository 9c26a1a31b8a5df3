/** The real browser of test/browser. */
import { existsSync } from "node:fs";
import { describe } from "@jest/globals";
import { type Browser, chromium } from "playwright-core";

export const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
export const BROWSER_TIMEOUT_MS = 60_000;
/** Without the last four, Chromium looks for Google at every start. */
export const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Skipped, and said so, on a machine without Chromium. Never where `CI` is set: there, a missing browser is a failure. */
const isSkipped = process.env["CI"] === undefined && !existsSync(CHROMIUM);
if (isSkipped) process.stderr.write(`Skipped: there is no ${CHROMIUM} (apt-get install chromium).\n`);
export const inABrowser = isSkipped ? describe.skip : describe;

export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: BROWSER_FLAGS });
