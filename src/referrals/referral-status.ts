import { registerEnumType } from "type-graphql";

/** Where a referral stands. The receiver moves it on; nobody moves it back. */
export enum ReferralStatus {
  PASSED = "PASSED",
  ACKNOWLEDGED = "ACKNOWLEDGED",
  CONTACTED = "CONTACTED",
  WON = "WON",
  LOST = "LOST",
  RETURNED = "RETURNED",
}

registerEnumType(ReferralStatus, {
  name: "ReferralStatus",
  description: "Where a referral stands. The receiver moves it on; nobody moves it back.",
  valuesConfig: {
    PASSED: { description: "Given; the receiver has not said anything yet." },
    ACKNOWLEDGED: { description: "The receiver takes it on." },
    CONTACTED: { description: "The receiver spoke or wrote to the prospect." },
    WON: { description: "The prospect buys. Closed business may be reported." },
    LOST: { description: "Nothing came of it." },
    RETURNED: { description: "The receiver cannot use it, and gave it back." },
  },
});

/** What the giver did for it. */
export enum ReferralEffort {
  NAME_PASSED = "NAME_PASSED",
  RECOMMENDED = "RECOMMENDED",
  EXPECTS_CALL = "EXPECTS_CALL",
  MEETING_ARRANGED = "MEETING_ARRANGED",
}

registerEnumType(ReferralEffort, {
  name: "ReferralEffort",
  description: "What the giver did for a referral. How likely business is, is another question: `ReferralLikelihood`.",
  valuesConfig: {
    NAME_PASSED: { description: "Asked whether the name may be passed on, no more." },
    RECOMMENDED: { description: "Spoke well of the receiver." },
    EXPECTS_CALL: { description: "The prospect expects to hear from the receiver." },
    MEETING_ARRANGED: { description: "Brought the two to one table, or is going to on a settled day." },
  },
});

/** How likely business is, as the giver sees it. */
export enum ReferralLikelihood {
  LOW = "LOW",
  MEDIUM = "MEDIUM",
  HIGH = "HIGH",
}

registerEnumType(ReferralLikelihood, {
  name: "ReferralLikelihood",
  description: "How likely business is, as the giver sees it, whatever they did for it.",
  valuesConfig: {
    LOW: { description: "Might need it some day." },
    MEDIUM: { description: "Needs it, and looks around." },
    HIGH: { description: "Wants to decide soon." },
  },
});

/** How a prospect agreed that their name and contact are passed on. */
export enum ConsentManner {
  IN_PERSON = "IN_PERSON",
  TELEPHONE = "TELEPHONE",
  EMAIL = "EMAIL",
  MESSAGE = "MESSAGE",
}

registerEnumType(ConsentManner, {
  name: "ConsentManner",
  description: "How a prospect agreed that their name and contact are passed on.",
  valuesConfig: {
    IN_PERSON: { description: "Said it face to face." },
    TELEPHONE: { description: "Said it on the telephone, or in a call with pictures." },
    EMAIL: { description: "Wrote it by e-mail, or on paper." },
    MESSAGE: { description: "Wrote it in a chat or a text message." },
  },
});
