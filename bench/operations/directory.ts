import { type Answer, instant, keyOf, type Operation, type Target } from "./operation.ts";
import { LIVE, utc } from "./sql.ts";

interface Directory extends Target {
  readonly slug: string;
  readonly groupId: string;
}

const DIRECTORIES = 500;

/** Fifty members of a group with their topics and when they last came, as who runs the group reads them. */
export const directory: Operation<Directory> = {
  name: "directory",
  isPublic: false,

  async targets(client) {
    const { rows } = await client.query<Directory>(
      `select g.slug, g.id as "groupId", o.person_id as "viewerId"
         from groups g join memberships o on o.group_id = g.id and o.role = 'OWNER'
        where (select count(*) from memberships m where m.group_id = g.id) >= 50
        order by md5(g.slug) limit ${DIRECTORIES}`,
    );
    return rows;
  },

  limit: {
    sql: `
      select json_build_object('id', g.id, 'members', (
               select json_agg(json_build_object(
                        'id', p.id, 'name', p.display_name, 'headline', p.headline, 'company', p.company,
                        'topics', (select coalesce(json_agg(t.name order by t.slug collate "C"), '[]')
                                     from person_topics x join topics t on t.id = x.topic_id where x.person_id = p.id),
                        'last', (select json_build_object('code', a.counted_code, 'startsAt', ${utc("a.starts_at")})
                                   from attendances a
                                  where a.person_id = p.id and a.group_id = g.id order by a.starts_at desc limit 1)
                      ) order by s.created_at, s.id)
                 from (select * from memberships s where s.group_id = g.id and s.status in ${LIVE}
                        order by s.created_at, s.id limit 50) s
                 join people p on p.id = s.person_id))::text
        from groups g where g.id = (select s.group_id from group_slugs s where s.slug = lower($1))`,
    parameters: ({ slug }) => [slug],
  },

  asked: {
    mercurius: {
      document: `query Directory($slug: String!) {
        group(slug: $slug) {
          id
          members(first: 50) { person { id name headline company topics } last: lastAttendance { code startsAt } }
        }
      }`,
      variables: ({ slug }) => ({ slug }),
      read: ({ group: { id, members } }: Answer) => ({
        id,
        members: members.map(({ person, last }: Answer) => ({ ...person, last })),
      }),
    },
    postgraphile: {
      document: `query Directory($slug: String!, $groupId: UUID!) {
        groupSlugBySlug(slug: $slug) { groupByGroupId {
          rowId
          membershipsByGroupId(first: 50, condition: { status: "ACTIVE" }, orderBy: [CREATED_AT_ASC, ROW_ID_ASC]) {
            nodes { personByPersonId {
              rowId displayName headline company
              personTopicsByPersonId(orderBy: TOPIC_SLUG_ASC) { nodes { topicByTopicId { name } } }
              attendancesByPersonId(first: 1, condition: { groupId: $groupId }, orderBy: STARTS_AT_DESC) {
                nodes { countedCode startsAt }
              }
            } }
          }
        } }
      }`,
      variables: ({ slug, groupId }) => ({ slug, groupId }),
      read: ({ groupSlugBySlug: { groupByGroupId } }: Answer) => ({
        id: groupByGroupId.rowId,
        members: groupByGroupId.membershipsByGroupId.nodes.map(({ personByPersonId: person }: Answer) => ({
          id: person.rowId,
          name: person.displayName,
          headline: person.headline,
          company: person.company,
          topics: person.personTopicsByPersonId.nodes.map(({ topicByTopicId }: Answer) => topicByTopicId.name),
          last: person.attendancesByPersonId.nodes
            .map((one: Answer) => ({ code: one.countedCode, startsAt: instant(one.startsAt) }))
            .at(0),
        })),
      }),
    },
    "plain-apollo": {
      document: `query Directory($slug: String!) {
        group(slug: $slug) {
          id
          members(first: 50) {
            person { id name headline company topics { name } }
            last: lastAttendance { countedCode startsAt }
          }
        }
      }`,
      variables: ({ slug }) => ({ slug }),
      read: ({ group: { id, members } }: Answer) => ({
        id,
        members: members.map(({ person, last }: Answer) => ({
          ...person,
          topics: person.topics.map(({ name }: Answer) => name),
          last: { code: last.countedCode, startsAt: last.startsAt },
        })),
      }),
    },
    wellmet: {
      document: `query Directory($slug: String!) {
        group(by: { slug: $slug }) {
          id
          memberships(first: 50) {
            edges { node { person {
              id
              profile { displayName headline company topics { name } }
              attendances(first: 1, orderBy: { field: MEETING_STARTS_AT, direction: DESC }) {
                edges { node { countedCode meeting { startsAt } } }
              }
            } } }
          }
        }
      }`,
      variables: ({ slug }) => ({ slug }),
      read: ({ group: { id, memberships } }: Answer) => ({
        id: keyOf(id),
        members: memberships.edges.map(({ node: { person } }: Answer) => ({
          id: keyOf(person.id),
          name: person.profile.displayName,
          headline: person.profile.headline,
          company: person.profile.company,
          topics: person.profile.topics.map(({ name }: Answer) => name),
          last: person.attendances.edges
            .map(({ node }: Answer) => ({ code: node.countedCode, startsAt: instant(node.meeting.startsAt) }))
            .at(0),
        })),
      }),
    },
  },
};
