/** What people are told about their ways in, whoever it was that changed them. */
import type { Context } from "../platform/context.ts";
import { mailKind, queueMail } from "../platform/mail.ts";

interface PasskeyMail {
  readonly name: string;
}

const placeOf = (publicUrl: string): string => new URL(publicUrl).host;

mailKind<PasskeyMail>("passkey-registered", (ctx, { name }) => ({
  subject: "A passkey was added",
  text: `A passkey called “${name}” was added to your account at ${placeOf(ctx.publicUrl)}. Whoever has that device can sign in
with it, without mail.

If it was not you, sign in with this address, remove the passkey and sign out everywhere.
`,
}));

mailKind<PasskeyMail>("passkey-removed", (ctx, { name }) => ({
  subject: "A passkey was removed",
  text: `The passkey called “${name}” was removed from your account at ${placeOf(ctx.publicUrl)}, and signs in no more.

If it was not you, sign in with this address and sign out everywhere.
`,
}));

/** Tells somebody at the address that they have proved, if they have. Inside of a transaction. */
export async function tellOfPasskey(
  ctx: Context,
  kind: "passkey-registered" | "passkey-removed",
  { id, personId, name }: { readonly id: string; readonly personId: string; readonly name: string },
): Promise<void> {
  const [person] = await ctx.db.query<{ email: string }[]>(
    "select email from people where id = $1 and email is not null and email_verified_at is not null",
    [personId],
  );
  const data: PasskeyMail = { name };
  if (person) await queueMail(ctx, { kind, to: person.email, key: id, data });
}
