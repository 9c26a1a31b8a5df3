import type { FastifyInstance } from "fastify";
import { addConfirmPage } from "./mail-page.ts";
import { linkForm } from "./pages/link-form.ts";
import { html } from "./pages/page.ts";

export const SIGN_IN_PATH = "/sign-in";
export const SIGN_IN_BUTTON = html`<p><button class="main">Sign in on this device</button></p>`;
export const SIGNED_IN_SAID = "You are signed in. You may close this page.";

/** The page that a sign-in mail links to: a press of its button signs in, only in the browser that asked. */
export const addSignInPage = (app: FastifyInstance): void =>
  addConfirmPage(app, {
    path: SIGN_IN_PATH,
    title: "Sign in",
    button: "Sign in on this device",
    withoutToken: "This page signs you in when you open it with the link of our mail.",
    withoutScripts: linkForm({ path: SIGN_IN_PATH, rest: SIGN_IN_BUTTON }),
    act: "signInWithLink",
    mutation:
      "mutation SignIn($token: String!) { signInWithLink(input: { token: $token, asCookie: true }) { errors { message } } }",
    usesCookies: true,
    said: JSON.stringify(SIGNED_IN_SAID),
  });
