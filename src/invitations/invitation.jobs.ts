import { every } from "../platform/jobs.ts";

const DAY_MS = 86_400_000;
/**
 * How long it is kept whom a group invited in vain: somebody's address, who never had anything to do with it. Accepted
 * ones stay with the membership that came of them.
 */
const INVITATIONS_KEPT_DAYS = 180;

every("29 3 * * *", "delete-unanswered-invitations", async (ctx) => {
  const before = new Date(ctx.clock.now().getTime() - INVITATIONS_KEPT_DAYS * DAY_MS);
  await ctx.db.query("delete from invitations where accepted_at is null and least(expires_at, revoked_at) <= $1", [
    before,
  ]);
});
