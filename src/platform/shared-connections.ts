/** Connections that several reads use at once: each is sent without waiting for the answers to those before it. */
import type { Pool, PoolClient } from "pg";

/** Connections that reads share, of no more than half a pool: the others stay with those who need one for themselves. */
const SHARED_MAX = 4;
/** Reads under way on one connection; whatever comes after them is answered after them. */
const SHARERS_MAX = 16;
/** Nobody lines up behind a read that has been at it for so long: they take a connection of their own. */
const HELD_UP_MS = 10;

/** What the driver can do, and its types do not tell: send a statement before the one before it was answered. */
type Client = PoolClient & { pipeline?: boolean };

interface Lent {
  readonly client: Promise<Client>;
  borrowers: number;
  /** When the last answer came, or it was lent; in the future while the pool has none to give. */
  heardAt: number;
  /** It no longer answers: nobody else may have it. */
  isBroken: boolean;
}

/**
 * Lends connections of the pool. While few are wanted at once, each borrower has one alone; beyond that they share, which
 * costs the database and us about half as much as a turn for each. Whoever else waits for a connection is let in first.
 */
export class SharedConnections {
  private readonly shared = new Set<Lent>();
  /** Of those who wait for the pool, how many wait for us. */
  private waiting = 0;

  private readonly sharedMax: number;

  /** @param mayShare not behind a pooler, which may give each statement another connection */
  constructor(
    private readonly pool: Pool,
    mayShare: boolean,
  ) {
    this.sharedMax = mayShare ? Math.min(SHARED_MAX, Math.ceil(pool.options.max / 2)) : 0;
  }

  /**
   * Does one read, which must not depend on what others do on the same connection: no transaction, no settings.
   *
   * @param isBroken whether the connection is at fault for an error; it is then thrown away, once nobody uses it
   */
  async use<T>(read: (client: PoolClient) => Promise<T>, isBroken: (error: unknown) => boolean): Promise<T> {
    const lent = this.find();
    lent.borrowers++;
    try {
      const client = await lent.client;
      lent.heardAt = Math.min(lent.heardAt, performance.now());
      return await read(client);
    } catch (error) {
      if (isBroken(error)) this.giveUp(lent);
      throw error;
    } finally {
      lent.heardAt = performance.now();
      if (--lent.borrowers === 0) this.giveBack(lent);
    }
  }

  private find(): Lent {
    const mayShare = this.pool.waitingCount <= this.waiting;
    if (mayShare && (this.shared.size >= this.sharedMax || this.isExhausted()))
      return this.mostIdle() ?? this.another();
    return this.another();
  }

  private mostIdle(): Lent | null {
    const heldUpSince = performance.now() - HELD_UP_MS;
    let best: Lent | null = null;
    for (const lent of this.shared)
      if (lent.heardAt > heldUpSince && lent.borrowers < (best?.borrowers ?? SHARERS_MAX)) best = lent;
    return best;
  }

  private isExhausted(): boolean {
    const { idleCount, totalCount, options } = this.pool;
    return idleCount === 0 && totalCount >= options.max;
  }

  private another(): Lent {
    const isShared = this.shared.size < this.sharedMax;
    const lent: Lent = {
      client: this.connect(isShared),
      borrowers: 0,
      heardAt: Number.POSITIVE_INFINITY,
      isBroken: false,
    };
    if (isShared) this.shared.add(lent);
    return lent;
  }

  private async connect(isShared: boolean): Promise<Client> {
    this.waiting++;
    try {
      const client: Client = await this.pool.connect();
      client.pipeline = isShared;
      return client;
    } finally {
      this.waiting--;
    }
  }

  private giveUp(lent: Lent): void {
    lent.isBroken = true;
    this.shared.delete(lent);
  }

  private giveBack(lent: Lent): void {
    this.shared.delete(lent);
    const release = (client: Client): void => {
      client.pipeline = false;
      client.release(lent.isBroken);
    };
    // Who never came by a connection has none to give back, and was told so.
    lent.client.then(release, () => undefined);
  }
}
