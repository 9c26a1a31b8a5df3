import { createReadStream } from "node:fs";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { hashOf } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";
import { GroupImport, GroupImportStatus } from "./group-import.entity.ts";
import "./import.events.ts";
import { ImportPiece } from "./import-piece.entity.ts";

/** Largest file that comes in through the API, in bytes. */
export const UPLOAD_BYTES_MAX = 33_554_432;
const PIECE_BYTES = 262_144;

/** Whether a file may be sent with this token now. */
export const awaitsUpload = async (ctx: Context, token: string): Promise<boolean> => {
  const awaiting = await ctx.db.findOneBy(GroupImport, { tokenHash: hashOf(token) });
  return awaiting !== null && awaiting.expiresAt > ctx.clock.now();
};

/**
 * Takes a file that has arrived whole; from here on it is tried by a job. A token is used once: of two files sent with
 * one, the first counts.
 *
 * @returns whether the token stood for an upload
 */
export function takeUpload(ctx: Context, token: string, path: string): Promise<boolean> {
  return inTransaction(ctx, async (ctx) => {
    const upload = await ctx.db.findOne(GroupImport, {
      where: { tokenHash: hashOf(token) },
      lock: { mode: "pessimistic_write" },
    });
    if (!upload || upload.expiresAt <= ctx.clock.now()) return false;
    let sizeBytes = 0;
    let position = 0;
    for await (const bytes of createReadStream(path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>) {
      await ctx.db.insert(ImportPiece, { importId: upload.id, position: position++, bytes });
      sizeBytes += bytes.length;
    }
    await ctx.db.update(GroupImport, upload.id, { status: GroupImportStatus.UPLOADED, tokenHash: null, sizeBytes });
    await emit(ctx, { name: "import.uploaded", importId: upload.id });
    return true;
  });
}
