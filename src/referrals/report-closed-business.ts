import { IsDefined, IsOptional, ValidateNested } from "class-validator";
import { Temporal } from "temporal-polyfill";
import { Field, ID, InputType } from "type-graphql";
import { MoneyInput } from "../meetings/money.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid, limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { valid } from "../platform/valid.ts";
import { ClosedBusiness, PAYER_LENGTH_MAX } from "./closed-business.entity.ts";
import { creditGivers } from "./credit-givers.ts";
import { Referral } from "./referral.entity.ts";
import { mayMoveReferralOn } from "./referral.policy.ts";
import { ReferralStatus } from "./referral-status.ts";
import "./referral.events.ts";

/** Most reports of one referral, corrections counted. */
export const REPORTS_PER_REFERRAL_MAX = 200;

@InputType()
export abstract class BusinessInput {
  @Field(() => MoneyInput, { description: "How much. 0 only takes an earlier report back." })
  @IsDefined()
  @ValidateNested()
  amount: MoneyInput;

  @Field(() => LocalDate, { description: "Day of the business; not in the future." })
  closedOn: string;

  @Field(() => String, { nullable: true, description: "Who paid: plain text, 1 to 120 characters." })
  @IsOptional()
  @IsLine(PAYER_LENGTH_MAX)
  payer?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether the giver of the referral may read who paid. Nobody else ever does.",
  })
  showsPayerToGiver: boolean;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "Money that came of a referral." })
export class ReportClosedBusinessInput extends BusinessInput {
  @Field(() => ID, { description: "The referral, which is `WON`." })
  referralId: string;
}

export const ReportClosedBusinessPayload = payloadType("ReportClosedBusiness", {
  closedBusiness: () => ClosedBusiness,
  closedBusinessEdge: () => edgeOf(ClosedBusiness),
});

/**
 * The receiver reports money that came of a referral. It is credited to its giver, and to the givers of the referrals
 * that it came from, in full to each of them. Business comes again: there may be many reports.
 *
 * @throws NOT_FOUND, FORBIDDEN for the giver, INVALID, CONFLICT before the referral is won, LIMIT_REACHED above 200
 */
export function reportClosedBusiness(ctx: Context, input: ReportClosedBusinessInput): Promise<ClosedBusiness> {
  const viewerId = signedIn(ctx);
  return once(ctx, "reportClosedBusiness", input, ClosedBusiness, async (ctx) => {
    await valid(input);
    const about = { entity: Referral, id: (await visible(ctx, Referral, input.referralId, "referralId")).id };
    const referral = await holdReferral(ctx, about.id);
    if (!mayMoveReferralOn(referral, viewerId)) throw forbidden("report business of a referral that you passed");
    if (referral.status !== ReferralStatus.WON) throw conflict("referralId", "Report it as won first.", about);
    if (input.amount.amountMinorUnits === 0) throw invalid(["amount", "amountMinorUnits"], "More than nothing.");

    const business = await insertBusiness(ctx, input, { referral, corrected: null });
    const { id: closedBusinessId, referralId } = business;
    await emit(ctx, { name: "closedBusiness.reported", closedBusinessId, referralId });
    return business;
  });
}

/** Reports of one referral come one after the other. */
export async function holdReferral(ctx: Context, id: string): Promise<Referral> {
  return ctx.db.findOneOrFail(Referral, { where: { id }, lock: { mode: "pessimistic_write" } });
}

interface Reported {
  /** Held by the caller. */
  readonly referral: Referral;
  /** In whose place it stands. */
  readonly corrected: ClosedBusiness | null;
}

/** Writes a report and its credits. @throws INVALID, LIMIT_REACHED */
export async function insertBusiness(
  ctx: Context,
  input: BusinessInput,
  { referral, corrected }: Reported,
): Promise<ClosedBusiness> {
  refuseFuture(ctx, input.closedOn);
  if ((await ctx.db.countBy(ClosedBusiness, { referralId: referral.id })) >= REPORTS_PER_REFERRAL_MAX) {
    throw limitReached(null, `At most ${REPORTS_PER_REFERRAL_MAX} reports of one referral, corrections counted.`);
  }
  const { amountMinorUnits, currency } = input.amount;
  const business = ctx.db.create(ClosedBusiness, {
    id: newId(),
    referralId: referral.id,
    reporterId: referral.receiverId,
    correctsId: corrected?.id ?? null,
    amountMinorUnits,
    changeMinorUnits: amountMinorUnits - (corrected?.amountMinorUnits ?? 0),
    currency,
    closedOn: input.closedOn,
    payer: input.payer ? tidyLine(input.payer) : null,
    isPayerShown: input.showsPayerToGiver,
    reportedAt: ctx.clock.now(),
  });
  await ctx.db.insert(ClosedBusiness, business);
  await creditGivers(ctx, business);
  return business;
}

/** Days are those of whoever is furthest ahead on the globe. */
function refuseFuture(ctx: Context, closedOn: string): void {
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.clock.now().getTime());
  const today = now.toZonedDateTimeISO("+14:00").toPlainDate();
  if (Temporal.PlainDate.compare(closedOn, today) > 0) throw invalid("closedOn", "Not in the future.");
}
