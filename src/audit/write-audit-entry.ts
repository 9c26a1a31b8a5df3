import type { Context } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { AuditEntry, type AuditedState } from "./audit-entry.entity.ts";

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
export async function writeAuditEntry(ctx: Context, entry: NewAuditEntry): Promise<AuditEntry> {
  if (!ctx.db.queryRunner?.isTransactionActive) throw new Error("Audit entries are written inside of inTransaction.");
  const line = ctx.db.create(AuditEntry, {
    id: newId(),
    groupId: entry.groupId,
    occurredAt: ctx.clock.now(),
    actorId: ctx.viewerId,
    action: entry.action,
    personId: entry.personId ?? null,
    objectId: entry.objectId ?? null,
    before: entry.before ?? {},
    after: entry.after ?? {},
    requestId: ctx.requestId,
  });
  await ctx.db.insert(AuditEntry, line);
  return line;
}
