/** Who introduces whom in the demo world: introductions in every state, as Harbour Breakfast makes them. */
import { IntroductionRequest, REQUEST_DAYS } from "../../introduction-requests/introduction-request.entity.ts";
import { Introduction, IntroductionAsking } from "../../introductions/introduction.entity.ts";
import { IntroductionConsent } from "../../introductions/introduction-consent.entity.ts";
import { IntroductionOutcome, OutcomeKind } from "../../introductions/introduction-outcome.entity.ts";
import { ContactDetail, IntroductionAnswer, IntroductionSide } from "../../introductions/introduction-side.entity.ts";
import { Person } from "../../people/person.entity.ts";
import type { Context } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { daysFrom } from "./demo-days.ts";
import { groupId } from "./demo-groups.ts";
import { type DemoName, demoId, personId } from "./demo-people.ts";

/** The one that Ada is asked about, for the explorer. */
export const ASKED_INTRODUCTION_ID = demoId(0x700);

const { PENDING, YES, NO, LATER } = IntroductionAnswer;
const DAYS = 14;

interface Told {
  readonly id?: string;
  readonly connector: DemoName;
  readonly parties: readonly [DemoName, DemoName];
  readonly answers: readonly [IntroductionAnswer, IntroductionAnswer];
  readonly reason: string;
  /** Days since it was proposed. */
  readonly ago: number;
  readonly came?: "MET" | "WENT_COLD";
}

const INTRODUCTIONS: readonly Told[] = [
  {
    ...{ id: ASKED_INTRODUCTION_ID, connector: "dev", parties: ["ada", "priya"], answers: [PENDING, YES], ago: 2 },
    reason: "You both look for a workshop by the water, and one of you has the keys to one.",
  },
  {
    ...{ connector: "ada", parties: ["finn", "tomasz"], answers: [LATER, PENDING], ago: 5 },
    reason: "Tomasz asks who could fit out a van; Finn has done three.",
  },
  {
    ...{ connector: "ben", parties: ["hana", "finn"], answers: [NO, YES], ago: 4 },
    reason: "A shop window and somebody who letters them.",
  },
  {
    ...{ connector: "hana", parties: ["ada", "ben"], answers: [YES, YES], ago: 40, came: "MET" },
    reason: "Ferries need books that balance.",
  },
  {
    ...{ connector: "ada", parties: ["dev", "ben"], answers: [YES, YES], ago: 6 },
    reason: "Dev's landlord wants figures; Ben makes figures that landlords believe.",
  },
  {
    ...{ connector: "finn", parties: ["hana", "priya"], answers: [YES, YES], ago: 60, came: "WENT_COLD" },
    reason: "Two who want to learn to sail, and one boat.",
  },
  {
    ...{ connector: "priya", parties: ["ben", "tomasz"], answers: [PENDING, YES], ago: 30 },
    reason: "Both keep bees, in a manner of speaking.",
  },
];

export async function plantIntroductions(ctx: Context): Promise<void> {
  for (const told of INTRODUCTIONS) await plant(ctx, told);
  await plantRequest(ctx);
}

/** Hana asks Ada, who has not answered yet. */
async function plantRequest(ctx: Context): Promise<void> {
  const [asker, connector] = [await personOf(ctx, "hana"), await personOf(ctx, "ada")];
  const createdAt = daysFrom(ctx, -3);
  await ctx.db.insert(IntroductionRequest, {
    ...{ id: newId(), askerId: asker.id, askerName: asker.displayName },
    ...{ connectorId: connector.id, connectorName: connector.displayName },
    ...{ need: "Somebody who buys office space.", reason: "We have a floor too many by the water." },
    ...{ createdAt, expiresAt: daysFrom(ctx, REQUEST_DAYS - 3), askedAt: createdAt },
  });
}

async function plant(ctx: Context, told: Told): Promise<void> {
  const { id = newId(), connector, parties, answers, reason, ago, came } = told;
  const [createdAt, answeredAt] = [daysFrom(ctx, -ago), daysFrom(ctx, 1 - ago)];
  const sharedAt = answers.every((answer) => answer === YES) ? answeredAt : null;
  const { displayName } = await personOf(ctx, connector);
  await ctx.db.insert(Introduction, {
    ...{ id, connectorId: personId(connector), connectorName: displayName },
    ...{ groupId: groupId("harbourBreakfast"), meetingId: null, reason, asking: IntroductionAsking.TOGETHER },
    ...{ createdAt, expiresAt: daysFrom(ctx, DAYS - ago), sharedAt, withdrawnAt: null },
    closedAt: answers.includes(NO) ? answeredAt : null,
    metAt: came === "MET" ? daysFrom(ctx, 10 - ago) : null,
    wentColdAt: came === "WENT_COLD" ? daysFrom(ctx, 20 - ago) : null,
  });
  for (const index of [0, 1] as const) await plantSide(ctx, { ...told, id }, index, sharedAt !== null);
  if (came !== "MET") return;
  const thanks = { thankedAt: daysFrom(ctx, 12 - ago), thanks: "That was a good idea." };
  await ctx.db.update(IntroductionSide, { introductionId: id, position: 1 }, thanks);
  await ctx.db.insert(IntroductionOutcome, {
    ...{ id: newId(), introductionId: id, recordedById: personId(parties[1]), kind: OutcomeKind.CLIENT },
    ...{ words: "The yearly accounts.", amountMinorUnits: 180_000, currency: "GBP", isConfidential: true },
    recordedAt: daysFrom(ctx, 15 - ago),
  });
}

const personOf = (ctx: Context, name: DemoName): Promise<Person> =>
  ctx.db.findOneByOrFail(Person, { id: personId(name) });

async function plantSide(
  ctx: Context,
  { id, parties, answers, ago }: Told & { readonly id: string },
  index: 0 | 1,
  isShared: boolean,
): Promise<void> {
  const [sideId, answer] = [newId(), answers[index]];
  const { displayName, email } = await personOf(ctx, parties[index]);
  const shares = answer === YES ? [ContactDetail.EMAIL] : [];
  const laterUntil = answer === LATER ? daysFrom(ctx, 3) : null;
  const givenAt = daysFrom(ctx, 1 - ago);
  await ctx.db.insert(IntroductionSide, {
    ...{ id: sideId, introductionId: id, position: index + 1, personId: personId(parties[index]), isOutsider: false },
    ...{ name: displayName, askedAt: daysFrom(ctx, -ago), answer, shares, laterUntil },
    ...{ answeredAt: answer === PENDING ? null : givenAt, sharedEmail: isShared ? email : null },
  });
  if (answer === PENDING) return;
  await ctx.db.insert(IntroductionConsent, { id: newId(), sideId, answer, shares, laterUntil, byLink: false, givenAt });
}
