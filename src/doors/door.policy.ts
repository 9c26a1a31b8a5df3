/** Who knows of a meeting's doors, and who opens and closes them. */
import { hosts, mayHost } from "../groups/group.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { absent, and, or, sql } from "../platform/reads/sql.ts";
import type { Door } from "./door.entity.ts";

/** Those who host the group, and the door itself. */
export const visibleDoor: Policy<Door> = (door, v) => or(hosts(v, door.groupId), v.isDoor(door.id));

/** Neither closed nor past its end. */
export const isOpenDoor: Policy<Door> = (door, v) => and(absent(door.closedAt), sql`${door.endsAt} > ${v.now}`);

/** Who may take the roll may have it taken. */
export const mayOpenDoor = mayHost;
export const mayCloseDoor = mayHost;
