/**
 * The page that an invitation's mail links to: whoever reads that mail signs in here, with a code to the same address,
 * and accepts. The link hands over the token, or the ID of a membership that somebody whom the service knows is asked
 * into, which is worth nothing to anybody else.
 */
import type { FastifyInstance } from "fastify";
import { addMailPage } from "./mail-page.ts";

const STYLE = `
  input { font: inherit; padding: .5rem; display: block; width: 100%; box-sizing: border-box; margin-bottom: .75rem; }
  form[hidden] { display: none; }
`;

const SCRIPT = `
  var address = "";
  var forms = { accept: null, address: null, code: null };
  Object.keys(forms).forEach(function (name) { forms[name] = document.getElementById(name); });

  function show(name, text) {
    Object.keys(forms).forEach(function (each) { forms[each].hidden = each !== name; });
    answer.textContent = text || "";
  }

  function accept() {
    return act(
      "acceptInvitation",
      "mutation Accept($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { errors { code message } } }",
      { input: token.slice(0, 4) === "mem_" ? { membershipId: token } : { token: token } }
    ).then(function (result) {
      if (!result.fault) return show(null, "You are a member now. You may close this page.");
      var code = result.fault.code || result.fault.extensions.code;
      if (code === "UNAUTHENTICATED") return show("address", "First show that you read the mail of the invited address.");
      if (code === "NOT_FOUND") return show("address", "You are signed in with another address than the invited one.");
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

const FORMS = `<form id="accept" hidden><button>Accept the invitation</button></form>
<form id="address" hidden>
<label for="email">Your address, the one that was invited</label>
<input id="email" type="email" autocomplete="email" required>
<button>Send me a code</button>
</form>
<form id="code" hidden>
<label for="digits">The code of the mail</label>
<input id="digits" inputmode="numeric" autocomplete="one-time-code" required>
<button>Sign in and accept</button>
</form>`;

export const addInvitationPage = (app: FastifyInstance): void =>
  addMailPage(app, {
    path: "/invitation",
    title: "Invitation",
    body: FORMS,
    withoutScripts: "Paste the code of the mail where your app asks for it.",
    usesCookies: true,
    style: STYLE,
    script: SCRIPT,
  });
