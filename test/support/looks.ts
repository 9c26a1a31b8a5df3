/** What a page must be for whoever reads it: by ear, by keyboard, on a narrow screen, in the dark. Looked up in the browser. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** Kept by nobody but whoever looks at the build. */
const PICTURES = ".artifacts";

/** Pixels, and the colours that the reader prefers. */
const LOOKS = [
  { width: 1_280, height: 900, colorScheme: "light" },
  { width: 1_280, height: 900, colorScheme: "dark" },
  { width: 320, height: 640, colorScheme: "light" },
  { width: 320, height: 640, colorScheme: "dark" },
] as const;

/** Contrast of text to what is behind it, by WCAG 2.2, level AA; and the least size of what is pressed, in pixels. */
const CONTRAST_MIN = 4.5;
const TARGET_PIXELS_MIN = 24;

const SCRIPT = `
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const say = (what, element) => faults.push(element ? what + ": " + element.outerHTML.slice(0, 120) : what);
  const isShown = (element) => element.checkVisibility() && element.getClientRects().length > 0;

  if (!document.documentElement.lang) say("no language");
  if (!document.title) say("no title");
  if (all("main").length !== 1) say("not one main landmark");
  if (all("h1").length !== 1) say("not one main heading");
  let level = 0;
  for (const heading of all("h1, h2, h3, h4")) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) say("a heading is left out before", heading);
    level = next;
  }
  const ids = all("[id]").map(({ id }) => id);
  if (new Set(ids).size !== ids.length) say("an id twice");
  for (const element of all("[aria-labelledby], [aria-describedby]")) {
    for (const name of ["aria-labelledby", "aria-describedby"]) {
      for (const id of (element.getAttribute(name) || "").split(" ").filter(Boolean)) if (!ids.includes(id)) say("named by nothing", element);
    }
  }
  for (const field of all("input:not([type=hidden]), select, textarea")) {
    if (![...field.labels].some((label) => label.textContent.trim())) say("without a label", field);
    if (["checkbox", "radio"].includes(field.type) && !field.closest("fieldset")?.querySelector("legend")) say("of no group", field);
  }
  for (const pressed of all("button, a, summary")) if (!pressed.textContent.trim()) say("without a name", pressed);
  if (all("[tabindex]:not([tabindex='0'])").length > 0) say("an order of its own");

  if (document.documentElement.scrollWidth > window.innerWidth) say("wider than the screen");
  for (const target of all("button, summary, label.choice, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), select").filter(isShown)) {
    const { width, height } = target.getBoundingClientRect();
    if (Math.min(width, height) < ${TARGET_PIXELS_MIN}) say("too small to press", target);
  }

  // Colours as the browser paints them, which has words for some.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const painted = (colour, below) => {
    canvas.fillStyle = "rgb(" + below.join(" ") + ")";
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.color = "Canvas";
  const ground = painted(getComputedStyle(probe).color, [255, 255, 255]);
  probe.remove();
  const behind = (element) =>
    element ? painted(getComputedStyle(element).backgroundColor, behind(element.parentElement)) : ground;
  const opacity = (element) => (element ? Number(getComputedStyle(element).opacity) * opacity(element.parentElement) : 1);
  const luminance = (colour) =>
    colour
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const texts = all("body *").filter((element) => isShown(element) && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  for (const element of texts) {
    const below = behind(element);
    const solid = painted(getComputedStyle(element).color, below);
    const share = opacity(element);
    const ink = solid.map((part, index) => part * share + below[index] * (1 - share));
    const [light, dark] = [luminance(ink), luminance(below)].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < ${CONTRAST_MIN}) say("contrast of " + contrast.toFixed(1), element);
  }
  faults;
`;

/** Takes pictures of a page and gives what is wrong with it, look by look: `[]` is as it should be. */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  mkdirSync(PICTURES, { recursive: true });
  const faults: string[] = [];
  for (const { width, height, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate<string[]>(SCRIPT);
    faults.push(...found.map((fault) => `${name}, ${colorScheme}, ${width}: ${fault}`));
    await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}-${width}.png`), fullPage: true });
  }
  return faults;
}

const FOCUS = `(() => {
  const { activeElement: focused } = document;
  const style = getComputedStyle(focused);
  const stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")];
  return { place: stops.indexOf(focused), isSeen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
})()`;

/** Whether the key Tab goes through the page from top to bottom, and shows where it is. */
export async function isWalkedInOrder(page: Page, steps: number): Promise<boolean> {
  let before = -1;
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press("Tab");
    const { place, isSeen } = await page.evaluate<{ place: number; isSeen: boolean }>(FOCUS);
    if (place <= before || !isSeen) return false;
    before = place;
  }
  return true;
}
