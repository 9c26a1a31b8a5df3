import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { isScope } from "../scopes/scope.ts";
import "./app.events.ts";
import { tellOfGrant } from "./app.mails.ts";
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

/** How far a grant goes. */
interface Reach {
  readonly scopes: readonly string[];
  /** Primary keys; null for all groups. */
  readonly groupIds: readonly string[] | null;
}

/**
 * Notes what the viewer lets an app do. What it did not ask for this time stays as it was, since the app on their other
 * device goes on; what it asked for and did not get is taken away, and not asked again unless it insists. Of a new grant,
 * and of one that now goes further, the member is told by mail: somebody else may have sat at their screen.
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
    const [before] = await ctx.db.query<Reach[]>(
      `select scopes, group_ids as "groupIds" from app_grants
        where person_id = $1 and app_id = $2 and ended_at is null for update`,
      [personId, consent.appId],
    );
    const [grant] = await ctx.db.query<[Reach & { id: string }]>(
      `insert into app_grants as g (id, person_id, app_id, scopes, declined_scopes, group_ids, created_at, consented_at, expires_at)
       values ($1, $2, $3, $5, array(select unnest($4::text[]) except select unnest($5::text[]) order by 1), $6, $8, $8, $9)
       on conflict (person_id, app_id) where ended_at is null do update set
         scopes = array((select unnest(g.scopes) except select unnest($4)) union select unnest($5) order by 1),
         declined_scopes = array((select unnest(g.declined_scopes) union select unnest($4)) except select unnest($5) order by 1),
         group_ids = case when $7 then excluded.group_ids else g.group_ids end,
         consented_at = excluded.consented_at, expires_at = excluded.expires_at
       returning id, scopes, group_ids as "groupIds"`,
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
    const grantId = grant.id;
    if (!before) await tellOfGrant(ctx, "app-connected", { grantId, personId, key: grantId });
    else if (goesFurther(grant, before)) {
      await tellOfGrant(ctx, "app-extended", { grantId, personId, key: newId() });
    }
    await emit(ctx, { name: "app.allowed", personId, appId: consent.appId, grantId });
    return grantId;
  });
}

const goesFurther = (now: Reach, before: Reach): boolean =>
  !isWithin(now.scopes, before.scopes) ||
  (before.groupIds !== null && (now.groupIds === null || !isWithin(now.groupIds, before.groupIds)));

const isWithin = (some: readonly string[], all: readonly string[]): boolean => some.every((each) => all.includes(each));
