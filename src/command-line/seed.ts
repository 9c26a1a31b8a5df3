import type { Command } from "commander";
import { operate } from "./operate.ts";
import { say } from "./output.ts";
import { plantDemo } from "./seed-demo.ts";

/** `wellmet seed …`: worlds to try things in. */
export function addSeed(program: Command): void {
  const seed = program.command("seed").description("plant people, groups and meetings to try things with");
  seed
    .command("demo")
    .description("plant the small demo world around today, unless people live in the database already")
    .action(async () => {
      const planted = await operate(({ ctx }) => plantDemo(ctx));
      say(planted ? "The demo world is planted." : "Nothing was planted: people live here already.");
    });
}
