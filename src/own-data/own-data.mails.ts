import { link } from "../platform/job-context.ts";
import { mailKind } from "../platform/mail.ts";
import { OWN_EXPORT_DAYS } from "./export-my-data.ts";
import { OwnExport } from "./own-export.entity.ts";

export interface OwnDataMail {
  readonly ownExportId: string;
  readonly token: string;
}

// The token stands behind the `#`: browsers keep that part to themselves, so it reaches no log, proxy or Referer.
mailKind<OwnDataMail>("own-data", async (ctx, { ownExportId, token }) => {
  const made = await ctx.db.findOneBy(OwnExport, { id: ownExportId });
  if (!made || made.expiresAt <= ctx.clock.now()) return null;
  return {
    subject: "Your data",
    text: `You asked for everything that ${new URL(ctx.publicUrl).host} holds about you. It is ready:
${link(ctx, "/own-data")}#${token}

It is a ZIP with your profile as a card, your lists as tables, and all of it as JSON. The link works for
${OWN_EXPORT_DAYS} days after you asked. Whoever has it has your data, so pass it on to nobody.
If it was not you who asked, sign out everywhere.
`,
  };
});
