/** The frame of pages that work without scripts: what is shown, and what browsers are told about it. */
import { createHash } from "node:crypto";

/** Text that is HTML already; everything else is escaped where it is put in. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | null | undefined | false | readonly Part[];

/** html`<p>${anything}</p>`: what is put in is text, unless it came out of this very function. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(texts.map((text, index) => text + written(parts[index])).join(""));

function written(part: Part): string {
  if (typeof part === "string") return escaped(part);
  if (part instanceof Html) return part.text;
  if (part === null || part === undefined || part === false) return "";
  return part.map(written).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? "");

/** Of every page that we show. */
export const STYLE = `
  :root { color-scheme: light dark; --line: #8a8a8a; --soft: #f2f2f2; --warn: #8a2b00; --main: #1f4fbf; --on-main: #fff; }
  @media (prefers-color-scheme: dark) { :root { --line: #7d7d7d; --soft: #2a2a2a; --warn: #ffb38a; --main: #a9c1ff; --on-main: #0e1626; } }
  * { box-sizing: border-box; }
  body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.5rem; line-height: 1.25; }
  h2 { font-size: 1.15rem; margin: 1.5rem 0 .25rem; }
  fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 1rem; padding: .75rem 1rem; min-width: 0; }
  legend { font-weight: 600; padding: 0 .25rem; }
  label { display: block; padding: .35rem 0; }
  label.choice { display: grid; grid-template-columns: 1.5rem 1fr; gap: .5rem; }
  input[type=checkbox], input[type=radio] { width: 1.15rem; height: 1.15rem; margin: .2rem 0 0; }
  input[type=email], input[type=text] { font: inherit; width: 100%; padding: .5rem; border: 1px solid var(--line); border-radius: .35rem; }
  button, select { font: inherit; padding: .6rem 1.25rem; margin: .25rem .5rem .25rem 0; border-radius: .35rem; border: 1px solid currentColor; cursor: pointer; }
  button.main { font-weight: 600; background: var(--main); border-color: var(--main); color: var(--on-main); }
  :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
  dl { margin: .25rem 0 .5rem 2rem; display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .1rem .75rem; font-size: .95rem; }
  dt { opacity: .8; } dd { margin: 0; overflow-wrap: anywhere; }
  .empty { font-style: italic; opacity: .8; }
  .note { background: var(--soft); border-radius: .5rem; padding: .75rem 1rem; overflow-wrap: anywhere; }
  .fault, .warning { color: var(--warn); font-weight: 600; }
  .card { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 1.25rem; padding: .25rem 1rem .75rem; overflow-wrap: anywhere; }
  .card h2 { margin: .75rem 0 .25rem; }
  .card p, .card ul { margin: .4rem 0; }
  .facts { margin-left: 0; }
  summary { padding: .35rem 0; cursor: pointer; }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .names { list-style: none; margin: 1rem 0; padding: 0; }
  .names button { width: 100%; margin: .2rem 0; padding: .8rem 1rem; text-align: left; overflow-wrap: anywhere; }
  .names button::before { content: "○"; content: "○" / ""; margin-right: .75rem; }
  .names button[aria-pressed=true]::before { content: "✓"; content: "✓" / ""; }
  .names button[aria-pressed=true] { background: var(--main); border-color: var(--main); color: var(--on-main); font-weight: 600; }
  .code svg { display: block; width: 100%; max-width: 20rem; margin: 1rem auto; }
  @media print { form, a { display: none; } }
  .choices { margin-left: 2rem; }
  @media (max-width: 30rem) { dl { grid-template-columns: 1fr; margin-left: 0; } dd { margin-bottom: .4rem; } button { width: 100%; } }
`;
const STYLE_HASH = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Where its forms may lead in the end, beside to ourselves: browsers hold redirects after a form to the same rule. */
  readonly formTargets?: readonly string[];
}

/** What a form that leads to this address in the end must be let go to. */
export function formTarget(address: string): string {
  const { protocol, origin } = new URL(address);
  return protocol === "https:" || protocol === "http:" ? origin : protocol;
}

export const pageText = ({ title, body }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)} · Wellmet</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body.text}
</main>
</body>
</html>
`;

/**
 * Nothing runs, nothing is loaded, nobody frames it. The origin of a form is told to ourselves alone (`same-origin`), since
 * without any we could not tell our own forms from others'.
 */
export const pageHeaders = ({ formTargets = [] }: Page): readonly (readonly [string, string])[] => [
  ["content-type", "text/html; charset=utf-8"],
  [
    "content-security-policy",
    [
      "default-src 'none'",
      `style-src ${STYLE_HASH}`,
      "base-uri 'none'",
      `form-action ${["'self'", ...formTargets].join(" ")}`,
      "frame-ancestors 'none'",
    ].join("; "),
  ],
  ["referrer-policy", "same-origin"],
  ["cache-control", "no-store"],
];
