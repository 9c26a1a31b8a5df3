import { ArrayMaxSize } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { holdPeople } from "../people/hold-people.ts";
import type { Context } from "../platform/context.ts";
import { conflict, invalid, limitReached } from "../platform/errors.ts";
import { visible } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import type { Class } from "../platform/reads/reads.ts";
import { HelpAudience, HelpKind } from "./help-kind.ts";
import { POSTING_TEXT_LENGTH_MAX, type Posting } from "./posting.entity.ts";

/** Most topics of one ask or offer. */
export const POSTING_TOPICS_MAX = 5;
/** Most groups that one names. */
export const POSTING_GROUPS_MAX = 10;
/** How long one may stand, in days. What is needed longer is asked again. */
export const POSTING_DAYS_MAX = 90;
const DAY_MS = 86_400_000;

@InputType()
export abstract class PostingInput {
  @Field(() => HelpKind, { description: "What sort of help." })
  kind: HelpKind;

  @Field(() => [String], {
    defaultValue: [],
    description: "What it is about, by names of topics: at most 5, each 1 to 60 characters.",
  })
  @ArrayMaxSize(POSTING_TOPICS_MAX)
  topics: string[];

  @Field(() => String, { description: "Plain text, 1 to 2,000 characters." })
  @IsParagraphs(POSTING_TEXT_LENGTH_MAX)
  text: string;

  @Field(() => HelpAudience, { description: "Who may read it." })
  audience: HelpAudience;

  @Field(() => [ID], {
    defaultValue: [],
    description: "Groups of the viewer's whose members may read it, 1 to 10, for the audience `GROUPS` alone.",
  })
  @ArrayMaxSize(POSTING_GROUPS_MAX)
  groupIds: string[];

  @Field(() => Date, { description: "Until when it stands: at most 90 days ahead." })
  openUntil: Date;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

/**
 * Checks what was asked or offered against its audience and its time, and gives the keys of the groups that it names.
 *
 * @throws INVALID, NOT_FOUND, CONFLICT for a group in which the viewer is no member
 */
export async function audienceOf(ctx: Context, { audience, groupIds, openUntil }: PostingInput): Promise<string[]> {
  const [now, until] = [ctx.clock.now().getTime(), openUntil.getTime()];
  if (until <= now) throw invalid("openUntil", "In the future.");
  if (until > now + POSTING_DAYS_MAX * DAY_MS) throw invalid("openUntil", `At most ${POSTING_DAYS_MAX} days ahead.`);
  if ((audience === HelpAudience.GROUPS) !== groupIds.length > 0) {
    throw invalid("groupIds", "Name groups for the audience GROUPS, and for no other.");
  }
  const keys: string[] = [];
  for (const [index, id] of groupIds.entries()) {
    const group = await visible(ctx, Group, id, ["groupIds", String(index)]);
    if (!(await standingIn(ctx, group.id))?.live) {
      throw conflict(["groupIds", String(index)], "You are no member of this group.");
    }
    keys.push(group.id);
  }
  return [...new Set(keys)];
}

/**
 * Nobody has more open than that at once. The author is held, so that posts of one person come one after the other.
 *
 * @throws LIMIT_REACHED
 */
export async function refuseTooMany(
  ctx: Context,
  { entity, personId, most }: { readonly entity: Class<Posting>; readonly personId: string; readonly most: number },
): Promise<void> {
  await holdPeople(ctx, [personId]);
  const open = await ctx.db
    .createQueryBuilder(entity, "p")
    .where("p.personId = :personId and p.closedAt is null and p.openUntil > :now", { personId, now: ctx.clock.now() })
    .getCount();
  if (open >= most) throw limitReached(null, `At most ${most} may be open at once: close one first.`);
}

/** The columns of a new one. */
export const postingOf = (
  ctx: Context,
  personId: string,
  { kind, text, audience, openUntil }: PostingInput,
): Omit<Posting, "person"> => ({
  id: newId(),
  personId,
  kind,
  text: tidyParagraphs(text),
  audience,
  postedAt: ctx.clock.now(),
  openUntil,
  closedAt: null,
});
