/** Fields of referrals and of what came of them, the naive way. */
import type { Person } from "../../src/people/person.entity.ts";
import type { ClosedBusiness } from "../../src/referrals/closed-business.entity.ts";
import type { Referral } from "../../src/referrals/referral.entity.ts";
import type { Rows } from "./rows.ts";
import type { Sight } from "./sight.ts";

// biome-ignore lint/suspicious/noExplicitAny: the arguments and rows of any field
type Any = any;
type Resolve = (row: Any, args: Any, sight: Sight) => unknown;
type Fields = Readonly<Record<string, Resolve>>;

/** How the reference reads rows and lists of them. */
interface Ways {
  one(type: keyof Rows, key: string): Resolve;
  connection(
    type: keyof Rows,
    belongs: (candidate: Any, row: Any, sight: Sight) => boolean,
    when?: (row: Any, sight: Sight) => boolean,
  ): Resolve;
}

export const isStanding = (b: ClosedBusiness, { rows }: Sight): boolean =>
  !rows.ClosedBusiness.some((other) => other.correctsId === b.id);
export const isCreditedTo = (b: ClosedBusiness, personId: string | null, { rows }: Sight): boolean =>
  rows.ClosedBusinessCredit.some((c) => c.closedBusinessId === b.id && c.personId === personId);
const reportedBy = (b: ClosedBusiness, personId: string): boolean => b.reporterId === personId;

const isReceiver = (r: Referral, sight: Sight): boolean => sight.isSelf(r.receiverId) && !r.isWithheld;
const stands =
  (status: string): Resolve =>
  (r: Referral, _args, sight) =>
    isReceiver(r, sight) && r.status === status;
const isOwn = (p: Person, sight: Sight): boolean => sight.isSelf(p.id);

interface Asked {
  readonly currency: string;
  readonly from?: string | null;
  readonly before?: string | null;
}

function sumOf({ currency, from, before }: Asked, sight: Sight, counts: (b: ClosedBusiness) => boolean): object {
  const counted = sight.rows.ClosedBusiness.filter(
    (b) =>
      counts(b) &&
      b.currency === currency &&
      (from == null || b.closedOn >= from) &&
      (before == null || b.closedOn < before) &&
      isStanding(b, sight),
  );
  return {
    amountMinorUnits: counted.reduce((sum, b) => sum + b.amountMinorUnits, 0),
    count: counted.filter((b) => b.amountMinorUnits > 0).length,
  };
}

export const FILTERS_OF_GIVING = {
  ClosedBusiness: { standing: (b: Any, value: unknown, sight: Sight) => isStanding(b as never, sight) === value },
  Referral: { statuses: (r: Any, statuses: string[]) => statuses.includes(r.status as string) },
};

export const fieldsOfGiving = ({ one, connection }: Ways): Readonly<Record<"Referral" | "ClosedBusiness", Fields>> => ({
  Referral: {
    group: one("Group", "groupId"),
    giver: one("Person", "giverId"),
    receiver: one("Person", "receiverId"),
    fromReferral: one("Referral", "fromReferralId"),
    prospectContact: (r: Referral, _args, sight) =>
      sight.isSelf(r.giverId) || r.status !== "RETURNED" ? { email: r.prospectEmail, phone: r.prospectPhone } : null,
    steps: (r: Referral, _args, { rows }) =>
      rows.ReferralStep.filter((s) => s.referralId === r.id).sort((a, b) => a.place - b.place),
    closedBusiness: connection("ClosedBusiness", (b, r) => b.referralId === r.id),
    viewerCanAcknowledge: stands("PASSED"),
    viewerCanReturn: stands("PASSED"),
    viewerCanReportContacted: stands("ACKNOWLEDGED"),
    viewerCanReportWon: stands("CONTACTED"),
    viewerCanReportLost: stands("CONTACTED"),
    viewerCanReportClosedBusiness: stands("WON"),
  },
  ClosedBusiness: {
    referral: one("Referral", "referralId"),
    amount: (b: ClosedBusiness) => ({ amountMinorUnits: b.amountMinorUnits, currency: b.currency }),
    payer: (b: ClosedBusiness, _args, sight) => {
      const giverId = sight.rows.Referral.find(({ id }) => id === b.referralId)?.giverId ?? "";
      return sight.isSelf(b.reporterId) || (b.isPayerShown && sight.isSelf(giverId)) ? b.payer : null;
    },
    isStanding: (b: ClosedBusiness, _args, sight) => isStanding(b, sight),
    corrects: one("ClosedBusiness", "correctsId"),
    showsPayerToGiver: (b: ClosedBusiness, _args, sight) => (sight.isSelf(b.reporterId) ? b.isPayerShown : null),
    viewerCreditPlace: (b: ClosedBusiness, _args, sight) =>
      sight.rows.ClosedBusinessCredit.find((c) => c.closedBusinessId === b.id && c.personId === sight.viewerId)
        ?.place ?? null,
    viewerCanCorrect: (b: ClosedBusiness, _args, sight) => sight.isSelf(b.reporterId) && isStanding(b, sight),
  },
});

export const givingOfPerson = ({ connection }: Ways): Fields => ({
  referralsGiven: connection("Referral", (r, p) => r.giverId === p.id, isOwn),
  referralsReceived: connection("Referral", (r, p) => r.receiverId === p.id, isOwn),
  closedBusinessReported: connection("ClosedBusiness", (b, p) => reportedBy(b as never, p.id as string), isOwn),
  closedBusinessCredited: connection(
    "ClosedBusiness",
    (b, p, sight) => isCreditedTo(b as never, p.id as string, sight),
    isOwn,
  ),
  closedBusinessCurrencies: (p: Person, _args, sight) =>
    isOwn(p, sight)
      ? [
          ...new Set(
            sight.rows.ClosedBusiness.filter((b) => reportedBy(b, p.id) || isCreditedTo(b, p.id, sight)).map(
              ({ currency }) => currency,
            ),
          ),
        ].sort()
      : null,
  closedBusinessSums: (p: Person, args: Asked, sight) =>
    isOwn(p, sight)
      ? {
          reported: sumOf(args, sight, (b) => reportedBy(b, p.id)),
          credited: sumOf(args, sight, (b) => isCreditedTo(b, p.id, sight)),
        }
      : null,
});
