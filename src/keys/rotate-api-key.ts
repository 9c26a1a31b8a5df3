import { IsOptional, Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import "./api-key.events.ts";
import { ApiKey } from "./api-key.entity.ts";
import { mayRotateApiKey } from "./api-key.policy.ts";
import type { IssuedKey } from "./create-api-key.ts";
import { endOfKey } from "./end-of-key.ts";
import { groupsOfKey, standingsIn } from "./groups-of-key.ts";
import { newKeySecret, prefixOf, storeKeySecret } from "./key-secret.ts";

const HOUR_MS = 3_600_000;
/** How long a former secret goes on working unless said otherwise, in hours: a day to bring the new one out. */
export const OVERLAP_HOURS_DEFAULT = 24;
/** The longest that it may, in hours: 30 days. */
export const OVERLAP_HOURS_MAX = 720;

@InputType({ description: "A new secret for a key." })
export class RotateApiKeyInput {
  @Field(() => ID, { description: "The key." })
  apiKeyId: string;

  @Field(() => Int, {
    nullable: true,
    description: "Hours for which its former secrets go on working, 0 to 720; 24 when left out. 0 stops them at once.",
  })
  @IsOptional()
  @Min(0)
  @Max(OVERLAP_HOURS_MAX)
  overlapHours?: number | null;

  @Field(() => Date, {
    nullable: true,
    description: "When the key is to end by itself, at most two years ahead. As it was when left out.",
  })
  expiresAt?: Date | null;
}

export const RotateApiKeyPayload = payloadType("RotateApiKey", {
  apiKey: () => ApiKey,
  secret: { type: () => String, description: "The new credential, shown this once. Null when `errors` is not empty." },
});

/**
 * Gives a key a new secret; those before it go on working for a while, so that nothing is down meanwhile. Whoever lost
 * the answer rotates again: what is in use works until the overlap is over. For who owns every group of the key, since
 * the secret opens them all.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT for a key that was revoked or ran out
 */
export function rotateApiKey(ctx: Context, input: RotateApiKeyInput): Promise<IssuedKey> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    await valid(input);
    const apiKey = await visible(ctx, ApiKey, input.apiKeyId, "apiKeyId", { lock: true });
    const groupIds = await groupsOfKey(ctx, apiKey.id);
    if (!(await standingsIn(ctx, groupIds)).every(mayRotateApiKey)) throw forbidden("rotate this key");
    const now = ctx.clock.now();
    if (apiKey.revokedAt || (apiKey.expiresAt && apiKey.expiresAt <= now)) {
      throw conflict("apiKeyId", "This key has ended. Make another.", { entity: ApiKey, id: apiKey.id });
    }

    const secret = newKeySecret(apiKey.kind);
    const end = new Date(now.getTime() + (input.overlapHours ?? OVERLAP_HOURS_DEFAULT) * HOUR_MS);
    await ctx.db.query("update api_key_secrets set ends_at = least(ends_at, $2) where key_id = $1", [apiKey.id, end]);
    await storeKeySecret(ctx, apiKey.id, secret);
    const before = { prefix: apiKey.prefix };
    const expiresAt = input.expiresAt ? endOfKey(apiKey.kind, input.expiresAt, now) : apiKey.expiresAt;
    const changes = { prefix: prefixOf(secret), rotatedAt: now, formerSecretsEndAt: end, expiresAt };
    await ctx.db.update(ApiKey, { id: apiKey.id }, changes);
    const objectId = globalId("key", apiKey.id);
    const after = { prefix: changes.prefix, formerSecretsEndAt: end.toISOString() };
    for (const groupId of groupIds) {
      await writeAuditEntry(ctx, { groupId, action: "rotateApiKey", objectId, before, after });
    }
    await emit(ctx, { name: "api-key.rotated", keyId: apiKey.id, groupIds });
    return { apiKey: Object.assign(apiKey, changes), secret };
  });
}
