/** What people keep of each other: encounters with people and names, talks that one or both wrote down. */

import { pairOf } from "../../src/connections/connection.entity.ts";
import { Encounter, EncounterSetting } from "../../src/encounters/encounter.entity.ts";
import { EncounterPerson } from "../../src/encounters/encounter-person.entity.ts";
import { OneToOne } from "../../src/encounters/one-to-one.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { FollowUp, FollowUpStatus } from "../../src/recall/follow-up.entity.ts";
import { RecallNote } from "../../src/recall/recall-note.entity.ts";
import { type Planter, TEXTS } from "./planter.ts";

interface Keyed {
  readonly id: string;
}

const DAYS = ["2026-05-30", "2026-05-31", "2026-05-31", "2026-06-01"] as const;
const NAMES = TEXTS.filter((text) => text.length > 0 && text.length <= 100);
/** The nine who ask come first among the people. */
const ASKING = 9;

export async function plantRecall(p: Planter, people: readonly Keyed[]): Promise<void> {
  p.begin("recall");
  const { chance } = p;
  const meetings = await p.dataSource.manager.find(Meeting, { select: { id: true }, order: { id: "ASC" } });
  const written = (authorId: string, setting: EncounterSetting, metOn: string) => ({
    ...{
      id: p.id(),
      authorId,
      setting,
      metOn,
      place: p.orNull(chance.pick(NAMES)),
      note: p.orNull(chance.pick(NAMES)),
    },
    ...{ meetingId: p.orNull(chance.pick(meetings).id), createdAt: p.moment(), updatedAt: p.moment() },
    ...{ wishesConnection: setting === EncounterSetting.ONE_TO_ONE && chance.chance(0.3), version: 1 + chance.int(3) },
  });
  const authors = people.slice(0, ASKING + 3);
  const moments = () => ({ createdAt: p.moment(), updatedAt: p.moment(), version: 1 + chance.int(3) });
  const about = authors.flatMap(({ id: authorId }) =>
    chance.some(people, 0.3).map(({ id }) => [authorId, id] as const),
  );
  await p.insert(
    RecallNote,
    about.map(([authorId, personId]) => ({ id: p.id(), authorId, personId, text: chance.pick(NAMES), ...moments() })),
  );
  await p.insert(
    FollowUp,
    about.map(([authorId, personId]) => {
      const status = chance.pick(Object.values(FollowUpStatus));
      const settledAt = status === FollowUpStatus.OPEN ? null : p.moment();
      const promise = { text: chance.pick(NAMES), dueOn: chance.pick(DAYS), status, settledAt };
      return { id: p.id(), authorId, personId: p.orNull(personId), ...promise, ...moments() };
    }),
  );
  const encounters = authors.flatMap(({ id: authorId }) =>
    Array.from({ length: 4 }, () => ({
      encounter: written(authorId, chance.pick(Object.values(EncounterSetting)), chance.pick(DAYS)),
      met: chance.some(people, 0.15).filter(({ id }) => id !== authorId),
    })),
  );
  const talks = authors.flatMap((one, index) =>
    authors.slice(index + 1).flatMap((other) => {
      if (chance.chance(0.4)) return [];
      const { personLowId, personHighId } = pairOf(one.id, other.id);
      const metOn = chance.pick(DAYS);
      const [byLow, byHigh] = chance.pick([
        [true, true],
        [true, false],
        [false, true],
      ]) as [boolean, boolean];
      const low = byLow ? written(personLowId, EncounterSetting.ONE_TO_ONE, metOn) : null;
      const high = byHigh ? written(personHighId, EncounterSetting.ONE_TO_ONE, metOn) : null;
      return [{ personLowId, personHighId, metOn, low, high }];
    }),
  );
  const ofTalks = talks.flatMap(({ low, high, personLowId, personHighId }) => [
    ...(low ? [{ encounter: low, met: [{ id: personHighId }] }] : []),
    ...(high ? [{ encounter: high, met: [{ id: personLowId }] }] : []),
  ]);
  const all = [...encounters, ...ofTalks];
  await p.insert(
    Encounter,
    all.map(({ encounter }) => encounter),
  );
  const lines = all.flatMap(({ encounter, met }) => [
    ...met.map(({ id }, place) => ({ encounterId: encounter.id, place, personId: id, name: null })),
    ...(chance.chance(0.5)
      ? [{ encounterId: encounter.id, place: met.length, personId: null, name: chance.pick(NAMES) }]
      : []),
  ]);
  await p.insert(
    EncounterPerson,
    lines.map((line) => ({ id: p.id(), ...line })),
  );
  await p.insert(
    OneToOne,
    talks.map(({ low, high, ...pair }) => ({
      id: p.id(),
      ...pair,
      lowEncounterId: low?.id ?? null,
      highEncounterId: high?.id ?? null,
    })),
  );
}
