import { PassThrough } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { ContactLog } from "../contact-reads/contact-log.ts";
import type { Context } from "../platform/context.ts";
import type { NotedRead } from "../platform/reads/noted.ts";
import { ZipStream } from "../platform/zip.ts";
import { offeredExport } from "../transfers/export-group.ts";
import { writeGroup } from "../transfers/write-group.ts";
import { errorBody } from "./format-error.ts";

/** Exports written at the same time by one process; each holds a connection to the database. */
const EXPORTS_AT_ONCE = 2;
const RETRY_AFTER_SECONDS = 10;

/** `GET /exports?token=…`: what `exportGroup` gave the address of. The token is the only credential; no cookie counts. */
export function addExportRoute(
  app: FastifyInstance,
  contextOf: (requestId: string) => Context,
  contactLog: ContactLog,
): void {
  let running = 0;
  app.get("/exports", async (request, reply) => {
    const { token } = request.query as Record<string, unknown>;
    const ctx = contextOf(request.id);
    const offer = typeof token === "string" ? await offeredExport(ctx, token) : null;
    const refuse = (status: number, message: string) =>
      reply
        .code(status)
        .header("content-type", "application/json; charset=utf-8")
        .send(errorBody("BAD_REQUEST", message, request.id));
    if (!offer) return refuse(404, "This address of an export is none, or no longer. Ask for a new one.");
    if (running >= EXPORTS_AT_ONCE) {
      reply.header("retry-after", String(RETRY_AFTER_SECONDS));
      return refuse(503, "Other exports are being written. Try again soon.");
    }
    running++;
    const out = new PassThrough();
    reply.header("content-type", "application/zip").header("content-disposition", 'attachment; filename="group.zip"');
    const { groupId, personId } = offer;
    const reader: Context = { ...ctx, principal: { kind: "person", personId, sessionId: null } };
    const onContacts = (reads: readonly NotedRead[]) => {
      contactLog.note(reader, reads);
      // At once: a great group is more people than are gathered together.
      void contactLog.flush();
    };
    void zipGroup(ctx, { groupId, viewerId: personId, onContacts }, out)
      .catch((error: unknown) => {
        // Half an archive must not look like a whole one: the connection breaks off.
        out.destroy(error as Error);
        request.log.warn({ err: error }, "an export ended early");
      })
      .finally(() => running--);
    return reply.send(out);
  });
}

async function zipGroup(ctx: Context, exporting: Parameters<typeof writeGroup>[1], out: PassThrough): Promise<void> {
  const zip = new ZipStream(out);
  let current = "";
  await writeGroup(ctx, exporting, async (file, text) => {
    if (file !== current) await zip.file((current = file));
    await zip.write(text);
  });
  await zip.end();
}
