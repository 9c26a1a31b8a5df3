import { ArgsType, Field, ID } from "type-graphql";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import type { Context } from "../platform/context.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { among } from "../platform/reads/filters.ts";
import { and, eq, not, sql } from "../platform/reads/sql.ts";
import { FollowUp, FollowUpStatus } from "./follow-up.entity.ts";
import { PEOPLE_TO_RECALL_MAX, peopleToRecall } from "./people-to-recall.ts";
import { isOwnWriting, metAt } from "./recall.policy.ts";
import { RecallNote } from "./recall-note.entity.ts";

reads(RecallNote, {
  prefix: "rcn",
  description: "recall notes",
  visible: (row, v) => isOwnWriting(row, v),
  orders: (n) => ({ CREATED_AT: { by: n.createdAt, description: "By when they were written." } }),
  fields: (t) => ({
    person: t.one(Person, "personId", { description: "Whom it is about. Null for people out of the viewer's sight." }),
  }),
});

reads(FollowUp, {
  prefix: "fup",
  description: "follow-ups",
  visible: (row, v) => isOwnWriting(row, v),
  orders: (f) => ({ DUE_ON: { by: f.dueOn, description: "By the day on which they are due." } }),
  filters: (f) => ({ statuses: among(f.status, FollowUpStatus) }),
  fields: (t) => ({
    person: t.one(Person, "personId", {
      description: "To whom it was promised. Null for nobody in particular, and for people out of the viewer's sight.",
    }),
  }),
});

@ArgsType()
class PeopleToRecallArgs {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;
}

hang(Person, (t) => ({
  recallNotes: t.connection(RecallNote, "authorId", {
    when: ownOnly,
    description: "What the person wants to remember of others. Only they see it; null for everybody else.",
  }),
  followUps: t.connection(FollowUp, "authorId", {
    when: ownOnly,
    description: "What the person promised. Only they see it; null for everybody else.",
  }),
  viewerRecallNotes: t.connection(RecallNote, (n, person, v) => and(isOwnWriting(n, v), eq(n.personId, person.id)), {
    description: "What the viewer wants to remember of this person.",
  }),
  viewerFollowUps: t.connection(FollowUp, (f, person, v) => and(isOwnWriting(f, v), eq(f.personId, person.id)), {
    description: "What the viewer promised this person.",
  }),
  viewerLastMet: t.first(Meeting, (m, person, v) => and(not(eq(person.id, v.id)), metAt(m, person.id, v)), {
    order: (m) => sql`${m.startsAt} desc, ${m.id} desc`,
    description:
      "The last meeting at which the viewer and this person were both marked as present. Null if there is none within sight, and, but for who hosts the group, for people who do not wish to stand on lists of attendees.",
  }),
  peopleToRecall: t.resolved(
    () => [Person],
    ["id"],
    ({ id }, { meetingId }: PeopleToRecallArgs, ctx: Context) => peopleToRecall(ctx, id, meetingId),
    {
      nullable: true,
      args: PeopleToRecallArgs,
      description: `Of those who are expected at a meeting, as far as the viewer may know it, the people of whom the viewer has something to remember: whom they met, wrote of, or promised something; at most ${PEOPLE_TO_RECALL_MAX}, open promises first by their day. Only the person themself sees it; null for everybody else, and for a meeting out of sight.`,
    },
  ),
}));
