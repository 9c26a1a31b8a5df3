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
import { PREFIX_OF_REPORTED, ReportedKind } from "./reported-kind.ts";

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
  readonly entity: Class<{ id: string }>;
  readonly more?: (row: never) => Partial<Reported>;
}

const said = ({ text, personId, giverId }: Message): Partial<Reported> => ({
  aboutId: personId ?? giverId ?? null,
  quote: text,
});

const REPORTABLE: Readonly<Record<ReportedKind, Reportable>> = {
  [ReportedKind.PERSON]: { entity: Person, more: ({ id }: Person) => ({ aboutId: id }) },
  [ReportedKind.GROUP]: { entity: Group },
  [ReportedKind.MEETING]: { entity: Meeting, more: ({ groupId }: Meeting) => ({ groupId }) },
  [ReportedKind.INTRODUCTION]: { entity: Introduction },
  [ReportedKind.ASK]: { entity: Ask, more: said },
  [ReportedKind.OFFER]: { entity: Offer, more: said },
  [ReportedKind.ASK_RESPONSE]: { entity: AskResponse, more: said },
  [ReportedKind.OFFER_RESPONSE]: { entity: OfferResponse, more: said },
  [ReportedKind.GROUP_SUGGESTION]: { entity: GroupSuggestion, more: said },
};

const kindOf = (subjectId: string): ReportedKind | undefined => {
  const prefix = parseGlobalId(subjectId)?.prefix;
  return Object.values(ReportedKind).find((kind) => PREFIX_OF_REPORTED[kind] === prefix);
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
  const kind = kindOf(subjectId);
  if (!kind) throw notFound("subjectId", "Nothing of that kind can be reported, or it is not there.");
  const { entity, more } = REPORTABLE[kind];
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
