import { Ask } from "../asks/ask.entity.ts";
import { AskResponse } from "../asks/ask-response.entity.ts";
import { Offer } from "../asks/offer.entity.ts";
import { OfferResponse } from "../asks/offer-response.entity.ts";
import { Group } from "../groups/group.entity.ts";
import { Introduction } from "../introductions/introduction.entity.ts";
import { GroupSuggestion } from "../meeting-value/group-suggestion.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Block } from "../people/block.entity.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { invalid, notFound } from "../platform/errors.ts";
import { visible } from "../platform/find.ts";
import { parseGlobalId } from "../platform/ids.ts";
import type { Class } from "../platform/reads/reads.ts";
import { ReportedKind } from "./reported-kind.ts";

/** Something within the reporter's sight that is reported. */
export interface Reported {
  readonly kind: ReportedKind;
  readonly objectId: string;
  /** Whose doing it is, where that is one person. */
  readonly aboutId: string | null;
  /** The text that somebody wrote, as it stands now. */
  readonly quote: string | null;
  /** The group that it belongs to alone. */
  readonly groupId: string | null;
}

interface Message {
  readonly id: string;
  readonly text: string | null;
  readonly personId?: string;
  readonly giverId?: string;
}
interface Reportable {
  readonly kind: ReportedKind;
  readonly entity: Class<{ id: string }>;
  readonly more?: (row: never) => Partial<Reported>;
}

const said = ({ text, personId, giverId }: Message): Partial<Reported> => ({
  aboutId: personId ?? giverId ?? null,
  quote: text,
});

/** By the prefix of their global ids. */
const REPORTABLE: Readonly<Record<string, Reportable>> = {
  per: { kind: ReportedKind.PERSON, entity: Person, more: ({ id }: Person) => ({ aboutId: id }) },
  grp: { kind: ReportedKind.GROUP, entity: Group },
  mtg: { kind: ReportedKind.MEETING, entity: Meeting, more: ({ groupId }: Meeting) => ({ groupId }) },
  itr: { kind: ReportedKind.INTRODUCTION, entity: Introduction },
  ask: { kind: ReportedKind.ASK, entity: Ask, more: said },
  off: { kind: ReportedKind.OFFER, entity: Offer, more: said },
  rsp: { kind: ReportedKind.ASK_RESPONSE, entity: AskResponse, more: said },
  ors: { kind: ReportedKind.OFFER_RESPONSE, entity: OfferResponse, more: said },
  sug: { kind: ReportedKind.GROUP_SUGGESTION, entity: GroupSuggestion, more: said },
};

/**
 * What a report is about. Whoever blocked somebody first and reports them then is heard as well.
 *
 * @throws NOT_FOUND for what is out of sight, or cannot be reported; INVALID for oneself and what one wrote
 */
export async function reported(ctx: Context, reporterId: string, subjectId: string): Promise<Reported> {
  const nothing = { aboutId: null, quote: null, groupId: null };
  const blockedId = await blockedBy(ctx, reporterId, subjectId);
  if (blockedId) return { ...nothing, kind: ReportedKind.PERSON, objectId: blockedId, aboutId: blockedId };
  const { kind, entity, more } = REPORTABLE[parseGlobalId(subjectId)?.prefix ?? ""] ?? {};
  if (!kind || !entity) throw notFound("subjectId", "Nothing of that kind can be reported, or it is not there.");
  const row = await visible(ctx, entity, subjectId, "subjectId");
  const found = { ...nothing, kind, objectId: row.id, ...more?.(row as never) };
  if (found.aboutId === reporterId) throw invalid("subjectId", "Nobody can report themself.");
  return found;
}

/** Out of the reporter's sight by their own block alone. */
async function blockedBy(ctx: Context, blockerId: string, subjectId: string): Promise<string | null> {
  const key = parseGlobalId(subjectId);
  if (key?.prefix !== "per") return null;
  return (await ctx.db.existsBy(Block, { blockerId, blockedId: key.id })) ? key.id : null;
}
