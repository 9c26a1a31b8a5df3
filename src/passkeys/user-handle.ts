import type { Context } from "../platform/context.ts";
import { mac } from "../platform/secrets.ts";

/** What a device keeps of the person beside the key: always the same for one person, and told to nobody what it means. */
export const userHandle = (ctx: Context, personId: string): Buffer => mac(ctx.secretKey, "passkey user", personId);
