import type { FastifyInstance } from "fastify";
import { addConfirmPage } from "./mail-page.ts";

/** The page that a sign-in mail links to: a press of its button signs in, only in the browser that asked. */
export const addSignInPage = (app: FastifyInstance): void =>
  addConfirmPage(app, {
    path: "/sign-in",
    title: "Sign in",
    button: "Sign in on this device",
    withoutToken: "This page signs you in when you open it with the link of our mail.",
    withoutScripts: "Type the code of the mail where you asked for it.",
    act: "signInWithLink",
    mutation:
      "mutation SignIn($token: String!) { signInWithLink(input: { token: $token, asCookie: true }) { errors { message } } }",
    usesCookies: true,
    said: '"You are signed in. You may close this page."',
  });
