import type { Clock } from "../platform/clock.ts";

/** How full a bucket is after an operation asked for its points. */
export interface Fill {
  readonly allowed: boolean;
  /** Points that fit in when it is empty. */
  readonly limit: number;
  /** Whole points that would fit in now. */
  readonly remaining: number;
  /** Points that drain a second. */
  readonly restoreRate: number;
  /** When it will be empty, if nothing more comes. */
  readonly resetAt: Date;
  /** Whole seconds until the refused points would fit; 0 when they did. */
  readonly retryAfterSeconds: number;
}

export interface BucketSize {
  readonly limit: number;
  readonly drainPerSecond: number;
}

interface Level {
  points: number;
  at: number;
}

/**
 * Leaky buckets, one a caller: points pour in with each operation and drain out by the clock.
 * Kept in this process; with several processes each has its own, so a caller may get their sum.
 */
export class RateBuckets {
  /** In the order of last use, so that the forgotten ones are the longest idle. */
  private readonly levels = new Map<string, Level>();

  constructor(
    private readonly clock: Clock,
    private readonly bucketsMax: number,
  ) {}

  /** Pours `points` in if they fit; what does not fit is not poured. */
  pour(key: string, points: number, size: BucketSize): Fill {
    const now = this.clock.now().getTime();
    const before = this.level(key, size, now);
    const allowed = before + points <= size.limit;
    const after = allowed ? before + points : before;
    this.levels.delete(key);
    if (after > 0) this.levels.set(key, { points: after, at: now });
    if (this.levels.size > this.bucketsMax) this.forgetOldest();
    return {
      allowed,
      limit: size.limit,
      remaining: Math.max(0, Math.floor(size.limit - after)),
      restoreRate: size.drainPerSecond,
      resetAt: new Date(now + Math.ceil((after / size.drainPerSecond) * 1_000)),
      retryAfterSeconds: allowed ? 0 : Math.max(1, Math.ceil((before + points - size.limit) / size.drainPerSecond)),
    };
  }

  private level(key: string, size: BucketSize, now: number): number {
    const level = this.levels.get(key);
    if (!level) return 0;
    // A clock that was set back must not fill the bucket.
    const seconds = Math.max(0, now - level.at) / 1_000;
    return Math.max(0, level.points - seconds * size.drainPerSecond);
  }

  private forgetOldest(): void {
    for (const key of this.levels.keys()) {
      this.levels.delete(key);
      return;
    }
  }
}

/** Groups of an IPv6 address that one subscriber holds alone (a /64); the rest is theirs to choose. */
const IPV6_NETWORK_GROUPS = 4;

/** The bucket of callers without a credential: an IPv4 address, or a /64 of IPv6. */
export function addressBucket(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return `address:${mapped}`;
  return `address:${address.includes(":") ? networkOf(address) : address}`;
}

function networkOf(address: string): string {
  const [head = "", tail] = (address.split("%", 1)[0] ?? "").split("::");
  const left = groups(head);
  const right = groups(tail ?? "");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...zeros, ...right].slice(0, IPV6_NETWORK_GROUPS).join(":");
}

const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
