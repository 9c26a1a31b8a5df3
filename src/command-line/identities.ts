import type { Command } from "commander";
import { Identity } from "../identities/identity.entity.ts";
import { linkIdentity } from "../identities/link-identity.ts";
import { suspendIdentity } from "../identities/suspend-identity.ts";
import { Person } from "../people/person.entity.ts";
import { normaliseEmail } from "../platform/email.ts";
import { globalId } from "../platform/ids.ts";
import { operate } from "./operate.ts";
import { CommandFailed, print, say } from "./output.ts";

interface Named {
  readonly issuer: string;
  readonly subject: string;
}

/** `wellmet identities`: whom the issuers of `TRUSTED_ISSUERS` mean. */
export function addIdentities(program: Command): void {
  const identities = program.command("identities").description("whom trusted issuers mean by their subjects");
  const named = (name: string) =>
    identities
      .command(name)
      .requiredOption("--issuer <url>", "as its tokens say `iss`")
      .requiredOption("--subject <name>", "as they say `sub`");
  named("link")
    .description("let in as a person whom a trusted issuer calls so")
    .requiredOption("--email <address>", "proven address of that person")
    .action((given: Named & { email: string }) => operate(({ ctx }) => link(ctx, given)));
  named("suspend")
    .description("let nobody in by an identity any more, whatever the issuer says; linking again ends it")
    .action((given: Named) =>
      operate(async ({ ctx }) => {
        if (!(await suspendIdentity(ctx, given))) throw new CommandFailed("Nobody comes in by that identity.");
        say("Suspended.");
      }),
    );
  identities
    .command("list")
    .description("print every identity: issuer, subject, person, and since when it is suspended, separated by tabs")
    .action(() =>
      operate(async ({ ctx }) => {
        const all = await ctx.db.find(Identity, { order: { issuer: "ASC", subject: "ASC" } });
        for (const { issuer, subject, personId, suspendedAt } of all) {
          print([issuer, subject, globalId("per", personId), suspendedAt?.toISOString() ?? ""].join("\t"));
        }
      }),
    );
}

async function link(ctx: Parameters<typeof linkIdentity>[0], { email, ...identity }: Named & { email: string }) {
  const person = await ctx.db.findOneBy(Person, { email: normaliseEmail(email) });
  if (!person?.emailVerifiedAt) throw new CommandFailed(`Nobody has proven the address ${email}.`);
  await linkIdentity(ctx, identity, person.id);
  say(`${identity.subject} of ${identity.issuer} is ${person.displayName}.`);
}
