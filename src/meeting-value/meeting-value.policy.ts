/** What somebody took away from a meeting is theirs; what one told another is a matter of these two. */
import { isSelf, unblocked } from "../people/person.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, not, or, sql } from "../platform/reads/sql.ts";
import type { GroupSuggestion } from "./group-suggestion.entity.ts";
import type { Idea } from "./idea.entity.ts";

export const isAuthor: Policy<Idea> = (idea, v) => isSelf(v, idea.authorId);

export const visibleIdea: Policy<Idea> = (idea, v) =>
  or(isAuthor(idea, v), and(isSelf(v, idea.creditedToId), sql`${idea.tellsCredited}`, unblocked(v, idea.authorId)));

/** What was given across a block has no receiver. */
export const isReceiver: Policy<GroupSuggestion> = (s, v) => and(isSelf(v, s.receiverId), not(sql`${s.isWithheld}`));

export const visibleSuggestion: Policy<GroupSuggestion> = (s, v) => or(isSelf(v, s.giverId), isReceiver(s, v));

export const mayDiscardIdea = (idea: Pick<Idea, "authorId">, viewerId: string): boolean => idea.authorId === viewerId;

/** What came of a hint is said by whoever got it. */
export const mayReportGroupSuggestion = (suggestion: Pick<GroupSuggestion, "receiverId">, viewerId: string): boolean =>
  suggestion.receiverId === viewerId;
