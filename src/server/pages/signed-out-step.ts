import type { Step, Visit } from "./pages-door.ts";
import { emailForm, signInStep } from "./sign-in-form.ts";

/** A page that only members have, and what it is for. */
interface MembersPage {
  readonly path: string;
  readonly title: string;
  readonly purpose: string;
}

/** Signing in first, for whoever comes to a page for members without a session. */
export async function signedOutStep({ path, title, purpose }: MembersPage, { ctx, form }: Visit): Promise<Step> {
  if (form === null) return { page: { title, body: emailForm({ purpose, email: "" }) } };
  const step = await signInStep(ctx, form, { purpose });
  return "form" in step ? { page: { title, body: step.form } } : { redirect: path };
}
