import type { Command } from "commander";
import { GroupSlug } from "../groups/group-slug.entity.ts";
import { appointOwner } from "../hand-overs/appoint-owner.ts";
import { Person } from "../people/person.entity.ts";
import { normaliseEmail } from "../platform/email.ts";
import { operate } from "./operate.ts";
import { CommandFailed, say } from "./output.ts";

interface Options {
  readonly group: string;
  readonly email: string;
}

/** `wellmet appoint-owner`: for a group whose owner cannot be reached. */
export function addAppointOwner(program: Command): void {
  program
    .command("appoint-owner")
    .description("make a member the owner of a group whose owner cannot be reached; its audit log says so")
    .requiredOption("--group <slug>", "the group")
    .requiredOption("--email <address>", "proven address of the member")
    .action(({ group, email }: Options) =>
      operate(async ({ ctx }) => {
        const slug = await ctx.db.findOneBy(GroupSlug, { slug: group.toLowerCase() });
        if (!slug) throw new CommandFailed(`There is no group ${group}.`);
        const person = await ctx.db.findOneBy(Person, { email: normaliseEmail(email) });
        if (!person?.emailVerifiedAt) throw new CommandFailed(`Nobody has proven the address ${email}.`);
        await appointOwner(ctx, { groupId: slug.groupId, personId: person.id });
        say(`${person.displayName} is the owner of ${group}.`);
      }),
    );
}
