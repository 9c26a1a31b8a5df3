/** Whose token of an app came with a request, and what the app may. */
import type { EntityManager } from "typeorm";
import { ask, type KeptStatement } from "../platform/ask.ts";
import type { AppPrincipal } from "../platform/context.ts";
import { hashOf } from "../platform/secrets.ts";
import { originsOf } from "./redirect-uri.ts";

/** How access tokens of apps begin, so that they are told from other credentials, also where they must not be. */
export const ACCESS_TOKEN_PREFIX = "nga";
const ACCESS_TOKEN = new RegExp(`^${ACCESS_TOKEN_PREFIX}_[0-9a-f]{64}$`);

/** Whether a credential looks like an access token of an app. */
export const isAccessToken = (token: string): boolean => ACCESS_TOKEN.test(token);

/** What an app may be, and whether that use is due to be noted. */
export interface KnownApp {
  readonly principal: AppPrincipal;
  readonly isDue: boolean;
}

type Row = [
  personId: string,
  appId: string,
  grantId: string,
  asked: string,
  granted: string[],
  groupIds: string[] | null,
  pageUris: string[],
  pointsPerMinute: number,
  isDue: boolean,
];

/** How long a use of a grant goes unnoted, so that reads write next to nothing. */
const USED_EVERY_MS = 300_000;

/** What the token says and what the member still grants: who narrows a grant narrows every token of it. */
const APP_OF_TOKEN: KeptStatement = {
  name: "app_of_token",
  text: `select g.person_id, g.app_id, g.id,
                coalesce(t.payload->>'scope', ''), g.scopes, g.group_ids, case a.kind when 'PUBLIC' then a.redirect_uris else '{}' end, a.points_per_minute, coalesce(g.last_used_at <= $3, true)
           from oauth_artifacts t join app_grants g on g.id = t.grant_id join apps a on a.id = g.app_id
          where t.kind = 'AccessToken' and t.id_hash = $1 and t.expires_at > $2
            and t.person_id = g.person_id and t.app_id = g.app_id
            and g.ended_at is null and g.expires_at > $2 and a.disabled_at is null and a.review_state <> 'REFUSED'`,
};

/**
 * The app behind an access token, acting for a member; null for a token that is unknown or ran out, and where the grant
 * was taken back or the app disabled. Asked of the database with every request.
 */
export async function authenticateApp(db: EntityManager, token: string, now: Date): Promise<KnownApp | null> {
  if (!isAccessToken(token)) return null;
  const [row] = await ask<Row>(db.dataSource, APP_OF_TOKEN, [
    hashOf(token),
    now.toISOString(),
    new Date(now.getTime() - USED_EVERY_MS).toISOString(),
  ]);
  if (!row) return null;
  const [personId, appId, grantId, asked, granted, groupIds, pageUris, pointsPerMinute, isDue] = row;
  const scopes = [...new Set(asked.split(" "))].filter((scope) => granted.includes(scope)).sort();
  const allowedOrigins = originsOf(pageUris);
  return {
    principal: { kind: "app", personId, appId, grantId, scopes, groupIds, allowedOrigins, pointsPerMinute },
    isDue,
  };
}
