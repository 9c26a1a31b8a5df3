import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { newId } from "../platform/ids.ts";
import { tidyParagraphs } from "../platform/plain-text.ts";
import { goOn } from "./go-on.ts";
import { close, type HeldIntroduction } from "./hold-introduction.ts";
import type { Introduction } from "./introduction.entity.ts";
import { IntroductionConsent } from "./introduction-consent.entity.ts";
import { ContactDetail, GivenAnswer, IntroductionAnswer, IntroductionSide } from "./introduction-side.entity.ts";

/** What a side says, by whichever way. */
export interface Said {
  readonly answer: GivenAnswer;
  readonly laterUntil?: Date | null;
  readonly shares?: ContactDetail[] | null;
  readonly tellConnector: boolean;
  readonly word?: string | null;
}

const FINAL: readonly IntroductionAnswer[] = [IntroductionAnswer.NO, IntroductionAnswer.WITHDRAWN];

/**
 * Writes down what one side says, and goes on from there. Of the other side, of `closedAt` and of blocks nothing is
 * looked at here: what is refused depends on the expiry, the sharing and this side's own words alone.
 *
 * @throws INVALID, CONFLICT
 */
export async function say(
  ctx: Context,
  held: HeldIntroduction,
  side: IntroductionSide,
  said: Said,
  { byLink = false } = {},
): Promise<void> {
  const { introduction } = held;
  const answer = IntroductionAnswer[said.answer];
  const shares = await sharesOf(ctx, side, said);
  const laterUntil = laterOf(ctx, introduction, said);
  const word = wordOf(said);
  if (isSame(side, answer, shares, laterUntil, said.tellConnector, word)) return;
  refuseAfterEnd(ctx, introduction);
  if (FINAL.includes(side.answer)) throw conflict("answer", "You have answered for good.");

  await note(ctx, side, { answer, shares, laterUntil, word }, { tell: said.tellConnector, byLink });
  if (answer === IntroductionAnswer.NO) await close(ctx, introduction);
  if (answer === IntroductionAnswer.YES) await goOn(ctx, held);
  if (said.tellConnector) await tellConnector(ctx, held, side);
}

/**
 * Lets the connector know an answer; but no second yes while nothing is shared. Whoever is told of two knows that one of
 * them no longer stands, or of a block: so the later one reads as silence until it is shared.
 */
export async function tellConnector(ctx: Context, { introduction, sides }: HeldIntroduction, side: IntroductionSide) {
  const { YES } = IntroductionAnswer;
  const isSecondYes = side.answer === YES && sides.some(({ id, toldAnswer }) => id !== side.id && toldAnswer === YES);
  const isKeptBack = isSecondYes && !introduction.sharedAt;
  const told = isKeptBack
    ? { toldAnswer: side.toldAnswer, toldWord: side.toldWord }
    : { toldAnswer: side.answer, toldWord: side.word };
  await ctx.db.update(IntroductionSide, { id: side.id }, told);
  Object.assign(side, told);
}

type Words = Pick<IntroductionSide, "answer" | "shares" | "laterUntil" | "word">;

/** Writes an answer onto its side and, for ever, into the consents. */
export async function note(
  ctx: Context,
  side: IntroductionSide,
  words: Words,
  { tell, byLink }: { readonly tell: boolean; readonly byLink: boolean },
): Promise<void> {
  const answeredAt = ctx.clock.now();
  const { answer, shares, laterUntil } = words;
  await ctx.db.update(IntroductionSide, { id: side.id }, { ...words, isTold: tell, answeredAt });
  Object.assign(side, words, { isTold: tell, answeredAt });
  const consent = { id: newId(), sideId: side.id, answer, shares, laterUntil, byLink, givenAt: answeredAt };
  await ctx.db.insert(IntroductionConsent, consent);
  await emit(ctx, { name: "introduction.answered", introductionId: side.introductionId, sideId: side.id });
}

/** @throws CONFLICT: two yeses cannot be taken back, and after the expiry nothing is asked any more */
export function refuseAfterEnd(ctx: Context, { sharedAt, expiresAt }: Introduction): void {
  if (sharedAt) throw conflict(null, "Both said yes already.");
  if (expiresAt <= ctx.clock.now()) throw conflict(null, "This introduction is closed.");
}

/** @throws INVALID for what passes with no yes, for nothing, and for what the profile does not hold */
async function sharesOf(ctx: Context, side: IntroductionSide, { answer, shares }: Said): Promise<ContactDetail[]> {
  if (answer !== GivenAnswer.YES) {
    if (shares && shares.length > 0) throw invalid("shares", "Only with a yes.");
    return [];
  }
  const chosen = Object.values(ContactDetail).filter((detail) => (shares ?? [ContactDetail.EMAIL]).includes(detail));
  if (chosen.length === 0) throw invalid("shares", "At least one, or nobody can reach you.");
  const person = side.personId ? await ctx.db.findOneBy(Person, { id: side.personId }) : null;
  const isThere = { EMAIL: true, PHONE: Boolean(person?.phone), LINKS: Boolean(person?.links.length) };
  if (!chosen.every((detail) => isThere[detail])) throw invalid("shares", "Your profile does not hold all of that.");
  return chosen;
}

/** @throws INVALID for a moment that is past, or too late for being asked again */
function laterOf(ctx: Context, { expiresAt }: Introduction, { answer, laterUntil = null }: Said): Date | null {
  if (answer !== GivenAnswer.LATER) {
    if (laterUntil) throw invalid("laterUntil", "Only with `LATER`.");
    return null;
  }
  if (!laterUntil || laterUntil <= ctx.clock.now() || laterUntil >= expiresAt) {
    throw invalid("laterUntil", "A moment to come, before the introduction expires.");
  }
  return laterUntil;
}

/** @throws INVALID for a word that nobody would read */
function wordOf({ word, tellConnector }: Said): string | null {
  if (!word) return null;
  if (!tellConnector) throw invalid("word", "Only with `tellConnector`: it is for the connector.");
  return tidyParagraphs(word);
}

function isSame(
  side: IntroductionSide,
  answer: IntroductionAnswer,
  shares: readonly ContactDetail[],
  laterUntil: Date | null,
  tell: boolean,
  word: string | null,
): boolean {
  return (
    side.answer === answer &&
    side.shares.join() === shares.join() &&
    side.laterUntil?.getTime() === laterUntil?.getTime() &&
    (!tell || (side.isTold && side.word === word))
  );
}
