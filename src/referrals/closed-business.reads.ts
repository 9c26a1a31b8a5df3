import { ArgsType, Field, Float, Int } from "type-graphql";
import { moneyOf } from "../meetings/money.ts";
import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import type { Arguments } from "../platform/reads/arguments.ts";
import { type Builder, hang, reads } from "../platform/reads/declare.ts";
import { flag } from "../platform/reads/filters.ts";
import type { Row } from "../platform/reads/policy.ts";
import { and, eq, type Sql, sql } from "../platform/reads/sql.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { BusinessSum, BusinessSums } from "./business-sums.ts";
import { ClosedBusiness } from "./closed-business.entity.ts";
import { ClosedBusinessCredit } from "./closed-business-credit.entity.ts";
import { Referral } from "./referral.entity.ts";
import { isReporter, isStanding, seesPayer, visibleClosedBusiness } from "./referral.policy.ts";

reads(ClosedBusiness, {
  prefix: "biz",
  description: "reports of closed business",
  visible: visibleClosedBusiness,
  guards: { payer: seesPayer },
  orders: (b) => ({ REPORTED_AT: { by: b.reportedAt, description: "By when they were reported." } }),
  filters: (b, v) => ({
    standing: flag(isStanding(b, v), undefined, {
      description: "Those that count, or those in whose place another one stands.",
    }),
  }),
  fields: (t) => ({
    referral: t.one(Referral, "referralId", {
      description: "Of which referral. For its receiver and its giver; null for givers further up the chain.",
    }),
    amount: moneyOf(t, (b) => b.amountMinorUnits, { description: "How much. 0 takes an earlier report back." }),
    isStanding: t.bool(isStanding, { description: "Whether it counts: nobody reported another one in its place." }),
    corrects: t.one(ClosedBusiness, "correctsId", { description: "The report in whose place it stands." }),
    showsPayerToGiver: t.value(
      () => Boolean,
      (b) => sql`${b.isPayerShown}`,
      { when: isReporter, description: "Whether the giver may read who paid. For whoever reported it." },
    ),
    viewerCreditPlace: t.int(
      (b, v) =>
        v.least(
          ClosedBusinessCredit,
          (c) => c.place,
          (c) => and(eq(c.closedBusinessId, b.id), eq(c.personId, v.id)),
        ),
      {
        nullable: true,
        description:
          "1 if the viewer passed the referral, 2 if they passed the one that it came from, and so on, at most 5. Null for whoever reported it.",
      },
    ),
    viewerCanCorrect: t.bool((b, v) => and(isReporter(b, v), isStanding(b, v)), {
      description: "Whether the viewer may report another one in its place.",
    }),
  }),
});

@ArgsType()
class SumArgs {
  @Field(() => String, { description: "ISO 4217 code: money of different currencies is never added." })
  currency: string;

  @Field(() => LocalDate, { nullable: true, description: "Business of this day or later." })
  from?: string;

  @Field(() => LocalDate, { nullable: true, description: "Business before this day." })
  before?: string;
}

type Asked = Arguments<SumArgs>;
type Whose = (person: Row<Person>) => Sql;

/** Reports `b` of a currency and period, with what the condition asks of them. */
const reports = (of: Sql, { currency, from, before }: Asked, condition: Sql): Sql =>
  sql`(select ${of} from closed_business b where ${condition} and b.currency = ${currency} and (${from} is null or b.closed_on >= ${from}) and (${before} is null or b.closed_on < ${before}) and not exists (select from closed_business c where c.corrects_id = b.id))`;

const isCredited: Whose = (p) =>
  sql`exists (select from closed_business_credits x where x.closed_business_id = b.id and x.person_id = ${p.id})`;
const isReported: Whose = (p) => sql`b.reporter_id = ${p.id}`;

/** How much, and how often. Reports of 0 take another one back, and are no business. */
const sumOf = (t: Builder<Person>, whose: Whose, description: string) =>
  t.object(BusinessSum, {
    description,
    fields: (t) => ({
      amountMinorUnits: t.value<SumArgs>(
        () => Float,
        (p, _v, args) => reports(sql`coalesce(sum(b.amount_minor_units), 0)::bigint`, args, whose(p)),
        {
          description: "In the smallest unit of the currency; a whole number, exact up to 9,007,199,254,740,991.",
        },
      ),
      count: t.value<SumArgs>(
        () => Int,
        (p, _v, args) => reports(sql`count(*) filter (where b.amount_minor_units > 0)`, args, whose(p)),
        { description: "How many reports count." },
      ),
    }),
  });

const mine = "Only the person themself sees it; null for everybody else.";

hang(Person, (t) => ({
  closedBusinessReported: t.connection(ClosedBusiness, "reporterId", {
    when: ownOnly,
    description: `Business that the person reported of referrals they received. ${mine}`,
  }),
  closedBusinessCredited: t.connection(
    ClosedBusiness,
    (b, p, v) => v.exists(ClosedBusinessCredit, (c) => and(eq(c.closedBusinessId, b.id), eq(c.personId, p.id))),
    {
      when: ownOnly,
      description: `Business that is credited to the person: of referrals they passed, and of those that grew out of these. ${mine}`,
    },
  ),
  closedBusinessCurrencies: t.value(
    () => [String],
    (p) =>
      sql`array(select distinct b.currency collate "C" from closed_business b where ${isReported(p)} or ${isCredited(p)} order by 1)`,
    { when: ownOnly, description: `Currencies in which there is any, ISO 4217 codes in order. ${mine}` },
  ),
  closedBusinessSums: t.object(BusinessSums, {
    when: ownOnly,
    args: SumArgs,
    description: `What all of it in one currency adds up to, without what was corrected. ${mine}`,
    fields: (t) => ({
      reported: sumOf(t, isReported, "What the person reported."),
      credited: sumOf(t, isCredited, "What is credited to the person."),
    }),
  }),
}));
