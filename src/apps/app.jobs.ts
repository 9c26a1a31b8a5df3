import { every } from "../platform/jobs.ts";
import { rotateSigningKeys } from "./signing-keys.ts";

const DAY_MS = 86_400_000;
/** How long it is kept what a member let an app do, once that has ended. */
const GRANTS_KEPT_DAYS = 90;

every("*/20 * * * *", "delete-expired-artifacts", async (ctx) => {
  await ctx.db.query("delete from oauth_artifacts where expires_at <= $1", [ctx.clock.now()]);
});

every("23 3 * * *", "delete-ended-grants", async (ctx) => {
  const before = new Date(ctx.clock.now().getTime() - GRANTS_KEPT_DAYS * DAY_MS);
  await ctx.db.query(
    `with old as (select id from app_grants where least(ended_at, expires_at) <= $1),
          gone as (delete from oauth_artifacts where grant_id in (select id from old))
     delete from app_grants where id in (select id from old)`,
    [before],
  );
});

every("41 3 * * *", "rotate-signing-keys", (ctx) => rotateSigningKeys(ctx));
