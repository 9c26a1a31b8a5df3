/** What the mails of this room say. Imported for its effect: it registers their writers. */
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { hasEnded, hasStarted } from "../meetings/meeting-status.ts";
import type { Context } from "../platform/context.ts";
import { link } from "../platform/job-context.ts";
import { mailKind } from "../platform/mail.ts";
import { partyOf } from "./held-seats.ts";
import { Rsvp, RsvpStatus } from "./rsvp.entity.ts";

interface AboutRsvp {
  readonly rsvpId: string;
}

interface Found {
  readonly rsvp: Rsvp;
  readonly meeting: Meeting;
  readonly group: Group;
}

async function found(ctx: Context, rsvpId: string): Promise<Found | null> {
  const rsvp = await ctx.db.findOneBy(Rsvp, { id: rsvpId });
  if (!rsvp) return null;
  const meeting = await ctx.db.findOneByOrFail(Meeting, { id: rsvp.meetingId });
  return { rsvp, meeting, group: await ctx.db.findOneByOrFail(Group, { id: meeting.groupId }) };
}

/** Comes as things stand, also online while waiting for a chair. */
const comes = ({ status, onlineMeanwhile }: Rsvp): boolean =>
  status === RsvpStatus.GOING ||
  (onlineMeanwhile && (status === RsvpStatus.WAITLISTED || status === RsvpStatus.OFFERED));

mailKind<AboutRsvp>("seat-offer", async (ctx, { rsvpId }) => {
  const about = await found(ctx, rsvpId);
  const deadline = about?.rsvp.status === RsvpStatus.OFFERED ? about.rsvp.offerExpiresAt : null;
  if (!about || !deadline || deadline <= ctx.clock.now() || isOff(ctx, about.meeting)) return null;
  const { rsvp, meeting, group } = about;
  return {
    subject: `There is ${seats(rsvp)} for you: ${meeting.title}`,
    text: `There is ${seats(rsvp)} for you at ${meeting.title} of ${group.name}, ${when(meeting, meeting.startsAt)}.

It is held for you until ${when(meeting, deadline)}. After that whoever waits next has it, and you wait on behind them.

To take it, or to let it go, sign in: ${link(ctx, "/sign-in")}
`,
  };
});

mailKind<AboutRsvp>("seat-given", async (ctx, { rsvpId }) => {
  const about = await found(ctx, rsvpId);
  if (about?.rsvp.status !== RsvpStatus.GOING || isOff(ctx, about.meeting)) return null;
  const { rsvp, meeting, group } = about;
  return {
    subject: `You have ${seats(rsvp)}: ${meeting.title}`,
    text: `You waited for ${seats(rsvp)} at ${meeting.title} of ${group.name}, ${when(meeting, meeting.startsAt)}. Now you have it.

The meeting is near, so nobody was asked first. If you cannot come, please say so, and somebody else can: ${link(ctx, "/sign-in")}
`,
  };
});

mailKind<AboutRsvp & { readonly startsAt: string }>("meeting-moved", async (ctx, { rsvpId, startsAt }) => {
  const about = await found(ctx, rsvpId);
  if (!about || !comes(about.rsvp) || isOff(ctx, about.meeting)) return null;
  const { meeting, group } = about;
  // Moved once more since then: that is another mail.
  if (meeting.startsAt.getTime() !== Date.parse(startsAt)) return null;
  const before = meeting.movedFrom ? `It was to be on ${when(meeting, meeting.movedFrom)}.\n` : "";
  return {
    subject: `Moved: ${meeting.title}`,
    text: `${meeting.title} of ${group.name} has another time: ${when(meeting, meeting.startsAt)}.
${before}
Your answer stands. If you cannot come then, please say so, and somebody else can: ${link(ctx, "/sign-in")}
`,
  };
});

mailKind<AboutRsvp>("meeting-cancelled", async (ctx, { rsvpId }) => {
  const about = await found(ctx, rsvpId);
  if (!about || !comes(about.rsvp) || !about.meeting.cancelledAt || hasEnded(about.meeting, ctx.clock.now()))
    return null;
  const { meeting, group } = about;
  const reason = meeting.cancellationReason ? `\nThe organisers say:\n${meeting.cancellationReason}\n` : "";
  return {
    subject: `Cancelled: ${meeting.title}`,
    text: `${meeting.title} of ${group.name}, ${when(meeting, meeting.startsAt)}, does not take place.
${reason}`,
  };
});

const isOff = (ctx: Context, meeting: Meeting): boolean =>
  meeting.cancelledAt !== null || hasStarted(meeting, ctx.clock.now());

const seats = (rsvp: Rsvp): string => (partyOf(rsvp) === 1 ? "a seat" : `room for ${partyOf(rsvp)}`);

/** On the clock of the meeting's wall. */
const when = ({ timeZone }: Meeting, moment: Date): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short", timeZone, hourCycle: "h23" }).format(
    moment,
  );
