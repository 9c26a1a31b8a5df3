/** Who may know whom somebody met: they alone. */
import { isSelf, unblocked } from "../people/person.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, eq, or, present } from "../platform/reads/sql.ts";
import { Encounter } from "./encounter.entity.ts";
import type { EncounterPerson } from "./encounter-person.entity.ts";
import { OneToOne } from "./one-to-one.entity.ts";

export const visibleEncounter: Policy<Encounter> = (e, v) => isSelf(v, e.authorId);

export const visibleEncounterPerson: Policy<EncounterPerson> = (p, v) => v.sees(Encounter, p.encounterId);

/** The other of the two wrote down the same talk; across a block that is not told. */
export const isConfirmed: Policy<Encounter> = (e, v) =>
  v.exists(
    OneToOne,
    (o) =>
      or(
        and(eq(o.lowEncounterId, e.id), present(o.highEncounterId), unblocked(v, o.personHighId)),
        and(eq(o.highEncounterId, e.id), present(o.lowEncounterId), unblocked(v, o.personLowId)),
      ),
    "row by row",
  );
