import { mailKind } from "../platform/mail.ts";
import { isOpen } from "../sign-in/challenge.ts";
import { CHALLENGE_MINUTES_MAX } from "../sign-in/sign-in-challenge.entity.ts";

export interface ErasureMail {
  readonly challengeId: string;
  readonly code: string;
}

mailKind<ErasureMail>("erase", async (ctx, { challengeId, code }) => {
  if (!(await isOpen(ctx, challengeId))) return null;
  const place = new URL(ctx.publicUrl).host;
  return {
    subject: "Code to erase your account",
    text: `Somebody who is signed in as you at ${place} wants to erase you there, for good: your name, your address, your
profile and everything you wrote.

Your code: ${code}

It works once, within ${CHALLENGE_MINUTES_MAX} minutes, and nothing brings back what it erases.
If it was not you, tell nobody the code, and sign out everywhere.
`,
  };
});
