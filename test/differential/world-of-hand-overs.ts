/** Offices that are held, were held, are planned, or came to nothing. */
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { RoleTerm, RoleTermRefusal } from "../../src/hand-overs/role-term.entity.ts";
import { at, type Planter, TEXTS } from "./planter.ts";

interface Keyed {
  readonly id: string;
}

const DAYS = ["2026-05-31", "2026-06-01", "2026-06-01", "2026-06-02"] as const;
const TITLES = TEXTS.filter((text) => text.length > 0 && text.length <= 60);
const OFFICES = [MembershipRole.ORGANISER, MembershipRole.HOST, MembershipRole.MEMBER];

export async function plantRoleTerms(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  p.begin("hand-overs");
  const { chance } = p;
  const terms = groups.flatMap(({ id: groupId }) =>
    people.flatMap(({ id: personId }) => {
      if (!chance.chance(0.5)) return [];
      const isTakenUp = chance.chance(0.7);
      return [
        {
          ...{ id: p.id(), groupId, personId, role: chance.pick(OFFICES), title: p.orNull(chance.pick(TITLES)) },
          ...{
            startsOn: chance.pick(DAYS),
            endsOn: p.orNull("2027-06-01"),
            endedOn: isTakenUp ? p.orNull("2026-06-03") : null,
          },
          ...{ givenById: p.orNull(chance.pick(people).id), givenAt: p.moment(), takenUpAt: isTakenUp ? at(-1) : null },
          refusal: isTakenUp ? null : p.orNull(RoleTermRefusal.NO_MEMBER),
        },
      ];
    }),
  );
  await p.insert(RoleTerm, terms);
}
