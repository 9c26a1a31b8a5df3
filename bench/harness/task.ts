import type pg from "pg";
import type { Operation, Question, Target } from "../operations/operation.ts";
import type { Viewers } from "./viewers.ts";

/** Where a task is done. */
export interface Place {
  readonly client: pg.Client;
  readonly viewers: Viewers;
}

/** An operation with what it is asked about. */
export interface Task<Q extends Question = Operation> {
  readonly operation: Q;
  /** The same targets every time; of a write so many new ones. */
  supply(count: number): Promise<readonly Target[]>;
}

export async function taskOf<Q extends Question>({ client, viewers }: Place, operation: Q): Promise<Task<Q>> {
  const signedIn = async (count: number) => {
    const targets = await operation.targets(client, count);
    const people = targets.map(({ viewerId }) => viewerId);
    await viewers.signIn(client, people);
    return targets;
  };
  if (operation.isWrite) return { operation, supply: signedIn };
  const targets = await signedIn(0);
  if (targets.length === 0) throw new Error(`The world has nothing to ask ${operation.name} about.`);
  return { operation, supply: () => Promise.resolve(targets) };
}
