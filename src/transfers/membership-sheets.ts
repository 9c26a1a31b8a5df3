import { DuplicateDismissal, inOrder } from "../duplicates/duplicate-dismissal.entity.ts";
import { Ban } from "../groups/ban.entity.ts";
import { Invitation } from "../groups/invitation.entity.ts";
import { Membership, MembershipRole, MembershipStatus } from "../groups/membership.entity.ts";
import { MembershipPeriod } from "../groups/membership-period.entity.ts";
import { ROLE_TITLE_LENGTH_MAX, RoleTerm, RoleTermRefusal } from "../hand-overs/role-term.entity.ts";
import { Leave } from "../memberships/leave.entity.ts";
import { Visitor, VisitorKind } from "../memberships/visitor.entity.ts";
import { CAME_WITH_GROUP, PersonMerge } from "../merges/person-merge.entity.ts";
import { DISPLAY_NAME_LENGTH_MAX } from "../people/member-profile.ts";
import { globalId } from "../platform/ids.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import { email, id, instant, line, membership, person, scalar, word } from "./cell.ts";
import type { Restoring } from "./restoring.ts";
import { column, copying, required, type Sheet, type Values } from "./sheet.ts";

const ofGroup = (_: Values, { group }: Restoring) => ({ groupId: group.id });
/** Stored statuses; on leave is what somebody is while a leave lasts. */
const { ON_LEAVE: _derived, ...STATUSES } = MembershipStatus as Record<string, string>;

const memberships = {
  membership_id: required(id("mem"), "m.id", "Id."),
  person_id: required(person, "m.person_id", "Whose."),
  role: required(word(MembershipRole), "m.role", "What it permits."),
  status: required(word(STATUSES), "m.status", "How it stands."),
  joined: column(instant, "m.joined_at", "When they first became a member."),
  ended: column(instant, "m.ended_at", "When it ended."),
  invited_by: column(person, "m.invited_by_id", "Who asked them in."),
  created: required(instant, "m.created_at", "When the group first wrote them down."),
  updated: required(instant, "m.updated_at", "When it was last changed."),
};
const copyMemberships = copying(Membership, memberships, ofGroup);

const periods = {
  period_id: required(id("prd"), "p.id", "Id."),
  membership_id: required(membership, "p.membership_id", "Of which membership."),
  person_id: required(person, "p.person_id", "Whose."),
  started: required(instant, "p.started_at", "From then on they were a member."),
  ended: column(instant, "p.ended_at", "Until then; empty while it lasts."),
};

const leaves = {
  leave_id: required(id("lve"), "l.id", "Id."),
  membership_id: required(membership, "l.membership_id", "Of which membership."),
  person_id: required(person, "(m.person_id)", "Whose."),
  from: required(scalar(LocalDate), "l.from_on", "First day, by the calendar of the group's zone."),
  to: required(scalar(LocalDate), "l.to_on", "Last day, which still belongs to it."),
  recorded_by: required(person, "l.recorded_by_id", "Who recorded it."),
  recorded: required(instant, "l.recorded_at", "When."),
};

const bans = {
  ban_id: required(id("ban"), "b.id", "Id."),
  person_id: required(person, "b.person_id", "Who is kept out."),
  imposed: required(instant, "b.imposed_at", "From when on."),
  imposed_by: required(person, "b.imposed_by_id", "By whom."),
  lifted: column(instant, "b.lifted_at", "When it was lifted; empty while it stands."),
};

const visitors = {
  visitor_id: required(id("vis"), "v.id", "Id."),
  person_id: required(person, "v.person_id", "Who came without a membership."),
  kind: required(word(VisitorKind), "v.kind", "Why they came."),
  invited_by: column(person, "v.invited_by_id", "Who brought them."),
  known_as: column(line(DISPLAY_NAME_LENGTH_MAX), "v.known_as", "Name under which they were written down at the door."),
  first_seen: required(instant, "v.first_seen_at", "When the group first saw them."),
};

const merges = {
  merge_id: required(id("mrg"), "w.id", "Id."),
  merged_person_id: required(person, "w.merged_id", "Who is no longer in the books."),
  into: required(person, "w.into_id", "Into whom they were merged."),
  person_id: required(person, "w.survivor_id", "Who stands for them now."),
  merged: required(instant, "w.merged_at", "When."),
  merged_by: required(person, "w.merged_by_id", "Who said so."),
  undone: column(instant, "w.undone_at", "When it was undone; empty while it stands."),
};

const dismissals = {
  person_id: required(person, "d.one_id", "One of the two."),
  other_person_id: required(person, "d.other_id", "The other."),
  dismissed: required(instant, "d.dismissed_at", "When that was said."),
  dismissed_by: required(person, "d.dismissed_by_id", "By whom."),
};

const invitations = {
  invitation_id: required(id("inv"), "i.id", "Id."),
  email: required(email, "i.email", "Address that it was sent to."),
  role: required(word(MembershipRole), "i.role", "Role that it gives."),
  invited_by: required(person, "i.invited_by_id", "Who sent it."),
  created: required(instant, "i.created_at", "When."),
  expires: required(instant, "i.expires_at", "Until when it can be accepted."),
  accepted: column(instant, "i.accepted_at", "When it was accepted."),
  accepted_by: column(person, "i.accepted_by_id", "By whom."),
  revoked: column(instant, "i.revoked_at", "When it was taken back."),
};

const terms = {
  term_id: required(id("rtm"), "t.id", "Id."),
  person_id: required(person, "t.person_id", "To whom a role was handed."),
  role: required(word(MembershipRole), "t.role", "What it permits."),
  title: column(line(ROLE_TITLE_LENGTH_MAX), "t.title", "What the group calls it, such as treasurer."),
  starts: required(scalar(LocalDate), "t.starts_on", "First day, by the calendar of the group's zone."),
  foreseen_end: column(scalar(LocalDate), "t.ends_on", "Day on which the next hand-over is foreseen."),
  ended: column(scalar(LocalDate), "t.ended_on", "First day on which it was held no more; empty while it is held."),
  given_by: column(person, "t.given_by_id", "By whom; empty for the operator."),
  given: required(instant, "t.given_at", "When it was given or planned."),
  taken_up: column(instant, "t.taken_up_at", "When it took effect; empty for what is to come."),
  refusal: column(word(RoleTermRefusal), "t.refusal", "Why it came to nothing on its day."),
};

/** Who belongs to the group, who did, and whom it knows besides. */
export const membershipSheets: readonly Sheet[] = [
  {
    file: "memberships.csv",
    about: "Everybody's place in the group, one line a person.",
    columns: memberships,
    from: "from memberships m where m.group_id = $1",
    order: "m.id",
    write: async (run, lines) => {
      for (const { values } of lines) {
        const [key, personId] = [values["membership_id"] as string, values["person_id"] as string];
        run.memberships.set(globalId("mem", key), { id: key, personId });
      }
      await copyMemberships(run, lines);
    },
  },
  {
    file: "periods.csv",
    about: "From when to when each was a member.",
    columns: periods,
    from: "from membership_periods p where p.group_id = $1",
    order: "p.membership_id, p.started_at, p.id",
    write: async (run, lines) => {
      for (const line of lines) refuseStranger(run, line);
      await copying(MembershipPeriod, periods, ofGroup)(run, lines);
    },
  },
  {
    file: "leaves.csv",
    about: "Absences agreed beforehand.",
    columns: leaves,
    from: "from leaves l join memberships m on m.id = l.membership_id where m.group_id = $1",
    order: "l.membership_id, l.from_on, l.id",
    write: async (run, lines) => {
      for (const line of lines) refuseStranger(run, line);
      await copying(Leave, leaves)(run, lines);
    },
  },
  {
    file: "role-terms.csv",
    cameLater: true,
    about: "Who was handed which role, and who will be.",
    columns: terms,
    from: "from role_terms t where t.group_id = $1",
    order: "t.starts_on, t.id",
    write: copying(RoleTerm, terms, ofGroup),
  },
  {
    file: "bans.csv",
    about: "Whom the group keeps out, and whom it did.",
    columns: bans,
    from: "from bans b where b.group_id = $1",
    order: "b.imposed_at, b.id",
    write: copying(Ban, bans, ofGroup),
  },
  {
    file: "visitors.csv",
    about: "Whom it knows without a membership.",
    columns: visitors,
    from: "from visitors v where v.group_id = $1",
    order: "v.first_seen_at, v.id",
    write: copying(Visitor, visitors, ofGroup),
  },
  {
    file: "merges.csv",
    cameLater: true,
    about:
      "Whom the organisers took for one. What a merge moved does not come along: after the move it cannot be undone.",
    columns: merges,
    from: "from person_merges w where w.group_id = $1",
    order: "w.merged_at, w.id",
    write: copying(PersonMerge, merges, (values, run) => ({
      ...ofGroup(values, run),
      membershipVersion: CAME_WITH_GROUP,
    })),
  },
  {
    file: "dismissed-duplicates.csv",
    cameLater: true,
    about: "Pairs of people who were taken for one, and are two.",
    columns: dismissals,
    from: "from duplicate_dismissals d where d.group_id = $1",
    order: "d.dismissed_at, d.one_id, d.other_id",
    write: copying(DuplicateDismissal, dismissals, (values, run) => ({
      ...ofGroup(values, run),
      // Whom the service knew already have other keys here.
      ...inOrder(values["person_id"] as string, values["other_person_id"] as string),
    })),
  },
  {
    file: "invitations.csv",
    about: "Invitations by mail. Their links do not come along: send an open one again after the move.",
    columns: invitations,
    from: "from invitations i where i.group_id = $1",
    order: "i.created_at, i.id",
    // Nobody has the token, so nobody can use it: what stands is the fact that an invitation was sent.
    write: copying(Invitation, invitations, (values, run) => ({
      ...ofGroup(values, run),
      tokenHash: hashOf(newToken("ngi")),
    })),
  },
];

function refuseStranger(run: Restoring, { values, fault }: Parameters<Sheet["write"]>[1][number]): void {
  const known = run.memberships.get(globalId("mem", values["membership_id"] as string));
  if (known?.personId !== values["person_id"]) fault("the membership is somebody else's");
}
