import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Group } from "../groups/group.entity.ts";
import { mayOrganise } from "../groups/group.policy.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { seal, unseal } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";

/** Exports that one person may ask for in a day: each reads a whole group. */
const EXPORTS_PER_DAY: Quota = { name: "exports per person", most: 20, windowSeconds: 86_400 };
/** How long the address of an export can be used. */
const EXPORT_MINUTES = 10;
const MINUTE_MS = 60_000;
const PURPOSE = "export";

@InputType({ description: "Taking out everything that a group owns." })
export class ExportGroupInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;
}

export const ExportGroupPayload = payloadType("ExportGroup", {
  path: {
    type: () => String,
    description:
      "Path and query below this service's own address: `GET` it within 10 minutes, without any credential, for a ZIP of CSV and JSON files. Who has it has the data, so keep it to yourself. Null when `errors` is not empty.",
  },
  expiresAt: { type: () => Date, description: "Until when it can be used. Null when `errors` is not empty." },
});

/** What the address of an export stands for. */
export interface OfferedExport {
  readonly groupId: string;
  readonly personId: string;
}

/**
 * Gives an organiser an address from which everything that the group owns can be fetched once or more within ten
 * minutes, as long as they organise it. That they asked stands in the audit log.
 *
 * @throws NOT_FOUND, FORBIDDEN, RATE_LIMITED above 20 a day
 */
export async function exportGroup(
  ctx: Context,
  input: ExportGroupInput,
): Promise<{ readonly path: string; readonly expiresAt: Date }> {
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { id: groupId } = await visible(ctx, Group, input.groupId, "groupId");
    if (!mayOrganise(await standingIn(ctx, groupId))) throw forbidden("export this group");
    await spend(ctx, EXPORTS_PER_DAY, personId);
    await writeAuditEntry(ctx, { groupId, action: "exportGroup", objectId: globalId("grp", groupId) });
    const expiresAt = new Date(ctx.clock.now().getTime() + EXPORT_MINUTES * MINUTE_MS);
    const token = seal(ctx.secretKey, PURPOSE, { groupId, personId, expiresAt: expiresAt.getTime() });
    return { path: `/exports?token=${token.toString("base64url")}`, expiresAt };
  });
}

/** Which export a token stands for; null if it stands for none, any more, or its holder no longer organises the group. */
export async function offeredExport(ctx: Context, token: string): Promise<OfferedExport | null> {
  const offer = opened(ctx, token);
  if (!offer || offer.expiresAt <= ctx.clock.now().getTime()) return null;
  const { groupId, personId } = offer;
  return mayOrganise(await standingIn(ctx, groupId, personId)) ? { groupId, personId } : null;
}

function opened({ secretKey }: Context, token: string): (OfferedExport & { readonly expiresAt: number }) | null {
  try {
    return unseal(secretKey, PURPOSE, Buffer.from(token, "base64url")) as OfferedExport & { expiresAt: number };
  } catch {
    return null;
  }
}
