/** Who knows of a request, and how it reads. Nothing that the asker can see may look at what the connector did. */
import type { Policy } from "../platform/reads/policy.ts";
import { and, eq, FALSE, or, present, sql } from "../platform/reads/sql.ts";
import type { IntroductionRequest } from "./introduction-request.entity.ts";

export const isAsker: Policy<IntroductionRequest> = (r, v) => (v.anonymous ? FALSE : eq(r.askerId, v.id));

/** Whom it reached. */
export const isAskedConnector: Policy<IntroductionRequest> = (r, v) =>
  v.anonymous ? FALSE : and(eq(r.connectorId, v.id), present(r.askedAt));

export const visibleRequest: Policy<IntroductionRequest> = (r, v) => or(isAsker(r, v), isAskedConnector(r, v));

export const stateOf: Policy<IntroductionRequest> = (r, v) =>
  sql`case when ${isAskedConnector(r, v)} and ${r.takenUpAt} is not null then 'TAKEN_UP'
           when ${isAskedConnector(r, v)} and ${r.declinedAt} is not null then 'CLOSED'
           when ${r.withdrawnAt} is not null or ${r.expiresAt} <= ${v.now} then 'CLOSED'
           else 'OPEN' end`;

const isOpen: Policy<IntroductionRequest> = (r, v) => sql`${stateOf(r, v)} = 'OPEN'`;

/** Taking it up and declining it. */
export const viewerCanTakeUp: Policy<IntroductionRequest> = (r, v) => and(isAskedConnector(r, v), isOpen(r, v));
export const viewerCanWithdraw: Policy<IntroductionRequest> = (r, v) => and(isAsker(r, v), isOpen(r, v));
