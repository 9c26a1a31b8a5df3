import type { Context } from "../platform/context.ts";
import { signedIn } from "../platform/find.ts";
import { AppReviewState } from "./app.entity.ts";

/** Most apps that are told of at once. */
export const CONNECTED_APPS_TOLD_MAX = 100;

/** What the viewer lets an app do, as they are told it. */
export interface OwnConnectedApp {
  readonly id: string;
  readonly name: string;
  readonly websiteUrl: string | null;
  readonly isReviewed: boolean;
  /** Whether it was disabled or refused, and gets nothing. */
  readonly isStopped: boolean;
  readonly scopes: readonly string[];
  /** Primary keys; null for all of the viewer's groups. */
  readonly groupIds: readonly string[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

/** The apps that act in the viewer's name, those that asked last first; one more than are told of, if there are more. */
export function ownConnectedApps(ctx: Context): Promise<OwnConnectedApp[]> {
  return ctx.db.query(
    `select c.id, a.name, a.website_url as "websiteUrl", a.review_state = $3 as "isReviewed",
            a.disabled_at is not null or a.review_state = $4 as "isStopped", c.scopes, c.group_ids as "groupIds",
            c.created_at as "createdAt", c.expires_at as "expiresAt", c.last_used_at as "lastUsedAt"
       from app_grants c join apps a on a.id = c.app_id
      where c.person_id = $1 and c.ended_at is null and c.expires_at > $2
      order by c.last_used_at desc nulls last, c.created_at desc, c.id limit ${CONNECTED_APPS_TOLD_MAX + 1}`,
    [signedIn(ctx), ctx.clock.now(), AppReviewState.REVIEWED, AppReviewState.REFUSED],
  );
}
