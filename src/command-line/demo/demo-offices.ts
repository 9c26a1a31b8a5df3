/** Who holds and held which office in the demo world, who joined after a visit, and what was brought in by file. */
import { MembershipRole } from "../../groups/membership.entity.ts";
import { RoleTerm } from "../../hand-overs/role-term.entity.ts";
import { GroupImport, GroupImportStatus } from "../../imports/group-import.entity.ts";
import { Visitor, VisitorKind } from "../../memberships/visitor.entity.ts";
import type { Context } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { daysFrom, localOn } from "./demo-days.ts";
import { groupId, zoneOf } from "./demo-groups.ts";
import { type DemoName, personId } from "./demo-people.ts";

const { ORGANISER, HOST, MEMBER } = MembershipRole;

interface Term {
  readonly name: DemoName;
  readonly role: MembershipRole;
  readonly title: string;
  /** Days from today; the end is left out while it lasts. */
  readonly from: number;
  readonly until?: number;
}

/** The treasurer changed in the middle of the year, and will again. */
const TERMS: readonly Term[] = [
  { name: "rafe", role: MEMBER, title: "Treasurer", from: -340, until: -180 },
  { name: "dev", role: ORGANISER, title: "Treasurer", from: -180 },
  { name: "hana", role: HOST, title: "Door", from: -300 },
  { name: "priya", role: ORGANISER, title: "Treasurer", from: 30 },
];

export async function plantOffices(ctx: Context): Promise<void> {
  const group = groupId("harbourBreakfast");
  const day = (days: number): string => localOn(ctx, zoneOf("harbourBreakfast"), days, "00:00").slice(0, 10);
  await ctx.db.insert(
    RoleTerm,
    TERMS.map(({ name, role, title, from, until }) => ({
      ...{ id: newId(), groupId: group, personId: personId(name), role, title, refusal: null },
      ...{ startsOn: day(from), endsOn: null, endedOn: until === undefined ? null : day(until) },
      ...{ givenById: personId("ada"), givenAt: daysFrom(ctx, Math.min(from, 0)) },
      takenUpAt: from > 0 ? null : daysFrom(ctx, from),
    })),
  );
  // Tomasz came as a guest of Finn's before he joined.
  await ctx.db.insert(Visitor, {
    ...{ id: newId(), groupId: group, personId: personId("tomasz"), kind: VisitorKind.GUEST },
    ...{ invitedById: personId("finn"), firstSeenAt: daysFrom(ctx, -45) },
  });
  const begun = daysFrom(ctx, -3);
  await ctx.db.insert(GroupImport, {
    ...{ id: newId(), groupId: group, begunById: personId("dev"), fileKind: "attendance", submitRolls: true },
    ...{ status: GroupImportStatus.REFUSED, tokenHash: null, sizeBytes: 2_310, readBytes: 2_310 },
    report: {
      ...{ counts: null, faultCount: 1, notes: [], unknownColumns: ["badge"] },
      faults: [{ line: 42, reason: "code is none of: present, late, absent, excused, substituted" }],
    },
    ...{ createdAt: begun, expiresAt: daysFrom(ctx, 1), finishedAt: begun },
  });
}
