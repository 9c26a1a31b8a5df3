import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { isScope } from "../scopes/scope.ts";
import "./app.events.ts";
import { ownGroups } from "./own-groups.ts";

const DAY_MS = 86_400_000;
/** Days after which a member is asked again, counted from when they last said yes. */
export const GRANT_DAYS = 180;

/** What a member answered to an app. */
export interface Consent {
  readonly appId: string;
  /** What the app asked for, by the names of OAuth. */
  readonly asked: readonly string[];
  /** What of that the member lets it. */
  readonly allowed: readonly string[];
  /** Primary keys of the groups it may see; null for all of them; left out where that was not asked. */
  readonly groupIds?: readonly string[] | null;
}

/**
 * Notes what the viewer lets an app do. What it did not ask for this time stays as it was, since the app on their other
 * device goes on; what it asked for and did not get is taken away, and not asked again unless it insists.
 *
 * @returns the grant's primary key
 */
export function allowApp(ctx: Context, consent: Consent): Promise<string> {
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now();
    const asked = consent.asked.filter(isScope);
    const allowed = asked.filter((scope) => consent.allowed.includes(scope));
    const groupIds = consent.groupIds && (await ownGroups(ctx, consent.groupIds)).map(({ id }) => id);
    await ctx.db.query(
      `update app_grants set ended_at = expires_at
        where person_id = $1 and app_id = $2 and ended_at is null and expires_at <= $3`,
      [personId, consent.appId, now],
    );
    const [grant] = await ctx.db.query<{ id: string }[]>(
      `insert into app_grants as g (id, person_id, app_id, scopes, declined_scopes, group_ids, created_at, consented_at, expires_at)
       values ($1, $2, $3, $5, array(select unnest($4::text[]) except select unnest($5::text[]) order by 1), $6, $8, $8, $9)
       on conflict (person_id, app_id) where ended_at is null do update set
         scopes = array((select unnest(g.scopes) except select unnest($4)) union select unnest($5) order by 1),
         declined_scopes = array((select unnest(g.declined_scopes) union select unnest($4)) except select unnest($5) order by 1),
         group_ids = case when $7 then excluded.group_ids else g.group_ids end,
         consented_at = excluded.consented_at, expires_at = excluded.expires_at
       returning id`,
      [
        newId(),
        personId,
        consent.appId,
        asked,
        allowed,
        groupIds ?? null,
        consent.groupIds !== undefined,
        now,
        new Date(now.getTime() + GRANT_DAYS * DAY_MS),
      ],
    );
    const grantId = grant?.id ?? "";
    await emit(ctx, { name: "app.allowed", personId, appId: consent.appId, grantId });
    return grantId;
  });
}
