/** Signing in by the link of a mail, without scripts, in the browser that asked for it. */
import { SignInWithLinkInput, signInWithLink } from "../../sign-in/sign-in-with-link.ts";
import { SIGN_IN_BUTTON, SIGN_IN_PATH, SIGNED_IN_SAID } from "../sign-in-page.ts";
import { inputOf } from "./input-of.ts";
import type { LinkPage } from "./link-form.ts";

export const signInLinkForm: LinkPage = {
  path: SIGN_IN_PATH,
  title: "Sign in",
  rest: SIGN_IN_BUTTON,
  usesCookies: true,
  act: async (ctx, token) => {
    await signInWithLink(ctx, inputOf(SignInWithLinkInput, { token, asCookie: true }));
    return SIGNED_IN_SAID;
  },
};
