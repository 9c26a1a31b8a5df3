import { Field, ID, InputType, registerEnumType } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { mayOrganise } from "../groups/group.policy.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";
import { GroupImport, GroupImportStatus } from "./group-import.entity.ts";
import { ImportProgress, importProgress } from "./import-progress.ts";

/** Files that one person may bring in in a day. */
const IMPORTS_PER_DAY: Quota = { name: "imports per person", most: 50, windowSeconds: 86_400 };
/** How long the address for the upload can be used. */
const UPLOAD_MINUTES = 60;
const MINUTE_MS = 60_000;

/** Kinds of files: the keys of `IMPORTERS`, in capitals. */
export enum ImportFileKind {
  PEOPLE = "PEOPLE",
  MEMBERSHIPS = "MEMBERSHIPS",
  PERIODS = "PERIODS",
  LEAVES = "LEAVES",
  VISITORS = "VISITORS",
  MEETINGS = "MEETINGS",
  RSVPS = "RSVPS",
  ATTENDANCE = "ATTENDANCE",
}

registerEnumType(ImportFileKind, {
  name: "ImportFileKind",
  description: "Kinds of files that can be brought in, in the order in which they build on each other.",
  valuesConfig: {
    PEOPLE: { description: "Who they are." },
    MEMBERSHIPS: { description: "Their place in the group, one line a person." },
    PERIODS: { description: "From when to when they were members." },
    LEAVES: { description: "Absences agreed beforehand." },
    VISITORS: { description: "Who came without a membership, and who brought them." },
    MEETINGS: { description: "Meetings, past ones above all." },
    RSVPS: { description: "What people said beforehand." },
    ATTENDANCE: { description: "Who came; substitutes, and whether the roll is complete." },
  },
});

@InputType({ description: "Bringing a CSV file into a group." })
export class BeginImportInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;

  @Field(() => ImportFileKind, { description: "What the file is about." })
  kind: ImportFileKind;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "For attendance: whether the rolls of all its meetings are submitted.",
  })
  submitRolls: boolean;
}

export const BeginImportPayload = payloadType("BeginImport", {
  import: { type: () => ImportProgress, description: "How far it is. Null when `errors` is not empty." },
  uploadPath: {
    type: () => String,
    description:
      "Path below this service's own address: `PUT` the file there once, within an hour, as `text/csv` of at most 32 MiB and without any credential. Null when `errors` is not empty.",
  },
});

/**
 * Gives an organiser an address to which one file can be sent, which is then tried without a trace. Nothing is kept of it
 * until `confirmImport`.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT for an archived group, RATE_LIMITED above 50 a day
 */
export async function beginImport(
  ctx: Context,
  { groupId, kind, submitRolls }: BeginImportInput,
): Promise<{ readonly import: ImportProgress; readonly uploadPath: string }> {
  const begunById = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const group = await holdGroup(ctx, (await visible(ctx, Group, groupId, "groupId")).id);
    if (!mayOrganise(await standingIn(ctx, group.id))) throw forbidden("import into this group");
    refuseArchived(group, "groupId");
    await spend(ctx, IMPORTS_PER_DAY, begunById);
    const now = ctx.clock.now();
    const token = newToken("ngu");
    const begun = ctx.db.create(GroupImport, {
      id: newId(),
      groupId: group.id,
      begunById,
      fileKind: kind.toLowerCase(),
      submitRolls,
      status: GroupImportStatus.AWAITING_FILE,
      tokenHash: hashOf(token),
      sizeBytes: 0,
      readBytes: 0,
      report: null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + UPLOAD_MINUTES * MINUTE_MS),
      finishedAt: null,
    });
    await ctx.db.insert(GroupImport, begun);
    return { import: importProgress(begun), uploadPath: `/imports?token=${token}` };
  });
}
