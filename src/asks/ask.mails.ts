/** What the mails of this room say. Imported for its effect: it registers their writers. */
import { Block } from "../people/block.entity.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { type Letter, mailKind } from "../platform/mail.ts";
import { Ask } from "./ask.entity.ts";
import { AskResponse } from "./ask-response.entity.ts";
import type { HelpResponse } from "./help-response.entity.ts";
import { Offer } from "./offer.entity.ts";
import { OfferResponse } from "./offer-response.entity.ts";
import type { Posting } from "./posting.entity.ts";

export interface RespondedMail {
  readonly responseId: string;
}

/** As much of what was asked or offered as tells which one it was, in characters. */
const QUOTED_MAX = 200;

mailKind<RespondedMail>("ask-responded", async (ctx, { responseId }) => {
  const response = await ctx.db.findOneBy(AskResponse, { id: responseId });
  const ask = response && (await ctx.db.findOneBy(Ask, { id: response.askId }));
  return ask ? letterOf(ctx, ask, response, "what you asked") : null;
});

mailKind<RespondedMail>("offer-responded", async (ctx, { responseId }) => {
  const response = await ctx.db.findOneBy(OfferResponse, { id: responseId });
  const offer = response && (await ctx.db.findOneBy(Offer, { id: response.offerId }));
  return offer ? letterOf(ctx, offer, response, "what you offer") : null;
});

// The words of the other are theirs to choose; no address of theirs is added, and none stands in a header.
async function letterOf(ctx: Context, posting: Posting, response: HelpResponse, what: string): Promise<Letter | null> {
  const isBlocked = await ctx.db.existsBy(Block, [
    { blockerId: posting.personId, blockedId: response.personId },
    { blockerId: response.personId, blockedId: posting.personId },
  ]);
  if (isBlocked) return null;
  const { displayName } = await ctx.db.findOneByOrFail(Person, { id: response.personId });
  const quoted = posting.text.length > QUOTED_MAX ? `${posting.text.slice(0, QUOTED_MAX)}…` : posting.text;
  return {
    subject: `${displayName} answered ${what}`,
    text: `${displayName} answered ${what}:

${response.text}

You had written: ${quoted}

Nobody else reads this answer. Sign in to see who it is from, or to close what you wrote if it is settled.
`,
  };
}
