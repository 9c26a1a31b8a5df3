import { registerEnumType } from "type-graphql";

/** What sort of help is asked for or offered. */
export enum HelpKind {
  ADVICE = "ADVICE",
  INTRODUCTION = "INTRODUCTION",
  JOB = "JOB",
  SERVICE = "SERVICE",
  THING = "THING",
  OTHER = "OTHER",
}

registerEnumType(HelpKind, {
  name: "HelpKind",
  description: "What sort of help is asked for or offered.",
  valuesConfig: {
    ADVICE: { description: "Knowledge, an opinion, an hour of somebody's time." },
    INTRODUCTION: { description: "To be brought together with somebody." },
    JOB: { description: "Work for somebody, or somebody for work." },
    SERVICE: { description: "Something done, paid or not." },
    THING: { description: "Something lent, given or sold: a room, a projector, a van." },
    OTHER: { description: "Anything else." },
  },
});

/** Who may read an ask or an offer, beside its author. */
export enum HelpAudience {
  GROUPS = "GROUPS",
  MY_GROUPS = "MY_GROUPS",
  CONNECTIONS = "CONNECTIONS",
}

registerEnumType(HelpAudience, {
  name: "HelpAudience",
  description: "Who may read an ask or an offer, beside its author. Never anybody across a block.",
  valuesConfig: {
    GROUPS: { description: "Members of the groups that it names, as long as the author is a member there." },
    MY_GROUPS: { description: "Whoever is a member of a group together with the author." },
    CONNECTIONS: { description: "People the author is connected with." },
  },
});
