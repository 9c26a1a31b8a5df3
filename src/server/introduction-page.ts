/**
 * The page that an outsider's mail links to: a yes, a no or “later”, by the token of the link, without an account; and a no after
 * a yes, as long as the other has not said yes too. What the
 * introduction is about stands in the mail, so the page asks nothing of us before somebody presses a button.
 */
import type { FastifyInstance } from "fastify";
import { addMailPage } from "./mail-page.ts";
import { linkForm } from "./pages/link-form.ts";
import { type Html, html } from "./pages/page.ts";

export const INTRODUCTION_PATH = "/introduction";
/** What is said of each answer, once it stands. */
export const INTRODUCTION_SAID = {
  YES: "Thank you. Once the other says yes too, a mail brings you together. Until then you can still say no.",
  LATER: "Thank you. A mail will ask you once more.",
  NO: "Thank you. Nobody else can tell your no from silence.",
} as const;
/** Days after which somebody may be asked again, of which one is proposed. */
export const DAYS_LATER = ["2", "4", "7"] as const;
const DAYS_LATER_PROPOSED = "4";

const SCRIPT = `
  var form = document.querySelector("form");
  var buttons = document.querySelectorAll("button");
  form.hidden = !token;
  if (!token) answer.textContent = "This page answers an introduction when you open it with the link of our mail.";
  var said = ${JSON.stringify(INTRODUCTION_SAID)};
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

const FORM = html`<form hidden>${answerFields("button")}</form>`;

/** The same questions, whether a script reads them or a form sends them. */
export function answerFields(type: "button" | "submit"): Html {
  // Both stand in one page: by an id the script finds its own.
  const idOf = (id: string) => type === "button" && html` id="${id}"`;
  return html`
<p>With a yes your address passes to the other person, once they say yes too; nothing passes before.</p>
<fieldset><legend>Your answer</legend>
<label class="choice"><input${idOf("tell")} name="tell" type="checkbox" value="yes">
<span>Let whoever introduces us know my answer</span></label>
<p><button class="main" type="${type}" name="answer" value="YES">Yes, introduce us</button>
<button type="${type}" name="answer" value="NO">No</button></p>
<label>Not now, but in so many days:
<select${idOf("days")} name="days">${DAYS_LATER.map(
    (days) => html`<option${days === DAYS_LATER_PROPOSED && html` selected`}>${days}</option>`,
  )}</select></label>
<button type="${type}" name="answer" value="LATER">Ask me again</button>
</fieldset>`;
}

export const addIntroductionPage = (app: FastifyInstance): void =>
  addMailPage(app, {
    path: INTRODUCTION_PATH,
    title: "An introduction",
    body: FORM.text,
    withoutScripts: linkForm({ path: INTRODUCTION_PATH, rest: answerFields("submit") }),
    usesCookies: false,
    script: SCRIPT,
  });
