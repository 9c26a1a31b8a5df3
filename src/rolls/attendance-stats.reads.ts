import { ArgsType, Field, Float, Int } from "type-graphql";
import { AttendanceCode } from "../attendance/attendance-code.ts";
import { Membership } from "../groups/membership.entity.ts";
import { ownOrOrganised } from "../memberships/membership.policy.ts";
import type { Arguments } from "../platform/reads/arguments.ts";
import { type Builder, hang } from "../platform/reads/declare.ts";
import type { Row } from "../platform/reads/policy.ts";
import { type Sql, sql, text } from "../platform/reads/sql.ts";
import { AttendanceStats } from "./attendance-stats.ts";

const { PRESENT, LATE, ABSENT, EXCUSED, SUBSTITUTED } = AttendanceCode;

@ArgsType()
class StatsArgs {
  @Field(() => Date, { nullable: true, description: "Meetings that start at this instant or later." })
  from?: Date;

  @Field(() => Date, { nullable: true, description: "Meetings that start before this instant." })
  before?: Date;
}

type Member = Row<Membership>;
type Period = Arguments<StatsArgs>;

/** Meetings of the period that count for a member, as rows `a` with what counts. */
const counted = (s: Member, { from, before }: Period, condition: Sql): Sql =>
  sql`(select count(*) from attendances a where a.group_id = ${s.groupId} and a.person_id = ${s.personId} and a.counted_code is not null and ${condition} and (${from} is null or a.starts_at >= ${from}) and (${before} is null or a.starts_at < ${before}) and exists (select from membership_periods p where p.group_id = ${s.groupId} and p.person_id = ${s.personId} and p.started_at <= a.starts_at and (p.ended_at is null or p.ended_at > a.starts_at)))`;

const countedAs =
  (...codes: AttendanceCode[]) =>
  (s: Member, _viewer: unknown, period: Period): Sql =>
    counted(s, period, sql`a.counted_code in (${codes.map(text).reduce((all, code) => sql`${all}, ${code}`)})`);

const came = countedAs(PRESENT, LATE);
const unexcused = countedAs(PRESENT, LATE, ABSENT, SUBSTITUTED);

const number = (
  t: Builder<Membership>,
  expression: (s: Member, viewer: unknown, period: Period) => Sql,
  description: string,
) => t.value<StatsArgs>(() => Int, expression, { description });

hang(Membership, (t) => ({
  attendanceStats: t.object(AttendanceStats, {
    when: ownOrOrganised,
    args: StatsArgs,
    description:
      "How often they came. For the member, organisers and owners; null for everybody else. Without a period, of all time.",
    fields: (t) => ({
      meetingsCounted: number(
        t,
        countedAs(PRESENT, LATE, ABSENT, EXCUSED, SUBSTITUTED),
        "Meetings that counted: the roll was submitted, and they were a member when it started.",
      ),
      present: number(t, countedAs(PRESENT), "Came in time."),
      late: number(t, countedAs(LATE), "Came after the start."),
      absent: number(t, countedAs(ABSENT), "Did not come."),
      excused: number(t, countedAs(EXCUSED), "Did not come, as agreed beforehand."),
      substituted: number(t, countedAs(SUBSTITUTED), "Sent somebody in their place."),
      rate: t.value<StatsArgs>(
        () => Float,
        (s, v, period) =>
          sql`round(${came(s, v, period)}::numeric / nullif(${unexcused(s, v, period)}, 0), 4)::double precision`,
        {
          nullable: true,
          description:
            "Share of the meetings that counted, those excused left out, to which they came themself, from 0 to 1; null without any.",
        },
      ),
    }),
  }),
}));
