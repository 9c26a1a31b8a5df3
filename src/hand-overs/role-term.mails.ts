/** What the mails of this room say. Imported for its effect: it registers their writers. */
import { In } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { mailKind } from "../platform/mail.ts";
import { RoleTerm, RoleTermRefusal } from "./role-term.entity.ts";

export interface RefusedHandOverMail {
  readonly groupId: string;
  readonly termIds: readonly string[];
}

const BECAUSE: Readonly<Record<RoleTermRefusal, string>> = {
  [RoleTermRefusal.NO_MEMBER]: "no member any more",
  [RoleTermRefusal.OWNER_MISSING]: "the group would have been left without an owner",
  [RoleTermRefusal.GIVER_NO_OWNER]: "whoever planned it owns the group no longer",
  [RoleTermRefusal.GROUP_ARCHIVED]: "the group is archived",
};

mailKind<RefusedHandOverMail>("hand-over-refused", async (ctx, { groupId, termIds }) => {
  const group = await ctx.db.findOneByOrFail(Group, { id: groupId });
  const terms = await ctx.db.find(RoleTerm, { where: { id: In([...termIds]) }, order: { id: "ASC" } });
  const people = await ctx.db.findBy(Person, { id: In(terms.map(({ personId }) => personId)) });
  const lines = terms.map(({ personId, title, role, refusal }) => {
    const name = people.find(({ id }) => id === personId)?.displayName ?? "";
    return `- ${name}, ${title ?? role.toLowerCase()}${refusal ? `: ${BECAUSE[refusal]}` : ""}`;
  });
  return {
    subject: `Part of the hand-over of ${group.name} was not possible`,
    text: `Today was the day of a hand-over in ${group.name}. This part of it was not carried out:

${lines.join("\n")}

Everything else was. Nobody lost a role by what was left out; plan it again when you know who takes over.
`,
  };
});
