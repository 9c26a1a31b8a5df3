/**
 * The page that an invitation's mail links to: whoever reads that mail signs in here, with a code to the same address,
 * and accepts. What stands behind the `#` no request carries: the token, or the ID of a membership that somebody whom the
 * service knows is asked into, which is worth nothing to anybody else. Fetching the page does nothing.
 */
import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

export const INVITATION_PATH = "/invitation";

const STYLE = `
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 12vh auto; padding: 0 1rem; }
  button, input { font: inherit; padding: .5rem; }
  input { display: block; width: 100%; box-sizing: border-box; margin-bottom: .75rem; }
  form[hidden] { display: none; }
`;

/** Runs in the browser as it stands here: no library, nothing newer than 2017. */
const SCRIPT = `
  var token = location.hash.slice(1);
  var address = "";
  var answer = document.querySelector("output");
  var forms = { accept: null, address: null, code: null };
  Object.keys(forms).forEach(function (name) { forms[name] = document.getElementById(name); });
  // What stood in the address bar would stay in the browser's history.
  history.replaceState(null, "", location.pathname);

  function show(name, text) {
    Object.keys(forms).forEach(function (each) { forms[each].hidden = each !== name; });
    answer.textContent = text || "";
  }
  function post(query, variables) {
    return fetch("/graphql", {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: query, variables: variables }),
    });
  }
  // The payload, or what to tell: a session that ended is refused once, and its cookie taken away.
  function act(name, query, variables) {
    return post(query, variables)
      .then(function (response) { return response.status === 401 ? post(query, variables) : response; })
      .then(function (response) { return response.json(); })
      .then(function (body) {
        var payload = body.data && body.data[name];
        var fault = payload ? payload.errors[0] : body.errors[0];
        return { fault: fault, code: fault && (fault.code || fault.extensions.code) };
      });
  }
  function failed() { answer.textContent = "That did not work. Try again."; }

  function accept() {
    return act(
      "acceptInvitation",
      "mutation Accept($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { errors { code message } } }",
      { input: token.slice(0, 4) === "mem_" ? { membershipId: token } : { token: token } }
    ).then(function (result) {
      if (!result.fault) return show(null, "You are a member now. You may close this page.");
      if (result.code === "UNAUTHENTICATED") return show("address", "First show that you read the mail of the invited address.");
      if (result.code === "NOT_FOUND") return show("address", "You are signed in with another address than the invited one.");
      show(null, result.fault.message);
    });
  }
  function askCode() {
    address = document.getElementById("email").value;
    return act(
      "requestSignIn",
      "mutation Ask($email: String!) { requestSignIn(input: { email: $email }) { errors { code message } } }",
      { email: address }
    ).then(function (result) {
      if (result.fault) answer.textContent = result.fault.message;
      else show("code", "We have sent a code to that address.");
    });
  }
  function signIn() {
    return act(
      "signInWithCode",
      "mutation SignIn($email: String!, $code: String!) { signInWithCode(input: { email: $email, code: $code, asCookie: true }) { errors { code message } } }",
      { email: address, code: document.getElementById("digits").value }
    ).then(function (result) {
      if (result.fault) answer.textContent = result.fault.message;
      else return accept();
    });
  }
  [["accept", accept], ["address", askCode], ["code", signIn]].forEach(function (step) {
    forms[step[0]].addEventListener("submit", function (event) {
      event.preventDefault();
      var button = forms[step[0]].querySelector("button");
      button.disabled = true;
      step[1]().catch(failed).then(function () { button.disabled = false; });
    });
  });
  if (token) show("accept");
  else show(null, "This page accepts an invitation when you open it with the link of our mail.");
`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Invitation</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Invitation</h1>
<form id="accept" hidden><button>Accept the invitation</button></form>
<form id="address" hidden>
<label for="email">Your address, the one that was invited</label>
<input id="email" type="email" autocomplete="email" required>
<button>Send me a code</button>
</form>
<form id="code" hidden>
<label for="digits">The code of the mail</label>
<input id="digits" inputmode="numeric" autocomplete="one-time-code" required>
<button>Sign in and accept</button>
</form>
<p><output role="status"></output></p>
<noscript><p>Without scripts this page can do nothing. Paste the code of the mail where your app asks for it.</p></noscript>
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

export function addInvitationPage(app: FastifyInstance): void {
  app.get(INVITATION_PATH, (_request, reply) =>
    reply
      .header("content-type", "text/html; charset=utf-8")
      .header("content-security-policy", POLICY)
      .header("referrer-policy", "no-referrer")
      .header("cache-control", "no-store")
      .send(PAGE),
  );
}
