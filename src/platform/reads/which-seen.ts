/** Which rows of a type the viewer may see, of those that a room asks about: policies for searches of its own. */
import type { Context } from "../context.ts";
import { columnOf } from "./columns.ts";
import { Compilation } from "./compilation.ts";
import { type Engine, requestOf } from "./engine.ts";
import type { WhichRows } from "./reads.ts";
import { knownOf } from "./registry.ts";
import { enter, NOWHERE } from "./scope.ts";
import { and, Bind, integer, sql } from "./sql.ts";

export async function whichSeen(
  engine: Engine,
  ctx: Context,
  question: WhichRows,
  values: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const request = requestOf(ctx, values);
  // The question itself owns the plan: it is a constant of the room that asks.
  const plan = engine.plans.find(question, "whichSeen", request, () => {
    const c = new Compilation(request, { ...engine, fragments: {} });
    const { row, guarded, viewer, visible, from } = enter(c, knownOf(question.entity), NOWHERE);
    const binds = new Map<string, Bind>();
    const given = (name: string, type: string): Bind => {
      const bind = binds.get(name) ?? new Bind(type, ({ variables }) => variables[name]);
      binds.set(name, bind);
      return bind;
    };
    const where = and(question.where({ row, guarded, viewer, given }), visible);
    const id = columnOf(row, "id");
    return c.finish(
      sql`select ${id}::text${c.from(from)} where ${where} order by ${id} limit ${integer(question.max)}`,
    );
  });
  const ids = plan === null ? [] : await engine.statements.run(ctx, plan, request);
  return ids.flatMap((id) => id ?? []);
}
