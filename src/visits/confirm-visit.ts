import { MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { VisitorKind } from "../memberships/visitor.entity.ts";
import { findOrMakePerson } from "../people/find-or-make-person.ts";
import type { Context } from "../platform/context.ts";
import { conflict, notFound } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { hashOf } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { answer, heldRsvp } from "../rsvps/answer.ts";
import { going } from "../rsvps/going.ts";
import { holdMeeting } from "../rsvps/hold-meeting.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { mayAnswer } from "../rsvps/rsvp.policy.ts";
import { noVisitors, refuseVisitors } from "./refuse-visitors.ts";
import "./visit.events.ts";
import { VisitRequest } from "./visit-request.entity.ts";

const TOKEN_LENGTH_MAX = 200;

@InputType({ description: "Input of `confirmVisit`." })
export class ConfirmVisitInput {
  @Field(() => String, { description: "What stands behind the `#` of the mailed link, `ngv_…`." })
  @MaxLength(TOKEN_LENGTH_MAX)
  token: string;
}

export const ConfirmVisitPayload = payloadType("ConfirmVisit", {
  meeting: () => Meeting,
  status: {
    type: () => RsvpStatus,
    description: "What the answer became: with no free seat the visitor waits in the queue, and is mailed an offer.",
  },
});

export interface ConfirmedVisit {
  readonly meeting: Meeting;
  readonly status: RsvpStatus;
}

/**
 * Answers for whoever reads the mail of that address, with no session: the token is the credential. Makes the person
 * known if they were not, and a visitor of the group unless they are a member. Confirming twice changes nothing.
 *
 * @throws NOT_FOUND for an unknown token, CONFLICT if it ran out or the meeting takes no visitors (any more)
 */
export async function confirmVisit(ctx: Context, input: ConfirmVisitInput): Promise<ConfirmedVisit> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const known = await ctx.db.findOneBy(VisitRequest, { tokenHash: hashOf(input.token) });
    if (!known) throw notFound("token", "This link is unknown.");
    const meeting = await holdMeeting(ctx, known.meetingId);
    const request = await ctx.db.findOneOrFail(VisitRequest, {
      where: { id: known.id },
      lock: { mode: "pessimistic_write" },
    });
    if (request.personId) return { meeting, status: await statusOf(ctx, meeting, request.personId) };
    if (request.expiresAt <= ctx.clock.now()) throw conflict("token", "This link has run out. Ask for another one.");
    await refuseVisitors(ctx, meeting, "token");
    const rsvp = await answerAsVisitor(ctx, meeting, request);
    return { meeting, status: rsvp.status };
  });
}

async function statusOf(ctx: Context, meeting: Meeting, personId: string): Promise<RsvpStatus> {
  const { status } = await ctx.db.findOneByOrFail(Rsvp, { meetingId: meeting.id, personId });
  return status;
}

async function answerAsVisitor(context: Context, meeting: Meeting, request: VisitRequest): Promise<Rsvp> {
  const { person } = await findOrMakePerson(context, { email: request.email, displayName: request.name });
  // Whoever may be signed in on this device: the token says who acts.
  const ctx = { ...context, viewerId: person.id };
  const standing = await standingIn(ctx, meeting.groupId);
  if (!mayAnswer(standing)) throw noVisitors("token");

  const held = await heldRsvp(ctx, meeting, person.id);
  const { mode, guests } = request;
  const rsvp = await answer(
    ctx,
    meeting,
    held,
    await going(ctx, meeting, held.row, { mode, guests, isApproved: false }),
  );
  const now = ctx.clock.now();
  if (standing?.live !== true) {
    await ctx.db.query(
      `insert into visitors (id, group_id, person_id, kind, first_seen_at) values ($1, $2, $3, $4, $5)
       on conflict (group_id, person_id) do update set known_as = null`,
      [newId(), meeting.groupId, person.id, VisitorKind.PROSPECT, now],
    );
  }
  await ctx.db.update(VisitRequest, { id: request.id }, { confirmedAt: now, personId: person.id });
  await emit(ctx, {
    name: "visit.confirmed",
    visitRequestId: request.id,
    meetingId: meeting.id,
    personId: person.id,
  });
  return rsvp;
}
