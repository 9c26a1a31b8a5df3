import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyInstance } from "fastify";
import { awaitsUpload, takeUpload, UPLOAD_BYTES_MAX } from "../imports/take-upload.ts";
import type { Context } from "../platform/context.ts";
import { errorBody } from "./format-error.ts";

/** Files that one process takes at the same time. */
const UPLOADS_AT_ONCE = 4;
const RETRY_AFTER_SECONDS = 10;

class TooLarge extends Error {}

/**
 * `PUT /imports?token=…`: where `beginImport` lets a file be sent to, once. The token is the only credential: no cookie
 * counts, so no other site can send a file in somebody's name. Onto the disk first, so that nobody who sends slowly
 * holds a connection to the database.
 */
export async function addImportRoute(app: FastifyInstance, contextOf: (requestId: string) => Context): Promise<void> {
  let running = 0;
  await app.register((route, _options, registered) => {
    route.addContentTypeParser(["text/csv", "text/plain", "application/octet-stream"], (_request, body, done) => {
      done(null, body);
    });
    route.put("/imports", { bodyLimit: UPLOAD_BYTES_MAX }, async (request, reply) => {
      const { token } = request.query as Record<string, unknown>;
      const ctx = contextOf(request.id);
      const refuse = (status: number, message: string) =>
        reply
          .code(status)
          .header("content-type", "application/json; charset=utf-8")
          // What was not read of the file is not waited for.
          .header("connection", "close")
          .send(errorBody("BAD_REQUEST", message, request.id));
      if (typeof token !== "string" || !(await awaitsUpload(ctx, token))) {
        return refuse(404, "This address for an upload is none, or no longer. Begin the import again.");
      }
      if (running >= UPLOADS_AT_ONCE) {
        reply.header("retry-after", String(RETRY_AFTER_SECONDS));
        return refuse(503, "Other files are being uploaded. Try again soon.");
      }
      running++;
      const folder = await mkdtemp(join(tmpdir(), "wellmet-upload-"));
      try {
        const path = join(folder, "file.csv");
        await pipeline(request.body as Readable, bounded(), createWriteStream(path, { mode: 0o600 }));
        if (await takeUpload(ctx, token, path)) return await reply.code(204).send();
        return await refuse(404, "This address for an upload was used meanwhile.");
      } catch (error) {
        if (error instanceof TooLarge) return await refuse(413, "The file has more than 32 MiB. Split it.");
        if (isBrokenOff(error, request.raw)) {
          // Nobody is left to be answered, so no line of an answer will tell of it.
          request.log.info("an upload broke off");
          return await refuse(400, "The upload broke off.");
        }
        throw error;
      } finally {
        running--;
        await rm(folder, { recursive: true, force: true });
      }
    });
    registered();
  });
}

/** What a stream says whose other side went away. */
const GONE = new Set(["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE"]);

/** The sender went away, as people do: no fault of the service. */
const isBrokenOff = (error: unknown, { complete }: IncomingMessage): boolean =>
  !complete && GONE.has((error as NodeJS.ErrnoException).code ?? "");

function bounded(): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > UPLOAD_BYTES_MAX) done(new TooLarge());
      else done(null, chunk);
    },
  });
}
