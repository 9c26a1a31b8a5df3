import { registerEnumType } from "type-graphql";

/** Longest words of a report, in characters. */
export const REPORT_WORDS_LENGTH_MAX = 2_000;

/** What can be reported. */
export enum ReportedKind {
  PERSON = "PERSON",
  GROUP = "GROUP",
  MEETING = "MEETING",
  INTRODUCTION = "INTRODUCTION",
  ASK = "ASK",
  OFFER = "OFFER",
  ASK_RESPONSE = "ASK_RESPONSE",
  OFFER_RESPONSE = "OFFER_RESPONSE",
  GROUP_SUGGESTION = "GROUP_SUGGESTION",
}

/** How the global ids of each kind begin, which is how a report tells what it is about. */
export const PREFIX_OF_REPORTED: Readonly<Record<ReportedKind, string>> = {
  [ReportedKind.PERSON]: "per",
  [ReportedKind.GROUP]: "grp",
  [ReportedKind.MEETING]: "mtg",
  [ReportedKind.INTRODUCTION]: "itr",
  [ReportedKind.ASK]: "ask",
  [ReportedKind.OFFER]: "off",
  [ReportedKind.ASK_RESPONSE]: "rsp",
  [ReportedKind.OFFER_RESPONSE]: "ors",
  [ReportedKind.GROUP_SUGGESTION]: "sug",
};

export enum ReportReason {
  SPAM = "SPAM",
  HARASSMENT = "HARASSMENT",
  PRETENCE = "PRETENCE",
  INDECENCY = "INDECENCY",
  DANGER = "DANGER",
  OTHER = "OTHER",
}

registerEnumType(ReportReason, {
  name: "ReportReason",
  description: "What is wrong with what is reported.",
  valuesConfig: {
    SPAM: { description: "Advertising that nobody asked for." },
    HARASSMENT: { description: "Somebody is pestered, insulted or threatened." },
    PRETENCE: { description: "Somebody or something pretends to be another." },
    INDECENCY: { description: "Texts or pictures that have no place here." },
    DANGER: { description: "Somebody is in danger." },
    OTHER: { description: "Something else, as the words say." },
  },
});
