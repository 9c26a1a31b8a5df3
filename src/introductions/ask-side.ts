import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import type { AskingMail } from "./introduction.mails.ts";
import { IntroductionSide } from "./introduction-side.entity.ts";

/**
 * Lets somebody know that they are asked, and mails them. An outsider's mail has a link by which to answer. Of an
 * introduction that is lost all is done in the same way, and the mail is dropped: whoever waits for the end of it could
 * tell by the clock.
 */
export async function askSide(ctx: Context, side: IntroductionSide, { isLost }: { isLost: boolean }): Promise<void> {
  const token = side.isOutsider ? newToken("ngx") : null;
  const tokenHash = token === null ? null : hashOf(token);
  const asked = isLost ? { askedAt: null, tokenHash: null } : { askedAt: ctx.clock.now(), tokenHash };
  await ctx.db.update(IntroductionSide, { id: side.id }, asked);
  Object.assign(side, asked);
  const data: AskingMail = { sideId: side.id, token };
  const to = await addressOf(ctx, side);
  if (to) await queueMail(ctx, { kind: "introduction-asking", to, key: side.id, data });
}

/** Where a side reads its mail: where the connector reached an outsider, or where a person signs in; null for whom none is kept. */
export async function addressOf(ctx: Context, { email, personId }: IntroductionSide): Promise<string | null> {
  if (email !== null || personId === null) return email;
  return (await ctx.db.findOneByOrFail(Person, { id: personId })).email;
}
