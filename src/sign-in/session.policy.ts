import type { Policy } from "../platform/reads/policy.ts";
import { and, eq, FALSE, not, present, type Sql, sql, text } from "../platform/reads/sql.ts";
import { SESSION_IDLE_DAYS_MAX, type Session } from "./session.entity.ts";

/** Sessions are their person's alone: no organiser, and no operator through the API, sees another's. */
export const isOwnSession: Policy<Session> = (session, viewer) =>
  viewer.anonymous ? FALSE : eq(session.personId, viewer.id);

/** The token of such a session still opens the door; the same rule as `authenticate`. */
export const isLive: Policy<Session> = (session, viewer): Sql =>
  and(
    not(present(session.endedAt)),
    sql`${session.expiresAt} > ${viewer.now}`,
    sql`${session.lastSeenAt} > ${viewer.now} - ${text(`interval '${SESSION_IDLE_DAYS_MAX} days'`)}`,
  );
