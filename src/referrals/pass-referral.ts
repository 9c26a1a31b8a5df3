import { IsDefined, IsOptional, ValidateNested } from "class-validator";
import { Temporal } from "temporal-polyfill";
import { Field, ID, InputType } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { refuseArchived } from "../groups/hold-group.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Person } from "../people/person.entity.ts";
import { IsEmailAddress, IsPhone } from "../platform/checks.ts";
import type { Context } from "../platform/context.ts";
import { normaliseEmail } from "../platform/email.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { normalisePhone } from "../platform/phone.ts";
import { IsLine, IsParagraphs, tidyLine, tidyParagraphs } from "../platform/plain-text.ts";
import { spend } from "../platform/quota.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { valid } from "../platform/valid.ts";
import { PROSPECT_NAME_LENGTH_MAX, REFERRAL_TEXT_LENGTH_MAX, Referral } from "./referral.entity.ts";
import { mayPassReferral, mayReceiveReferral } from "./referral.policy.ts";
import { ConsentManner, ReferralEffort, ReferralLikelihood, ReferralStatus } from "./referral-status.ts";
import { noteStep } from "./take-step.ts";
import "./referral.events.ts";

/** Referrals of one person in a day: a busy member passes a few a week. */
const REFERRALS_PER_DAY_MAX = 50;
const DAY_SECONDS = 86_400;
/** How old a consent may be, in days. A year later somebody has forgotten what they agreed to. */
export const CONSENT_AGE_DAYS_MAX = 365;

@InputType({ description: "Who might become a client, and how to reach them: by e-mail, by telephone, or both." })
export class ProspectInput {
  @Field(() => String, { description: "Name: plain text, 1 to 120 characters." })
  @IsLine(PROSPECT_NAME_LENGTH_MAX)
  name: string;

  @Field(() => String, { nullable: true, description: "E-mail address." })
  @IsOptional()
  @IsEmailAddress()
  email?: string | null;

  @Field(() => String, { nullable: true, description: "International telephone number, such as +44 20 7946 0018." })
  @IsOptional()
  @IsPhone()
  phone?: string | null;
}

@InputType({ description: "That the prospect agreed to be contacted by the receiver." })
export class ProspectConsentInput {
  @Field(() => LocalDate, { description: "On which day: not in the future, and at most 365 days ago." })
  givenOn: string;

  @Field(() => ConsentManner, { description: "How." })
  manner: ConsentManner;
}

@InputType({ description: "A prospective client for another member." })
export class PassReferralInput {
  @Field(() => ID, { description: "The group that both are members of." })
  groupId: string;

  @Field(() => ID, { description: "Who is to receive it." })
  receiverId: string;

  @Field(() => ProspectInput, { description: "Who might become a client." })
  @IsDefined()
  @ValidateNested()
  prospect: ProspectInput;

  @Field(() => ProspectConsentInput, { description: "The prospect's consent. Without one there is no referral." })
  @IsDefined()
  @ValidateNested()
  consent: ProspectConsentInput;

  @Field(() => ReferralEffort, { description: "What the viewer did for it." })
  effort: ReferralEffort;

  @Field(() => ReferralLikelihood, { description: "How likely business is, as the viewer sees it." })
  likelihood: ReferralLikelihood;

  @Field(() => String, { description: "What it is about: plain text, 1 to 2,000 characters." })
  @IsParagraphs(REFERRAL_TEXT_LENGTH_MAX)
  text: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "A referral that the viewer received, and that led to this one. Its giver is credited, too, with what comes of it.",
  })
  fromReferralId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const PassReferralPayload = payloadType("PassReferral", {
  referral: () => Referral,
  referralEdge: () => edgeOf(Referral),
});

/**
 * Passes a prospective client to another member of a group. The prospect must have agreed, and when and how is
 * recorded. Across a block it is accepted and goes nowhere: the receiver never sees it, and to the giver it looks like one
 * that was not answered.
 *
 * @throws NOT_FOUND, FORBIDDEN for who is no member, INVALID, CONFLICT for a receiver who is no member or has no account
 *   to read it with, RATE_LIMITED above 50 a day
 */
export function passReferral(ctx: Context, input: PassReferralInput): Promise<Referral> {
  const giverId = signedIn(ctx);
  return once(ctx, "passReferral", input, Referral, async (ctx) => {
    await valid(input);
    refuseConsent(ctx, input.consent);
    refuseUnreachable(input.prospect);
    const group = await visible(ctx, Group, input.groupId, "groupId");
    if (!mayPassReferral(await standingIn(ctx, group.id))) throw forbidden("pass referrals in this group");
    refuseArchived(group, "groupId");
    const receiver = await visible(ctx, Person, input.receiverId, "receiverId");
    if (receiver.id === giverId) throw invalid("receiverId", "Nobody passes a referral to themself.");
    if (!mayReceiveReferral(await standingIn(ctx, group.id, receiver.id))) {
      throw conflict("receiverId", "This person is no member of the group.");
    }
    if (!receiver.emailVerifiedAt) throw conflict("receiverId", "This person has no account to read it with.");
    const fromReferralId = await originOf(ctx, input.fromReferralId, giverId);
    await spend(ctx, { name: "referrals", most: REFERRALS_PER_DAY_MAX, windowSeconds: DAY_SECONDS }, giverId);
    return insertReferral(ctx, input, { groupId: group.id, giverId, receiverId: receiver.id, fromReferralId });
  });
}

type Between = Pick<Referral, "groupId" | "giverId" | "receiverId" | "fromReferralId">;

async function insertReferral(ctx: Context, input: PassReferralInput, between: Between): Promise<Referral> {
  const { prospect, consent, effort, likelihood, text } = input;
  const now = ctx.clock.now();
  const referral = ctx.db.create(Referral, {
    id: newId(),
    ...between,
    prospectName: tidyLine(prospect.name),
    prospectEmail: prospect.email ? normaliseEmail(prospect.email) : null,
    prospectPhone: prospect.phone ? normalisePhone(prospect.phone) : null,
    consentGivenOn: consent.givenOn,
    consentManner: consent.manner,
    effort,
    likelihood,
    text: tidyParagraphs(text),
    status: ReferralStatus.PASSED,
    isWithheld: await isAcrossBlock(ctx, between.giverId, between.receiverId),
    passedAt: now,
    updatedAt: now,
    version: 1,
  });
  await ctx.db.insert(Referral, referral);
  await noteStep(ctx, referral, null);
  await emit(ctx, { name: "referral.passed", referralId: referral.id, groupId: referral.groupId });
  return referral;
}

/** Both are held, as whoever blocks holds themself: a block that is there first is seen. */
async function isAcrossBlock(ctx: Context, giverId: string, receiverId: string): Promise<boolean> {
  const both = [giverId, receiverId];
  await ctx.db.query("select from people where id = any($1::uuid[]) order by id for share", [both]);
  const blocks: unknown[] = await ctx.db.query(
    "select 1 from blocks where blocker_id = any($1::uuid[]) and blocked_id = any($1::uuid[])",
    [both],
  );
  return blocks.length > 0;
}

/** @throws NOT_FOUND for a referral that the viewer cannot see, CONFLICT for one that was not theirs to use */
async function originOf(ctx: Context, id: string | null | undefined, giverId: string): Promise<string | null> {
  if (id === undefined || id === null) return null;
  const origin = await visible(ctx, Referral, id, "fromReferralId");
  if (origin.receiverId !== giverId) throw conflict("fromReferralId", "You did not receive this referral.");
  if (origin.status === ReferralStatus.RETURNED) throw conflict("fromReferralId", "You gave this referral back.");
  return origin.id;
}

/** Days are those of whoever is furthest ahead on the globe: a consent of today is never in the future. */
function refuseConsent(ctx: Context, { givenOn }: ProspectConsentInput): void {
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.clock.now().getTime());
  const today = now.toZonedDateTimeISO("+14:00").toPlainDate();
  const days = Temporal.PlainDate.from(givenOn).until(today, { largestUnit: "day" }).days;
  if (days < 0) throw invalid(["consent", "givenOn"], "Not in the future.");
  if (days > CONSENT_AGE_DAYS_MAX) {
    throw invalid(["consent", "givenOn"], `At most ${CONSENT_AGE_DAYS_MAX} days ago: ask them again.`);
  }
}

function refuseUnreachable({ email, phone }: ProspectInput): void {
  if (!email && !phone) throw invalid("prospect", "An e-mail address, a telephone number, or both.");
}
