/** What becomes of answers without anybody asking: at once when seats or members change, and by the minute. */

import { In } from "typeorm";
import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import type { TakePartMode } from "../meetings/meeting-mode.ts";
import { whenCapacityRises, whenSeatsClose } from "../meetings/seats.ts";
import { whenMembershipEnds } from "../memberships/end-membership.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { every, on } from "../platform/jobs.ts";
import { queueMail } from "../platform/mail.ts";
import { inTransaction } from "../platform/transaction.ts";
import { expireOffer } from "./expire-offer.ts";
import { holdMeeting } from "./hold-meeting.ts";
import { isModeWanted } from "./is-mode-wanted.ts";
import { promote } from "./promote.ts";
import { Rsvp, RsvpStatus } from "./rsvp.entity.ts";
import "./rsvp.events.ts";
import { withdrawFromGroup } from "./withdraw-from-group.ts";

whenCapacityRises(promote);
whenSeatsClose(isModeWanted);
whenMembershipEnds((ctx, { groupId, personId }) => withdrawFromGroup(ctx, groupId, personId));

// Somebody without a membership can be banned too; then nothing ended that could have freed their seats.
on("person.banned", async function freeSeats(ctx, { groupId, personId }) {
  await inTransaction(ctx, async (ctx) => {
    // Lifted again meanwhile: what they said since then stands.
    if ((await standingIn(ctx, groupId, personId))?.banned) await withdrawFromGroup(ctx, groupId, personId);
  });
});

on("rsvp.offered", async function mailOffer(ctx, { rsvpId }) {
  const rsvp = await ctx.db.findOneBy(Rsvp, { id: rsvpId, status: RsvpStatus.OFFERED });
  if (rsvp?.offerExpiresAt) await mailTo(ctx, "seat-offer", rsvp, rsvp.offerExpiresAt.toISOString());
});

on("rsvp.promoted", async function mailSeat(ctx, { rsvpId, position }) {
  const rsvp = await ctx.db.findOneBy(Rsvp, { id: rsvpId, status: RsvpStatus.GOING });
  if (rsvp) await mailTo(ctx, "seat-given", rsvp, position);
});

on("meeting.rescheduled", async function mailThoseGoing(ctx, { meetingId, movedFrom, wasPublished }) {
  const meeting = await ctx.db.findOneByOrFail(Meeting, { id: meetingId });
  if (!wasPublished || meeting.startsAt.getTime() === Date.parse(movedFrom)) return;
  const data = { startsAt: meeting.startsAt.toISOString() };
  // Moved twice before anybody came by, it is one news.
  const key = `sequence ${meeting.sequence}`;
  for (const rsvp of await coming(ctx, meetingId)) await mailTo(ctx, "meeting-moved", rsvp, key, data);
});

on("meeting.cancelled", async function mailThoseGoing(ctx, { meetingId, wasPublished }) {
  if (!wasPublished) return;
  for (const rsvp of await coming(ctx, meetingId)) await mailTo(ctx, "meeting-cancelled", rsvp, "once");
});

/** Those who go, also online while they wait for a chair. */
const coming = (ctx: Context, meetingId: string): Promise<Rsvp[]> =>
  ctx.db.find(Rsvp, {
    where: [
      { meetingId, status: RsvpStatus.GOING },
      { meetingId, status: In([RsvpStatus.WAITLISTED, RsvpStatus.OFFERED]), onlineMeanwhile: true },
    ],
    order: { id: "ASC" },
  });

/** To the address that the person has now; who has none is told by whoever answered for them. */
async function mailTo(ctx: Context, kind: string, rsvp: Rsvp, key: string, data: object = {}): Promise<void> {
  const { email } = await ctx.db.findOneByOrFail(Person, { id: rsvp.personId });
  if (!email) return;
  await queueMail(ctx, { kind, to: email, key: `${rsvp.id} ${key}`, data: { rsvpId: rsvp.id, ...data } });
}

every("* * * * *", "expire-seat-offers", expireSeatOffers);
every("* * * * *", "move-queues-up", moveQueuesUp);

/** Offers or queues looked at in one go; the rest has its turn a minute later. */
const BATCH = 500;

async function expireSeatOffers(ctx: Context): Promise<void> {
  const expired: { id: string; meeting_id: string }[] = await ctx.db.query(
    `select id, meeting_id from rsvps where status = 'OFFERED' and offer_expires_at <= $1
      order by offer_expires_at, id limit ${BATCH}`,
    [ctx.clock.now()],
  );
  for (const { id, meeting_id } of expired) {
    await alone(ctx, meeting_id, async (ctx, meeting) => {
      const rsvp = await ctx.db.findOneOrFail(Rsvp, { where: { id }, lock: { mode: "pessimistic_write" } });
      await expireOffer(ctx, meeting, rsvp);
    });
  }
}

/**
 * Every act that frees a seat hands it on itself. This is for what cannot be known there: a transaction that passed a
 * row by because another one held it, which then was rolled back.
 */
async function moveQueuesUp(ctx: Context): Promise<void> {
  const stuck: { meeting_id: string; mode: TakePartMode }[] = await ctx.db.query(
    `select distinct s.meeting_id, s.mode
       from rsvps r join meeting_seats s using (meeting_id, mode) join meetings m on m.id = r.meeting_id
      where r.status = 'WAITLISTED' and m.starts_at > $1 and m.cancelled_at is null
        and (s.capacity is null or r.guests + r.takes_seat::integer <= s.capacity - s.taken)
      order by s.meeting_id, s.mode limit ${BATCH}`,
    [ctx.clock.now()],
  );
  for (const { meeting_id, mode } of stuck) {
    await alone(ctx, meeting_id, (ctx, meeting) => promote(ctx, meeting, mode));
  }
}

/** One meeting, one transaction: a faulty one does not hold up the rest. */
async function alone(
  ctx: Context,
  meetingId: string,
  work: (ctx: Context, meeting: Meeting) => Promise<void>,
): Promise<void> {
  try {
    await inTransaction(ctx, async (ctx) => work(ctx, await holdMeeting(ctx, meetingId)));
  } catch (error) {
    ctx.log.error({ err: error, meetingId }, "a queue could not be moved up");
  }
}
