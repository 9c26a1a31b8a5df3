/** Signing in by a code that is mailed, in two forms that need no script. */
import { RequestSignInInput, requestSignIn } from "../../sign-in/request-sign-in.ts";
import { SignInWithCodeInput, signInWithCode } from "../../sign-in/sign-in-with-code.ts";
import type { ServerContext } from "../request-context.ts";
import { faultIn, faultOf } from "./fault.ts";
import { inputOf } from "./input-of.ts";
import { type Html, html } from "./page.ts";

export interface SignInState {
  /** What it is for, such as the name of an app. */
  readonly purpose: string;
  readonly email: string;
  readonly fault?: string | undefined;
  /** Hidden fields that go along. */
  readonly carried?: Html | undefined;
}

export const emailForm = ({ purpose, email, fault, carried }: SignInState): Html => html`
<p>${purpose}</p>
${faultOf(fault)}
<form method="post">${carried}
<label for="email">Your e-mail address</label>
<input id="email" name="email" type="email" autocomplete="email" required maxlength="254" value="${email}">
<p><button class="main" name="action" value="mail">Send me a code</button></p>
</form>
<p>We mail you a code of eight digits. Who is new here gets an account.</p>`;

export const codeForm = ({ purpose, email, fault, carried }: SignInState): Html => html`
<p>${purpose}</p>
<p>If <strong>${email}</strong> can receive mail, a code is on its way. It is good for ten minutes.</p>
${faultOf(fault)}
<form method="post">${carried}
<input type="hidden" name="email" value="${email}">
<label for="code">The code of the mail</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required maxlength="32">
<p><button class="main" name="action" value="code">Sign in</button></p>
</form>
<form method="post">${carried}
<input type="hidden" name="email" value="${email}">
<p><button name="action" value="mail">Send another code</button> <button name="action" value="again">Use another address</button></p>
</form>`;

/** What a step of signing in came to: somebody is signed in, or the next form. */
export type SignInStep = { readonly personId: string } | { readonly form: Html };

/** Takes a form of the two. */
export async function signInStep(
  ctx: ServerContext,
  form: URLSearchParams,
  { purpose, carried }: Pick<SignInState, "purpose" | "carried">,
): Promise<SignInStep> {
  const email = form.get("email") ?? "";
  const action = form.get("action");
  if (action === "mail") {
    const fault = await faultIn(() => requestSignIn(ctx, inputOf(RequestSignInInput, { email })));
    const shown = fault === undefined ? codeForm : emailForm;
    return { form: shown({ purpose, carried, email, fault }) };
  }
  if (action !== "code") return { form: emailForm({ purpose, carried, email: "" }) };
  let personId: string | undefined;
  const fault = await faultIn(async () => {
    const input = inputOf(SignInWithCodeInput, { email, code: form.get("code") ?? "", asCookie: true });
    personId = (await signInWithCode(ctx, input)).viewer.id;
  });
  return personId === undefined ? { form: codeForm({ purpose, carried, email, fault }) } : { personId };
}
