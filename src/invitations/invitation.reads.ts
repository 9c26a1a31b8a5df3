import { Group } from "../groups/group.entity.ts";
import { isAddressedToViewer, isOpenInvitation, organises } from "../groups/group.policy.ts";
import { Invitation } from "../groups/invitation.entity.ts";
import { Person } from "../people/person.entity.ts";
import { isSelf } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { flag } from "../platform/reads/filters.ts";
import { and } from "../platform/reads/sql.ts";
import { viewerCanAccept, viewerCanRevoke, visibleInvitation } from "./invitation.policy.ts";

reads(Invitation, {
  prefix: "inv",
  description: "invitations",
  visible: visibleInvitation,
  orders: (i) => ({ CREATED_AT: { by: i.createdAt, description: "By the moment it was sent." } }),
  filters: (i, v) => ({
    isOpen: flag(isOpenInvitation(i, v), undefined, { description: "Those that can still be accepted, or cannot." }),
  }),
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "Into which group." }),
    invitedBy: t.one(Person, "invitedById", { description: "Who sent it; null for people out of the viewer's sight." }),
    acceptedBy: t.one(Person, "acceptedById", {
      description: "Who accepted it; null before, and for people out of the viewer's sight.",
    }),
    isOpen: t.bool(isOpenInvitation, { description: "Whether it can still be accepted." }),
    viewerCanAccept: t.bool(viewerCanAccept, { description: "Whether it is open and bound to the viewer's address." }),
    viewerCanRevoke: t.bool(viewerCanRevoke, { description: "Whether the viewer may take it back." }),
  }),
});

hang(Group, (t) => ({
  invitations: t.connection(Invitation, "groupId", {
    when: (g, v) => organises(v, g.id),
    description: "Invitations by e-mail. For organisers and owners; null for everybody else.",
  }),
}));

hang(Person, (t) => ({
  invitations: t.connection(Invitation, (i, _person, v) => and(isOpenInvitation(i, v), isAddressedToViewer(i, v)), {
    when: (person, v) => isSelf(v, person.id),
    description: "Open invitations to their address. Only the person themself sees them; null for everybody else.",
  }),
}));
