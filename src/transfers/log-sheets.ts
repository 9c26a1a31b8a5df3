import { AuditEntry } from "../audit/audit-entry.entity.ts";
import { EXTERNAL_ID_LENGTH_MAX, ExternalId, ExternalIdKind } from "../imports/external-id.entity.ts";
import { type Cell, id, instant, line, meeting, pattern, person, values, word } from "./cell.ts";
import type { Restoring } from "./restoring.ts";
import { column, copying, required, type Sheet, type Values } from "./sheet.ts";

const ofGroup = (_: Values, { group }: Restoring) => ({ groupId: group.id });

/** Whoever or whatever an external id names. */
const named: Cell = {
  like: "somebody in people.csv, or a meeting in meetings.csv",
  print: (value) => `case when x.kind = 'PERSON' then ${person.print(value)} else ${meeting.print(value)} end`,
  read: (text, run) => run.people.get(text) ?? run.meetings.get(text)?.id,
};

const externalIds = {
  kind: required(word(ExternalIdKind), "x.kind", "What it names."),
  external_id: required(line(EXTERNAL_ID_LENGTH_MAX), "x.external_id", "How the group's own files name it."),
  object_id: required(named, "x.object_id", "Who or what it is."),
};

const audit = {
  entry_id: required(id("aud"), "e.id", "Id."),
  occurred: required(instant, "e.occurred_at", "When."),
  actor: column(person, "e.actor_id", "Who did it; empty for the service itself."),
  action: required(pattern("the name of a mutation", /^[A-Za-z]{1,100}$/), "e.action", "Name of the mutation."),
  person_id: column(person, "e.person_id", "To whom."),
  object_id: column(pattern("an id", /^[a-z]{3,4}_[0-9a-f]{32}$/), "e.object_id", "What was changed."),
  before: required(values, "e.before", "As it was, as JSON."),
  after: required(values, "e.after", "As it was afterwards, as JSON."),
  request_id: required(pattern("an id of a request", /^[\x21-\x7e]{1,200}$/), "e.request_id", "Which request did it."),
};

/** What the group's files call things, and what its organisers did to others. */
export const logSheets: readonly Sheet[] = [
  {
    file: "external-ids.csv",
    about: "How files that were brought in earlier name people and meetings.",
    columns: externalIds,
    from: "from external_ids x where x.group_id = $1",
    order: 'x.kind, x.external_id collate "C"',
    write: copying(ExternalId, externalIds, ofGroup),
  },
  {
    file: "audit-log.csv",
    about: "What organisers did to others.",
    columns: audit,
    from: "from audit_entries e where e.group_id = $1",
    order: "e.occurred_at, e.id",
    write: copying(AuditEntry, audit, ofGroup),
  },
];
