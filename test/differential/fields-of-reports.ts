/** What organisers were told is wrong, the naive way. */
import type { GroupReport } from "../../src/reports/group-report.entity.ts";
import { type Fields, one, seen } from "./naive.ts";
import { PREFIXES, type Rows } from "./rows.ts";
import type { Sight } from "./sight.ts";

const TYPES: Readonly<Record<string, keyof Rows>> = {
  PERSON: "Person",
  MEETING: "Meeting",
  ASK: "Ask",
  OFFER: "Offer",
  ASK_RESPONSE: "AskResponse",
  OFFER_RESPONSE: "OfferResponse",
  GROUP_SUGGESTION: "GroupSuggestion",
};

const isOwn = (r: GroupReport, sight: Sight): boolean => r.reporterId !== null && sight.isSelf(r.reporterId);
const organised = <T>(r: GroupReport, sight: Sight, value: T): T | null => (sight.organises(r.groupId) ? value : null);

export const groupReport: Fields = {
  group: one("Group", "groupId"),
  person: one("Person", "aboutId"),
  subjectId: (r: GroupReport) => `${PREFIXES[TYPES[r.kind] ?? "Person"] ?? ""}_${r.objectId.replaceAll("-", "")}`,
  reporter: (r: GroupReport, _args, sight) =>
    r.isReporterNamed || isOwn(r, sight) ? seen(sight, "Person", r.reporterId) : null,
  decidedBy: (r: GroupReport, _args, sight) => organised(r, sight, seen(sight, "Person", r.decidedById)),
  outcome: (r: GroupReport, _args, sight) => organised(r, sight, r.outcome),
  warning: (r: GroupReport, _args, sight) => organised(r, sight, r.warning),
  viewerCanDecide: (r: GroupReport, _args, sight) =>
    r.decidedAt === null && sight.organises(r.groupId) && !isOwn(r, sight),
};
