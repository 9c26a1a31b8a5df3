/** Accepting an invitation by the link of a mail, without scripts: who reads that mail signs in by a code to the same address. */
import { AcceptInvitationInput, acceptInvitation } from "../../invitations/accept-invitation.ts";
import { DomainError } from "../../platform/errors.ts";
import { ACCEPT_BUTTON, INVITATION_PATH, INVITATION_SAID } from "../invitation-page.ts";
import type { ServerContext } from "../request-context.ts";
import { faultOf } from "./fault.ts";
import { inputOf } from "./input-of.ts";
import { linkForm, tokenIn } from "./link-form.ts";
import { type Html, html } from "./page.ts";
import type { Step, Visit } from "./pages-door.ts";
import { emailForm, type SignInState, signInStep } from "./sign-in-form.ts";

const TITLE = "Invitation";

export async function invitationForm({ ctx, form }: Visit): Promise<Step> {
  const link = form?.get("link") ?? "";
  const shown = (body: Html): Step => ({ page: { title: TITLE, body } });
  const state: Omit<SignInState, "email"> = {
    purpose: INVITATION_SAID.signIn,
    carried: html`<input type="hidden" name="link" value="${link}">`,
  };
  const acceptForm = linkForm({ path: INVITATION_PATH, rest: ACCEPT_BUTTON }, link);
  if (form?.has("action")) {
    const step = await signInStep(ctx, form, state);
    return shown("form" in step ? step.form : html`<p class="note" role="status">You are signed in.</p>${acceptForm}`);
  }
  if (ctx.viewerId === null) return shown(emailForm({ ...state, email: "" }));
  try {
    await accept(ctx, link);
    return shown(html`<p class="note" role="status">${INVITATION_SAID.member}</p>`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const isUnknown = error.faults.some(({ code }) => code === "NOT_FOUND");
    if (isUnknown) return shown(emailForm({ ...state, email: "", fault: INVITATION_SAID.otherAddress }));
    return shown(html`${faultOf(error.message)}${acceptForm}`);
  }
}

function accept(ctx: ServerContext, link: string): Promise<unknown> {
  const token = tokenIn(link);
  const named = token.startsWith("mem_") ? { membershipId: token } : { token };
  return acceptInvitation(ctx, inputOf(AcceptInvitationInput, named));
}
