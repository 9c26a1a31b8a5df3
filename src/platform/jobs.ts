/**
 * What happens later: reactions to events (`on`) and work by the clock (`every`), registered in rooms' `*.jobs.ts`.
 * Each may run twice, and in several server processes at once; each looks at the state it finds, not at what it
 * remembers. `job-runner.ts` runs them in the service, `runJobsNow` in tests.
 */
import type { Context } from "./context.ts";
import { type EventName, eventAt, type PastEvent, takeUnrelayed } from "./events.ts";
import { type JobDeps, jobContext } from "./job-context.ts";
import { leaseDueMails, sendMail } from "./mail.ts";

type React<Name extends EventName> = (ctx: Context, event: PastEvent<Name>) => Promise<void>;

interface Reaction {
  /** Stored with waiting jobs, so it should survive a deployment: `meeting.cancelled/freeSeats`. */
  readonly name: string;
  readonly react: React<never>;
}

interface Timer {
  readonly name: string;
  /** Crontab of five fields, in UTC. */
  readonly match: string;
  readonly run: (ctx: Context) => Promise<void>;
}

const reactions = new Map<string, Reaction[]>();
const timers = new Map<string, Timer>();

/**
 * `on("meeting.cancelled", async function freeSeats(ctx, event) { … })`: after commit, at least once, one event after
 * the other in order of position as far as they were there to be seen. Give the function a name: it is how a waiting
 * job finds it again after a deployment.
 */
export function on<Name extends EventName>(event: Name, react: React<Name>): void {
  const others = reactions.get(event) ?? [];
  const name = `${event}/${react.name || others.length}`;
  if (others.some((other) => other.name === name)) throw new Error(`Reaction ${name} is registered twice.`);
  reactions.set(event, [...others, { name, react }]);
}

/** `every("0 * * * *", "extend-series", async (ctx) => …)`: by the clock (UTC), once for all servers together. */
export function every(match: string, name: string, run: (ctx: Context) => Promise<void>): void {
  if (timers.has(name)) throw new Error(`Timer ${name} is registered twice.`);
  timers.set(name, { name, match, run });
}

export const allTimers = (): readonly Timer[] => [...timers.values()];

/** Names of the reactions to an event. */
export const reactionsTo = (event: string): readonly string[] =>
  (reactions.get(event) ?? []).map((reaction) => reaction.name);

/** Runs one reaction to the event at a position. An unknown name throws, so that a newer server gets its turn. */
export async function react(deps: JobDeps, position: string, name: string): Promise<void> {
  const event = await eventAt(deps.db, position);
  const reaction = event && reactions.get(event.name)?.find((each) => each.name === name);
  if (!event || !reaction) throw new Error(`No reaction ${name} to event ${position}.`);
  await reaction.react(jobContext(deps, event.requestId), event as never);
}

/** Runs one timer now, whatever the time. */
export async function runTimer(deps: JobDeps, name: string): Promise<void> {
  const timer = timers.get(name);
  if (!timer) throw new Error(`No timer ${name}.`);
  await timer.run(jobContext(deps, `timer-${name}`));
}

const BATCH = 100;
/** Events that cause events for ever would otherwise hang the test that drains them. */
const DRAIN_ROUNDS_MAX = 100;

/**
 * Runs reactions and sends mails until none is due by `deps.clock`, in this process and in order, without the queue.
 * For tests: a reaction that throws throws here, and its event is not handed on again.
 */
export async function drainJobs(deps: JobDeps): Promise<void> {
  for (let round = 0; round < DRAIN_ROUNDS_MAX; round++) {
    const events = await takeUnrelayed(deps.db, BATCH);
    for (const { position, name } of events) {
      for (const reaction of reactionsTo(name)) await react(deps, position, reaction);
    }
    const mails = await leaseDueMails(deps.db, deps.clock.now(), BATCH);
    for (const mail of mails) await sendMail(deps, mail);
    if (events.length + mails.length === 0) return;
  }
  throw new Error(`Jobs were still due after ${DRAIN_ROUNDS_MAX} rounds.`);
}

/** Everything at once: each timer in its turn, then reactions and mails until nothing is due. For tests. */
export async function runJobsNow(deps: JobDeps): Promise<void> {
  for (const { name } of timers.values()) await runTimer(deps, name);
  await drainJobs(deps);
}
