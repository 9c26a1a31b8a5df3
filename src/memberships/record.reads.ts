/** What a group's books hold beside its members: periods, leaves, bans and visitors. */
import { Ban } from "../groups/ban.entity.ts";
import { Group } from "../groups/group.entity.ts";
import { hosts, organises } from "../groups/group.policy.ts";
import { Membership } from "../groups/membership.entity.ts";
import { MembershipPeriod } from "../groups/membership-period.entity.ts";
import { Person } from "../people/person.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { flag } from "../platform/reads/filters.ts";
import type { Row } from "../platform/reads/policy.ts";
import { absent, present, type Sql, sql } from "../platform/reads/sql.ts";
import { Leave } from "./leave.entity.ts";
import { visibleBan, visibleLeave, visiblePeriod, visibleVisitor } from "./membership.policy.ts";
import { Visitor } from "./visitor.entity.ts";

reads(MembershipPeriod, {
  prefix: "prd",
  description: "periods of a membership",
  visible: visiblePeriod,
  orders: (p) => ({ STARTED_AT: { by: p.startedAt, description: "By their beginning." } }),
  fields: (t) => ({ membership: t.one(Membership, "membershipId", { description: "Of which membership." }) }),
});

reads(Leave, {
  prefix: "lve",
  description: "leaves",
  visible: visibleLeave,
  orders: (l) => ({ FROM_ON: { by: l.fromOn, description: "By their first day." } }),
  fields: (t) => ({ membership: t.one(Membership, "membershipId", { description: "Whose it is." }) }),
});

reads(Ban, {
  prefix: "ban",
  description: "bans",
  visible: visibleBan,
  orders: (b) => ({ IMPOSED_AT: { by: b.imposedAt, description: "By their beginning." } }),
  filters: (b) => ({
    standing: flag(absent(b.liftedAt), undefined, { description: "Those that stand, or were lifted." }),
  }),
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "From which group." }),
    person: t.one(Person, "personId", { description: "Who is banned; null for people out of the viewer's sight." }),
    imposedBy: t.one(Person, "imposedById", { description: "Who did it; null for people out of the viewer's sight." }),
  }),
});

/** Whoever was a member before and came as a visitor since has joined only if they came in again. */
const joinedAt = (x: Row<Visitor>): Sql =>
  sql`(select min(p.started_at) from membership_periods p where p.group_id = ${x.groupId} and p.person_id = ${x.personId} and p.started_at >= ${x.firstSeenAt})`;

reads(Visitor, {
  prefix: "vis",
  description: "visitors",
  visible: visibleVisitor,
  orders: (x) => ({ FIRST_SEEN_AT: { by: x.firstSeenAt, description: "By their first visit." } }),
  filters: (x) => ({
    hasJoined: flag(present(joinedAt(x)), undefined, {
      description: "Those who became members since their first visit, or did not.",
    }),
  }),
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "Whose visitor." }),
    name: t.value(
      () => String,
      (x) => sql`coalesce(${x.knownAs}, (select p.display_name from people p where p.id = ${x.personId}))`,
      { description: "What the group calls them: as they were written down at the door, or as they call themself." },
    ),
    person: t.one(Person, "personId", {
      when: (x) => absent(x.knownAs),
      description: "Who came. Null for people out of sight, and for whoever is known by an address alone.",
    }),
    invitedBy: t.one(Person, "invitedById", { description: "Who brought them, if that is known to the viewer." }),
    joinedAt: t.value(() => Date, joinedAt, {
      nullable: true,
      description:
        "When they first became a member since the group first saw them; null while they did not. It stays when they leave.",
    }),
  }),
});

hang(Group, (t) => ({
  visitors: t.connection(Visitor, "groupId", {
    when: (g, v) => hosts(v, g.id),
    description:
      "People who came without a membership, also those who joined afterwards. For hosts, organisers and owners; null for everybody else.",
  }),
  bans: t.connection(Ban, "groupId", {
    when: (g, v) => organises(v, g.id),
    description: "Whom it keeps out, and whom it did. For organisers and owners; null for everybody else.",
  }),
  viewerCanManageMembers: t.bool((g, v) => organises(v, g.id), {
    description: "Whether the viewer may approve, add, remove and ban people, within their role.",
  }),
}));
