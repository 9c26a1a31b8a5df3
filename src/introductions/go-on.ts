import { beginConnection } from "../connections/begin-connection.ts";
import { ConnectionOrigin } from "../connections/connection.entity.ts";
import { findOrMakePerson } from "../people/find-or-make-person.ts";
import { holdPeople } from "../people/hold-people.ts";
import { isParted } from "../people/is-parted.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { queueMail } from "../platform/mail.ts";
import { addressOf, askSide } from "./ask-side.ts";
import { closeIf, type HeldIntroduction } from "./hold-introduction.ts";
import { Introduction } from "./introduction.entity.ts";
import type { SharedMail } from "./introduction.mails.ts";
import { IntroductionConsent } from "./introduction-consent.entity.ts";
import { ContactDetail, IntroductionAnswer, IntroductionSide } from "./introduction-side.entity.ts";

/**
 * What follows from a yes: the other is asked, if they were not, or both have said yes, and what they chose passes.
 * Nothing follows where it was closed, or where one of the three blocks another: then to all it looks as it did, also
 * by the clock, as the same is looked up and written.
 */
export async function goOn(ctx: Context, held: HeldIntroduction): Promise<void> {
  const { introduction, sides } = held;
  const people = [introduction.connectorId];
  for (const side of sides) people.push(...(await personOf(ctx, side)));
  await holdPeople(ctx, people);
  // An outsider's address may have become that of one of the others.
  const areParted = (await isParted(ctx, people)) || new Set(people).size < people.length;
  await closeIf(ctx, introduction, areParted);
  const isLost = introduction.closedAt !== null;

  const isFirstYes = (await countYeses(ctx, introduction)) === 1;
  const unasked = sides.find(({ askedAt }) => !askedAt);
  if (unasked) return isFirstYes ? askSide(ctx, unasked, { isLost }) : undefined;
  if (isLost || !sides.every(({ answer }) => answer === IntroductionAnswer.YES)) return;
  // Who began an account in this very moment may have blocked somebody with it: they are held first, like the others.
  for (const side of sides) if (!(await makePerson(ctx, side))) return goOn(ctx, held);
  await share(ctx, held);
}

/** Yeses that were ever said: with the first of them the other is asked, or seemingly so, and never a second time. */
const countYeses = (ctx: Context, { id: introductionId }: Introduction): Promise<number> =>
  ctx.db.countBy(IntroductionConsent, { side: { introductionId }, answer: IntroductionAnswer.YES });

/**
 * Whose side it is, if they are known: an outsider may have begun an account since they were asked. It becomes theirs with
 * their own yes alone: one that appears among somebody's introductions with the other's yes would tell of it.
 */
async function personOf(ctx: Context, side: IntroductionSide): Promise<string[]> {
  if (side.personId !== null || side.email === null) return side.personId === null ? [] : [side.personId];
  const person = await ctx.db.findOneBy(Person, { email: side.email });
  if (person && side.answer === IntroductionAnswer.YES) await setPerson(ctx, side, person.id);
  return person ? [person.id] : [];
}

/**
 * An outsider becomes known to the service, without an account, when it is shared and not before: that somebody is known,
 * and by which name, tells whoever signs in with that address or types it elsewhere what became of the introduction.
 *
 * @returns false for one who became known otherwise meanwhile
 */
async function makePerson(ctx: Context, side: IntroductionSide): Promise<boolean> {
  if (side.personId !== null || side.email === null) return true;
  const { person, isNew } = await findOrMakePerson(ctx, { email: side.email, displayName: side.name });
  await setPerson(ctx, side, person.id);
  return isNew;
}

async function setPerson(ctx: Context, side: IntroductionSide, personId: string): Promise<void> {
  await ctx.db.update(IntroductionSide, { id: side.id }, { personId });
  side.personId = personId;
}

async function share(ctx: Context, { introduction, sides }: HeldIntroduction): Promise<void> {
  const sharedAt = ctx.clock.now();
  await ctx.db.update(Introduction, { id: introduction.id }, { sharedAt });
  introduction.sharedAt = sharedAt;
  for (const side of sides) await letPass(ctx, side);

  const [personAId, personBId] = [sides[0].personId ?? "", sides[1].personId ?? ""];
  const { id, connectorId, groupId, meetingId } = introduction;
  await queueShared(ctx, sides);
  await beginConnection(ctx, { personAId, personBId, origin: ConnectionOrigin.INTRODUCTION, groupId, meetingId });
  await emit(ctx, { name: "introduction.shared", introductionId: id, connectorId, personIds: [personAId, personBId] });
}

/** Exactly what the side chose, as it is now: what changes in a profile later does not pass. */
async function letPass(ctx: Context, side: IntroductionSide): Promise<void> {
  const { phone, links } = await ctx.db.findOneByOrFail(Person, { id: side.personId ?? "" });
  const chose = (detail: ContactDetail): boolean => side.shares.includes(detail);
  const passed = {
    sharedEmail: chose(ContactDetail.EMAIL) ? await addressOf(ctx, side) : null,
    sharedPhone: chose(ContactDetail.PHONE) ? phone : null,
    sharedLinks: chose(ContactDetail.LINKS) ? links : [],
    // A yes that was kept back; see `say.ts`.
    ...(side.isTold ? { toldAnswer: side.answer, toldWord: side.word } : {}),
  };
  await ctx.db.update(IntroductionSide, { id: side.id }, passed);
  Object.assign(side, passed);
}

/** One message with both in copy, where both let their address pass; where not, one each, as a copy would show it. */
async function queueShared(ctx: Context, [a, b]: HeldIntroduction["sides"]): Promise<void> {
  const kind = "introduction-shared";
  const isJoint = a.sharedEmail !== null && b.sharedEmail !== null;
  for (const side of isJoint ? [a] : [a, b]) {
    const to = await addressOf(ctx, side);
    const data: SharedMail = { introductionId: side.introductionId, sideId: isJoint ? null : side.id };
    if (to) await queueMail(ctx, { kind, to, key: side.introductionId, data });
  }
}
