import type { Command } from "commander";
import { Person } from "../people/person.entity.ts";
import { isProduction } from "../platform/config.ts";
import { normaliseEmail } from "../platform/email.ts";
import { inTransaction } from "../platform/transaction.ts";
import { createSession } from "../sign-in/session.ts";
import { operate } from "./operate.ts";
import { CommandFailed, print } from "./output.ts";

/** `wellmet session`: to try the service as somebody, with no mail in between. Refused where real people are. */
export function addSession(program: Command): void {
  program
    .command("session")
    .description("sign a person in and print the token of that session, and nothing else; refused in production")
    .requiredOption("--email <address>", "of a person whom the service knows")
    .action(async ({ email }: { email: string }) => {
      if (isProduction()) throw new CommandFailed("Refused: in production people sign in by themselves.");
      const token = await operate(({ ctx }) =>
        inTransaction(ctx, async (ctx) => {
          const person = await ctx.db.findOneBy(Person, { email: normaliseEmail(email) });
          if (!person) throw new CommandFailed(`Nobody is known by ${email}.`);
          return (await createSession(ctx, person.id)).token;
        }),
      );
      print(token);
    });
}
