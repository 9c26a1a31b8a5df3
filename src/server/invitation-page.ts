/**
 * The page that an invitation's mail links to: whoever reads that mail signs in here, with a code to the same address,
 * and accepts. The link hands over the token, or the ID of a membership that somebody whom the service knows is asked
 * into, which is worth nothing to anybody else.
 */
import type { FastifyInstance } from "fastify";
import { addMailPage } from "./mail-page.ts";
import { linkForm } from "./pages/link-form.ts";
import { html } from "./pages/page.ts";

export const INVITATION_PATH = "/invitation";
export const ACCEPT_BUTTON = html`<p><button class="main">Accept the invitation</button></p>`;
export const INVITATION_SAID = {
  member: "You are a member now. You may close this page.",
  signIn: "First show that you read the mail of the invited address.",
  otherAddress: "You are signed in with another address than the invited one.",
} as const;

const SCRIPT = `
  var said = ${JSON.stringify(INVITATION_SAID)};
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
      if (!result.fault) return show(null, said.member);
      var code = result.fault.code || result.fault.extensions.code;
      if (code === "UNAUTHENTICATED") return show("address", said.signIn);
      if (code === "NOT_FOUND") return show("address", said.otherAddress);
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

const FORMS = `<form id="accept" hidden><button class="main">Accept the invitation</button></form>
<form id="address" hidden>
<label for="email">Your address, the one that was invited</label>
<input id="email" type="email" autocomplete="email" required>
<button class="main">Send me a code</button>
</form>
<form id="code" hidden>
<label for="digits">The code of the mail</label>
<input id="digits" type="text" inputmode="numeric" autocomplete="one-time-code" required>
<button class="main">Sign in and accept</button>
</form>`;

export const addInvitationPage = (app: FastifyInstance): void =>
  addMailPage(app, {
    path: INVITATION_PATH,
    title: "Invitation",
    body: FORMS,
    withoutScripts: linkForm({ path: INVITATION_PATH, rest: ACCEPT_BUTTON }),
    usesCookies: true,
    script: SCRIPT,
  });
