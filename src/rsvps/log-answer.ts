import type { AuditedState } from "../audit/audit-entry.entity.ts";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import type { Context } from "../platform/context.ts";
import { globalId } from "../platform/ids.ts";
import type { Rsvp } from "./rsvp.entity.ts";

/** What the audit log keeps of an answer. */
export const loggedAnswer = (rsvp: Rsvp): AuditedState => ({
  status: rsvp.status,
  mode: rsvp.mode,
  guests: rsvp.guests,
});

/** A line in the group's audit log for what an organiser did to somebody's answer; none where nothing changed. */
export async function logAnswer(ctx: Context, action: string, before: Rsvp | null, rsvp: Rsvp): Promise<void> {
  if (before?.version === rsvp.version) return;
  await writeAuditEntry(ctx, {
    groupId: rsvp.groupId,
    action,
    personId: rsvp.personId,
    objectId: globalId("rsv", rsvp.id),
    ...(before && { before: loggedAnswer(before) }),
    after: loggedAnswer(rsvp),
  });
}
