/** What the mails of this room say. Imported for its effect: it registers their writers. */
import { link } from "../platform/job-context.ts";
import { mailKind } from "../platform/mail.ts";
import { isOpen } from "./challenge.ts";
import { CHALLENGE_MINUTES_MAX } from "./sign-in-challenge.entity.ts";

export interface SignInMail {
  readonly challengeId: string;
  readonly code: string;
  readonly linkToken: string;
}

// The token stands behind the `#`: browsers keep that part to themselves, so it reaches no log, proxy or Referer.
mailKind<SignInMail>("sign-in", async (ctx, { challengeId, code, linkToken }) => {
  if (!(await isOpen(ctx, challengeId))) return null;
  return {
    subject: "Your code to sign in",
    text: `Somebody, probably you, asked to sign in at ${new URL(ctx.publicUrl).host}.

Your code: ${code}

Or open this link in the browser where you asked for it:
${link(ctx, "/sign-in")}#${linkToken}

Both work once, within ${CHALLENGE_MINUTES_MAX} minutes. Nobody of ours will ever ask you for the code.
If it was not you, do nothing: without this mail nobody can sign in.
`,
  };
});
