import { Group } from "../groups/group.entity.ts";
import { organises } from "../groups/group.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and } from "../platform/reads/sql.ts";
import type { GroupImport } from "./group-import.entity.ts";

/** Whoever runs the group, whoever of them brought the file. */
export const visibleGroupImport: Policy<GroupImport> = (i, v) => and(v.sees(Group, i.groupId), organises(v, i.groupId));
