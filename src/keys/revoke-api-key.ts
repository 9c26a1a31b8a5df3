import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { ApiKey } from "./api-key.entity.ts";
import { mayRevokeApiKey } from "./api-key.policy.ts";
import { groupsOfKey, standingsIn } from "./groups-of-key.ts";
import { stopKey } from "./stop-key.ts";

@InputType({ description: "The end of a key." })
export class RevokeApiKeyInput {
  @Field(() => ID, { description: "The key." })
  apiKeyId: string;
}

export const RevokeApiKeyPayload = payloadType("RevokeApiKey", { apiKey: () => ApiKey });

/**
 * Stops a key, with all of its secrets, from the next request on. For organisers and owners of any group that it covers:
 * what got into the wrong hands must not wait for the owner of another. Revoking it again changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN
 */
export function revokeApiKey(ctx: Context, input: RevokeApiKeyInput): Promise<ApiKey> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const apiKey = await visible(ctx, ApiKey, input.apiKeyId, "apiKeyId", { lock: true });
    const groupIds = await groupsOfKey(ctx, apiKey.id);
    if (!(await standingsIn(ctx, groupIds)).some(mayRevokeApiKey)) throw forbidden("revoke this key");
    if (apiKey.revokedAt) return apiKey;

    await stopKey(ctx, apiKey, groupIds);
    return apiKey;
  });
}
