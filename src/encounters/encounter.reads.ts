import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { isSelf, ownOnly } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { among } from "../platform/reads/filters.ts";
import { and, eq } from "../platform/reads/sql.ts";
import { Encounter, EncounterSetting, PEOPLE_MET_MAX } from "./encounter.entity.ts";
import { isConfirmed, visibleEncounter, visibleEncounterPerson } from "./encounter.policy.ts";
import { EncounterPerson } from "./encounter-person.entity.ts";

reads(Encounter, {
  prefix: "enc",
  description: "encounters",
  visible: visibleEncounter,
  orders: (e) => ({ MET_ON: { by: e.metOn, description: "By the day." } }),
  filters: (e) => ({ settings: among(e.setting, EncounterSetting) }),
  fields: (t) => ({
    meeting: t.one(Meeting, "meetingId", {
      description: "The meeting at which it was. Null if at none, or at one out of the viewer's sight.",
    }),
    people: t.list(EncounterPerson, "encounterId", {
      max: PEOPLE_MET_MAX,
      order: (p) => p.place,
      description: "Whom the viewer met: at most 20.",
    }),
    isConfirmed: t.bool(isConfirmed, {
      description: "Of a one-to-one: whether the other wrote down one with the viewer on the same day.",
    }),
  }),
});

reads(EncounterPerson, {
  visible: visibleEncounterPerson,
  description: "people met",
  fields: (t) => ({
    person: t.one(Person, "personId", {
      description: "Who it was. Null for a name alone, and for people out of the viewer's sight.",
    }),
  }),
});

hang(Person, (t) => ({
  encounters: t.connection(Encounter, "authorId", {
    when: ownOnly,
    description: "What the person wrote down of meeting others. Only they see it; null for everybody else.",
  }),
  viewerEncounters: t.connection(
    Encounter,
    (e, person, v) =>
      and(
        isSelf(v, e.authorId),
        v.exists(EncounterPerson, (p) => and(eq(p.encounterId, e.id), eq(p.personId, person.id)), "row by row"),
      ),
    { description: "What the viewer wrote down of meeting this person." },
  ),
}));
