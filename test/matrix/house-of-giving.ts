/** Referrals of the viewer at each stage, and one that does not concern them. */
import { globalId, newId } from "../../src/platform/ids.ts";
import type { Class } from "../../src/platform/reads/reads.ts";
import { ClosedBusiness } from "../../src/referrals/closed-business.entity.ts";
import { Referral } from "../../src/referrals/referral.entity.ts";
import {
  ConsentManner,
  ReferralEffort,
  ReferralLikelihood,
  ReferralStatus,
} from "../../src/referrals/referral-status.ts";

export const ENTITIES_OF_GIVING = [Referral, ClosedBusiness] as const;
const BEFORE = new Date("2026-01-05T09:00:00.000Z");

/** Global ids. The viewer received these from `other`; nobody's are nothing. */
export interface HouseOfGiving {
  readonly passedReferral: string;
  readonly acknowledgedReferral: string;
  readonly contactedReferral: string;
  readonly wonReferral: string;
  /** The viewer reported it of the won one. */
  readonly closedBusiness: string;
  /** Passed between two others. */
  readonly foreignReferral: string;
}

interface People {
  readonly groupId: string;
  readonly viewer: string | null;
  readonly other: string;
  readonly asker: string;
}

type Put = <E extends object>(entity: Class<E>, row: Partial<E>) => string;

export function givingFor(put: Put, { groupId, viewer, other, asker }: People): HouseOfGiving {
  const referral = (receiverId: string | null, status: ReferralStatus): string =>
    receiverId === null
      ? newId()
      : put(Referral, {
          ...{ groupId, giverId: other, receiverId, fromReferralId: null, status },
          ...{ prospectName: "Wanda", prospectEmail: "wanda@example.org", prospectPhone: null },
          ...{ consentGivenOn: "2026-01-05", consentManner: ConsentManner.EMAIL },
          ...{ effort: ReferralEffort.RECOMMENDED, likelihood: ReferralLikelihood.HIGH, text: "A roof." },
          ...{ passedAt: BEFORE, updatedAt: BEFORE },
        });
  const won = referral(viewer, ReferralStatus.WON);
  const business = viewer
    ? put(ClosedBusiness, {
        ...{ referralId: won, reporterId: viewer, correctsId: null, amountMinorUnits: 5, changeMinorUnits: 5 },
        ...{ currency: "GBP", closedOn: "2026-01-05", payer: null, reportedAt: BEFORE },
      })
    : newId();
  return {
    passedReferral: globalId("ref", referral(viewer, ReferralStatus.PASSED)),
    acknowledgedReferral: globalId("ref", referral(viewer, ReferralStatus.ACKNOWLEDGED)),
    contactedReferral: globalId("ref", referral(viewer, ReferralStatus.CONTACTED)),
    wonReferral: globalId("ref", won),
    closedBusiness: globalId("biz", business),
    foreignReferral: globalId("ref", referral(asker, ReferralStatus.PASSED)),
  };
}
