/** What tests of answers share: the cast on a clock that can be moved, verbs in short, and rows as they stand. */
import type { Meeting } from "../../src/meetings/meeting.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import type { Rsvp } from "../../src/rsvps/rsvp.entity.ts";
import { type CastApi, type CastName, keyOf, makeMembership, makePerson, startWithCast } from "./cast.ts";
import { type Letter, StillClock, type TestJobs, testJobs } from "./jobs.ts";
import { act, makeMeeting } from "./meetings.ts";
import { TEST_NOW, testSettings } from "./start-api.ts";

export type Who = CastName | (string & {}) | null;
export type MadeMeeting = Awaited<ReturnType<typeof makeMeeting>>;

interface AnswerPayload {
  readonly rsvp: { id: string; status: string; mode: string; guests: number; onlineMeanwhile: boolean } | null;
}

const SELECTION = "rsvp { id status mode guests onlineMeanwhile }";

const keyFor = (who: Exclude<Who, null>): string => (/^[a-z]+$/.test(who) ? keyOf(who as CastName) : who);

export class RsvpHouse {
  private constructor(
    readonly api: CastApi,
    readonly clock: StillClock,
    readonly jobs: TestJobs,
  ) {}

  static async open(): Promise<RsvpHouse> {
    const clock = new StillClock(TEST_NOW.toISOString());
    const api = await startWithCast({ clock });
    const { secretKey, publicUrl } = testSettings;
    return new RsvpHouse(api, clock, testJobs(api.dataSource.manager, { clock, secretKey, publicUrl }));
  }

  close(): Promise<void> {
    return this.api.close();
  }

  /** As `makeMeeting`: the next morning at seven, so that offers hold until two hours before. */
  meeting(row: Parameters<typeof makeMeeting>[1] = {}): Promise<MadeMeeting> {
    return makeMeeting(this.api.dataSource, row);
  }

  /** Sends an act about a meeting: `say("ben", "rsvpGoing", meeting, { guests: 1 })`. */
  say(who: Who, verb: string, meeting: { globalId: string }, more: Record<string, unknown> = {}) {
    return act<AnswerPayload>(this.api, who, verb, { meetingId: meeting.globalId, ...more }, SELECTION);
  }

  going(who: Who, meeting: { globalId: string }, more: Record<string, unknown> = {}) {
    return this.say(who, "rsvpGoing", meeting, more);
  }

  /** What an organiser does to an answer. */
  decide(who: Who, verb: string, rsvpId: string) {
    return act<AnswerPayload>(this.api, who, verb, { rsvpId }, SELECTION);
  }

  /** The status that came of `rsvpGoing`, or what was at fault. */
  async goes(who: Who, meeting: { globalId: string }, more: Record<string, unknown> = {}): Promise<string> {
    const { rsvp, faults, refused } = await this.going(who, meeting, more);
    return rsvp?.status ?? [...faults, ...refused].join(", ");
  }

  async row(meeting: Pick<Meeting, "id">, who: Exclude<Who, null>): Promise<Rsvp | undefined> {
    const rows: Rsvp[] = await this.api.dataSource.query(
      `select id, status, mode, guests, online_meanwhile as "onlineMeanwhile", queued_at as "queuedAt",
              offer_expires_at as "offerExpiresAt", admitted_above as "admittedAbove", version,
              answered_by_id as "answeredById"
         from rsvps where meeting_id = $1 and person_id = $2`,
      [meeting.id, keyFor(who)],
    );
    return rows[0];
  }

  /** The status of each, in that order; null for who has not answered. */
  statuses(meeting: Pick<Meeting, "id">, people: readonly Exclude<Who, null>[]): Promise<(string | null)[]> {
    return Promise.all(people.map(async (who) => (await this.row(meeting, who))?.status ?? null));
  }

  async seats(meeting: Pick<Meeting, "id">, mode = "IN_PERSON") {
    const [row] = await this.api.dataSource.query<
      { taken: number; capacity: number | null; above: number; held: number }[]
    >(
      `select s.taken, s.capacity, s.admitted_above as above, coalesce((
         select sum(r.guests + r.takes_seat::integer)::integer from rsvps r
          where r.meeting_id = s.meeting_id and r.mode = s.mode and r.status in ('GOING', 'OFFERED')), 0) as held
         from meeting_seats s where meeting_id = $1 and mode = $2`,
      [meeting.id, mode],
    );
    return row;
  }

  /** Members of Harbour Breakfast, by key. */
  async members(count: number): Promise<string[]> {
    const keys: string[] = [];
    for (let each = 0; each < count; each++) {
      const { id } = await makePerson(this.api.dataSource, { displayName: `Member ${each}` });
      await makeMembership(this.api.dataSource, { groupId: keyOf("harbourBreakfast"), personId: id });
      keys.push(id);
    }
    return keys;
  }

  async events(prefix = "rsvp."): Promise<string[]> {
    const rows: { name: string }[] = await this.api.dataSource.query(
      "select name from events where name like $1 order by position",
      [`${prefix}%`],
    );
    return rows.map(({ name }) => name);
  }

  /** Lets the minute jobs have their turn. */
  async minute(): Promise<void> {
    await runTimer(this.jobs.deps, "expire-seat-offers");
    await runTimer(this.jobs.deps, "move-queues-up");
  }

  /** Mails that reactions and the outbox bring forth now. */
  async mails(): Promise<Letter[]> {
    this.jobs.mail.empty();
    await drainJobs(this.jobs.deps);
    return this.jobs.mail.read();
  }

  rsvpId = (row: { id: string } | undefined): string => globalId("rsv", row?.id ?? "");
}
