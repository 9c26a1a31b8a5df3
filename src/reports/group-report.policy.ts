/** Who reads what the organisers of a group were told, and who decides on it. */
import { Group } from "../groups/group.entity.ts";
import { mayOrganise, organises, type Standing } from "../groups/group.policy.ts";
import { isSelf } from "../people/person.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { absent, and, eq, not, or, TRUE } from "../platform/reads/sql.ts";
import type { GroupReport } from "./group-report.entity.ts";

export const isReporter: Policy<GroupReport> = (r, v) => isSelf(v, r.reporterId);

/** Who is reported reads nothing of it, whatever their role. */
export const visibleGroupReport: Policy<GroupReport> = (r, v) =>
  or(isReporter(r, v), and(v.sees(Group, r.groupId), organises(v, r.groupId), not(isSelf(v, r.aboutId))));

export const isOrganisedBy: Policy<GroupReport> = (r, v) => organises(v, r.groupId);

/** Organisers read a name only where it was given to them. */
export const seesReporter: Policy<GroupReport> = (r, v) => or(isReporter(r, v), eq(r.isReporterNamed, TRUE));

type Concerned = Pick<GroupReport, "reporterId" | "aboutId">;

/** Nobody judges what they said, or what is said of them. */
export const mayDecideReport = (standing: Standing | null, { reporterId, aboutId }: Concerned): boolean =>
  mayOrganise(standing) && standing?.personId !== reporterId && standing?.personId !== aboutId;

export const viewerCanDecide: Policy<GroupReport> = (r, v) =>
  and(absent(r.decidedAt), organises(v, r.groupId), not(isReporter(r, v)));
