import { link } from "../platform/job-context.ts";
import { mailKind } from "../platform/mail.ts";
import { isOpen } from "./challenge.ts";
import { CHALLENGE_MINUTES_MAX } from "./sign-in-challenge.entity.ts";

export interface SignInMail {
  readonly challengeId: string;
  readonly code: string;
  readonly linkToken: string;
}

export interface AddressMail {
  readonly challengeId: string;
  readonly code: string;
}

const placeOf = (publicUrl: string): string => new URL(publicUrl).host;

// The token stands behind the `#`: browsers keep that part to themselves, so it reaches no log, proxy or Referer.
mailKind<SignInMail>("sign-in", async (ctx, { challengeId, code, linkToken }) => {
  if (!(await isOpen(ctx, challengeId))) return null;
  return {
    subject: "Your code to sign in",
    text: `Somebody, probably you, asked to sign in at ${placeOf(ctx.publicUrl)}.

Your code: ${code}

Or open this link in the browser where you asked for it:
${link(ctx, "/sign-in")}#${linkToken}

Both work once, within ${CHALLENGE_MINUTES_MAX} minutes. Nobody of ours will ever ask you for the code.
If it was not you, do nothing: without this mail nobody can sign in.
`,
  };
});

mailKind<AddressMail>("leave-address", async (ctx, { challengeId, code }) => {
  if (!(await isOpen(ctx, challengeId))) return null;
  return {
    subject: "Code to leave this address",
    text: `Somebody who is signed in as you at ${placeOf(ctx.publicUrl)} wants to change your address there to another one.

Your code: ${code}

It works once, within ${CHALLENGE_MINUTES_MAX} minutes, together with the one we sent to the new address.
If it was not you, tell nobody the code, and sign out everywhere.
`,
  };
});

mailKind<AddressMail>("take-address", async (ctx, { challengeId, code }) => {
  if (!(await isOpen(ctx, challengeId))) return null;
  return {
    subject: "Code to confirm this address",
    text: `Somebody, probably you, wants to use this address at ${placeOf(ctx.publicUrl)}.

Your code: ${code}

It works once, within ${CHALLENGE_MINUTES_MAX} minutes. If it was not you, do nothing: nothing changes without the code.
`,
  };
});

mailKind("email-changed", (ctx) => ({
  subject: "Your address was changed",
  text: `You no longer sign in at ${placeOf(ctx.publicUrl)} with this address: it was changed to another one, with codes
from both mailboxes. Every other session was ended.

If it was not you, somebody reads your mail. Secure your mailbox and tell whoever runs ${placeOf(ctx.publicUrl)}.
`,
}));
