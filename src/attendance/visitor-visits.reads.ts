/** How often the visitors of a group came, by its rolls. */
import { Int } from "type-graphql";
import { Visitor } from "../memberships/visitor.entity.ts";
import { hang } from "../platform/reads/declare.ts";
import type { Row } from "../platform/reads/policy.ts";
import { join, type Sql, sql, text } from "../platform/reads/sql.ts";
import { IN_THE_ROOM } from "./attendance-code.ts";

const CAME = join(IN_THE_ROOM.map(text), ", ");

/** What the marks say now: a roll need not be submitted for somebody to have come. */
const visits = (x: Row<Visitor>): Sql =>
  sql`from attendances a where a.group_id = ${x.groupId} and a.person_id = ${x.personId} and a.code in (${CAME}) and not exists (select from membership_periods p where p.group_id = ${x.groupId} and p.person_id = ${x.personId} and p.started_at <= a.starts_at and (p.ended_at is null or p.ended_at > a.starts_at))`;

hang(Visitor, (t) => ({
  visitCount: t.value(
    () => Int,
    (x) => sql`(select count(*)::integer ${visits(x)})`,
    {
      description: "Meetings at which they were marked present or late while they were no member.",
    },
  ),
  lastVisitAt: t.value(
    () => Date,
    (x) => sql`(select max(a.starts_at) ${visits(x)})`,
    {
      nullable: true,
      description: "When the last of these meetings started; null if there was none.",
    },
  ),
}));
