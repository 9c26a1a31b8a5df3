import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { every, on } from "../platform/jobs.ts";
import { queueMail } from "../platform/mail.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";
import { gatherOwnData } from "./gather-own-data.ts";
import "./own-data.events.ts";
import type { OwnDataMail } from "./own-data.mails.ts";
import { OwnExport } from "./own-export.entity.ts";
import { writeOwnArchive } from "./write-own-archive.ts";

on("ownExport.requested", async function makeOwnExport(ctx, { ownExportId }) {
  const asked = await ctx.db.findOneBy(OwnExport, { id: ownExportId });
  if (!asked || asked.madeAt || asked.expiresAt <= ctx.clock.now()) return;
  const bytes = await writeOwnArchive(await gatherOwnData(ctx, asked.personId), ctx.clock.now());
  await keep(ctx, asked, bytes);
});

/** A second run of the job finds it made. Who was erased meanwhile has neither the row nor an address. */
async function keep(ctx: Context, { id, personId }: OwnExport, bytes: Buffer): Promise<void> {
  const token = newToken("ngz");
  await inTransaction(ctx, async (ctx) => {
    const [kept] = await ctx.db.query<[unknown[], number]>(
      "update own_exports set made_at = $2, token_hash = $3, bytes = $4 where id = $1 and made_at is null returning id",
      [id, ctx.clock.now(), hashOf(token), bytes],
    );
    const { email } = await ctx.db.findOneByOrFail(Person, { id: personId });
    if (kept.length === 0 || email === null) return;
    const data: OwnDataMail = { ownExportId: id, token };
    await queueMail(ctx, { kind: "own-data", to: email, key: id, data });
  });
}

/** What ran out is deleted at once; the days of `OWN_EXPORT_DAYS` are in `expires_at`. */
every("52 * * * *", "delete-expired-own-exports", async (ctx) => {
  await ctx.db.query("delete from own_exports where expires_at <= $1", [ctx.clock.now()]);
});
