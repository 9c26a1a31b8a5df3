import { IsOptional, Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { Meeting } from "../meetings/meeting.entity.ts";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import { DISPLAY_NAME_LENGTH_MAX } from "../people/member-profile.ts";
import { IsEmailAddress } from "../platform/checks.ts";
import type { Context } from "../platform/context.ts";
import { EMAIL_LENGTH_MAX, normaliseEmail } from "../platform/email.ts";
import { emit } from "../platform/events.ts";
import { visible } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { queueMail } from "../platform/mail.ts";
import { networkOf } from "../platform/network.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { GUESTS_MAX, offeredMode, refuseTooManyGuests } from "../rsvps/going.ts";
import { refuseVisitors } from "./refuse-visitors.ts";
import "./visit.events.ts";
import type { VisitMail } from "./visit.mails.ts";
import { VisitRequest } from "./visit-request.entity.ts";

/** How long the link of the mail is good. */
export const VISIT_LINK_HOURS = 48;
const HOUR_MS = 3_600_000;
const HOUR_S = 3600;

/** Mails that one address is sent, whoever asks. */
const VISITS_PER_ADDRESS: Quota = { name: "visit per address", most: 5, windowSeconds: HOUR_S };
/** Mails that one network may ask for: a company's whole floor may want to come. */
const VISITS_PER_NETWORK: Quota = { name: "visit per network", most: 60, windowSeconds: HOUR_S };

@InputType({ description: "Input of `requestVisit`." })
export class RequestVisitInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => String, {
    description: `Address to write to, at most ${EMAIL_LENGTH_MAX} characters; upper and lower case are the same.`,
  })
  @IsEmailAddress()
  email: string;

  @Field(() => String, {
    description:
      "The name to go by, for those who host: one line of plain text, 1 to 100 characters. Somebody known already keeps theirs.",
  })
  @IsLine(DISPLAY_NAME_LENGTH_MAX)
  name: string;

  @Field(() => TakePartMode, {
    nullable: true,
    description: "How to take part; left out, the only way there is, or at the place.",
  })
  mode?: TakePartMode | null;

  @Field(() => Int, {
    defaultValue: 0,
    description: "People brought along, each of whom takes a seat; at most the meeting's `guestsPerRsvpMax`.",
  })
  @IsOptional()
  @Min(0)
  @Max(GUESTS_MAX)
  guests: number;
}

export const RequestVisitPayload = payloadType("RequestVisit", {
  linkExpiresAt: { type: () => Date, description: "Until when the link of the mail is good." },
});

/**
 * Mails a link by which somebody confirms that they come to a meeting; no seat is held before. Nobody is looked up here:
 * the answer, the work and the time are the same whoever has the address, and the mail goes out later.
 *
 * @throws NOT_FOUND, CONFLICT and INVALID by what the meeting takes; RATE_LIMITED per address and per network
 */
export async function requestVisit(ctx: Context, input: RequestVisitInput): Promise<Date> {
  await valid(input);
  const email = normaliseEmail(input.email);
  const meeting = await visible(ctx, Meeting, input.meetingId, "meetingId");
  await refuseVisitors(ctx, meeting, "meetingId");
  const mode = offeredMode(meeting, input.mode ?? undefined);
  refuseTooManyGuests(meeting, input.guests);
  await spend(ctx, VISITS_PER_NETWORK, networkOf(ctx.address));
  await spend(ctx, VISITS_PER_ADDRESS, email);

  return inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now();
    const token = newToken("ngv");
    const id = newId();
    const expiresAt = new Date(Math.min(now.getTime() + VISIT_LINK_HOURS * HOUR_MS, meeting.startsAt.getTime()));
    await ctx.db.insert(VisitRequest, {
      id,
      groupId: meeting.groupId,
      meetingId: meeting.id,
      email,
      name: tidyLine(input.name),
      mode,
      guests: input.guests,
      tokenHash: hashOf(token),
      createdAt: now,
      expiresAt,
    });
    const data: VisitMail = { visitRequestId: id, token };
    await queueMail(ctx, { kind: "visit", to: email, key: id, data });
    await emit(ctx, { name: "visit.requested", visitRequestId: id, meetingId: meeting.id });
    return expiresAt;
  });
}
