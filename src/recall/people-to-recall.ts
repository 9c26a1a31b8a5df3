import { IN_THE_ROOM } from "../attendance/attendance-code.ts";
import { AttendeeListAudience, ExpectedRule, Group } from "../groups/group.entity.ts";
import { mayHost } from "../groups/group.policy.ts";
import { LIVE_STATUSES } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import type { EntityRef } from "../platform/errors.ts";
import { parseGlobalId } from "../platform/ids.ts";

/** As many as anybody reads through before a meeting. */
export const PEOPLE_TO_RECALL_MAX = 50;

/**
 * Whom the viewer has something to remember of, among those expected at a meeting: the members, where the group expects
 * them and the viewer is one; and who is going, as far as the viewer may read that. The order tells of the viewer's own
 * promises alone. Who of them is out of sight is left out when they are read.
 */
export async function peopleToRecall(ctx: Context, personId: string, meetingId: string): Promise<EntityRef[] | null> {
  const key = parseGlobalId(meetingId);
  if (ctx.viewerId === null || personId !== ctx.viewerId || key?.prefix !== "mtg") return null;
  if (!(await ctx.reads.canSee(ctx, Meeting, key.id))) return null;
  const { groupId } = await ctx.db.findOneByOrFail(Meeting, { id: key.id });
  const group = await ctx.db.findOneByOrFail(Group, { id: groupId });
  const standing = await standingIn(ctx, groupId, personId);
  const isMember = standing?.live === true;
  const rows = await ctx.db.query<{ id: string }[]>(EXPECTED_AND_KNOWN, [
    key.id,
    personId,
    mayHost(standing),
    mayHost(standing) || readsList(group, isMember),
    isMember && group.expectedRule === ExpectedRule.MEMBERS,
    LIVE_STATUSES,
    IN_THE_ROOM,
    PEOPLE_TO_RECALL_MAX,
  ]);
  return rows.map(({ id }) => ({ entity: Person, id }));
}

/** Whoever asks is signed in. */
const readsList = ({ attendeeListAudience }: Group, isMember: boolean): boolean =>
  attendeeListAudience === AttendeeListAudience.PUBLIC ||
  attendeeListAudience === AttendeeListAudience.SIGNED_IN ||
  (attendeeListAudience === AttendeeListAudience.MEMBERS && isMember);

const EXPECTED_AND_KNOWN = `
  with expected as (
    select r.person_id from rsvps r join people p on p.id = r.person_id
     where r.meeting_id = $1 and r.status = 'GOING' and ($3 or ($4 and p.listed_as_attendee))
    union
    select s.person_id from meetings m join memberships s on s.group_id = m.group_id
     where $5 and m.id = $1 and s.status = any($6)
  ), known as (
    select e.person_id,
           (select min(f.due_on) from follow_ups f
             where f.author_id = $2 and f.person_id = e.person_id and f.status = 'OPEN') as due_on
      from expected e
  )
  select k.person_id as id from known k
   where k.person_id <> $2
     and not exists (select from blocks b where (b.blocker_id, b.blocked_id) in ((k.person_id, $2), ($2, k.person_id)))
     and (k.due_on is not null
       or exists (select from recall_notes n where n.author_id = $2 and n.person_id = k.person_id)
       or exists (select from encounters e join encounter_people q on q.encounter_id = e.id
                   where e.author_id = $2 and q.person_id = k.person_id)
       or exists (select from attendances mine join attendances theirs using (meeting_id) join people p on p.id = k.person_id
                   where mine.person_id = $2 and theirs.person_id = k.person_id and p.listed_as_attendee
                     and mine.code = any($7) and theirs.code = any($7)))
   order by k.due_on nulls last, k.person_id limit $8`;
