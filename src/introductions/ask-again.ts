import type { Context } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";
import { addressOf } from "./ask-side.ts";
import { holdIntroduction } from "./hold-introduction.ts";
import type { AskingMail } from "./introduction.mails.ts";
import { IntroductionAnswer, IntroductionSide } from "./introduction-side.entity.ts";

const AT_ONCE = 200;

/**
 * Asks those once more who said “later” and whose moment has come. As with the first mail, whether they are asked
 * depends on their own words, the expiry and the sharing, and not on what the other side said.
 */
export async function askAgain(ctx: Context): Promise<void> {
  const due = await ctx.db.query<{ id: string; introduction_id: string }[]>(
    `select s.id, s.introduction_id from introduction_sides s join introductions i on i.id = s.introduction_id
      where s.answer = 'LATER' and s.asked_again_at is null and s.later_until <= $1 and i.expires_at > $1
      order by s.later_until, s.id limit ${AT_ONCE}`,
    [ctx.clock.now()],
  );
  for (const { id, introduction_id } of due) await inTransaction(ctx, (ctx) => ask(ctx, introduction_id, id));
}

async function ask(ctx: Context, introductionId: string, sideId: string): Promise<void> {
  const { introduction, sides } = await holdIntroduction(ctx, introductionId);
  const now = ctx.clock.now();
  const side = sides.find(({ id }) => id === sideId);
  if (!side?.laterUntil || side.answer !== IntroductionAnswer.LATER || side.askedAgainAt) return;
  if (introduction.expiresAt <= now || side.laterUntil > now) return;

  const token = side.isOutsider ? newToken("ngx") : null;
  const again = { answer: IntroductionAnswer.PENDING, laterUntil: null, askedAgainAt: now };
  await ctx.db.update(IntroductionSide, { id: sideId }, token ? { ...again, tokenHash: hashOf(token) } : again);
  const to = await addressOf(ctx, side);
  const data: AskingMail = { sideId, token };
  if (to) await queueMail(ctx, { kind: "introduction-asking", to, key: `${sideId} again`, data });
}
