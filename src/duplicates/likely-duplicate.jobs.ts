/** The queue of likely duplicates follows the books, some minutes behind them. */
import type { Context } from "../platform/context.ts";
import { every, on } from "../platform/jobs.ts";
import { scanBooks } from "./scan-books.ts";

interface InGroup {
  readonly groupId: string;
}

on("membership.began", async function noteBooksOfMember(ctx, event) {
  await noteChange(ctx, event);
});
on("membership.requested", async function noteBooksOfRequest(ctx, event) {
  await noteChange(ctx, event);
});
on("attendance.recorded", async function noteBooksOfRoll(ctx, event) {
  await noteChange(ctx, event);
});
on("mark.decided", async function noteBooksOfMark(ctx, event) {
  await noteChange(ctx, event);
});
on("import.done", async function noteBooksOfImport(ctx, event) {
  await noteChange(ctx, event);
});
on("rsvp.answered", async function noteBooksOfAnswer(ctx, { rsvpId }) {
  await ctx.db.query(`${NOTE} select group_id, $2 from rsvps where id = $1 ${ONCE}`, [rsvpId, ctx.clock.now()]);
});
on("person.profileUpdated", async function noteBooksOfProfile(ctx, { personId }) {
  await noteBooksWith(ctx, personId);
});
on("person.visibilityChanged", async function noteBooksOfVisibility(ctx, { personId }) {
  await noteBooksWith(ctx, personId);
});
on("person.email-changed", async function noteBooksOfAddress(ctx, { personId }) {
  await noteBooksWith(ctx, personId);
});
on("person.email-released", async function noteBooksOfRecord(ctx, { personId }) {
  await noteBooksWith(ctx, personId);
});
on("person.signed-in", async function noteBooksOfAccount(ctx, { personId, isFirst }) {
  if (isFirst) await noteBooksWith(ctx, personId);
});

const NOTE = "insert into unscanned_books (group_id, changed_at)";
// The oldest change says how long the queue is behind.
const ONCE = "on conflict (group_id) do nothing";

const noteChange = (ctx: Context, { groupId }: InGroup): Promise<unknown> =>
  ctx.db.query(`${NOTE} values ($1, $2) ${ONCE}`, [groupId, ctx.clock.now()]);

/** Every group that knows the person. */
const noteBooksWith = (ctx: Context, personId: string): Promise<unknown> =>
  ctx.db.query(
    `${NOTE} select group_id, $2 from (
       select group_id from memberships where person_id = $1 union select group_id from visitors where person_id = $1
     ) known ${ONCE}`,
    [personId, ctx.clock.now()],
  );

/** Groups that are looked through in one turn. */
const GROUPS_AT_ONCE = 50;

every("*/5 * * * *", "find-duplicates", async (ctx) => {
  const due: { group_id: string }[] = await ctx.db.query(
    `select group_id from unscanned_books order by changed_at, group_id limit ${GROUPS_AT_ONCE}`,
  );
  for (const { group_id: groupId } of due) {
    try {
      await scanBooks(ctx, groupId);
    } catch (error) {
      ctx.log.error({ err: error, groupId }, "the books of a group could not be looked through");
    }
  }
});
