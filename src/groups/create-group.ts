import { ArrayMaxSize, IsOptional } from "class-validator";
import { Field, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { duplicate } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { valid } from "../platform/valid.ts";
import { beginMembership } from "./begin-membership.ts";
import { claimSlug, claimSlugOf, IsSlug } from "./claim-slug.ts";
import { AttendeeListAudience, ExpectedRule, Group, GroupVisibility, JoinMode } from "./group.entity.ts";
import { detailsOf, GROUP_LANGUAGES_MAX, GROUP_NAME_LENGTH_MAX, GroupDetailsInput } from "./group-details.ts";
import { MembershipRole, MembershipStatus } from "./membership.entity.ts";
import { setGroupTopics } from "./set-group-topics.ts";

/** Groups that one person may found in a day: a whole region of chapters, but no flood of the lists that all read. */
export const GROUPS_FOUNDED_PER_DAY: Quota = { name: "groups founded per person", most: 20, windowSeconds: 86_400 };

@InputType({ description: "A new group." })
export class CreateGroupInput extends GroupDetailsInput {
  @IsLine(GROUP_NAME_LENGTH_MAX)
  @Field(() => String, { description: "Plain text, one line of 1 to 120 characters." })
  name: string;

  @IsOptional()
  @IsSlug()
  @Field(() => String, {
    nullable: true,
    description: "3 to 60 letters a to z, digits and hyphens, not yet taken. Left out, it is made of the name.",
  })
  slug?: string | null;

  @Field(() => TimeZone, { description: "Time zone of its calendar." })
  timeZone: string;

  @ArrayMaxSize(GROUP_LANGUAGES_MAX)
  @Field(() => [LanguageTag], { defaultValue: [], description: "Languages spoken; at most 10." })
  languages: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: "Topics by name, one line of at most 60 characters; at most 20.",
  })
  topics: string[];

  @Field(() => GroupVisibility, { defaultValue: GroupVisibility.PUBLIC, description: "Who may know of it." })
  visibility: GroupVisibility;

  @Field(() => JoinMode, { defaultValue: JoinMode.OPEN, description: "How one becomes a member." })
  joinMode: JoinMode;

  @Field(() => ExpectedRule, {
    defaultValue: ExpectedRule.MEMBERS,
    description: "Whom the roll of its meetings must account for.",
  })
  expectedRule: ExpectedRule;

  @Field(() => AttendeeListAudience, {
    defaultValue: AttendeeListAudience.MEMBERS,
    description: "Who may read the names of those going to its meetings.",
  })
  attendeeListAudience: AttendeeListAudience;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const CreateGroupPayload = payloadType("CreateGroup", { group: () => Group, groupEdge: () => edgeOf(Group) });

/**
 * Founds a group. Whoever is signed in may; they become its owner.
 *
 * @throws UNAUTHENTICATED, INVALID, DUPLICATE for a slug that another group has or had, RATE_LIMITED above 20 a day
 */
export async function createGroup(ctx: Context, input: CreateGroupInput): Promise<Group> {
  const founderId = signedIn(ctx);
  await valid(input);
  return once(ctx, "createGroup", input, Group, async (ctx) => {
    await spend(ctx, GROUPS_FOUNDED_PER_DAY, founderId);
    const group = await insertGroup(ctx, input);
    await setGroupTopics(ctx, group.id, input.topics);
    await beginMembership(ctx, {
      groupId: group.id,
      personId: founderId,
      role: MembershipRole.OWNER,
      status: MembershipStatus.ACTIVE,
    });
    await emit(ctx, { name: "group.created", groupId: group.id });
    return group;
  });
}

async function insertGroup(ctx: Context, input: CreateGroupInput): Promise<Group> {
  const id = newId();
  const now = ctx.clock.now();
  const name = tidyLine(input.name);
  const group = await ctx.db.save(
    ctx.db.create(Group, {
      ...detailsOf(input),
      id,
      // Only until the slug is claimed, which needs the row to be there; nobody else sees it meanwhile.
      slug: id,
      name,
      timeZone: input.timeZone,
      languages: [...new Set(input.languages)],
      visibility: input.visibility,
      joinMode: input.joinMode,
      expectedRule: input.expectedRule,
      attendeeListAudience: input.attendeeListAudience,
      createdAt: now,
      updatedAt: now,
      archivedAt: null,
    }),
  );
  group.slug = await claimedSlug(ctx, group, input.slug ?? null);
  await ctx.db.update(Group, { id }, { slug: group.slug });
  return group;
}

async function claimedSlug(ctx: Context, group: Group, wanted: string | null): Promise<string> {
  if (wanted === null) return claimSlugOf(ctx, group.id, group.name);
  if (!(await claimSlug(ctx, group.id, wanted))) throw duplicate("slug", "Another group has or had this slug.");
  return wanted;
}
