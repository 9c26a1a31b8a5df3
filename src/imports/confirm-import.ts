import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { GroupImport, GroupImportStatus } from "./group-import.entity.ts";
import "./import.events.ts";

@InputType({ description: "Bringing in a file that was tried." })
export class ConfirmImportInput {
  @Field(() => ID, { description: "The import." })
  importId: string;
}

export const ConfirmImportPayload = payloadType("ConfirmImport", { import: () => GroupImport });

/**
 * Brings in a file that was tried and found good: all of it or nothing, by a job. Twice is once.
 *
 * @throws NOT_FOUND, CONFLICT before it was found good, and after it ran out
 */
export async function confirmImport(ctx: Context, { importId }: ConfirmImportInput): Promise<GroupImport> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const found = await visible(ctx, GroupImport, importId, "importId", { lock: true });
    const { CHECKED, CONFIRMED, DONE } = GroupImportStatus;
    if (found.status === CONFIRMED || found.status === DONE) return found;
    if (found.status !== CHECKED) throw conflict("importId", "This file was not found good, or not yet.");
    if (found.expiresAt <= ctx.clock.now()) throw conflict("importId", "This file is forgotten. Upload it again.");
    found.status = CONFIRMED;
    found.readBytes = 0;
    await ctx.db.save(found);
    await emit(ctx, { name: "import.confirmed", importId: found.id });
    return found;
  });
}
