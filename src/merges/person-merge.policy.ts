/** Who may say that two people are one, and who may know that somebody did. */
import { Group } from "../groups/group.entity.ts";
import { mayOrganise, mayOwn, organises, type Standing } from "../groups/group.policy.ts";
import { MembershipRole } from "../groups/membership.entity.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and } from "../platform/reads/sql.ts";
import type { PersonMerge } from "./person-merge.entity.ts";

export const visiblePersonMerge: Policy<PersonMerge> = (m, v) => and(v.sees(Group, m.groupId), organises(v, m.groupId));

/** What is taken out of the books is the place of one who stands below: owners alone part with organisers. */
export const mayMergePeople = (standing: Standing | null, duplicate: Standing | null): boolean =>
  mayOwn(standing) ||
  (mayOrganise(standing) && duplicate?.role !== MembershipRole.OWNER && duplicate?.role !== MembershipRole.ORGANISER);

export const mayUnmergePeople = mayOrganise;
