import { isSelf } from "../people/person.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, not, present, type Sql, sql, text } from "../platform/reads/sql.ts";
import { SESSION_IDLE_DAYS_MAX, type Session } from "./session.entity.ts";

/** Sessions are their person's alone: no organiser, and no operator through the API, sees another's. */
export const isOwnSession: Policy<Session> = (session, viewer) => isSelf(viewer, session.personId);

/** The token of such a session still opens the door; the same rule as `authenticate`. */
export const isLive: Policy<Session> = (session, viewer): Sql =>
  and(
    not(present(session.endedAt)),
    sql`${session.expiresAt} > ${viewer.now}`,
    sql`${session.lastSeenAt} > ${viewer.now} - interval ${text(`${SESSION_IDLE_DAYS_MAX} days`)}`,
  );
