import type { Context } from "../context.ts";

// biome-ignore lint/suspicious/noExplicitAny: a class is known by its constructor, whatever that takes
export type Class<T = object> = new (...args: any[]) => T;

/** What acts may ask of the compiled reads; the same policies answer as for queries. */
export interface Reads {
  /** Whether the viewer of `ctx` may see the row of `entity` with this primary key. */
  canSee(ctx: Context, entity: Class, id: string): Promise<boolean>;
}
