/** Whose a key is that came with a request. */
import type { EntityManager } from "typeorm";
import { ask, type KeptStatement } from "../platform/ask.ts";
import type { ServicePrincipal } from "../platform/context.ts";
import { hashOf } from "../platform/secrets.ts";
import { isKeySecret } from "./key-secret.ts";

/** What a key lets its holder be, and whether that use is due to be noted. */
export interface KnownKey {
  readonly principal: ServicePrincipal;
  readonly isDue: boolean;
}

type Row = [
  id: string,
  scopes: string[],
  allowedOrigins: string[],
  pointsPerMinute: number,
  isDue: boolean,
  groupIds: string[],
];

/** How long a use of a key goes unnoted, so that reads write next to nothing. */
export const USED_EVERY_MS = 300_000;

const KEY_OF_SECRET: KeptStatement = {
  name: "key_of_secret",
  text: `select k.id, array(select unnest(k.scopes) order by 1), k.allowed_origins, k.points_per_minute, coalesce(k.last_used_at <= $3, true),
                array(select g.id from api_key_groups c join groups g on g.id = c.group_id
                       where c.key_id = k.id and g.archived_at is null)
           from api_key_secrets s join api_keys k on k.id = s.key_id
          where s.hash = $1 and coalesce(s.ends_at > $2, true)
            and k.revoked_at is null and coalesce(k.expires_at > $2, true)`,
};

/**
 * The service behind a key; null for one that is unknown, revoked, past its end or rotated out, and for one whose groups
 * are all archived. Asked of the database with every request.
 */
export async function authenticateKey(db: EntityManager, token: string, now: Date): Promise<KnownKey | null> {
  if (!isKeySecret(token)) return null;
  const [row] = await ask<Row>(db.dataSource, KEY_OF_SECRET, [
    hashOf(token),
    now.toISOString(),
    new Date(now.getTime() - USED_EVERY_MS).toISOString(),
  ]);
  if (!row) return null;
  const [keyId, scopes, allowedOrigins, pointsPerMinute, isDue, groupIds] = row;
  if (groupIds.length === 0) return null;
  return { principal: { kind: "service", keyId, groupIds, scopes, allowedOrigins, pointsPerMinute }, isDue };
}
