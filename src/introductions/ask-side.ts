import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import type { AskingMail } from "./introduction.mails.ts";
import { IntroductionSide } from "./introduction-side.entity.ts";

/** Lets somebody know that they are asked, and mails them. An outsider's mail has a link by which to answer. */
export async function askSide(ctx: Context, side: IntroductionSide): Promise<void> {
  const token = side.isOutsider ? newToken("ngx") : null;
  const asked = { askedAt: ctx.clock.now(), tokenHash: token === null ? null : hashOf(token) };
  await ctx.db.update(IntroductionSide, { id: side.id }, asked);
  Object.assign(side, asked);
  const data: AskingMail = { sideId: side.id, token };
  const to = await addressOf(ctx, side);
  if (to) await queueMail(ctx, { kind: "introduction-asking", to, key: side.id, data });
}

/** Where a side reads its mail: where the connector reached an outsider, or where a person signs in. */
export async function addressOf(ctx: Context, { email, personId }: IntroductionSide): Promise<string | null> {
  if (email !== null) return email;
  return (await ctx.db.findOneByOrFail(Person, { id: personId ?? "" })).email;
}
