/**
 * The page that a mailed link opens. A mail scanner may fetch it as often as it likes: only a press of its button
 * signs in, only in the browser that asked, and the token stands behind the `#`, which no request carries.
 */
import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

export const SIGN_IN_PATH = "/sign-in";

const STYLE = `
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 15vh auto; padding: 0 1rem; }
  button { font: inherit; padding: .5rem 1.5rem; }
`;

/** Runs in the browser as it stands here: no library, nothing newer than 2017. */
const SCRIPT = `
  var button = document.querySelector("button");
  var answer = document.querySelector("output");
  var token = location.hash.slice(1);
  // What stood in the address bar would stay in the browser's history.
  history.replaceState(null, "", location.pathname);
  if (!token) answer.textContent = "This page signs you in when you open it with the link of our mail.";
  button.hidden = !token;
  function ask() {
    return fetch("/graphql", {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query: "mutation SignIn($token: String!) { signInWithLink(input: { token: $token, asCookie: true }) { errors { message } } }",
        variables: { token: token },
      }),
    });
  }
  button.addEventListener("click", function () {
    button.disabled = true;
    ask()
      // A session that ended is refused once, and its cookie taken away.
      .then(function (response) { return response.status === 401 ? ask() : response; })
      .then(function (response) { return response.json(); })
      .then(function (body) {
        var payload = body.data && body.data.signInWithLink;
        var faults = payload ? payload.errors : body.errors;
        answer.textContent = faults.length ? faults[0].message : "You are signed in. You may close this page.";
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
<title>Sign in</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Sign in</h1>
<p><button type="button" hidden>Sign in on this device</button></p>
<p><output role="status"></output></p>
<noscript><p>Without scripts this page can do nothing. Type the code of the mail where you asked for it.</p></noscript>
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

export function addSignInPage(app: FastifyInstance): void {
  app.get(SIGN_IN_PATH, (_request, reply) =>
    reply
      .header("content-type", "text/html; charset=utf-8")
      .header("content-security-policy", POLICY)
      .header("referrer-policy", "no-referrer")
      .header("cache-control", "no-store")
      .send(PAGE),
  );
}
