/** Who knows of an invitation, and who may take it back. */
import { Group } from "../groups/group.entity.ts";
import { isAddressedToViewer, isOpenInvitation, organises, owns } from "../groups/group.policy.ts";
import type { Invitation } from "../groups/invitation.entity.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, isOneOf, or } from "../platform/reads/sql.ts";

/** Organisers see all of their group's; the person behind the address sees it while it can be accepted. */
export const visibleInvitation: Policy<Invitation> = (i, v) =>
  and(v.sees(Group, i.groupId), or(organises(v, i.groupId), and(isOpenInvitation(i, v), isAddressedToViewer(i, v))));

export const viewerCanAccept: Policy<Invitation> = (i, v) => and(isOpenInvitation(i, v), isAddressedToViewer(i, v));

export const viewerCanRevoke: Policy<Invitation> = (i, v) =>
  and(isOpenInvitation(i, v), or(owns(v, i.groupId), and(organises(v, i.groupId), isOneOf(i.role, "HOST", "MEMBER"))));
