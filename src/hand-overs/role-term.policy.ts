/** Who may know who holds and held which office, and who may hand offices on. */
import { Group } from "../groups/group.entity.ts";
import { isMember, mayOwn, organises } from "../groups/group.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, or, present } from "../platform/reads/sql.ts";
import type { RoleTerm } from "./role-term.entity.ts";

/** What took effect is known to the members; what is planned, or came to nothing, to those who run the group. */
export const visibleRoleTerm: Policy<RoleTerm> = (t, v) =>
  and(v.sees(Group, t.groupId), isMember(v, t.groupId), or(present(t.takenUpAt), organises(v, t.groupId)));

export const mayHandOver = mayOwn;
