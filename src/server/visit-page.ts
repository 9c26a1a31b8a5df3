/**
 * The page that a visitor's mailed link opens. A mail scanner may fetch it as often as it likes: only a press of its
 * button confirms, and the token stands behind the `#`, which no request carries.
 */
import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

const VISIT_PATH = "/visit";

const STYLE = `
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 15vh auto; padding: 0 1rem; }
  button { font: inherit; padding: .5rem 1.5rem; }
`;

/** Runs in the browser as it stands here: no library, nothing newer than 2017. Sends no cookie: the token is enough. */
const SCRIPT = `
  var button = document.querySelector("button");
  var answer = document.querySelector("output");
  var token = location.hash.slice(1);
  var said = {
    GOING: "You are going. See you there!",
    WAITLISTED: "The meeting is full. You are in the queue, and get a mail when there is a seat.",
    OFFERED: "There is a seat for you; our mail says until when it is held.",
    REQUESTED: "The organisers have been asked, and decide about it."
  };
  // What stood in the address bar would stay in the browser's history.
  history.replaceState(null, "", location.pathname);
  if (!token) answer.textContent = "This page confirms your visit when you open it with the link of our mail.";
  button.hidden = !token;
  button.addEventListener("click", function () {
    button.disabled = true;
    fetch("/graphql", {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query: "mutation Confirm($token: String!) { confirmVisit(input: { token: $token }) { status errors { message } } }",
        variables: { token: token },
      }),
    })
      .then(function (response) { return response.json(); })
      .then(function (body) {
        var payload = body.data && body.data.confirmVisit;
        var faults = payload ? payload.errors : body.errors;
        answer.textContent = faults.length ? faults[0].message : said[payload.status] || "Your answer stands as you changed it since.";
        button.hidden = true;
      })
      .catch(function () {
        answer.textContent = "That did not work. Try again.";
        button.disabled = false;
      });
  });
`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Confirm your visit</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Confirm your visit</h1>
<p><button type="button" hidden>Yes, I come</button></p>
<p><output role="status"></output></p>
<noscript><p>Without scripts this page can do nothing. Sign in with your address instead, and answer there.</p></noscript>
<script>${SCRIPT}</script>
</body>
</html>
`;

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing but these two texts runs or shows, nothing is loaded, and only we are spoken to. */
const POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(SCRIPT)}`,
  `style-src ${hashOf(STYLE)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function addVisitPage(app: FastifyInstance): void {
  app.get(VISIT_PATH, (_request, reply) =>
    reply
      .header("content-type", "text/html; charset=utf-8")
      .header("content-security-policy", POLICY)
      .header("referrer-policy", "no-referrer")
      .header("cache-control", "no-store")
      .send(PAGE),
  );
}
