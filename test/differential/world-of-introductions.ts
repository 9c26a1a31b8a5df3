/** Introductions in every state, with every answer, between everybody. */

import { IntroductionPause } from "../../src/introduction-requests/introduction-pause.entity.ts";
import { IntroductionRequest } from "../../src/introduction-requests/introduction-request.entity.ts";
import { Introduction, IntroductionAsking } from "../../src/introductions/introduction.entity.ts";
import { IntroductionConsent } from "../../src/introductions/introduction-consent.entity.ts";
import { IntroductionOutcome, OutcomeKind } from "../../src/introductions/introduction-outcome.entity.ts";
import { IntroductionRule } from "../../src/introductions/introduction-rule.entity.ts";
import {
  ContactDetail,
  IntroductionAnswer,
  IntroductionSide,
} from "../../src/introductions/introduction-side.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { at, LINKS, type Planter, TEXTS } from "./planter.ts";

interface Keyed {
  readonly id: string;
}

const WORDS = TEXTS.filter((text) => text.length > 0);
/** A millisecond, in hours. */
const MOMENT = 1 / 3_600_000;
const INTRODUCTIONS = 100;
/** Of one group, shared in a quarter that is over: enough for its sums to be told. */
const OF_LAST_QUARTER = 20;
const REQUESTS = 50;

/** Three different people, of whom `somebody` draws the first two. */
function threeOf(people: readonly Keyed[], somebody: () => Keyed): readonly [string, string, string] {
  const [one, other] = [somebody().id, somebody().id];
  const [another = "", third = ""] = people.map(({ id }) => id).filter((id) => id !== one && id !== other);
  return other === one ? [one, another, third] : [one, other, another];
}

export async function plantIntroductions(
  p: Planter,
  people: readonly Keyed[],
  groups: readonly Keyed[],
): Promise<void> {
  const meetings = await p.dataSource.manager.find(Meeting, { order: { id: "ASC" } });
  p.begin("introductions");
  const { chance } = p;
  const word = () => p.orNull(chance.pick(WORDS));
  const moment = (): Date => at(chance.pick([-2000, -500.25, -500.25, -48]));
  // Viewers come first: most introductions are theirs.
  const somebody = (): Keyed => chance.pick(chance.chance(0.7) ? people.slice(0, 9) : people);
  const requests = Array.from({ length: REQUESTS }, () => {
    const [asker, connector, towards] = threeOf(people, somebody);
    const [createdAt, askedAt] = [moment(), p.orNull(moment())];
    const isNamed = chance.chance(0.5);
    const answer = chance.pick(["declinedAt", "takenUpAt", null] as const);
    return {
      ...{ id: p.id(), askerId: asker, askerName: p.text(), connectorId: connector, connectorName: p.text() },
      ...{ towardsId: isNamed ? towards : null, towardsName: isNamed ? p.text() : null },
      ...{ need: isNamed ? null : chance.pick(WORDS), reason: chance.pick(WORDS), createdAt, askedAt },
      ...{ expiresAt: at(chance.pick([-24, 0, MOMENT, 300])), withdrawnAt: chance.chance(0.2) ? createdAt : null },
      ...(askedAt && answer ? { [answer]: createdAt } : {}),
    };
  });
  await p.insert(IntroductionRequest, requests);
  const taken = requests.filter((request) => "takenUpAt" in request).map(({ id }) => id);
  const introductions = Array.from({ length: INTRODUCTIONS }, (_, index) => {
    const isOfLastQuarter = index < OF_LAST_QUARTER;
    const createdAt = isOfLastQuarter ? at(-2000) : moment();
    const isShared = isOfLastQuarter || chance.chance(0.3);
    const groupId = isOfLastQuarter ? groups[0]?.id : p.orNull(chance.pick(groups).id);
    const closedAt = isShared ? null : p.orNull(createdAt);
    return {
      ...{ id: p.id(), connectorId: somebody().id, connectorName: p.text(), reason: chance.pick(WORDS) },
      requestId: (chance.chance(0.3) && taken.pop()) || null,
      ...{ groupId: groupId ?? null, meetingId: p.orNull(chance.pick(meetings).id) },
      ...{ asking: chance.pick(Object.values(IntroductionAsking)), createdAt },
      ...{ expiresAt: at(chance.pick([-24, 0, MOMENT, 300])), closedAt, withdrawnAt: closedAt && p.orNull(closedAt) },
      ...{ sharedAt: isShared ? createdAt : null },
      ...{ metAt: isShared ? p.orNull(moment()) : null, wentColdAt: isShared ? p.orNull(moment()) : null },
    };
  });
  await p.insert(Introduction, introductions);
  const sides = introductions.flatMap(({ id: introductionId, sharedAt }, index) =>
    [1, 2].map((position) => {
      const isThanked = index < OF_LAST_QUARTER && position === 1;
      const isOutsider = position === 2 && chance.chance(0.4);
      const askedAt = sharedAt ?? p.orNull(moment());
      const free = askedAt ? chance.pick(Object.values(IntroductionAnswer)) : IntroductionAnswer.PENDING;
      const answer = sharedAt ? IntroductionAnswer.YES : free;
      const told = chance.chance(0.5) && answer !== IntroductionAnswer.PENDING ? answer : null;
      return {
        ...{ id: p.id(), introductionId, position, personId: isOutsider ? p.orNull(somebody().id) : somebody().id },
        ...{ isOutsider, email: isOutsider ? p.orNull("outsider@example.org") : null },
        ...{ tokenHash: isOutsider ? p.bytes() : null, name: p.text(), note: word() },
        ...{ askedAt, answer, answeredAt: p.orNull(moment()), laterUntil: p.orNull(moment()) },
        ...{ askedAgainAt: p.orNull(moment()), shares: chance.some(Object.values(ContactDetail), 0.5), word: word() },
        ...{ toldAnswer: told, toldWord: word(), thankedAt: p.orNull(moment()), thanks: word() },
        ...(isThanked ? { thankedAt: sharedAt } : {}),
        sharedEmail: sharedAt ? p.orNull("shared@example.org") : null,
        sharedPhone: sharedAt ? p.orNull("+442079460018") : null,
        sharedLinks: sharedAt ? chance.some(LINKS, 0.5) : [],
      };
    }),
  );
  await p.insert(IntroductionSide, sides);
  await p.insert(
    IntroductionConsent,
    sides
      .filter(({ answer }) => answer !== IntroductionAnswer.PENDING)
      .map(({ id: sideId, answer, shares, laterUntil }) => ({
        ...{ id: p.id(), sideId, answer, shares, laterUntil, byLink: false, givenAt: moment() },
      })),
  );
  const shared = introductions.filter(({ sharedAt }) => sharedAt);
  const outcomes = shared.flatMap(({ id: introductionId, connectorId }) =>
    sides
      .filter((side) => side.introductionId === introductionId)
      .map(({ personId }) => {
        const amountMinorUnits = p.orNull(chance.int(2000));
        const recordedById = personId ?? connectorId;
        return {
          ...{ id: p.id(), introductionId, recordedById, kind: chance.pick(Object.values(OutcomeKind)) },
          ...{ words: word(), amountMinorUnits, currency: amountMinorUnits === null ? null : "GBP" },
          ...{ isConfidential: chance.chance(0.5), recordedAt: moment() },
        };
      }),
  );
  await p.insert(IntroductionOutcome, outcomes);
  await p.insert(
    IntroductionPause,
    chance.some(people, 0.3).map(({ id: personId }) => ({ personId, since: moment() })),
  );
  await p.insert(
    IntroductionRule,
    chance.some(groups, 0.5).map(({ id: groupId }) => ({ groupId, days: 3 + chance.int(58) })),
  );
}
