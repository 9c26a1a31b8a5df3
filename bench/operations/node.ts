import { type Answer, type Asked, globalId, keyOf, type Operation, type Target } from "./operation.ts";

interface OnePerson extends Target {
  readonly personId: string;
}

const PEOPLE = 1_000;

/** Of those whose schema was written for this very question. */
const asWanted: Asked<OnePerson> = {
  document: "query Node($id: ID!) { person(id: $id) { id name headline } }",
  variables: ({ personId }) => ({ id: personId }),
  read: ({ person }: Answer) => person,
};

/** One person by their id, as anybody reads them who is signed in. */
export const node: Operation<OnePerson> = {
  name: "node",
  isPublic: false,

  async targets(client) {
    const { rows } = await client.query<OnePerson>(
      `select a.id as "personId", b.id as "viewerId"
         from (select id, row_number() over (order by md5(id::text)) as n from people) a
         join (select id, row_number() over (order by md5(id::text || 'viewer')) as n from people) b using (n)
        where a.id <> b.id order by n limit ${PEOPLE}`,
    );
    return rows;
  },

  limit: {
    sql: `select json_build_object('id', p.id, 'name', p.display_name, 'headline', p.headline)::text
            from people p where p.id = $1`,
    parameters: ({ personId }) => [personId],
  },

  asked: {
    mercurius: asWanted,
    postgraphile: {
      document: "query Node($id: UUID!) { personByRowId(rowId: $id) { rowId displayName headline } }",
      variables: ({ personId }) => ({ id: personId }),
      read: ({ personByRowId: { rowId, displayName, headline } }: Answer) => ({
        id: rowId,
        name: displayName,
        headline,
      }),
    },
    "plain-apollo": asWanted,
    wellmet: {
      document: `query Node($id: ID!) { node(id: $id) { ... on Person { id profile { displayName headline } } } }`,
      variables: ({ personId }) => ({ id: globalId("per", personId) }),
      read: ({ node: { id, profile } }: Answer) => ({
        id: keyOf(id),
        name: profile.displayName,
        headline: profile.headline,
      }),
    },
  },
};
