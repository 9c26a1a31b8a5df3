interface OfReferral {
  readonly referralId: string;
  readonly groupId: string;
}

interface OfClosedBusiness {
  readonly closedBusinessId: string;
  readonly referralId: string;
}

declare module "../platform/events.ts" {
  interface Events {
    "referral.passed": OfReferral;
    "referral.acknowledged": OfReferral;
    "referral.contacted": OfReferral;
    "referral.won": OfReferral;
    "referral.lost": OfReferral;
    "referral.returned": OfReferral;
    "closedBusiness.reported": OfClosedBusiness;
    /** The row named here stands in the place of an earlier one. */
    "closedBusiness.corrected": OfClosedBusiness;
  }
}

export {};
