/** Who is connected with whom: begun in every way, allowed by either side or none, lasting or ended. */
import { ConnectedPair, ConnectionOrigin, pairOf } from "../../src/connections/connection.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { at, type Planter } from "./planter.ts";

interface Keyed {
  readonly id: string;
}

export async function plantConnections(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  p.begin("connections");
  const { chance } = p;
  const meetings = await p.dataSource.manager.find(Meeting, { select: { id: true }, order: { id: "ASC" } });
  const pairs = people.flatMap((one, index) =>
    people.slice(index + 1).flatMap((other) => (chance.chance(0.35) ? [pairOf(one.id, other.id)] : [])),
  );
  const connections = pairs.map((pair) => ({
    id: p.id(),
    ...pair,
    origin: chance.pick(Object.values(ConnectionOrigin)),
    meetingId: p.orNull(chance.pick(meetings).id),
    groupId: p.orNull(chance.pick(groups).id),
    startedAt: chance.pick([at(-9), at(-8), at(-8)]),
    lowBridges: chance.chance(0.5),
    highBridges: chance.chance(0.5),
    endedAt: chance.chance(0.25) ? at(-1) : null,
  }));
  await p.insert(ConnectedPair, connections);
  // Every pair by its keys alone, so that both of its ties agree.
  await p.dataSource.query(
    `update ties set warmth = warmth
       * (array[1.5, 0.5, 0.1])[1 + get_byte(uuid_send(least(person_id, other_id)), 15) * get_byte(uuid_send(greatest(person_id, other_id)), 15) % 3]`,
  );
}
