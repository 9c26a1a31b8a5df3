import type { Context } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import type { AuditedState } from "./audit-entry.entity.ts";

export interface NewAuditEntry {
  readonly groupId: string;
  /** Name of the act, which is the name of its mutation. */
  readonly action: string;
  /** Primary key of the person it was done to, where there is one. */
  readonly personId?: string | null;
  /** Global id of what was changed. */
  readonly objectId?: string | null;
  readonly before?: AuditedState;
  readonly after?: AuditedState;
}

/**
 * Adds a line to the group's audit log, in the transaction of the act that it tells of: what an organiser
 * does to somebody else is done together with its line, or not at all. What people do to themselves is not
 * logged here.
 *
 * @throws outside of a transaction
 */
export async function writeAuditEntry(ctx: Context, entry: NewAuditEntry): Promise<void> {
  if (!ctx.db.queryRunner?.isTransactionActive) throw new Error("Audit entries are written inside of inTransaction.");
  await ctx.db.query(
    `insert into audit_entries (id, group_id, occurred_at, actor_id, action, person_id, object_id, before, after, request_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      newId(),
      entry.groupId,
      ctx.clock.now(),
      ctx.viewerId,
      entry.action,
      entry.personId ?? null,
      entry.objectId ?? null,
      JSON.stringify(entry.before ?? {}),
      JSON.stringify(entry.after ?? {}),
      ctx.requestId,
    ],
  );
}
