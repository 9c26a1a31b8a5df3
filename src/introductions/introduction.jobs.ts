/** An introduction follows what becomes of its people. */
import { on } from "../platform/jobs.ts";

// What blocks part counts when a second yes comes, too; so it stays parted when the block is taken away again.
on("person.blocked", async function closeIntroductions(ctx, { blockerId, blockedId }) {
  await ctx.db.query(
    `update introductions i set closed_at = $3
      where i.closed_at is null and i.shared_at is null and i.expires_at > $3
        and $1::uuid in (select i.connector_id union select person_id from introduction_sides where introduction_id = i.id)
        and $2::uuid in (select i.connector_id union select person_id from introduction_sides where introduction_id = i.id)
        and (i.connector_id in ($1, $2) or i.id in (select introduction_id from introduction_sides where person_id = $1))`,
    [blockerId, blockedId, ctx.clock.now()],
  );
});
