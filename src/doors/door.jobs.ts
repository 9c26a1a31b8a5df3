import { every } from "../platform/jobs.ts";

const DAY_MS = 86_400_000;
/** How long a door that has ended and made no mark is still listed; one that made some stays with them. */
const DOORS_KEPT_DAYS = 90;

every("57 3 * * *", "delete-ended-doors", async (ctx) => {
  await ctx.db.query(
    "delete from doors d where least(closed_at, ends_at) <= $1 and not exists (select from marks m where m.door_id = d.id)",
    [new Date(ctx.clock.now().getTime() - DOORS_KEPT_DAYS * DAY_MS)],
  );
});
