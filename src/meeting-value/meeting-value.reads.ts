import { ConnectedPair } from "../connections/connection.entity.ts";
import { Encounter } from "../encounters/encounter.entity.ts";
import { EncounterPerson } from "../encounters/encounter-person.entity.ts";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { isSelf, ownOnly } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { among } from "../platform/reads/filters.ts";
import type { Policy, Row, Viewer } from "../platform/reads/policy.ts";
import { absent, and, eq, FALSE, not, or, TRUE } from "../platform/reads/sql.ts";
import { GroupSuggestion, SuggestionOutcome } from "./group-suggestion.entity.ts";
import { Idea } from "./idea.entity.ts";
import { isAuthor, isReceiver, visibleIdea, visibleSuggestion } from "./meeting-value.policy.ts";
import { MeetingValue } from "./meeting-value.ts";

/** Contacts of one meeting that are shown: more people nobody gets to know in an evening. */
const CONTACTS_SHOWN_MAX = 100;

reads(Idea, {
  prefix: "ide",
  description: "ideas",
  visible: visibleIdea,
  orders: (i) => ({ CAPTURED_AT: { by: i.capturedAt, description: "By when they were written down." } }),
  fields: (t) => ({
    meeting: t.one(Meeting, "meetingId", { description: "Where it came up. Null once the viewer does not see it." }),
    author: t.one(Person, "authorId", { description: "Who wrote it down." }),
    creditedTo: t.one(Person, "creditedToId", {
      description: "Who brought it up. Null where that is not known, and for people out of sight.",
    }),
    viewerCanDiscard: t.bool(isAuthor, { description: "Whether the viewer may throw it away." }),
  }),
});

reads(GroupSuggestion, {
  prefix: "sug",
  description: "hints at groups",
  visible: visibleSuggestion,
  orders: (s) => ({ SUGGESTED_AT: { by: s.suggestedAt, description: "By when they were given." } }),
  filters: (s) => ({ outcomes: among(s.outcome, SuggestionOutcome, { description: "With one of these outcomes." }) }),
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "The group. Null once the viewer does not see it any more." }),
    giver: t.one(Person, "giverId", { description: "Who gave it. Null for people out of sight." }),
    receiver: t.one(Person, "receiverId", { description: "Whom it may suit. Null for people out of sight." }),
    meeting: t.one(Meeting, "meetingId", { description: "Where it was said, if at a meeting that the viewer sees." }),
    viewerCanReport: t.bool(isReceiver, { description: "Whether the viewer may say what became of it." }),
  }),
});

const isOfMeeting = (e: Row<Encounter>, m: Row<Meeting>, v: Viewer) =>
  and(eq(e.meetingId, m.id), isSelf(v, e.authorId));

const isNamed = (e: Row<Encounter>, p: Row<Person>, v: Viewer) =>
  v.exists(EncounterPerson, (named) => and(eq(named.encounterId, e.id), eq(named.personId, p.id)));

const isSomebody: Policy<Meeting> = (_m, v) => (v.anonymous ? FALSE : TRUE);

hang(Meeting, (t) => ({
  viewerValue: t.object(MeetingValue, {
    when: isSomebody,
    description: "What the viewer took away from it. Nobody else sees it; null without signing in.",
    fields: (t) => ({
      contacts: t.list(
        Person,
        (p, m, v) =>
          and(
            not(isSelf(v, p.id)),
            or(
              v.exists(ConnectedPair, (c) =>
                and(
                  eq(c.meetingId, m.id),
                  absent(c.endedAt),
                  or(
                    and(eq(c.personLowId, v.id), eq(c.personHighId, p.id)),
                    and(eq(c.personHighId, v.id), eq(c.personLowId, p.id)),
                  ),
                ),
              ),
              v.exists(Encounter, (e) => and(isOfMeeting(e, m, v), isNamed(e, p, v))),
            ),
          ),
        {
          max: CONTACTS_SHOWN_MAX,
          order: (p) => p.id,
          description:
            "People with whom the viewer's connection began there, or whom the viewer wrote down as met there; at most 100.",
        },
      ),
      encounters: t.connection(Encounter, "meetingId", {
        where: (e, _m, v) => isSelf(v, e.authorId),
        description: "What the viewer wrote down of whom they met there, people who are but names in their book too.",
      }),
      ideas: t.connection(Idea, "meetingId", {
        where: (i, _m, v) => isAuthor(i, v),
        description: "What the viewer wrote down of it.",
      }),
      groupSuggestions: t.connection(GroupSuggestion, "meetingId", {
        where: (s, _m, v) => isReceiver(s, v),
        description: "Groups that somebody told the viewer of there.",
      }),
    }),
  }),
}));

const mine = "Only the person themself sees it; null for everybody else.";

hang(Person, (t) => ({
  ideas: t.connection(Idea, "authorId", { when: ownOnly, description: `What they wrote down at meetings. ${mine}` }),
  ideasCredited: t.connection(Idea, "creditedToId", {
    when: ownOnly,
    where: (i, _p, v) => not(isAuthor(i, v)),
    description: `Ideas of theirs that others took away from meetings, and told them of. ${mine}`,
  }),
  groupSuggestionsGiven: t.connection(GroupSuggestion, "giverId", {
    when: ownOnly,
    description: `Groups that they told others of. ${mine}`,
  }),
  groupSuggestionsReceived: t.connection(GroupSuggestion, "receiverId", {
    when: ownOnly,
    description: `Groups that others told them of. ${mine}`,
  }),
}));
