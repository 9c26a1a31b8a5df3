/** Doors of meetings whose rolls were taken, open and not; one of them asks. */
import { Door } from "../../src/doors/door.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import type { DoorPrincipal } from "../../src/platform/context.ts";
import { at, type Planter, TEXTS } from "./planter.ts";

interface Keyed {
  readonly id: string;
}
interface Held {
  readonly meetingId: string;
  readonly groupId: string;
}

const LABELS = TEXTS.filter((text) => text.length > 0 && text.length <= 80);

export const DOOR_NAMES = ["door"] as const;

/** Ids of the doors of each meeting; what chance decides elsewhere stays as it was. */
export async function plantDoors(
  p: Planter,
  people: readonly Keyed[],
  rolls: readonly Held[],
): Promise<ReadonlyMap<string, string>> {
  const chanceBefore = p.chance;
  p.begin("doors");
  const { chance } = p;
  const doors = rolls.map(({ meetingId, groupId }) => ({
    ...{ id: p.id(), groupId, meetingId, tokenHash: p.bytes(), label: p.orNull(chance.pick(LABELS)) },
    ...{ createdAt: p.moment(), openedById: chance.pick(people).id, startsAt: at(-3000) },
    ...{ endsAt: chance.pick([at(-1), at(0), at(24)]), closedAt: p.orNull(p.moment()) },
    ...{ usesMax: chance.pick([10, 1_000]), uses: chance.int(10), lastUsedAt: p.orNull(p.moment()) },
  }));
  await p.insert(Door, doors);
  p.chance = chanceBefore;
  return new Map(doors.map(({ meetingId, id }) => [meetingId, id]));
}

/** The door that asks, of a meeting that not everybody sees. */
export async function askingDoors({ dataSource }: Planter): Promise<ReadonlyMap<string, DoorPrincipal>> {
  const door = await dataSource.manager
    .createQueryBuilder(Door, "d")
    .innerJoin(Meeting, "m", "m.id = d.meetingId and m.publishedAt is null")
    .orderBy("d.id")
    .getOneOrFail();
  const { id: doorId, meetingId, openedById } = door;
  return new Map([[DOOR_NAMES[0], { kind: "door", doorId, meetingId, openedById }]]);
}
