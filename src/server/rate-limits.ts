import type { Clock } from "../platform/clock.ts";
import type { Limits } from "./limits.ts";
import { addressBucket, type BucketSize, type Fill, RateBuckets } from "./rate-bucket.ts";

export type { Fill } from "./rate-bucket.ts";

const perMinute = (points: number): BucketSize => ({ limit: points, drainPerSecond: points / 60 });

/** The buckets of all callers: a signed-in person's own, else that of the network address. */
export class RateLimits {
  private readonly buckets: RateBuckets;
  private readonly anonymous: BucketSize;
  private readonly signedIn: BucketSize;

  constructor(clock: Clock, limits: Limits) {
    this.buckets = new RateBuckets(clock, limits.bucketsMax);
    this.anonymous = perMinute(limits.anonymousPointsPerMinute);
    this.signedIn = perMinute(limits.signedInPointsPerMinute);
  }

  /** Charges `points`, unless they do not fit. */
  pour(viewerId: string | null, address: string, points: number): Fill {
    return this.buckets.pour(this.key(viewerId, address), points, this.size(viewerId));
  }

  /** Charges for work that was done already, whether it fits or not. */
  pourAnyway(viewerId: string | null, address: string, points: number): Fill {
    const { remaining } = this.pour(viewerId, address, 0);
    return this.pour(viewerId, address, Math.min(points, remaining));
  }

  private key(viewerId: string | null, address: string): string {
    return viewerId === null ? addressBucket(address) : `person:${viewerId}`;
  }

  private size(viewerId: string | null): BucketSize {
    return viewerId === null ? this.anonymous : this.signedIn;
  }
}
