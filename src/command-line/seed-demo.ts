import type { Context } from "../platform/context.ts";

/** People of the demo world whom the welcome text and the explorer name, by what they may do. */
export const DEMO_PEOPLE = [
  { email: "ada@harbour.example", about: "organises Harbour Breakfast" },
  { email: "ben@harbour.example", about: "is a member of it" },
  { email: "cleo@elsewhere.example", about: "is a stranger to it" },
] as const;

/**
 * Plants the demo world, with dates around today, into a database where nobody lives yet. Answers whether it did; where
 * somebody lives it does nothing.
 */
export async function plantDemo(_ctx: Context): Promise<boolean> {
  await Promise.resolve();
  return false;
}
