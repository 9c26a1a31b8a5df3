/** What groups were told: of everybody by everybody, among them of and by those who organise. */
import { GroupReport, ReportOutcome } from "../../src/reports/group-report.entity.ts";
import { ReportedKind, ReportReason } from "../../src/reports/reported-kind.ts";
import { type Planter, TEXTS } from "./planter.ts";

const WORDS = TEXTS.filter((text) => text.length > 0);
const KINDS = Object.values(ReportedKind).filter(
  (kind) => kind !== ReportedKind.GROUP && kind !== ReportedKind.INTRODUCTION,
);
/** Each other one with a warning, whose words only some may read. */
const OUTCOMES = Object.values(ReportOutcome).flatMap((outcome) => [outcome, ReportOutcome.WARNED]);
/** The nine who ask come first among the people. */
const ASKING = 9;

export async function plantReports(
  p: Planter,
  people: readonly { readonly id: string }[],
  groups: readonly { readonly id: string }[],
): Promise<void> {
  p.begin("reports");
  const { chance } = p;
  const asking = people.slice(0, ASKING);
  const reports = groups.slice(0, 4).flatMap(({ id: groupId }) =>
    [...asking, ...asking].map(({ id }, index) => {
      const [reporterId, aboutId] = index < ASKING ? [id, chance.pick(people).id] : [chance.pick(people).id, id];
      const outcome = p.orNull(chance.pick(OUTCOMES));
      return {
        ...{ id: p.id(), groupId, kind: chance.pick(KINDS), objectId: aboutId, aboutId: p.orNull(aboutId) },
        ...{ reporterId: p.orNull(reporterId), isReporterNamed: chance.chance(0.4), reportedAt: p.moment() },
        ...{ reason: chance.pick(Object.values(ReportReason)), words: p.orNull(chance.pick(WORDS)) },
        ...{ quote: p.orNull(chance.pick(WORDS)), outcome, decidedAt: outcome && p.moment() },
        decidedById: outcome && chance.pick(people).id,
        warning: outcome === ReportOutcome.WARNED ? chance.pick(WORDS) : null,
      };
    }),
  );
  await p.insert(GroupReport, reports);
}
