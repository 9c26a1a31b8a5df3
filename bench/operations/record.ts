import { createHash, randomUUID } from "node:crypto";
import type pg from "pg";
import { type Answer, globalId, type Json, type Operation, type Target } from "./operation.ts";

export interface Recording extends Target {
  readonly meetingId: string;
  readonly groupId: string;
  /** Moment of all marks, ISO. */
  readonly recordedAt: string;
  readonly marks: readonly { readonly markId: string; readonly personId: string; readonly code: "PRESENT" | "LATE" }[];
}

const MARKS = 40;
/** Each request is a device that reports a meeting of its own, so none finds what another one left. */
const MEETINGS_STARTED = `
  insert into meetings (id, group_id, title, mode, offer_minutes, offer_cutoff_minutes, time_zone, duration_minutes,
                        starts_at, ends_at, starts_at_local, published_at, created_at, updated_at)
  select gen_random_uuid(), g.id, 'Just begun', 'IN_PERSON', 1440, 120, 'UTC', 90, t.start, t.start + interval '90 minutes',
         to_char(t.start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS'), t.start, t.start, t.start
    from generate_series(0, $1 - 1) n
    join (select id, row_number() over (order by id) - 1 as place, count(*) over () as groups from groups g
           where (select count(*) from memberships m where m.group_id = g.id) >= ${MARKS}) g on g.place = n % g.groups,
         (select date_trunc('second', now() - interval '30 minutes') as start) t
  returning id as "meetingId", group_id as "groupId"`;

/** The hash by which a mark that is sent again is recognised. */
const hashOf = (...said: readonly string[]): Buffer => createHash("sha256").update(JSON.stringify(said)).digest();

/**
 * Forty marks of one meeting, as a phone at the door sends them. Whoever records them adds to the marks, brings the
 * sheet of attendances up to them, raises the roll's version, and logs an event.
 */
export const RECORD = `
  with roll as (
    insert into rolls (meeting_id, group_id, version) values ($1, $2, 1)
    on conflict (meeting_id) do update set version = rolls.version + 1 returning version
  ), new as (
    insert into marks (id, meeting_id, mark_id, group_id, person_id, code, recorded_at, received_at, recorded_by_id, content_hash)
    select id, $1, mark_id, $2, person_id, code, $8, $9, $3, content_hash
      from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $10::bytea[]) as m (id, mark_id, person_id, code, content_hash)
    on conflict (meeting_id, mark_id) do nothing returning mark_id, person_id, code
  ), sheet as (
    insert into attendances (id, group_id, meeting_id, starts_at, person_id, code, mark_id, updated_at)
    select gen_random_uuid(), $2, $1, (select starts_at from meetings where id = $1), person_id, code, mark_id, $9 from new order by person_id
    on conflict (meeting_id, person_id) do update
      set code = excluded.code, mark_id = excluded.mark_id, updated_at = excluded.updated_at
  ), event as (
    insert into events (name, payload, occurred_at, actor_id, request_id)
    select 'attendance.recorded', json_build_object('meetingId', $1::uuid, 'groupId', $2::uuid, 'version', version)::jsonb, $9, $3, $11
      from roll
  )
  select (select json_agg(json_build_object('markId', m.mark_id, 'outcome', case when n.mark_id is null then 'REPEATED' else 'STORED' end) order by m.place)
            from unnest($5::uuid[]) with ordinality as m (mark_id, place) left join new n using (mark_id))::text`;

export const recordParameters = ({ meetingId, groupId, viewerId, recordedAt, marks }: Recording): unknown[] => [
  meetingId,
  groupId,
  viewerId,
  marks.map(() => randomUUID()),
  marks.map(({ markId }) => markId),
  marks.map(({ personId }) => personId),
  marks.map(({ code }) => code),
  new Date(recordedAt),
  new Date(),
  marks.map(({ personId, code }) => hashOf(personId, code, recordedAt)),
  randomUUID(),
];

export const record: Operation<Recording> = {
  name: "record",
  isPublic: false,
  isWrite: true,

  async targets(client, count) {
    await client.query("begin");
    const { rows: meetings } = await client.query<{ meetingId: string; groupId: string }>(MEETINGS_STARTED, [count]);
    await client.query("commit");
    const members = await membersOf(client);
    const recordedAt = new Date(Date.now() - 60_000).toISOString();
    return meetings.map(({ meetingId, groupId }) => {
      const people = members.get(groupId) ?? [];
      return {
        meetingId,
        groupId,
        viewerId: people[0] ?? "",
        recordedAt,
        marks: people.slice(0, MARKS).map((personId, place) => ({
          markId: randomUUID(),
          personId,
          code: place % 5 === 0 ? ("LATE" as const) : ("PRESENT" as const),
        })),
      };
    });
  },

  async effect(client, { meetingId }) {
    const { rows } = await client.query<{ effect: Json }>(
      `select json_build_object(
         'marks', (select json_agg(json_build_array(person_id, code, recorded_at) order by person_id) from marks where meeting_id = $1),
         'sheet', (select json_agg(json_build_array(person_id, code) order by person_id) from attendances where meeting_id = $1),
         'version', (select version from rolls where meeting_id = $1)) as effect`,
      [meetingId],
    );
    const { marks, sheet, version } = rows[0]?.effect as { marks: Json[]; sheet: Json[]; version: number };
    return { marks: marks.length, sheet: sheet.length, version };
  },

  // Each has made its own ids of marks.
  shared: (results) => (results as { outcome: string }[]).map(({ outcome }) => outcome),

  limit: { sql: RECORD, parameters: recordParameters },

  asked: {
    mercurius: {
      document: `mutation Record($meetingId: ID!, $groupId: ID!, $recordedAt: String!, $marks: [MarkInput!]!) {
        record(meetingId: $meetingId, groupId: $groupId, recordedAt: $recordedAt, marks: $marks) { markId outcome }
      }`,
      variables: ({ viewerId: _, ...input }) => input,
      read: ({ record }: Answer) => record,
    },
    postgraphile: {
      document: `mutation Record($meetingId: UUID!, $groupId: UUID!, $recordedAt: Datetime!, $marks: [RecordedMark!]!) {
        record(meetingId: $meetingId, groupId: $groupId, recordedAt: $recordedAt, marks: $marks) { markId outcome }
      }`,
      variables: ({ viewerId: _, ...input }) => input,
      read: ({ record }: Answer) => record,
    },
    "plain-apollo": {
      document: "mutation Record($input: RecordInput!) { record(input: $input) { markId outcome } }",
      variables: ({ viewerId: _, ...input }) => ({ input }),
      read: ({ record }: Answer) => record,
    },
    wellmet: {
      document: `mutation Record($input: RecordAttendanceInput!) {
        recordAttendance(input: $input) { results { markId outcome } errors { code message } }
      }`,
      variables: ({ meetingId, recordedAt, marks }) => ({
        input: {
          meetingId: globalId("mtg", meetingId),
          marks: marks.map(({ markId, personId, code }) => ({
            markId,
            personId: globalId("per", personId),
            code,
            recordedAt,
          })),
        },
      }),
      read: ({ recordAttendance: { results, errors } }: Answer) => results ?? errors,
    },
  },
};

/** Members of the groups that are large enough, their owner first. */
async function membersOf(client: pg.Client): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ group_id: string; members: string[] }>(
    `select group_id, array_agg(person_id order by role = 'OWNER' desc, id) as members
       from memberships group by group_id having count(*) >= ${MARKS}`,
  );
  return new Map(rows.map(({ group_id, members }) => [group_id, members]));
}
