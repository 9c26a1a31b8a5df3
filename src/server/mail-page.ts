/**
 * The frame of the pages that mails link to. A mail scanner may fetch them as often as it likes: they do nothing until
 * somebody presses a button, and what the mail hands over stands behind the `#`, which no request carries.
 */
import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { Html, STYLE } from "./pages/page.ts";

/** What one page is, within the frame. Its texts are ours and stand in the HTML and the script as they are. */
export interface MailPage {
  readonly path: string;
  readonly title: string;
  /** Elements between the heading and the line that tells how it went. */
  readonly body: string;
  /** For who runs no scripts: a form of their own, or what to do instead. */
  readonly withoutScripts: Html | string;
  /** Whether what it asks of us reads or sets cookies of the browser. */
  readonly usesCookies: boolean;
  /** Runs below `frameScript`, whose names it uses. */
  readonly script: string;
}

/** A page of one button, which hands the token of the link to one act. */
export interface ConfirmPage extends Omit<MailPage, "body" | "script"> {
  readonly button: string;
  /** Said to who opens the page without the link of a mail. */
  readonly withoutToken: string;
  /** The act's name, and its mutation with the variable `$token`. */
  readonly act: string;
  readonly mutation: string;
  /** JavaScript expression for what to say after it went well, of `payload`. */
  readonly said: string;
}

/** Runs in the browser as it stands here, as do the scripts of the pages: no library, nothing newer than 2017. */
const frameScript = ({ usesCookies }: MailPage): string => `
  var token = location.hash.slice(1);
  var answer = document.querySelector("output");
  // What stood in the address bar would stay in the browser's history.
  history.replaceState(null, "", location.pathname);
  function post(query, variables) {
    return fetch("/graphql", {
      method: "POST",
      credentials: "${usesCookies ? "same-origin" : "omit"}",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: query, variables: variables }),
    });
  }
  // Payload and first fault. A session that ended is refused once, and its cookie taken away.
  function act(name, query, variables) {
    return post(query, variables)
      .then(function (response) { return response.status === 401 ? post(query, variables) : response; })
      .then(function (response) { return response.json(); })
      .then(function (body) {
        var payload = body.data && body.data[name];
        return { payload: payload, fault: payload ? payload.errors[0] : body.errors[0] };
      });
  }
  function failed() { answer.textContent = "That did not work. Try again."; }
`;

const confirmScript = ({ act, mutation, said, withoutToken }: ConfirmPage): string => `
  var button = document.querySelector("button");
  if (!token) answer.textContent = ${JSON.stringify(withoutToken)};
  button.hidden = !token;
  button.addEventListener("click", function () {
    button.disabled = true;
    act("${act}", "${mutation}", { token: token })
      .then(function (result) {
        var payload = result.payload;
        answer.textContent = result.fault ? result.fault.message : ${said};
        button.hidden = true;
      })
      .catch(function () {
        failed();
        button.disabled = false;
      });
  });
`;

const pageOf = ({ title, body, withoutScripts }: MailPage, script: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
<p><output role="status"></output></p>
<noscript>${
  withoutScripts instanceof Html
    ? withoutScripts.text
    : `<p>Without scripts this page can do nothing. ${withoutScripts}</p>`
}</noscript>
</main>
<script>${script}</script>
</body>
</html>
`;

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing but these two texts runs or shows, nothing is loaded, and only we are spoken to, by script or form. */
const policyOf = (script: string): string =>
  [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(STYLE)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

export function addMailPage(app: FastifyInstance, page: MailPage): void {
  const script = frameScript(page) + page.script;
  const [html, policy] = [pageOf(page, script), policyOf(script)];
  app.get(page.path, (_request, reply) =>
    reply
      .header("content-type", "text/html; charset=utf-8")
      .header("content-security-policy", policy)
      // Told to ourselves alone, and never with what stands behind the `#`: a form without an origin is refused.
      .header("referrer-policy", "same-origin")
      .header("cache-control", "no-store")
      .send(html),
  );
}

export const addConfirmPage = (app: FastifyInstance, page: ConfirmPage): void =>
  addMailPage(app, {
    ...page,
    body: `<p><button type="button" hidden>${page.button}</button></p>`,
    script: confirmScript(page),
  });
