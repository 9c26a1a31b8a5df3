/** Before anything is timed: everybody must give the same answer. */
import { deepStrictEqual } from "node:assert/strict";
import type { Json, Question, Target } from "../operations/operation.ts";
import { type Running, requestFor } from "./contenders.ts";
import type { Place, Task } from "./task.ts";
import type { Viewers } from "./viewers.ts";

/** Targets of each operation that are compared. */
const COMPARED = 12;

/** @throws Error naming the first contender that differs, and where */
export async function compare({ client, viewers }: Place, task: Task, contenders: readonly Running[]): Promise<void> {
  const { operation } = task;
  for (let compared = 0; compared < COMPARED; compared++) {
    const [first, ...others] = contenders;
    if (!first) return;
    const expected = await said({ client, viewers }, task, first, compared);
    if (expected === null) throw new Error(`${operation.name} has nothing to answer.`);
    for (const other of others) {
      try {
        deepStrictEqual(await said({ client, viewers }, task, other, compared), expected);
      } catch (error) {
        const differs = `${other.name} answers ${operation.name} differently (+) from ${first.name} (-)`;
        throw new Error(`${differs}:\n${(error as Error).message}`);
      }
    }
  }
}

/** What a contender answers, and what it left in the database. */
async function said(
  { client, viewers }: Place,
  { operation, supply }: Task,
  contender: Running,
  place: number,
): Promise<Json> {
  const targets = await supply(operation.isWrite ? 1 : COMPARED);
  const target = targets[operation.isWrite ? 0 : place % targets.length];
  if (!target) throw new Error(`The world has nothing to ask ${operation.name} about.`);
  const answer = await ask(contender, operation, target, viewers);
  const shared = operation.shared?.(answer) ?? answer;
  return sorted(operation.effect ? { shared, effect: await operation.effect(client, target) } : shared);
}

/** One answer, in the terms that all share. */
export async function ask(
  { name, port }: Pick<Running, "name" | "port">,
  operation: Question,
  target: Target,
  viewers: Viewers,
): Promise<Json> {
  const { method, path, headers, body } = requestFor(name, operation, target, viewers);
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  if (response.status !== 200)
    throw new Error(`${name} answers ${operation.name} with ${response.status}: ${text.slice(0, 1_000)}`);
  const answer = JSON.parse(text) as { data?: Json; errors?: Json };
  if (name === "limit") return answer as Json;
  if (answer.errors)
    throw new Error(`${name} answers ${operation.name} with errors: ${JSON.stringify(answer.errors).slice(0, 1_000)}`);
  const asked = operation.asked[name === "wellmet-cached" ? "wellmet" : name];
  return asked?.read(answer.data) ?? null;
}

/** Keys in one order: JSON objects have none, though messages read better with one. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
