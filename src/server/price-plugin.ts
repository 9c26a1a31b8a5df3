import type { Clock } from "../platform/clock.ts";
import type { Limits } from "./limits.ts";
import { addressBucket, type BucketSize, type Fill, RateBuckets } from "./rate-bucket.ts";

const perMinute = (points: number): BucketSize => ({ limit: points, drainPerSecond: points / 60 });

/** The buckets of all callers, by credential or else by address. */
export class RateLimits {
  private readonly buckets: RateBuckets;
  private readonly sizes: { readonly anonymous: BucketSize; readonly signedIn: BucketSize };

  constructor(clock: Clock, limits: Limits) {
    this.buckets = new RateBuckets(clock, limits.bucketsMax);
    this.sizes = {
      anonymous: perMinute(limits.anonymousPointsPerMinute),
      signedIn: perMinute(limits.signedInPointsPerMinute),
    };
  }

  look(viewerId: string | null, address: string): Fill {
    return this.pour(viewerId, address, 0);
  }

  pour(viewerId: string | null, address: string, points: number): Fill {
    return viewerId === null
      ? this.buckets.pour(addressBucket(address), points, this.sizes.anonymous)
      : this.buckets.pour(`person:${viewerId}`, points, this.sizes.signedIn);
  }
}
