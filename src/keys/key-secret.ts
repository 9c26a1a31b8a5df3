/** The secret of a key: handed out once, kept as a hash. */
import type { Context } from "../platform/context.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import { ApiKeyKind } from "./api-key.entity.ts";
import { ApiKeySecret } from "./api-key-secret.entity.ts";

/** Characters of a secret that are shown for good: what is left are 224 bits. */
const PREFIX_LENGTH = 12;

/** What tells the kind of a key by its secret alone. */
const BEGINNINGS: Readonly<Record<ApiKeyKind, string>> = {
  [ApiKeyKind.PUBLISHABLE]: "ngp",
  [ApiKeyKind.SECRET]: "ngk",
};
const SECRET = new RegExp(`^(${Object.values(BEGINNINGS).join("|")})_[0-9a-f]{64}$`);

/** Whether a credential looks like the secret of a key. */
export const isKeySecret = (token: string): boolean => SECRET.test(token);

export const newKeySecret = (kind: ApiKeyKind): string => newToken(BEGINNINGS[kind]);

export const prefixOf = (secret: string): string => secret.slice(0, PREFIX_LENGTH);

/** Makes it the present secret of a key. Inside of a transaction. */
export async function storeKeySecret(ctx: Context, keyId: string, secret: string): Promise<void> {
  await ctx.db.insert(ApiKeySecret, { hash: hashOf(secret), keyId, endsAt: null });
}
