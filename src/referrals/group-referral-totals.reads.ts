/** What organisers learn of the referrals in their group: sums of past months, of so many people that nobody stands out. */
import { ArgsType, Field, Float, Int } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { organises } from "../groups/group.policy.ts";
import type { Arguments } from "../platform/reads/arguments.ts";
import { type Builder, hang } from "../platform/reads/declare.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import { integer, type Sql, sql } from "../platform/reads/sql.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { GroupReferralTotals } from "./business-sums.ts";

/** How many givers, and how many receivers, a sum must be of, beside whoever asks: of fewer it would tell of single ones. */
const PEOPLE_IN_A_SUM_MIN = 5;

@ArgsType()
class TotalsArgs {
  @Field(() => LocalDate, { description: "Any day of the month, by the calendar of the group's time zone." })
  month: string;

  @Field(() => String, { nullable: true, description: "ISO 4217 code, for `closedBusinessMinorUnits`." })
  currency?: string;
}

type Asked = Arguments<TotalsArgs>;

/** Whole months only, and past ones: spans that overlap, or grow, would tell by their difference what single people did. */
const isInMonth = (moment: Sql, g: Row<Group>, { month }: Asked): Sql =>
  sql`${moment} >= date_trunc('month', ${month}::timestamp) at time zone ${g.timeZone} and ${moment} < (date_trunc('month', ${month}::timestamp) + interval '1 month') at time zone ${g.timeZone} `;

const isOver = (g: Row<Group>, v: Viewer, { month }: Asked): Sql =>
  sql`(date_trunc('month', ${month}::timestamp) + interval '1 month') at time zone ${g.timeZone} <= ${v.now}`;

const enough = (v: Viewer): Sql =>
  sql`count(distinct r.giver_id) filter (where r.giver_id <> ${v.id}) >= ${integer(PEOPLE_IN_A_SUM_MIN)} and count(distinct r.receiver_id) filter (where r.receiver_id <> ${v.id}) >= ${integer(PEOPLE_IN_A_SUM_MIN)}`;

const passed = (of: Sql, g: Row<Group>, v: Viewer, asked: Asked): Sql =>
  sql`(select case when ${enough(v)} then ${of} end from referrals r where r.group_id = ${g.id} and ${isInMonth(sql`r.passed_at`, g, asked)} and ${isOver(g, v, asked)})`;

/** Corrections add what they change, in their own month: the sum of a month never changes afterwards. */
const reported = (g: Row<Group>, v: Viewer, asked: Asked): Sql =>
  sql`(select case when ${enough(v)} then sum(b.change_minor_units)::bigint end from closed_business b join referrals r on r.id = b.referral_id where r.group_id = ${g.id} and b.currency = ${asked.currency} and ${isInMonth(sql`b.reported_at`, g, asked)} and ${isOver(g, v, asked)})`;

const HIDDEN = "Null for fewer than five givers or five receivers beside the viewer.";

const number = (t: Builder<Group>, of: Sql, description: string) =>
  t.value<TotalsArgs>(
    () => Int,
    (g, v, asked) => passed(of, g, v, asked),
    { nullable: true, description },
  );

hang(Group, (t) => ({
  referralTotals: t.object(GroupReferralTotals, {
    when: (g, v) => organises(v, g.id),
    args: TotalsArgs,
    description:
      "What came of referrals in one past month, without names. For organisers and owners; null for everybody else.",
    fields: (t) => ({
      passed: number(t, sql`count(*)`, `Referrals passed in that month. ${HIDDEN}`),
      givers: number(t, sql`count(distinct r.giver_id)`, `How many people passed them. ${HIDDEN}`),
      receivers: number(t, sql`count(distinct r.receiver_id)`, `How many people received them. ${HIDDEN}`),
      closedBusinessMinorUnits: t.value<TotalsArgs>(
        () => Float,
        (g, v, asked) => reported(g, v, asked),
        {
          nullable: true,
          description: `Closed business reported in that month, corrections of that month set off, in the smallest unit of \`currency\`; a whole number. ${HIDDEN}`,
        },
      ),
    }),
  }),
}));
