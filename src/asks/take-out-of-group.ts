import { In } from "typeorm";
import { LIVE_STATUSES, Membership } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import type { Class } from "../platform/reads/reads.ts";
import { Ask } from "./ask.entity.ts";
import "./ask.events.ts";
import { AskGroup } from "./ask-group.entity.ts";
import { HelpAudience } from "./help-kind.ts";
import { Offer } from "./offer.entity.ts";
import { OfferGroup } from "./offer-group.entity.ts";
import type { Posting } from "./posting.entity.ts";

/** Where a kind of posting stands, and how its groups are written down. */
interface Kind {
  readonly entity: Class<Posting>;
  readonly links: Class<AskGroup> | Class<OfferGroup>;
  readonly link: (postingId: string, groupId: string) => { readonly groupId: string };
  readonly tellClosed: (ctx: Context, postingId: string) => Promise<void>;
}

const KINDS = {
  ask: {
    entity: Ask,
    links: AskGroup,
    link: (askId: string, groupId: string) => ({ askId, groupId }),
    tellClosed: (ctx: Context, askId: string) => emit(ctx, { name: "ask.closed", askId }),
  },
  offer: {
    entity: Offer,
    links: OfferGroup,
    link: (offerId: string, groupId: string) => ({ offerId, groupId }),
    tellClosed: (ctx: Context, offerId: string) => emit(ctx, { name: "offer.closed", offerId }),
  },
} satisfies Record<string, Kind>;

/** An ask or offer, and the group that it shall leave. */
interface TakenOut {
  readonly kind: keyof typeof KINDS;
  readonly id: string;
  readonly groupId: string;
}

/**
 * Takes an open ask or offer out of one group: its members do not find it any more, unless they share another group with
 * the author in which it stands. One for all groups of the author stands in those they are in now from then on, and in no
 * later ones. What stands nowhere else is closed. Whoever answered keeps what they answered. Inside of a transaction; who
 * may do so is the caller's to ask.
 *
 * @param path of the input field that a refusal names
 * @throws CONFLICT unless it is open, and stands in the group
 */
export async function takeOutOfGroup(ctx: Context, { kind: name, id, groupId }: TakenOut, path: string): Promise<void> {
  const kind: Kind = KINDS[name];
  const lock = { mode: "for_no_key_update" } as const;
  const posting = await ctx.db.findOne(kind.entity, { where: { id }, lock });
  const standing = posting && isOpenAt(posting, ctx.clock.now()) ? await groupsOf(ctx, kind, posting) : [];
  if (!posting || !standing.includes(groupId)) throw conflict(path, "It does not stand in this group any more.");
  const left = standing.filter((key) => key !== groupId);
  if (posting.audience === HelpAudience.GROUPS) await ctx.db.delete(kind.links, kind.link(id, groupId));
  else {
    await ctx.db.update(kind.entity, { id }, { audience: HelpAudience.GROUPS });
    const links = left.map((key) => kind.link(id, key));
    if (links.length > 0) await ctx.db.insert(kind.links, links);
  }
  if (left.length > 0) return;
  await ctx.db.update(kind.entity, { id }, { closedAt: ctx.clock.now() });
  await kind.tellClosed(ctx, id);
}

const isOpenAt = ({ closedAt, openUntil }: Posting, now: Date): boolean => !closedAt && openUntil > now;

/** Where it stands: in the groups that it names, or in all of its author's; among connections it stands in none. */
async function groupsOf(ctx: Context, { links, link }: Kind, posting: Posting): Promise<string[]> {
  const { id, personId, audience } = posting;
  if (audience === HelpAudience.CONNECTIONS) return [];
  if (audience === HelpAudience.MY_GROUPS) {
    const memberships = await ctx.db.findBy(Membership, { personId, status: In([...LIVE_STATUSES]) });
    return memberships.map(({ groupId }) => groupId);
  }
  const { groupId: _any, ...ofPosting } = link(id, "");
  const named = await ctx.db.findBy(links, ofPosting);
  return named.map(({ groupId }) => groupId);
}
