import type { Command } from "commander";
import { type ChainFault, verifyChain } from "../audit/verify-chain.ts";
import { Group } from "../groups/group.entity.ts";
import { GroupSlug } from "../groups/group-slug.entity.ts";
import type { Context } from "../platform/context.ts";
import { operate } from "./operate.ts";
import { CommandFailed, print } from "./output.ts";

/** `wellmet audit verify`: whether anybody changed what organisers did to others. */
export function addAudit(program: Command): void {
  program
    .command("audit")
    .description("the logs of what organisers did to others")
    .command("verify")
    .description(
      "work out the chain of every group's audit log anew, and name each line that was changed, removed or moved",
    )
    .option("--group <slug>", "this group alone")
    .action(({ group }: { group?: string }) => operate(({ ctx }) => verify(ctx, group)));
}

async function verify(ctx: Context, slug: string | undefined): Promise<void> {
  let faulty = 0;
  for (const group of await groupsOf(ctx, slug)) {
    const { lines, head, faults } = await verifyChain(ctx, group.id);
    print(`${group.slug}: ${lines} lines, ${faults.length === 0 ? "unbroken" : "BROKEN"}, head ${head ?? "none"}`);
    for (const fault of faults) print(`  ${told(fault)}`);
    if (faults.length > 0) faulty++;
  }
  if (faulty > 0) throw new CommandFailed(`Logs of ${faulty} groups were tampered with.`);
}

async function groupsOf(ctx: Context, slug: string | undefined): Promise<readonly Group[]> {
  if (slug === undefined) return ctx.db.find(Group, { order: { slug: "ASC" } });
  const known = await ctx.db.findOneBy(GroupSlug, { slug: slug.toLowerCase() });
  if (!known) throw new CommandFailed(`There is no group ${slug}.`);
  return ctx.db.findBy(Group, { id: known.groupId });
}

const told = ({ position, entryId, what }: ChainFault): string =>
  ({
    MISSING: `line ${position} is missing`,
    CHANGED: `line ${position} (${entryId}) was changed or moved, or line ${position - 1} was and then hashed anew`,
    NOT_THE_LAST: `line ${position} (${entryId}) is not what the log ended with`,
  })[what];
