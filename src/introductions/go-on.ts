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
import { close, type HeldIntroduction } from "./hold-introduction.ts";
import { Introduction } from "./introduction.entity.ts";
import type { SharedMail } from "./introduction.mails.ts";
import { ContactDetail, IntroductionAnswer, IntroductionSide } from "./introduction-side.entity.ts";

/**
 * What follows from a yes: the other is asked, if they were not, or both have said yes, and what they chose passes.
 * Nothing follows where it was closed, or where one of the three blocks another: then to all it looks as it did.
 */
export async function goOn(ctx: Context, held: HeldIntroduction): Promise<void> {
  const { introduction, sides } = held;
  if (introduction.closedAt) return;
  for (const side of sides) await findPerson(ctx, side);
  const people = [introduction.connectorId, ...sides.flatMap(({ personId }) => personId ?? [])];
  await holdPeople(ctx, people);
  if (await isParted(ctx, people)) return close(ctx, introduction);

  const unasked = sides.find(({ askedAt }) => !askedAt);
  if (unasked) return askSide(ctx, unasked);
  if (sides.every(({ answer }) => answer === IntroductionAnswer.YES)) await share(ctx, held);
}

/** An outsider who says yes becomes known to the service, without an account; whose address it is, they proved. */
async function findPerson(ctx: Context, side: IntroductionSide): Promise<void> {
  if (side.personId !== null || side.email === null || side.answer !== IntroductionAnswer.YES) return;
  const { person } = await findOrMakePerson(ctx, { email: side.email, displayName: side.name });
  await ctx.db.update(IntroductionSide, { id: side.id }, { personId: person.id });
  side.personId = person.id;
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
