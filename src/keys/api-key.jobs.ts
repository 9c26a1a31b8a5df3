import { every } from "../platform/jobs.ts";

const DAY_MS = 86_400_000;
/** How long a key that has ended is still listed, for whoever asks what it was. */
const KEYS_KEPT_DAYS = 90;

every("53 3 * * *", "delete-ended-keys", async (ctx) => {
  const now = ctx.clock.now();
  await ctx.db.query("delete from api_key_secrets where ends_at <= $1", [now]);
  await ctx.db.query(
    `with ended as (select id from api_keys where least(revoked_at, expires_at) <= $1),
          secrets as (delete from api_key_secrets where key_id in (select id from ended)),
          groups as (delete from api_key_groups where key_id in (select id from ended))
     delete from api_keys where id in (select id from ended)`,
    [new Date(now.getTime() - KEYS_KEPT_DAYS * DAY_MS)],
  );
});
