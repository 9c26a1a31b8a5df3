import { type Answer, type Asked, instant, keyOf, type Operation, type Target } from "./operation.ts";
import { utc } from "./sql.ts";

interface GroupPage extends Target {
  readonly slug: string;
}

const PAGES = 500;

/** Of those whose schema was written for this very question. */
const asWanted: Asked<GroupPage> = {
  document: `query GroupPage($slug: String!) {
    group(slug: $slug) {
      id slug name description city timeZone
      meetings: nextMeetings(first: 10) { id title startsAt endsAt goingCount capacity hosts { id name } }
    }
  }`,
  variables: ({ slug }) => ({ slug }),
  read: ({ group }: Answer) => group,
};

/** A group with its next ten meetings: who welcomes people, how many come, how many may. */
export const groupPage: Operation<GroupPage> = {
  name: "groupPage",
  isPublic: true,

  async targets(client) {
    const { rows } = await client.query<GroupPage>(
      `select g.slug, p.id as "viewerId"
         from (select slug, row_number() over (order by md5(slug)) as n from groups where visibility = 'PUBLIC') g
         join (select id, row_number() over (order by md5(id::text)) as n from people limit 2000) p using (n)
        order by n limit ${PAGES}`,
    );
    return rows;
  },

  limit: {
    sql: `
      select json_build_object(
        'id', g.id, 'slug', g.slug, 'name', g.name, 'description', g.description, 'city', g.city, 'timeZone', g.time_zone,
        'meetings', (
          select coalesce(json_agg(json_build_object(
                   'id', m.id, 'title', m.title, 'startsAt', ${utc("m.starts_at")},
                   'endsAt', ${utc("m.ends_at")},
                   'goingCount', (select count(*) from rsvps r where r.meeting_id = m.id and r.status = 'GOING'),
                   'capacity', (select s.capacity from meeting_seats s where s.meeting_id = m.id and s.mode = 'IN_PERSON'),
                   'hosts', (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.display_name) order by h.position), '[]')
                               from meeting_roles h join people p on p.id = h.person_id
                              where h.meeting_id = m.id and h.role = 'HOST'))), '[]')
            from (select * from meetings m
                   where m.group_id = g.id and m.published_at is not null and m.ends_at > $2
                     and m.starts_at > $2::timestamptz - interval '7 days'
                   order by m.starts_at, m.id limit 10) m))::text
        from groups g where g.id = (select s.group_id from group_slugs s where s.slug = lower($1))`,
    parameters: ({ slug }) => [slug, new Date()],
  },

  asked: {
    mercurius: asWanted,
    postgraphile: {
      document: `query GroupPage($slug: String!) {
        groupSlugBySlug(slug: $slug) { groupByGroupId {
          rowId slug name description city timeZone
          meetingsByGroupId(first: 10, condition: { upcoming: true }, orderBy: [STARTS_AT_ASC, ROW_ID_ASC]) {
            nodes {
              rowId title startsAt endsAt
              rsvpsByMeetingId(condition: { status: "GOING" }) { totalCount }
              meetingSeatsByMeetingId(first: 1, condition: { mode: "IN_PERSON" }) { nodes { capacity } }
              meetingRolesByMeetingId(condition: { role: "HOST" }, orderBy: POSITION_ASC) {
                nodes { personByPersonId { rowId displayName } }
              }
            }
          }
        } }
      }`,
      variables: ({ slug }) => ({ slug }),
      read: ({ groupSlugBySlug: { groupByGroupId } }: Answer) => {
        const { rowId, meetingsByGroupId, ...group } = groupByGroupId;
        return {
          id: rowId,
          ...group,
          meetings: meetingsByGroupId.nodes.map((meeting: Answer) => ({
            id: meeting.rowId,
            title: meeting.title,
            startsAt: instant(meeting.startsAt),
            endsAt: instant(meeting.endsAt),
            goingCount: meeting.rsvpsByMeetingId.totalCount,
            capacity: meeting.meetingSeatsByMeetingId.nodes[0].capacity,
            hosts: meeting.meetingRolesByMeetingId.nodes.map(({ personByPersonId }: Answer) => ({
              id: personByPersonId.rowId,
              name: personByPersonId.displayName,
            })),
          })),
        };
      },
    },
    "plain-apollo": asWanted,
    wellmet: {
      document: `query GroupPage($slug: String!) {
        group(by: { slug: $slug }) {
          id slug name description city timeZone
          meetings(first: 10, filter: { upcoming: true }) {
            edges { node {
              id title startsAt endsAt goingCount
              seats { inPerson { capacity } }
              hosts { person { id profile { displayName } } }
            } }
          }
        }
      }`,
      variables: ({ slug }) => ({ slug }),
      read: ({ group: { meetings, id, ...group } }: Answer) => ({
        id: keyOf(id),
        ...group,
        meetings: meetings.edges.map(({ node: { id, title, startsAt, endsAt, goingCount, seats, hosts } }: Answer) => ({
          id: keyOf(id),
          title,
          startsAt: instant(startsAt),
          endsAt: instant(endsAt),
          goingCount,
          capacity: seats.inPerson.capacity,
          hosts: hosts.map(({ person }: Answer) => ({ id: keyOf(person.id), name: person.profile.displayName })),
        })),
      }),
    },
  },
};
