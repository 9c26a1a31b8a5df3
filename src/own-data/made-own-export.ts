import { MoreThan } from "typeorm";
import type { Context } from "../platform/context.ts";
import { hashOf } from "../platform/secrets.ts";
import { OwnExport } from "./own-export.entity.ts";

/** The ZIP that a mailed token stands for; null if it stands for none, or for none any more. */
export async function madeOwnExport(ctx: Context, token: string): Promise<Buffer | null> {
  const made = await ctx.db.findOneBy(OwnExport, { tokenHash: hashOf(token), expiresAt: MoreThan(ctx.clock.now()) });
  return made?.bytes ?? null;
}
