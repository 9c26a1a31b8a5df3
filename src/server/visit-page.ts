import type { FastifyInstance } from "fastify";
import { addConfirmPage } from "./mail-page.ts";
import { linkForm } from "./pages/link-form.ts";
import { html } from "./pages/page.ts";

export const VISIT_PATH = "/visit";
export const VISIT_BUTTON = html`<p><button class="main">Yes, I come</button></p>`;
/** Of any other status. */
export const VISIT_SAID_ELSE = "Your answer stands as you changed it since.";

/** What to say of each status that an answer can have after it was confirmed. */
export const VISIT_SAID: Readonly<Record<string, string>> = {
  GOING: "You are going. See you there!",
  WAITLISTED: "The meeting is full. You are in the queue, and get a mail when there is a seat.",
  OFFERED: "There is a seat for you; our mail says until when it is held.",
  REQUESTED: "The organisers have been asked, and decide about it.",
};

/** The page that a visitor's mail links to: a press of its button confirms the answer. No cookie: the token is enough. */
export const addVisitPage = (app: FastifyInstance): void =>
  addConfirmPage(app, {
    path: VISIT_PATH,
    title: "Confirm your visit",
    button: "Yes, I come",
    withoutToken: "This page confirms your visit when you open it with the link of our mail.",
    withoutScripts: linkForm({ path: VISIT_PATH, rest: VISIT_BUTTON }),
    act: "confirmVisit",
    mutation:
      "mutation Confirm($token: String!) { confirmVisit(input: { token: $token }) { status errors { message } } }",
    usesCookies: false,
    said: `${JSON.stringify(VISIT_SAID)}[payload.status] || ${JSON.stringify(VISIT_SAID_ELSE)}`,
  });
