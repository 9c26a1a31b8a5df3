/** Before anything is timed: everybody must give the same answer. */
import { deepStrictEqual } from "node:assert/strict";
import type { Json, Operation, Target } from "../operations/operation.ts";
import { type Running, requestFor } from "./contenders.ts";
import type { ContenderName } from "./options.ts";
import type { Viewers } from "./viewers.ts";

/** Targets of each operation that are compared. */
const COMPARED = 12;

/** @throws Error naming the first contender that differs, and where */
export async function compare(
  operation: Operation,
  targets: readonly Target[],
  contenders: readonly Running[],
  viewers: Viewers,
): Promise<void> {
  for (const target of targets.slice(0, COMPARED)) {
    let expected: Json | undefined;
    for (const { name, port } of contenders) {
      const answer = sorted(await ask(name, port, operation, target, viewers));
      if (expected === undefined) expected = answer;
      else {
        try {
          deepStrictEqual(answer, expected);
        } catch (error) {
          throw new Error(
            `${name} answers ${operation.name} differently (+) from ${contenders[0]?.name} (-), for ${JSON.stringify(target).slice(0, 300)}:\n${(error as Error).message}`,
          );
        }
      }
    }
    if (isEmpty(expected)) throw new Error(`${operation.name} has nothing to answer for ${JSON.stringify(target)}.`);
  }
}

/** One answer, in the terms that all share. */
export async function ask(
  name: ContenderName,
  port: number,
  operation: Operation,
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

const isEmpty = (answer: Json | undefined): boolean => answer === null || answer === undefined;

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
