import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { globalId } from "../platform/ids.ts";
import "./api-key.events.ts";
import { ApiKey } from "./api-key.entity.ts";

/** Ends a key that is held and was not revoked, and tells each of its groups. Inside of a transaction. */
export async function stopKey(ctx: Context, apiKey: ApiKey, groupIds: readonly string[]): Promise<void> {
  apiKey.revokedAt = ctx.clock.now();
  await ctx.db.update(ApiKey, { id: apiKey.id }, { revokedAt: apiKey.revokedAt });
  const objectId = globalId("key", apiKey.id);
  const before = { kind: apiKey.kind, prefix: apiKey.prefix };
  for (const groupId of groupIds) await writeAuditEntry(ctx, { groupId, action: "revokeApiKey", objectId, before });
  await emit(ctx, { name: "api-key.revoked", keyId: apiKey.id, groupIds: [...groupIds] });
}
