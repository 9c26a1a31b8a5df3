import { IsOptional, ValidateNested } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { In } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { IntroductionPause } from "../introduction-requests/introduction-pause.entity.ts";
import { takeUpRequest } from "../introduction-requests/take-up-request.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { holdPeople } from "../people/hold-people.ts";
import { isParted } from "../people/is-parted.ts";
import { DISPLAY_NAME_LENGTH_MAX } from "../people/member-profile.ts";
import { Person } from "../people/person.entity.ts";
import { IsEmailAddress } from "../platform/checks.ts";
import type { Context } from "../platform/context.ts";
import { EMAIL_LENGTH_MAX } from "../platform/email.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import { askSide } from "./ask-side.ts";
import "./introduction.events.ts";
import { INTRODUCTION_TEXT_LENGTH_MAX, Introduction, IntroductionAsking } from "./introduction.entity.ts";
import { IntroductionSide } from "./introduction-side.entity.ts";
import { type Party, refuseSameParty, theParty } from "./party.ts";
import { refuseTooMany } from "./refuse-too-many.ts";
import { introductionDaysOf } from "./set-introduction-days.ts";

const DAY_MS = 86_400_000;
/** What one person may propose: each is a mail to two people. */
const PROPOSALS: Quota = { name: "introductions per person", most: 50, windowSeconds: 86_400 };

@InputType({ description: "Somebody whom the connector knows by an address." })
export class IntroductionOutsiderInput {
  @Field(() => String, {
    description: `Where to ask them, at most ${EMAIL_LENGTH_MAX} characters. They answer by a link, without an account.`,
  })
  @IsEmailAddress()
  email: string;

  @Field(() => String, { description: "What the other party reads of them: one line of 1 to 100 characters." })
  @IsLine(DISPLAY_NAME_LENGTH_MAX)
  name: string;
}

@InputType({ description: "Who is to be introduced to whom, and why." })
export class ProposeIntroductionInput {
  @Field(() => ID, { nullable: true, description: "The first party, or `outsiderA`." })
  partyAId?: string | null;

  @Field(() => IntroductionOutsiderInput, { nullable: true, description: "The first party, or `partyAId`." })
  @IsOptional()
  @ValidateNested()
  outsiderA?: IntroductionOutsiderInput | null;

  @Field(() => ID, {
    nullable: true,
    description: "The second party, or `outsiderB`. One of the two is a person by ID.",
  })
  partyBId?: string | null;

  @Field(() => IntroductionOutsiderInput, { nullable: true, description: "The second party, or `partyBId`." })
  @IsOptional()
  @ValidateNested()
  outsiderB?: IntroductionOutsiderInput | null;

  @Field(() => String, { description: "Why, as both are told: plain text of 1 to 1,000 characters." })
  @IsParagraphs(INTRODUCTION_TEXT_LENGTH_MAX)
  reason: string;

  @Field(() => String, { nullable: true, description: "What the first party alone is told; at most 1,000 characters." })
  @IsOptional()
  @IsParagraphs(INTRODUCTION_TEXT_LENGTH_MAX)
  noteForA?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What the second party alone is told; at most 1,000 characters.",
  })
  @IsOptional()
  @IsParagraphs(INTRODUCTION_TEXT_LENGTH_MAX)
  noteForB?: string | null;

  @Field(() => IntroductionAsking, {
    defaultValue: IntroductionAsking.TOGETHER,
    description: "Both at once, or one first.",
  })
  asking: IntroductionAsking;

  @Field(() => ID, { nullable: true, description: "The group it comes from; the viewer is a member." })
  groupId?: string | null;

  @Field(() => ID, { nullable: true, description: "The meeting it comes from, of a group of the viewer's." })
  meetingId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The request that it takes up, which asks the viewer; one of the two is who asked, by ID.",
  })
  requestId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const ProposeIntroductionPayload = payloadType("ProposeIntroduction", {
  introduction: () => Introduction,
  introductionEdge: () => edgeOf(Introduction),
});

/**
 * Asks two people whether they want to be introduced, each with a text of its own. The connector shares a group with
 * whom they name by ID. Where one of the three blocks another, it is accepted and goes nowhere: nobody is asked, and
 * to the connector it reads as one that nobody answers, down to its limits.
 *
 * @throws NOT_FOUND, FORBIDDEN for people with whom the viewer shares nothing, INVALID, CONFLICT for somebody without
 *   an account, DUPLICATE while the same two are asked, LIMIT_REACHED, RATE_LIMITED above 50 a day
 */
export async function proposeIntroduction(ctx: Context, input: ProposeIntroductionInput): Promise<Introduction> {
  const connectorId = signedIn(ctx);
  await valid(input);
  return once(ctx, "proposeIntroduction", input, Introduction, async (ctx) => {
    await spend(ctx, PROPOSALS, connectorId);
    const a = await theParty(ctx, { personId: input.partyAId, outsider: input.outsiderA, note: input.noteForA }, "A");
    const b = await theParty(ctx, { personId: input.partyBId, outsider: input.outsiderB, note: input.noteForB }, "B");
    refuseSameParty(a, b);
    const setting = await settingOf(ctx, input);
    const requestId = input.requestId ? await takeUpRequest(ctx, input.requestId, namedIds([a, b])) : null;

    const people = [connectorId, a.personId, b.personId].flatMap((id) => id ?? []);
    await holdPeople(ctx, people);
    await refuseTooMany(ctx, a, b);
    // Each is asked whatever the others say, so that no answer is the quicker for it.
    const [areParted, areUnwanted] = [await isParted(ctx, people), await isUnwanted(ctx, [a, b])];
    const isLost = new Set(people).size < people.length || areParted || areUnwanted;
    return ask(ctx, { ...setting, requestId, reason: input.reason, asking: input.asking, connectorId }, [a, b], isLost);
  });
}

/** An outsider who wants none is found out by nobody; who is named by ID was refused before. */
const isUnwanted = (ctx: Context, parties: readonly Party[]): Promise<boolean> =>
  ctx.db.existsBy(IntroductionPause, { personId: In(parties.flatMap(({ personId }) => personId ?? [])) });

const namedIds = (parties: readonly Party[]): (string | null)[] =>
  parties.map(({ email, personId }) => (email === null ? personId : null));

interface Setting {
  readonly groupId: string | null;
  readonly meetingId: string | null;
}

/** @throws NOT_FOUND, FORBIDDEN for a group whose member the viewer is not, CONFLICT for a meeting of another group */
async function settingOf(ctx: Context, { groupId, meetingId }: ProposeIntroductionInput): Promise<Setting> {
  const groups = groupId ? [(await visible(ctx, Group, groupId, "groupId")).id] : [];
  const meetings = meetingId ? [await visible(ctx, Meeting, meetingId, "meetingId")] : [];
  const [id = null, ...others] = new Set([...groups, ...meetings.map((meeting) => meeting.groupId)]);
  if (others.length > 0) throw conflict("meetingId", "A meeting of another group.");
  if (id !== null && !(await standingIn(ctx, id))?.live) throw forbidden("introduce people in the name of this group");
  return { groupId: id, meetingId: meetings[0]?.id ?? null };
}

interface Proposal extends Setting {
  readonly requestId: string | null;
  readonly connectorId: string;
  readonly reason: string;
  readonly asking: IntroductionAsking;
}

async function ask(
  ctx: Context,
  proposal: Proposal,
  parties: readonly [Party, Party],
  isLost: boolean,
): Promise<Introduction> {
  const now = ctx.clock.now();
  const connector = await ctx.db.findOneByOrFail(Person, { id: proposal.connectorId });
  const introduction = await ctx.db.save(
    ctx.db.create(Introduction, {
      ...proposal,
      id: newId(),
      connectorName: connector.displayName,
      reason: tidyParagraphs(proposal.reason),
      createdAt: now,
      expiresAt: new Date(now.getTime() + (await introductionDaysOf(ctx, proposal.groupId)) * DAY_MS),
      closedAt: isLost ? now : null,
    }),
  );
  for (const [index, party] of parties.entries()) {
    const { personId, email, name, note } = party;
    const side = ctx.db.create(IntroductionSide, {
      ...{ id: newId(), introductionId: introduction.id, position: index + 1, personId, email, name, note },
      isOutsider: email !== null,
    });
    await ctx.db.insert(IntroductionSide, side);
    const isFirst = proposal.asking !== [IntroductionAsking.FIRST_B, IntroductionAsking.FIRST_A][index];
    if (isFirst) await askSide(ctx, side, { isLost });
  }
  await emit(ctx, {
    name: "introduction.proposed",
    introductionId: introduction.id,
    connectorId: proposal.connectorId,
  });
  return introduction;
}
