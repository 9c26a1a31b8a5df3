/**
 * Finished plans, kept by the document they answer. Compilation runs over the actual values of a request;
 * whatever in the text of the statement depends on a value is asked as a question, and the recorded
 * questions form a small tree: the next request answers them and lands on its plan.
 */
import { tooComplex } from "./compilation.ts";
import { PLAN_BYTES_MAX, PLAN_OVERHEAD_BYTES, SHAPES_MAX, STATEMENT_BYTES_MAX } from "./limits.ts";
import { type Bind, type Request, render, type Sql } from "./sql.ts";

/** What a compilation found. */
export interface Compiled {
  /** Null where nothing needs the database. */
  readonly statement: Sql | null;
  readonly decisions: readonly Decision[];
  /** Whether the statement answers everything that was asked. */
  readonly isWhole: boolean;
  /** Whether the answer carries whose rows it shows, to be noted and taken out. */
  readonly isNoted?: boolean;
}

/** A statement and what it binds. */
export interface Plan {
  readonly text: string;
  readonly binds: readonly Bind[];
  readonly isWhole: boolean;
  readonly isNoted: boolean;
  /** How often it was sent. */
  uses: number;
  /** What connections call it, once it is used so often that they keep it. */
  name?: string;
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
  bytes: number;
}

export class Plans {
  /** Found by their documents; what they hold is bounded here, as it may hold a document in turn. */
  private readonly trees = new WeakMap<object, Map<string, Tree>>();
  /** Every tree that has plans, the longest unused first. */
  private readonly used = new Set<Tree>();
  /** Bytes that the plans of all trees count as. */
  bytes = 0;
  /** How many statements were compiled so far. */
  compiled = 0;

  constructor(private readonly bytesMax = PLAN_BYTES_MAX) {}

  /**
   * The plan for this request, compiled if its shape is new; null if nothing needs the database.
   *
   * @param owner the document, or another object that lives as long as the plan is of use
   * @param key what else tells plans of one owner apart; the audience is added here
   */
  find(owner: object, key: string, request: Request, compile: () => Compiled): Plan | null {
    const tree = this.tree(owner, `${key}|${audienceOf(request)}`);
    this.used.delete(tree);
    this.used.add(tree);
    let branch: Branch | undefined = tree.root;
    while (branch?.ask) branch = branch.next?.get(branch.ask(request));
    if (branch?.plan !== undefined) return branch.plan;

    request.frame = [];
    const compiled = compile();
    const plan = finished(compiled);
    this.compiled++;
    if (tree.shapes >= SHAPES_MAX) this.empty(tree);
    this.keep(tree, compiled.decisions, plan);
    return plan;
  }

  private tree(owner: object, key: string): Tree {
    const trees = this.trees.get(owner) ?? new Map<string, Tree>();
    this.trees.set(owner, trees);
    const tree = trees.get(key) ?? { root: {}, shapes: 0, bytes: 0 };
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
    const bytes = PLAN_OVERHEAD_BYTES + (plan?.text.length ?? 0);
    tree.bytes += bytes;
    this.bytes += bytes;
    this.makeRoom(tree);
  }

  /** Forgets the longest unused, never the one at hand. */
  private makeRoom(latest: Tree): void {
    for (const tree of this.used) {
      if (this.bytes <= this.bytesMax || tree === latest) return;
      this.empty(tree);
      this.used.delete(tree);
    }
  }

  private empty(tree: Tree): void {
    this.bytes -= tree.bytes;
    Object.assign(tree, { root: {}, shapes: 0, bytes: 0 });
  }
}

/** Callers of one audience may share a plan: what tells them apart is bound. */
function audienceOf({ viewerId, service, app, doorId }: Request): string {
  if (app) return `app ${app.groupIds ? "in groups" : ""} ${[...app.scopes].sort().join(" ")}`;
  if (service) return `service ${service.scopes.join(" ")}`;
  if (doorId !== undefined) return "door";
  return viewerId === null ? "anonymous" : "person";
}

function finished({ statement, isWhole, isNoted = false }: Compiled): Plan | null {
  if (!statement) return null;
  const { text, binds } = render(statement);
  if (Buffer.byteLength(text) > STATEMENT_BYTES_MAX) throw tooComplex();
  return { text, binds, isWhole, isNoted, uses: 0 };
}
