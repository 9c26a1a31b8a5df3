/**
 * The page that an outsider's mail links to: a yes, a no or “later”, by the token of the link, without an account; and a no after
 * a yes, as long as the other has not said yes too. What the
 * introduction is about stands in the mail, so the page asks nothing of us before somebody presses a button.
 */
import type { FastifyInstance } from "fastify";
import { addMailPage } from "./mail-page.ts";

const STYLE = `
  label { display: block; margin-bottom: 1rem; }
  button { margin-right: .75rem; }
  form[hidden] { display: none; }
`;

const SCRIPT = `
  var form = document.querySelector("form");
  var buttons = document.querySelectorAll("button");
  form.hidden = !token;
  if (!token) answer.textContent = "This page answers an introduction when you open it with the link of our mail.";
  var said = {
    YES: "Thank you. Once the other says yes too, a mail brings you together. Until then you can still say no.",
    LATER: "Thank you. A mail will ask you once more.",
    NO: "Thank you. Nobody else can tell your no from silence."
  };
  function disable(disabled) { buttons.forEach(function (each) { each.disabled = disabled; }); }
  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      disable(true);
      var input = { token: token, answer: button.value, tellConnector: document.getElementById("tell").checked };
      if (button.value === "LATER") {
        input.laterUntil = new Date(Date.now() + document.getElementById("days").value * 86400000).toISOString();
      }
      act(
        "answerIntroductionByLink",
        "mutation Answer($input: AnswerIntroductionByLinkInput!) { answerIntroductionByLink(input: $input) { answer errors { message } } }",
        { input: input }
      )
        .then(function (result) {
          answer.textContent = result.fault ? result.fault.message : said[result.payload.answer];
          // A yes can be taken back, and a day that is too late be changed.
          var isOpen = result.fault ? button.value === "LATER" : result.payload.answer === "YES";
          form.hidden = !isOpen;
          if (isOpen) disable(false);
        })
        .catch(function () {
          failed();
          disable(false);
        });
    });
  });
`;

const FORM = `<form hidden>
<p>With a yes your address passes to the other person, once they say yes too; nothing passes before.</p>
<label><input id="tell" type="checkbox"> Let whoever introduces us know my answer</label>
<button type="button" value="YES">Yes, introduce us</button>
<button type="button" value="NO">No</button>
<p><label>Not now, but in <select id="days"><option>2</option><option selected>4</option><option>7</option></select> days:
<button type="button" value="LATER">Ask me again</button></label></p>
</form>`;

export const addIntroductionPage = (app: FastifyInstance): void =>
  addMailPage(app, {
    path: "/introduction",
    title: "An introduction",
    body: FORM,
    withoutScripts: "Sign in with your address instead, and answer there.",
    usesCookies: false,
    style: STYLE,
    script: SCRIPT,
  });
