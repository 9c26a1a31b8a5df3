import { type Answer, type Asked, globalId, instant, keyOf, type Operation, type Target } from "./operation.ts";
import { utc } from "./sql.ts";

interface Roster extends Target {
  readonly meetingId: string;
}

const ROSTERS = 1_000;

/** Of those whose schema was written for this very question. */
const asWanted: Asked<Roster> = {
  document: `query Roster($id: ID!) {
    meeting(id: $id) {
      id title startsAt
      rsvps(first: 100) { status respondedAt person { id name headline company } }
    }
  }`,
  variables: ({ meetingId }) => ({ id: meetingId }),
  read: ({ meeting }: Answer) => meeting,
};

/** A coming meeting with a hundred answers and the profiles of who gave them, as who runs the group reads them. */
export const roster: Operation<Roster> = {
  name: "roster",
  isPublic: false,

  async targets(client) {
    const { rows } = await client.query<Roster>(
      `select m.id as "meetingId", o.person_id as "viewerId"
         from meetings m join memberships o on o.group_id = m.group_id and o.role = 'OWNER'
        where m.starts_at between now() and now() + interval '40 days'
          and (select count(*) from memberships x where x.group_id = m.group_id) >= 100
          and (select count(*) from rsvps r where r.meeting_id = m.id) >= 100
        order by md5(m.id::text) limit ${ROSTERS}`,
    );
    return rows;
  },

  limit: {
    sql: `
      select json_build_object('id', m.id, 'title', m.title, 'startsAt', ${utc("m.starts_at")}, 'rsvps', (
               select json_agg(json_build_object(
                        'status', r.status, 'respondedAt', ${utc("r.responded_at")},
                        'person', json_build_object(
                          'id', p.id, 'name', p.display_name, 'headline', p.headline, 'company', p.company)
                      ) order by r.responded_at, r.id)
                 from (select * from rsvps r where r.meeting_id = m.id order by r.responded_at, r.id limit 100) r
                 join people p on p.id = r.person_id))::text
        from meetings m where m.id = $1`,
    parameters: ({ meetingId }) => [meetingId],
  },

  asked: {
    mercurius: asWanted,
    postgraphile: {
      document: `query Roster($id: UUID!) {
        meetingByRowId(rowId: $id) {
          rowId title startsAt
          rsvpsByMeetingId(first: 100, orderBy: [RESPONDED_AT_ASC, ROW_ID_ASC]) {
            nodes { status respondedAt personByPersonId { rowId displayName headline company } }
          }
        }
      }`,
      variables: ({ meetingId }) => ({ id: meetingId }),
      read: ({ meetingByRowId: { rowId, title, startsAt, rsvpsByMeetingId } }: Answer) => ({
        id: rowId,
        title,
        startsAt: instant(startsAt),
        rsvps: rsvpsByMeetingId.nodes.map(({ status, respondedAt, personByPersonId: person }: Answer) => ({
          status,
          respondedAt: instant(respondedAt),
          person: { id: person.rowId, name: person.displayName, headline: person.headline, company: person.company },
        })),
      }),
    },
    "plain-apollo": asWanted,
    wellmet: {
      document: `query Roster($id: ID!) {
        node(id: $id) {
          ... on Meeting {
            id title startsAt
            rsvps(first: 100) {
              edges { node { status respondedAt person { id profile { displayName headline company } } } }
            }
          }
        }
      }`,
      variables: ({ meetingId }) => ({ id: globalId("mtg", meetingId) }),
      read: ({ node: { id, title, startsAt, rsvps } }: Answer) => ({
        id: keyOf(id),
        title,
        startsAt: instant(startsAt),
        rsvps: rsvps.edges.map(({ node: { status, respondedAt, person } }: Answer) => ({
          status,
          respondedAt: instant(respondedAt),
          person: {
            id: keyOf(person.id),
            name: person.profile.displayName,
            headline: person.profile.headline,
            company: person.profile.company,
          },
        })),
      }),
    },
  },
};
