import { Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Group } from "../groups/group.entity.ts";
import { mayUpdateGroup } from "../groups/group.policy.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import "./introduction.events.ts";
import { INTRODUCTION_DAYS } from "./introduction.entity.ts";
import { IntroductionRule } from "./introduction-rule.entity.ts";

/** Shortest and longest time in which introductions of a group can be answered, in days. */
export const INTRODUCTION_DAYS_MIN = 3;
export const INTRODUCTION_DAYS_MAX = 60;

@InputType({ description: "How long introductions of a group can be answered." })
export class SetIntroductionDaysInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;

  @Field(() => Int, { description: `Days, ${INTRODUCTION_DAYS_MIN} to ${INTRODUCTION_DAYS_MAX}.` })
  @Min(INTRODUCTION_DAYS_MIN)
  @Max(INTRODUCTION_DAYS_MAX)
  days: number;
}

export const SetIntroductionDaysPayload = payloadType("SetIntroductionDays", { group: () => Group });

/**
 * Says how long introductions of a group can be answered, from the next one on. For organisers and owners. Setting the
 * same again changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN, INVALID, CONFLICT for an archived group
 */
export async function setIntroductionDays(ctx: Context, input: SetIntroductionDaysInput): Promise<Group> {
  signedIn(ctx);
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const group = await holdGroup(ctx, (await visible(ctx, Group, input.groupId, "groupId")).id);
    if (!mayUpdateGroup(await standingIn(ctx, group.id))) throw forbidden("change this group");
    refuseArchived(group, "groupId");
    const before = await introductionDaysOf(ctx, group.id);
    if (before === input.days) return group;

    await ctx.db.upsert(IntroductionRule, { groupId: group.id, days: input.days }, ["groupId"]);
    const objectId = globalId("grp", group.id);
    const change = { before: { days: before }, after: { days: input.days } };
    await writeAuditEntry(ctx, { groupId: group.id, action: "setIntroductionDays", objectId, ...change });
    await emit(ctx, { name: "group.introductionDaysSet", groupId: group.id });
    return group;
  });
}

/** For how many days an introduction can be answered that comes from this group, or from none. */
export async function introductionDaysOf(ctx: Context, groupId: string | null): Promise<number> {
  const rule = groupId === null ? null : await ctx.db.findOneBy(IntroductionRule, { groupId });
  return rule?.days ?? INTRODUCTION_DAYS;
}
