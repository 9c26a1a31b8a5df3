import { Group } from "../groups/group.entity.ts";
import { organises } from "../groups/group.policy.ts";
import { Person } from "../people/person.entity.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and } from "../platform/reads/sql.ts";
import type { LikelyDuplicate } from "./likely-duplicate.entity.ts";

/** Those who organise the group, as far as both people are within their sight. */
export const visibleLikelyDuplicate: Policy<LikelyDuplicate> = (d, v) =>
  and(v.sees(Group, d.groupId), organises(v, d.groupId), v.sees(Person, d.personId), v.sees(Person, d.duplicateId));
