import { ArrayMaxSize } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import type { AuditedState } from "../audit/audit-entry.entity.ts";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { claimSlug, IsSlug } from "../groups/claim-slug.ts";
import { AttendeeListAudience, ExpectedRule, Group, GroupVisibility, JoinMode } from "../groups/group.entity.ts";
import { mayUpdateGroup } from "../groups/group.policy.ts";
import { detailsOf, GROUP_LANGUAGES_MAX, GROUP_NAME_LENGTH_MAX, GroupDetailsInput } from "../groups/group-details.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { setGroupTopics } from "../groups/set-group-topics.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { duplicate, forbidden, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { inTransaction } from "../platform/transaction.ts";
import { IfGiven, valid } from "../platform/valid.ts";

@InputType({ description: "What changes about a group: left out means unchanged, null clears what can be empty." })
export class UpdateGroupInput extends GroupDetailsInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;

  @IfGiven()
  @IsLine(GROUP_NAME_LENGTH_MAX)
  @Field(() => String, { nullable: true, description: "Plain text, one line of 1 to 120 characters." })
  name?: string | null;

  @IfGiven()
  @IsSlug()
  @Field(() => String, {
    nullable: true,
    description: "3 to 60 letters a to z, digits and hyphens. Its earlier slugs go on resolving.",
  })
  slug?: string | null;

  @Field(() => TimeZone, { nullable: true, description: "Time zone of its calendar; meetings keep theirs." })
  timeZone?: string | null;

  @IfGiven()
  @ArrayMaxSize(GROUP_LANGUAGES_MAX)
  @Field(() => [LanguageTag], { nullable: true, description: "All languages spoken; at most 10." })
  languages?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "All its topics, by name, one line of at most 60 characters; at most 20.",
  })
  topics?: string[] | null;

  @Field(() => GroupVisibility, { nullable: true, description: "Who may know of it." })
  visibility?: GroupVisibility | null;

  @Field(() => JoinMode, { nullable: true, description: "How one becomes a member." })
  joinMode?: JoinMode | null;

  @Field(() => ExpectedRule, { nullable: true, description: "Whom the roll of its meetings must account for." })
  expectedRule?: ExpectedRule | null;

  @Field(() => AttendeeListAudience, {
    nullable: true,
    description: "Who may read the names of those going to its meetings.",
  })
  attendeeListAudience?: AttendeeListAudience | null;

  @Field(() => Int, { nullable: true, description: "`version` as last read; a mismatch is `STALE`." })
  expectedVersion?: number | null;
}

export const UpdateGroupPayload = payloadType("UpdateGroup", { group: () => Group });

/** Columns that an update may set to a value, and never to null. */
const ALWAYS_SET = ["timeZone", "languages", "visibility", "joinMode", "expectedRule", "attendeeListAudience"] as const;

/**
 * Changes what a group says of itself and how it works. For its organisers and owners. A new slug does not
 * take the old ones away: links out there go on working.
 *
 * @throws NOT_FOUND, FORBIDDEN, INVALID, DUPLICATE for a slug that another group has or had, STALE,
 *   CONFLICT for an archived group
 */
export async function updateGroup(ctx: Context, input: UpdateGroupInput): Promise<Group> {
  signedIn(ctx);
  await valid(input);
  const changes = changesOf(input);
  return inTransaction(ctx, async (ctx) => {
    const seen = await visible(ctx, Group, input.groupId, "groupId");
    const group = await holdGroup(ctx, seen.id);
    if (!mayUpdateGroup(await standingIn(ctx, group.id))) throw forbidden("change this group");
    refuseArchived(group, "groupId");

    if (changes.slug && !(await claimSlug(ctx, group.id, changes.slug))) {
      throw duplicate("slug", "Another group has or had this slug.");
    }
    const before = settingsOf(group);
    if (input.topics) await setGroupTopics(ctx, group.id, input.topics);
    await revise(ctx, group, { ...changes, updatedAt: ctx.clock.now() }, input.expectedVersion);
    await logSettings(ctx, group.id, before, settingsOf(group));
    await emit(ctx, { name: "group.updated", groupId: group.id });
    return group;
  });
}

/** What members have reckoned with: who sees the group and their names in it, who comes in, whom a roll calls absent. */
const settingsOf = ({ visibility, joinMode, expectedRule, attendeeListAudience }: Group) => ({
  visibility,
  joinMode,
  expectedRule,
  attendeeListAudience,
});

/** One line with the settings that are others now; words and topics are for everybody to read, and leave none. */
async function logSettings(ctx: Context, groupId: string, was: AuditedState, is: AuditedState): Promise<void> {
  const changed = Object.keys(is).filter((setting) => was[setting] !== is[setting]);
  if (changed.length === 0) return;
  const only = (state: AuditedState) => Object.fromEntries(changed.map((setting) => [setting, state[setting] ?? null]));
  const objectId = globalId("grp", groupId);
  await writeAuditEntry(ctx, { groupId, action: "updateGroup", objectId, before: only(was), after: only(is) });
}

function changesOf(input: UpdateGroupInput): Partial<Group> {
  for (const field of [...ALWAYS_SET, "topics"] as const) {
    if (input[field] === null) throw invalid(field, "Cannot be cleared.");
  }
  const given = ALWAYS_SET.filter((field) => input[field] !== undefined).map((field) => [field, input[field]]);
  return {
    ...detailsOf(input),
    ...(Object.fromEntries(given) as Partial<Group>),
    ...(input.languages ? { languages: [...new Set(input.languages)] } : {}),
    ...(input.name ? { name: tidyLine(input.name) } : {}),
    ...(input.slug ? { slug: input.slug } : {}),
  };
}
