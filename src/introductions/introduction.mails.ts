/** What the mails of this room say. Imported for its effect: it registers their writers. */

import { In } from "typeorm";
import { Block } from "../people/block.entity.ts";
import { isParted } from "../people/is-parted.ts";
import type { Context } from "../platform/context.ts";
import { globalId } from "../platform/ids.ts";
import { link } from "../platform/job-context.ts";
import { mailKind } from "../platform/mail.ts";
import { Introduction } from "./introduction.entity.ts";
import { IntroductionAnswer, IntroductionSide } from "./introduction-side.entity.ts";

export interface AskingMail {
  readonly sideId: string;
  /** For outsiders, who answer by a link. */
  readonly token: string | null;
}

export interface SharedMail {
  readonly introductionId: string;
  /** Whom it is for; null where both are in copy. */
  readonly sideId: string | null;
}

export interface ThanksMail {
  readonly sideId: string;
}

const day = (moment: Date): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(moment);

// Whether it is due depends on this side's own words, the expiry and the sharing: a mail that failed to come would tell
// of the other side's no.
mailKind<AskingMail>("introduction-asking", async (ctx, { sideId, token }) => {
  const side = await ctx.db.findOneByOrFail(IntroductionSide, { id: sideId });
  const introduction = await ctx.db.findOneByOrFail(Introduction, { id: side.introductionId });
  if (!side.askedAt) return null;
  if (side.answer !== IntroductionAnswer.PENDING || introduction.expiresAt <= ctx.clock.now()) return null;
  const other = await theOther(ctx, side);
  if (await blocksOneOf(ctx, side, [introduction.connectorId, other.personId])) return null;
  const how = token
    ? `To answer, open this link; you need no account:\n${link(ctx, "/introduction")}#${token}`
    : `To answer, sign in with this address; its ID is ${globalId("itr", introduction.id)}.`;
  return {
    subject: `${introduction.connectorName} would like to introduce you to ${other.name}`,
    text: `${introduction.connectorName} would like to introduce you to ${other.name}, and asks whether you want that.

${introduction.reason}
${side.note === null ? "" : `\nTo you alone: ${side.note}\n`}
${how}

It can be answered until ${day(introduction.expiresAt)}. Nothing of you passes before both of you said yes.
If you do not want it, say no or do nothing: nobody can tell the one from the other.
`,
  };
});

// Two yeses stay, but who blocked the other since wants no mail that puts them together.
mailKind<SharedMail>("introduction-shared", async (ctx, { introductionId, sideId }) => {
  const introduction = await ctx.db.findOneByOrFail(Introduction, { id: introductionId });
  const sides = await ctx.db.find(IntroductionSide, { where: { introductionId }, order: { position: "ASC" } });
  const [a, b] = sides;
  if (!a || !b || !introduction.sharedAt) return null;
  if (await isParted(ctx, [a.personId ?? "", b.personId ?? ""])) return null;
  const reason = `${introduction.connectorName} introduces you to each other, and both of you said yes.\n\n${introduction.reason}`;
  if (sideId === null) {
    return {
      subject: `${a.name} and ${b.name}: you are introduced`,
      text: `${reason}\n\n${contactOf(a)}\n\n${contactOf(b)}\n`,
      // As it passed: an address that they took since is not for the other.
      copyTo: b.sharedEmail === null ? [] : [b.sharedEmail],
    };
  }
  const other = a.id === sideId ? b : a;
  return { subject: `You are introduced to ${other.name}`, text: `${reason}\n\n${contactOf(other)}\n` };
});

mailKind<ThanksMail>("introduction-thanks", async (ctx, { sideId }) => {
  const side = await ctx.db.findOneByOrFail(IntroductionSide, { id: sideId });
  const introduction = await ctx.db.findOneByOrFail(Introduction, { id: side.introductionId });
  if (await isParted(ctx, [introduction.connectorId, side.personId ?? ""])) return null;
  const other = await theOther(ctx, side);
  return {
    subject: `${side.name} thanks you`,
    text: `${side.name} thanks you for introducing them to ${other.name}:\n\n${side.thanks ?? ""}\n`,
  };
});

/** Only whom this side blocks by their own doing: by anything else a missing mail would tell. */
const blocksOneOf = async (ctx: Context, { personId }: IntroductionSide, ids: readonly (string | null)[]) =>
  personId !== null &&
  (await ctx.db.existsBy(Block, { blockerId: personId, blockedId: In(ids.filter((id) => id !== null)) }));

async function theOther(ctx: Context, side: IntroductionSide): Promise<IntroductionSide> {
  return ctx.db.findOneByOrFail(IntroductionSide, {
    introductionId: side.introductionId,
    position: side.position === 1 ? 2 : 1,
  });
}

const contactOf = ({ name, sharedEmail, sharedPhone, sharedLinks }: IntroductionSide): string =>
  [name, sharedEmail, sharedPhone, ...sharedLinks].filter((line) => line !== null).join("\n");
