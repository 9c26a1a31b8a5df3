/**
 * Pages in memory: bounded, found by what was asked, dropped by what they depend on. A page is only kept if nothing it
 * depends on was told to have changed since before it was read, and only while changes are told at all.
 */
import type { ChangeNotice } from "../../platform/change-notices.ts";
import type { Page } from "./page.ts";

/** Ways of asking for one page that are remembered: addresses and bodies that differ in spelling. */
const ALIASES_MAX = 8;
/** Longest of them, in characters. */
export const ALIAS_LENGTH_MAX = 4_096;
/** Notices while one page is read; more, and it is not kept. */
const TOLD_MAX = 1_000;

/** Why pages were given up. */
export type Loss = "changed" | "aged" | "crowded" | "disconnected";

/** Taken before a page is read; knows afterwards whether it may be kept. */
export class Ticket {
  private readonly told: { readonly table: string; readonly tags: ReadonlySet<string> }[] = [];
  private isCancelled = false;

  constructor(private readonly isOpen: boolean) {}

  tell(table: string, tags: readonly string[]): void {
    if (this.told.push({ table, tags: new Set(tags) }) > TOLD_MAX) this.cancel();
  }

  /** Something may have changed that was not told. */
  cancel(): void {
    this.isCancelled = true;
    this.told.length = 0;
  }

  /** Whether nothing at all is known to have changed since. */
  get isFresh(): boolean {
    return !this.isCancelled && this.told.length === 0;
  }

  allows(page: Page): boolean {
    if (!this.isOpen || this.isCancelled) return false;
    return !this.told.some(({ table, tags }) => page.tables.has(table) && page.tags.some((tag) => tags.has(tag)));
  }
}

/** A row, by its id. */
export const rowTag = (id: string): string => id.replaceAll("-", "");
/** Every change of a table. */
export const tableTag = (table: string): string => `=${table}`;
/** Changes of a table that were too many to be told one by one. */
export const floodTag = (table: string): string => `*${table}`;

function* tagsOf({ table, columns, ids }: ChangeNotice): Iterable<string> {
  yield tableTag(table);
  if (ids === null) yield floodTag(table);
  else yield* ids;
  for (const column of columns) yield `${table}.${column}`;
}

export interface AliasedPage {
  readonly page: Page;
  readonly contentType: string;
}

export class PageStore {
  /** In the order of coming, those that were used since last looked at being moved to the end. */
  private readonly pages = new Map<string, Page>();
  /** Pages by requests as they arrive, so that nothing of them need be read. */
  private readonly aliases = new Map<string, AliasedPage>();
  private readonly tagged = new Map<string, Set<Page>>();
  private readonly tickets = new Set<Ticket>();
  private isOpen = false;
  bytes = 0;
  readonly lost: Record<Loss, number> = { changed: 0, aged: 0, crowded: 0, disconnected: 0 };

  constructor(private readonly bytesMax: number) {}

  get size(): number {
    return this.pages.size;
  }

  /** From now on changes are told. */
  open(): void {
    this.isOpen = true;
  }

  /** Changes may be missed: nothing that is known now can be believed later. */
  close(): void {
    this.isOpen = false;
    for (const ticket of this.tickets) ticket.cancel();
    for (const page of [...this.pages.values()]) this.drop(page, "disconnected");
  }

  find(key: string, now: number): Page | null {
    return this.current(this.pages.get(key), now);
  }

  findAlias(alias: string, now: number): AliasedPage | null {
    const found = this.aliases.get(alias);
    return found && this.current(found.page, now) ? found : null;
  }

  private current(page: Page | undefined, now: number): Page | null {
    if (!page) return null;
    if (page.until <= now) {
      this.drop(page, "aged");
      return null;
    }
    page.isUsed = true;
    return page;
  }

  /** To be taken before anything is read, and given back in any case. */
  take(): Ticket {
    const ticket = new Ticket(this.isOpen);
    this.tickets.add(ticket);
    return ticket;
  }

  giveBack(ticket: Ticket): void {
    this.tickets.delete(ticket);
  }

  /** Keeps the page if it still holds; answers whether it does. */
  keep(page: Page, ticket: Ticket, now: number): boolean {
    if (!ticket.allows(page) || page.until <= now || page.size > this.bytesMax) return false;
    const before = this.pages.get(page.key);
    if (before) this.remove(before);
    this.pages.set(page.key, page);
    for (const tag of page.tags) {
      const pages = this.tagged.get(tag);
      if (pages) pages.add(page);
      else this.tagged.set(tag, new Set([page]));
    }
    this.bytes += page.size;
    this.makeRoom();
    return true;
  }

  /** Remembers a way in which a page was asked for, and as what it was sent. */
  alias(alias: string, aliased: AliasedPage): void {
    const { page } = aliased;
    if (this.pages.get(page.key) !== page || this.aliases.has(alias)) return;
    if (alias.length > ALIAS_LENGTH_MAX || page.aliases.length >= ALIASES_MAX) return;
    page.aliases.push(alias);
    this.aliases.set(alias, aliased);
    this.bytes += 2 * alias.length;
    this.makeRoom();
  }

  tell(notice: ChangeNotice): void {
    const { table } = notice;
    const tags = [...tagsOf(notice)];
    for (const ticket of this.tickets) ticket.tell(table, tags);
    for (const tag of tags) {
      for (const page of this.tagged.get(tag) ?? []) if (page.tables.has(table)) this.drop(page, "changed");
    }
  }

  /** The second chance: who was asked for since the last look stays, once. */
  private makeRoom(): void {
    for (const page of this.pages.values()) {
      if (this.bytes <= this.bytesMax) return;
      if (page.isUsed) {
        page.isUsed = false;
        this.pages.delete(page.key);
        this.pages.set(page.key, page);
      } else this.drop(page, "crowded");
    }
  }

  private drop(page: Page, loss: Loss): void {
    this.lost[loss]++;
    this.remove(page);
  }

  private remove(page: Page): void {
    this.pages.delete(page.key);
    this.bytes -= page.size;
    for (const alias of page.aliases) {
      this.aliases.delete(alias);
      this.bytes -= 2 * alias.length;
    }
    for (const tag of page.tags) {
      const pages = this.tagged.get(tag);
      pages?.delete(page);
      if (pages?.size === 0) this.tagged.delete(tag);
    }
  }
}
