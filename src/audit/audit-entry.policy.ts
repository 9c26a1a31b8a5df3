/** Who reads the log of what organisers did. */
import { Group } from "../groups/group.entity.ts";
import { organises } from "../groups/group.policy.ts";
import { isSelf } from "../people/person.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, isOneOf, not } from "../platform/reads/sql.ts";
import type { AuditEntry } from "./audit-entry.entity.ts";

/** Acts of which whom they are about learns nothing: that somebody reported them at all. */
export const UNTOLD_ACTIONS = ["decideReport"] as const;

export const visibleAuditEntry: Policy<AuditEntry> = (entry, v) =>
  and(
    v.sees(Group, entry.groupId),
    organises(v, entry.groupId),
    not(and(isOneOf(entry.action, ...UNTOLD_ACTIONS), isSelf(v, entry.personId))),
  );
