import { Field, InputType } from "type-graphql";
import { MoreThan } from "typeorm";
import { holdPeople } from "../people/hold-people.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import "./own-data.events.ts";
import { OwnExport } from "./own-export.entity.ts";

/** Each reads everything that hangs on somebody. */
const OWN_EXPORTS_PER_DAY: Quota = { name: "own exports per person", most: 3, windowSeconds: 86_400 };
/** How long the link of the mail works. */
export const OWN_EXPORT_DAYS = 7;
const DAY_MS = 86_400_000;

@InputType({ description: "Taking along everything that the service holds about the viewer." })
export class ExportMyDataInput {
  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const ExportMyDataPayload = payloadType("ExportMyData", {
  expiresAt: {
    type: () => Date,
    description: "Until when the link that is mailed will work. Null when `errors` is not empty.",
  },
});

/**
 * Has everything gathered that the service holds about the viewer and lets them see; a link to it is mailed to their own
 * address. While one that was asked for is still being made, asking again changes nothing.
 *
 * @throws CONFLICT for somebody without an address; RATE_LIMITED above 3 a day
 */
export async function exportMyData(ctx: Context, input: ExportMyDataInput): Promise<{ readonly expiresAt: Date }> {
  const personId = signedIn(ctx);
  return once(ctx, "exportMyData", input, OwnExport, async (ctx) => {
    const { email } = await ctx.db.findOneByOrFail(Person, { id: personId });
    if (email === null) throw conflict(null, "There is no address to mail the link to.");
    // One at a time for each person: whoever pressed twice at once has one made.
    await holdPeople(ctx, [personId]);
    const now = ctx.clock.now();
    const waiting = await ctx.db
      .createQueryBuilder(OwnExport, "x")
      .where({ personId, expiresAt: MoreThan(now) })
      .andWhere("x.madeAt is null")
      .getOne();
    if (waiting) return waiting;
    await spend(ctx, OWN_EXPORTS_PER_DAY, personId);
    const made = ctx.db.create(OwnExport, {
      ...{ id: newId(), personId, requestedAt: now, madeAt: null, tokenHash: null, bytes: null },
      expiresAt: new Date(now.getTime() + OWN_EXPORT_DAYS * DAY_MS),
    });
    await ctx.db.insert(OwnExport, made);
    await emit(ctx, { name: "ownExport.requested", ownExportId: made.id });
    return made;
  });
}
