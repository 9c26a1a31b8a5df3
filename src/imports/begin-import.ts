import { Field, ID, InputType } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { mayOrganise } from "../groups/group.policy.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { hashOf, mac } from "../platform/secrets.ts";
import { GroupImport, GroupImportStatus } from "./group-import.entity.ts";
import { ImportFileKind } from "./import-file-kind.ts";

/** Files that one person may bring in in a day. */
const IMPORTS_PER_DAY: Quota = { name: "imports per person", most: 50, windowSeconds: 86_400 };
/** How long the address for the upload can be used. */
const UPLOAD_MINUTES = 60;
const MINUTE_MS = 60_000;

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

  @Field(() => String, {
    nullable: true,
    description: "Makes a repeated call harmless for 7 days; 1 to 255 characters.",
  })
  idempotencyKey?: string | null;
}

export const BeginImportPayload = payloadType("BeginImport", {
  import: () => GroupImport,
  importEdge: () => edgeOf(GroupImport),
  uploadPath: {
    type: () => String,
    description:
      "Path below this service's own address: `PUT` the file there once, within an hour, as `text/csv` of at most 32 MiB and without any credential. Null when `errors` is not empty, and for a repeated call after the file was sent.",
  },
});

/** What `beginImport` gives: the import, and where to send the file as long as it is not there. */
interface Begun {
  readonly import: GroupImport;
  readonly uploadPath: string | null;
}

/**
 * Gives an organiser an address to which one file can be sent, which is then tried without a trace. Nothing is kept of it
 * until `confirmImport`.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT for an archived group, RATE_LIMITED above 50 a day
 */
export async function beginImport(ctx: Context, input: BeginImportInput): Promise<Begun> {
  const begunById = signedIn(ctx);
  const { groupId, kind, submitRolls } = input;
  const begun = await once(ctx, "beginImport", input, GroupImport, async (ctx) => {
    const group = await holdGroup(ctx, (await visible(ctx, Group, groupId, "groupId")).id);
    if (!mayOrganise(await standingIn(ctx, group.id))) throw forbidden("import into this group");
    refuseArchived(group, "groupId");
    await spend(ctx, IMPORTS_PER_DAY, begunById);
    const id = newId();
    const now = ctx.clock.now();
    const begun = ctx.db.create(GroupImport, {
      id,
      groupId: group.id,
      begunById,
      fileKind: kind.toLowerCase(),
      submitRolls,
      status: GroupImportStatus.AWAITING_FILE,
      tokenHash: hashOf(uploadToken(ctx, id)),
      sizeBytes: 0,
      readBytes: 0,
      report: null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + UPLOAD_MINUTES * MINUTE_MS),
      finishedAt: null,
    });
    await ctx.db.insert(GroupImport, begun);
    return begun;
  });
  return { import: begun, uploadPath: begun.tokenHash && `/imports?token=${uploadToken(ctx, begun.id)}` };
}

/** Follows from the import and our key alone, so that a repeated call is given the same address. */
const uploadToken = (ctx: Context, importId: string): string =>
  `ngu_${mac(ctx.secretKey, "import upload", importId).toString("hex")}`;
