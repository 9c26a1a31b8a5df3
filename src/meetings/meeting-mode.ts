import { registerEnumType } from "type-graphql";

/** How a meeting is held. */
export enum MeetingMode {
  IN_PERSON = "IN_PERSON",
  ONLINE = "ONLINE",
  HYBRID = "HYBRID",
}

/** How one person takes part; each way has its own seats. */
export enum TakePartMode {
  IN_PERSON = "IN_PERSON",
  ONLINE = "ONLINE",
}

registerEnumType(MeetingMode, {
  name: "MeetingMode",
  description: "How a meeting is held.",
  valuesConfig: {
    IN_PERSON: { description: "At a place." },
    ONLINE: { description: "By a link." },
    HYBRID: { description: "At a place and by a link, each with its own seats." },
  },
});
registerEnumType(TakePartMode, {
  name: "TakePartMode",
  description: "How one person takes part in a meeting.",
  valuesConfig: {
    IN_PERSON: { description: "At the place." },
    ONLINE: { description: "By the link." },
  },
});

/** The ways in which one can take part in a meeting that is held so; seats exist for these only. */
export function waysToTakePart(mode: MeetingMode): readonly TakePartMode[] {
  if (mode === MeetingMode.HYBRID) return [TakePartMode.IN_PERSON, TakePartMode.ONLINE];
  return mode === MeetingMode.ONLINE ? [TakePartMode.ONLINE] : [TakePartMode.IN_PERSON];
}
