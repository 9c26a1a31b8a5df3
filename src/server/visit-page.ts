import type { FastifyInstance } from "fastify";
import { addConfirmPage } from "./mail-page.ts";

/** What to say of each status that an answer can have after it was confirmed. */
const SAID = {
  GOING: "You are going. See you there!",
  WAITLISTED: "The meeting is full. You are in the queue, and get a mail when there is a seat.",
  OFFERED: "There is a seat for you; our mail says until when it is held.",
  REQUESTED: "The organisers have been asked, and decide about it.",
};

/** The page that a visitor's mail links to: a press of its button confirms the answer. No cookie: the token is enough. */
export const addVisitPage = (app: FastifyInstance): void =>
  addConfirmPage(app, {
    path: "/visit",
    title: "Confirm your visit",
    button: "Yes, I come",
    withoutToken: "This page confirms your visit when you open it with the link of our mail.",
    withoutScripts: "Sign in with your address instead, and answer there.",
    act: "confirmVisit",
    mutation:
      "mutation Confirm($token: String!) { confirmVisit(input: { token: $token }) { status errors { message } } }",
    usesCookies: false,
    said: `${JSON.stringify(SAID)}[payload.status] || "Your answer stands as you changed it since."`,
  });
