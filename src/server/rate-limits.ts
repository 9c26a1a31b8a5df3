import type { Clock } from "../platform/clock.ts";
import { isPageKey, type Principal } from "../platform/context.ts";
import type { Limits } from "./limits.ts";
import { addressBucket, type BucketSize, type Fill, RateBuckets } from "./rate-bucket.ts";

export type { Fill } from "./rate-bucket.ts";

const perMinute = (points: number): BucketSize => ({ limit: points, drainPerSecond: points / 60 });

/** What a caller's operations pour into. */
export interface Bucket {
  readonly name: string;
  readonly size: BucketSize;
  /** Points that one operation may cost. */
  readonly pointsMax: number;
}

/** The buckets of all callers: a signed-in person's or a key's own, else that of the network address. */
export class RateLimits {
  private readonly buckets: RateBuckets;
  private readonly anonymous: BucketSize;
  private readonly signedIn: BucketSize;

  constructor(
    clock: Clock,
    private readonly limits: Limits,
  ) {
    this.buckets = new RateBuckets(clock, limits.bucketsMax);
    this.anonymous = perMinute(limits.anonymousPointsPerMinute);
    this.signedIn = perMinute(limits.signedInPointsPerMinute);
  }

  bucketOf(principal: Principal, address: string): Bucket {
    const { limits } = this;
    switch (principal.kind) {
      case "anonymous":
        return this.bucketOfAddress(address);
      case "person":
        return { name: `person:${principal.personId}`, size: this.signedIn, pointsMax: limits.signedInPointsMax };
      case "app": {
        const points = Math.min(principal.pointsPerMinute, limits.signedInPointsPerMinute);
        return { name: `grant:${principal.grantId}`, size: perMinute(points), pointsMax: limits.signedInPointsMax };
      }
      case "door":
        return { name: `door:${principal.doorId}`, size: this.signedIn, pointsMax: limits.signedInPointsMax };
      case "service": {
        const points = Math.min(principal.pointsPerMinute, limits.signedInPointsPerMinute);
        return {
          name: `key:${principal.keyId}`,
          size: perMinute(points),
          pointsMax: isPageKey(principal) ? limits.anonymousPointsMax : limits.signedInPointsMax,
        };
      }
    }
  }

  bucketOfAddress(address: string): Bucket {
    return { name: addressBucket(address), size: this.anonymous, pointsMax: this.limits.anonymousPointsMax };
  }

  /** Charges `points`, unless they do not fit. */
  pour({ name, size }: Bucket, points: number): Fill {
    return this.buckets.pour(name, points, size);
  }

  /** Charges for work that was done already, whether it fits or not. */
  pourAnyway(bucket: Bucket, points: number): Fill {
    const { remaining } = this.pour(bucket, 0);
    return this.pour(bucket, Math.min(points, remaining));
  }
}
