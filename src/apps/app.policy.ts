/** Apps are their makers' business, and what a member lets them do is the member's. */
import { isSelf } from "../people/person.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { absent, and, sql } from "../platform/reads/sql.ts";
import type { App } from "./app.entity.ts";
import type { ConnectedApp } from "./connected-app.entity.ts";

export const visibleApp: Policy<App> = (app, v) => isSelf(v, app.ownerId);

/** While it lasts; afterwards nobody can do anything about it. */
export const visibleConnectedApp: Policy<ConnectedApp> = (connected, v) =>
  and(isSelf(v, connected.personId), absent(connected.endedAt), sql`${connected.expiresAt} > ${v.now}`);
