/** The one home of time: everything else asks `ctx.clock`, so that tests can hold it still. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Milliseconds since some moment, for lengths of time: never set back, unlike the time of day. */
export const monotonicMs = (): number => performance.now();
