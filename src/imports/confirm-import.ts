import { Field, ID, InputType } from "type-graphql";
import { mayOrganise } from "../groups/group.policy.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict, notFound } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { parseGlobalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { GroupImport, GroupImportStatus } from "./group-import.entity.ts";
import "./import.events.ts";
import { ImportProgress, importProgress } from "./import-progress.ts";

@InputType({ description: "Bringing in a file that was tried." })
export class ConfirmImportInput {
  @Field(() => ID, { description: "The import." })
  importId: string;
}

export const ConfirmImportPayload = payloadType("ConfirmImport", {
  import: { type: () => ImportProgress, description: "How far it is. Null when `errors` is not empty." },
});

/**
 * Brings in a file that was tried and found good: all of it or nothing, by a job. Twice is once.
 *
 * @throws NOT_FOUND, CONFLICT before it was found good, and after it ran out
 */
export async function confirmImport(ctx: Context, { importId }: ConfirmImportInput): Promise<ImportProgress> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const found = await seenImport(ctx, importId, true);
    if (!found) throw notFound("importId", "No such import.");
    const { CHECKED, CONFIRMED, DONE } = GroupImportStatus;
    if (found.status === CONFIRMED || found.status === DONE) return importProgress(found);
    if (found.status !== CHECKED) throw conflict("importId", "This file was not found good, or not yet.");
    if (found.expiresAt <= ctx.clock.now()) throw conflict("importId", "This file is forgotten. Upload it again.");
    found.status = CONFIRMED;
    found.readBytes = 0;
    await ctx.db.save(found);
    await emit(ctx, { name: "import.confirmed", importId: found.id });
    return importProgress(found);
  });
}

/** The import, for whoever organises its group now; null for everybody else. */
export async function seenImport(ctx: Context, importId: string, isHeld = false): Promise<GroupImport | null> {
  const key = parseGlobalId(importId);
  if (key?.prefix !== "imp") return null;
  const found = await ctx.db.findOne(GroupImport, {
    where: { id: key.id },
    ...(isHeld ? { lock: { mode: "pessimistic_write" } } : {}),
  });
  return found && mayOrganise(await standingIn(ctx, found.groupId)) ? found : null;
}
