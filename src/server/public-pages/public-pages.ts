/**
 * Answers to nobody in particular, from memory: the reads as the endpoint asks them, with pages kept of what everybody
 * may see, and one statement for all who ask the same at the same time.
 */
import { createHash } from "node:crypto";
import { EventEmitter } from "node:events";
import { type DocumentNode, getOperationAST, Kind, print, visit } from "graphql";
import { ChangeNotices } from "../../platform/change-notices.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { Answer, CompiledReads, Traced } from "../../platform/reads/reads.ts";
import { objectsIn } from "../price-plugin.ts";
import type { ServerContext } from "../request-context.ts";
import { Page } from "./page.ts";
import { floodTag, PageStore, rowTag, type Ticket, tableTag } from "./page-store.ts";

/** Longest variables that a page is kept of, as JSON, in characters. */
const VARIABLES_LENGTH_MAX = 4_096;
/** Fields that are about the caller, which no page is kept of, whoever the caller is. */
const ABOUT_CALLER: ReadonlySet<string> = new Set(["viewer", "rateLimit"]);

/** A request that may be answered with what everybody is answered: it carries no credential. */
export interface PublicAsking {
  /** The page that answers it, once there is one. */
  page: Page | null;
}

export interface PublicPagesSettings {
  /** A direct connection to the database, to listen on. */
  readonly databaseUrl: string;
  /** Memory that pages may take; none are kept if 0. */
  readonly bytesMax: number;
  /** Seconds that a page is kept at most, though nothing changes and every notice were lost. */
  readonly ageSecondsMax: number;
  /** Seconds that a shared cache, such as a CDN, may go on serving a page without asking. */
  readonly cdnSeconds: number;
}

export interface PublicPagesDeps {
  readonly settings: PublicPagesSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** A page being read, and everybody who waits for it. */
interface Flight {
  readonly ticket: Ticket;
  readonly landing: Promise<Landed | null>;
}
interface Landed {
  readonly traced: Traced;
  readonly page: Page | null;
}

/** An operation that a page may answer. */
interface Question {
  readonly key: string;
  readonly operationName: string | null;
  readonly asking: PublicAsking;
  readonly ctx: ServerContext;
  readonly read: () => Promise<Traced | null>;
}
interface Reading {
  readonly traced: Traced;
  readonly ticket: Ticket;
  readonly startedAt: number;
}

export class PublicPages {
  readonly store: PageStore;
  readonly counts = { hits: 0, misses: 0, shared: 0 };
  /** Says `listening` and `lost`, and what `happened`. */
  readonly connection = new EventEmitter();
  private answers = new Map<string | null, number>();
  private readonly notices: ChangeNotices;
  private readonly flights = new Map<string, Flight>();
  private readonly names = new WeakMap<DocumentNode, string | null>();
  private tables: ReadonlySet<string> | null = null;

  constructor(private readonly deps: PublicPagesDeps) {
    const { settings, log } = deps;
    this.store = new PageStore(settings.bytesMax);
    this.notices = new ChangeNotices({
      databaseUrl: settings.databaseUrl,
      log,
      handlers: {
        listening: (tables) => {
          this.tables = tables;
          this.store.open();
          this.connection.emit("listening");
        },
        changed: (notice) => {
          this.store.tell(notice);
          this.connection.emit("happened", notice.ids);
        },
        happened: (ids) => this.connection.emit("happened", ids),
        lost: () => {
          this.tables = null;
          this.store.close();
          this.connection.emit("lost");
        },
      },
    });
  }

  get settings(): PublicPagesSettings {
    return this.deps.settings;
  }

  /** Tables whose changes are told; null while none are. */
  get told(): ReadonlySet<string> | null {
    return this.tables;
  }

  start(): Promise<void> {
    return this.notices.start();
  }

  async stop(): Promise<void> {
    await this.notices.stop();
  }

  /** Something was changed by an act: what it touched is given up at once, here and elsewhere. */
  hint(): void {
    this.notices.hint();
  }

  /** Until every change that is committed by now has been told. */
  settled(): Promise<void> {
    return this.notices.echo();
  }

  /** Counts a page that was answered without asking Apollo. */
  countAnswer({ operationName }: Page): void {
    this.counts.hits++;
    this.answers.set(operationName, (this.answers.get(operationName) ?? 0) + 1);
  }

  /** How often pages were so answered since this was last asked, by operation. */
  takeAnswers(): ReadonlyMap<string | null, number> {
    const { answers } = this;
    this.answers = new Map();
    return answers;
  }

  now(): number {
    return this.deps.clock.now().getTime();
  }

  /** The reads, with whole answers to public requests taken from memory where there are some. */
  over(reads: CompiledReads): CompiledReads {
    return {
      ...reads,
      answer: async (document, operationName, variables, ctx) => {
        const { asking } = (ctx as ServerContext).exchange;
        const key = asking ? this.keyOf(document, operationName ?? "", variables) : null;
        if (!asking || key === null) return reads.answer(document, operationName, variables, ctx);
        const read = () => reads.trace(document, operationName, variables, ctx, this.traceOptions());
        const question = {
          key,
          asking,
          operationName: nameOf(document, operationName),
          ctx: ctx as ServerContext,
          read,
        };
        return (await this.answer(question)) ?? reads.answer(document, operationName, variables, ctx);
      },
    };
  }

  /** What tells answers apart: the document, the operation, its variables, and who it is for. */
  private keyOf(document: DocumentNode, operationName: string, variables: unknown): string | null {
    const name = this.nameOf(document);
    const written = JSON.stringify(variables ?? {});
    return name === null || written.length > VARIABLES_LENGTH_MAX
      ? null
      : `anonymous ${name} ${operationName} ${written}`;
  }

  private traceOptions() {
    return { told: this.told, within: this.settings.ageSecondsMax * 1_000 };
  }

  private async answer(question: Question): Promise<Answer | null> {
    const { key, asking, read } = question;
    asking.page = this.store.find(key, this.now());
    if (asking.page) {
      this.counts.hits++;
      return { text: asking.page.data };
    }
    const landed = await this.join(key, async (ticket) => {
      this.counts.misses++;
      const startedAt = this.now();
      const traced = await read();
      return traced && { traced, page: this.kept(question, { traced, ticket, startedAt }) };
    });
    asking.page = landed?.page ?? null;
    return landed && { text: landed.traced.text };
  }

  /** What is being read already, if nothing changed since it began; else a reading of its own. */
  private join(key: string, read: (ticket: Ticket) => Promise<Landed | null>): Promise<Landed | null> {
    const before = this.flights.get(key);
    if (before?.ticket.isFresh) {
      this.counts.shared++;
      return before.landing;
    }
    const ticket = this.store.take();
    const landing = read(ticket).finally(() => {
      this.store.giveBack(ticket);
      if (this.flights.get(key) === flight) this.flights.delete(key);
    });
    const flight: Flight = { ticket, landing };
    this.flights.set(key, flight);
    return landing;
  }

  private kept({ key, operationName, ctx }: Question, { traced, ticket, startedAt }: Reading): Page | null {
    if (!this.told) return null;
    const { requested } = ctx.spending;
    const oldest = startedAt + this.settings.ageSecondsMax * 1_000;
    const page = new Page({
      key,
      operationName,
      data: traced.text,
      cost: { requested, actual: Math.min(requested, objectsIn(traced.text)) },
      tags: tagsOf(traced),
      tables: traced.tables,
      until: Math.min(oldest, traced.changesAt?.getTime() ?? oldest),
    });
    return this.store.keep(page, ticket, this.now()) ? page : null;
  }

  /** The text of the document in few characters; null for one that asks about the caller. */
  private nameOf(document: DocumentNode): string | null {
    let name = this.names.get(document);
    if (name === undefined) {
      // What is executed counts, not the text that it was once read from.
      name = asksAboutCaller(document) ? null : createHash("sha256").update(print(document)).digest("base64");
      this.names.set(document, name);
    }
    return name;
  }
}

const nameOf = (document: DocumentNode, operationName: string | null | undefined): string | null =>
  getOperationAST(document, operationName)?.name?.value ?? null;

function asksAboutCaller(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    [Kind.FIELD]: (field) => {
      asks ||= ABOUT_CALLER.has(field.name.value);
    },
  });
  return asks;
}

function tagsOf({ ids, tables, whole, columns }: Traced): string[] {
  const tags = new Set<string>();
  for (const id of ids) tags.add(rowTag(id));
  for (const table of tables) tags.add(floodTag(table));
  for (const table of whole) tags.add(tableTag(table));
  for (const column of columns) tags.add(column);
  return [...tags];
}
