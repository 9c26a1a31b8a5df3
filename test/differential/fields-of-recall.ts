/** What people keep of each other in their own books, the naive way. */
import type { Encounter } from "../../src/encounters/encounter.entity.ts";
import type { Person } from "../../src/people/person.entity.ts";
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

const isOwn = (p: Person, sight: Sight): boolean => sight.isSelf(p.id);
const names = ({ EncounterPerson }: Rows, encounterId: string, personId: string): boolean =>
  EncounterPerson.some((p) => p.encounterId === encounterId && p.personId === personId);

function isConfirmed(e: Encounter, sight: Sight): boolean {
  return sight.rows.OneToOne.some(
    (o) =>
      (o.lowEncounterId === e.id && o.highEncounterId !== null && !sight.isBlocked(o.personHighId)) ||
      (o.highEncounterId === e.id && o.lowEncounterId !== null && !sight.isBlocked(o.personLowId)),
  );
}

export const fieldsOfRecall = ({ one }: Ways): Readonly<Record<string, Fields>> => ({
  Encounter: {
    meeting: one("Meeting", "meetingId"),
    people: (e: Encounter, _args, { rows }) =>
      rows.EncounterPerson.filter((p) => p.encounterId === e.id).sort((a, b) => a.place - b.place),
    isConfirmed: (e: Encounter, _args, sight) => isConfirmed(e, sight),
  },
  EncounterPerson: { person: one("Person", "personId") },
});

export const recallOfPerson = ({ connection }: Ways): Fields => ({
  encounters: connection("Encounter", (e, p) => e.authorId === p.id, isOwn),
  viewerEncounters: connection("Encounter", (e, p, { rows }) => names(rows, e.id as string, p.id as string)),
});

export const FILTERS_OF_RECALL = {
  Encounter: { settings: (e: Any, settings: string[]) => settings.includes(e.setting as string) },
};
