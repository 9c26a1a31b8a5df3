/**
 * Finished plans, kept by the document they answer. Compilation runs over the actual values of a request;
 * whatever in the text of the statement depends on a value is asked as a question, and the recorded
 * questions form a small tree: the next request answers them and lands on its plan.
 */

import { Refusal } from "../errors.ts";
import { SHAPES_MAX, STATEMENT_BYTES_MAX } from "./limits.ts";
import { type Bind, type Request, render, type Sql } from "./sql.ts";

/** A statement and what it binds; null where nothing needs the database. */
export interface Plan {
  readonly text: string;
  readonly binds: readonly Bind[];
}

export type Ask = (request: Request) => string;

export interface Decision {
  readonly ask: Ask;
  readonly answer: string;
}

interface Branch {
  plan?: Plan | null;
  ask?: Ask;
  next?: Map<string, Branch>;
}

interface Tree {
  root: Branch;
  shapes: number;
}

export class Plans {
  /** Plans die with their document, whose life its own store bounds. */
  private readonly trees = new WeakMap<object, Map<string, Tree>>();
  /** How many statements were compiled so far. */
  compiled = 0;

  /**
   * The plan for this request, compiled if its shape is new.
   *
   * @param owner the document, or another object that lives as long as the plan is of use
   * @param key what else tells plans of one owner apart; the audience is added here
   */
  find(
    owner: object,
    key: string,
    request: Request,
    compile: () => { statement: Sql | null; decisions: readonly Decision[] },
  ): Plan | null {
    const tree = this.tree(owner, `${key}|${request.viewerId === null ? "anonymous" : "person"}`);
    let branch: Branch | undefined = tree.root;
    while (branch?.ask) branch = branch.next?.get(branch.ask(request));
    if (branch?.plan !== undefined) return branch.plan;

    request.frame = [];
    const { statement, decisions } = compile();
    const plan = statement && finished(statement);
    this.compiled++;
    if (tree.shapes >= SHAPES_MAX) Object.assign(tree, { root: {}, shapes: 0 });
    this.keep(tree, decisions, plan);
    return plan;
  }

  private tree(owner: object, key: string): Tree {
    const trees = this.trees.get(owner) ?? new Map<string, Tree>();
    this.trees.set(owner, trees);
    const tree = trees.get(key) ?? { root: {}, shapes: 0 };
    trees.set(key, tree);
    return tree;
  }

  private keep(tree: Tree, decisions: readonly Decision[], plan: Plan | null): void {
    let branch = tree.root;
    for (const { ask, answer } of decisions) {
      branch.ask ??= ask;
      branch.next ??= new Map();
      const next = branch.next.get(answer) ?? {};
      branch.next.set(answer, next);
      branch = next;
    }
    branch.plan = plan;
    tree.shapes++;
  }
}

function finished(statement: Sql): Plan {
  const plan = render(statement);
  if (Buffer.byteLength(plan.text) > STATEMENT_BYTES_MAX) {
    throw new Refusal("QUERY_TOO_COMPLEX", "This operation asks for too many things at once. Split it.");
  }
  return plan;
}
