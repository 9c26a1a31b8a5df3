/**
 * Who gives and who takes. Only what was shared counts, so nothing here moves with a no.
 *
 * A group's sums are over at least five people beside whoever asks. They are of whole quarters that are over, by UTC, and
 * of introductions that name the group: no choice of days, no zone, no joining or leaving makes two sums whose difference
 * is one person (docs/decisions/0035).
 */
import { Int } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { organises } from "../groups/group.policy.ts";
import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import type { Arguments } from "../platform/reads/arguments.ts";
import { type Builder, hang } from "../platform/reads/declare.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import { and, integer, type Sql, sql } from "../platform/reads/sql.ts";
import { BalanceArgs, GroupIntroductionBalance, IntroductionBalance, QuarterArgs } from "./introduction-balance.ts";

/** Of fewer people, beside the viewer, a group's sums are not told. */
export const BALANCE_PEOPLE_MIN = 5;

const SIDES = sql`introductions i join introduction_sides s on s.introduction_id = i.id`;

const isWithin = (moment: Sql, { from, before }: Arguments<BalanceArgs>): Sql =>
  sql`(${from} is null or ${moment} >= ${from}::timestamp at time zone 'UTC') and (${before} is null or ${moment} < ${before}::timestamp at time zone 'UTC')`;

const counted = (
  t: Builder<Person>,
  description: string,
  count: (person: Row<Person>, args: Arguments<BalanceArgs>) => Sql,
) =>
  t.value<BalanceArgs>(
    () => Int,
    (p, _v, args) => count(p, args),
    { description },
  );

hang(Person, (t) => ({
  introductionBalance: t.object(IntroductionBalance, {
    when: ownOnly,
    args: BalanceArgs,
    description:
      "What the person gave and received in a period. Only the person themself sees it; null for everybody else.",
    fields: (t) => ({
      given: counted(
        t,
        "How many introductions they made.",
        (p, args) =>
          sql`(select count(*) from introductions i where i.connector_id = ${p.id} and i.shared_at is not null and ${isWithin(sql`i.shared_at`, args)})`,
      ),
      received: counted(
        t,
        "In how many they were one of the two.",
        (p, args) =>
          sql`(select count(*) from ${SIDES} where s.person_id = ${p.id} and i.shared_at is not null and ${isWithin(sql`i.shared_at`, args)})`,
      ),
      thanked: counted(
        t,
        "How often they were thanked for one, by the day of the thanks.",
        (p, args) =>
          sql`(select count(*) from ${SIDES} where i.connector_id = ${p.id} and s.thanked_at is not null and ${isWithin(sql`s.thanked_at`, args)})`,
      ),
    }),
  }),
}));

type OfQuarter = Arguments<QuarterArgs>;

const isInQuarter = (moment: Sql, { quarterOf }: OfQuarter): Sql => {
  const quarter = sql`date_trunc('quarter', ${quarterOf}::timestamp)`;
  return sql`${moment} >= ${quarter} at time zone 'UTC' and ${moment} < (${quarter} + interval '3 months') at time zone 'UTC'`;
};

const isOver = ({ quarterOf }: OfQuarter, v: Viewer): Sql =>
  sql`${v.now} >= (date_trunc('quarter', ${quarterOf}::timestamp) + interval '3 months') at time zone 'UTC'`;

/** Enough different people, beside the viewer, behind what happened in the quarter. */
const areEnough = (g: Row<Group>, v: Viewer, args: OfQuarter, whose: Sql, moment: Sql): Sql =>
  sql`(select count(distinct ${whose}) from ${SIDES} where i.group_id = ${g.id} and ${isInQuarter(moment, args)} and ${whose} <> ${v.id}) >= ${integer(BALANCE_PEOPLE_MIN)}`;

/** Who gave and who received are told together or not at all: one is twice the other. */
const areSharedEnough = (g: Row<Group>, v: Viewer, args: OfQuarter): Sql =>
  and(
    areEnough(g, v, args, sql`i.connector_id`, sql`i.shared_at`),
    areEnough(g, v, args, sql`s.person_id`, sql`i.shared_at`),
  );

interface Summed {
  readonly description: string;
  readonly moment: Sql;
  readonly areEnough: (group: Row<Group>, viewer: Viewer, args: OfQuarter) => Sql;
}

const summed = (t: Builder<Group>, what: Sql, { description, moment, areEnough }: Summed) =>
  t.value<QuarterArgs>(
    () => Int,
    (g, v, args) =>
      v.anonymous
        ? sql`null::int`
        : sql`case when ${isOver(args, v)} and ${areEnough(g, v, args)} then (select count(${what})::int from ${SIDES} where i.group_id = ${g.id} and ${isInQuarter(moment, args)}) end`,
    { nullable: true, description: `${description} Null before the quarter is over, and of fewer than five others.` },
  );

const whenShared = { moment: sql`i.shared_at`, areEnough: areSharedEnough };

hang(Group, (t) => ({
  introductionBalance: t.object(GroupIntroductionBalance, {
    when: (g, v) => organises(v, g.id),
    args: QuarterArgs,
    description:
      "What its introductions in a quarter add up to. For organisers and owners; null for everybody else. Each sum is over at least five people beside the viewer.",
    fields: (t) => ({
      given: summed(t, sql`distinct i.id`, { ...whenShared, description: "How many introductions were made." }),
      received: summed(t, sql`s.id`, { ...whenShared, description: "How often somebody was introduced." }),
      thanked: summed(t, sql`s.thanked_at`, {
        moment: sql`s.thanked_at`,
        areEnough: (g, v, args) => areEnough(g, v, args, sql`i.connector_id`, sql`s.thanked_at`),
        description: "How often somebody was thanked, by the day of the thanks.",
      }),
    }),
  }),
}));
