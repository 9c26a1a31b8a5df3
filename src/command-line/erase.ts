import type { Command } from "commander";
import { eraseAddress, erasePerson } from "../erasure/erase-person.ts";
import { Person } from "../people/person.entity.ts";
import { normaliseEmail } from "../platform/email.ts";
import { operate } from "./operate.ts";
import { say } from "./output.ts";

/** `wellmet erase`: for people who wrote to the operator, since they have no account to do it by themselves. */
export function addErase(program: Command): void {
  program
    .command("erase")
    .description("erase whoever has an address, or was invited, introduced or referred by it; cannot be undone")
    .requiredOption("--email <address>", "as the service knows them")
    .action(({ email }: { email: string }) =>
      operate(async ({ ctx }) => {
        const address = normaliseEmail(email);
        const person = await ctx.db.findOneBy(Person, { email: address });
        if (person) await erasePerson(ctx, person.id);
        await eraseAddress(ctx, address);
        say(person ? "Erased." : "Nobody has this address; what others had written down under it is erased.");
      }),
    );
}
