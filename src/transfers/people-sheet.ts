import { In } from "typeorm";
import { Audience } from "../people/audience.ts";
import {
  DISPLAY_NAME_LENGTH_MAX,
  HEADLINE_LENGTH_MAX,
  LANGUAGES_MAX,
  LINKS_MAX,
  PROFILE_LINE_LENGTH_MAX,
  STORY_LENGTH_MAX,
} from "../people/member-profile.ts";
import { Person } from "../people/person.entity.ts";
import { PersonTopic } from "../people/person-topic.entity.ts";
import { copyRows } from "../platform/copy-rows.ts";
import { CountryCode } from "../platform/scalars/country-code.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { findOrMakeTopics } from "../topics/find-or-make-topics.ts";
import { TOPIC_NAME_LENGTH_MAX, TOPICS_MAX } from "../topics/topic.entity.ts";
import { type Cell, decimal, email, id, line, list, paragraphs, phone, scalar, url, yesOrNo } from "./cell.ts";
import type { Restoring } from "./restoring.ts";
import { type Column, camelCase, type Line, required, type Sheet, type Values } from "./sheet.ts";

/** What somebody is called whose name the group may not know. */
const NAME_WITHHELD = "Name withheld";

const short = line(PROFILE_LINE_LENGTH_MAX);

/** Parts of a profile: the column, its cell, the part's audience, its value, the property it is kept in, what it says. */
const PARTS: readonly (readonly [name: string, Cell, audience: string, sql: string, keyof Person, about: string])[] = [
  [
    "email",
    email,
    "email",
    "p.email",
    "email",
    "Address. It proves nothing where it comes in: the person signs in with it first.",
  ],
  ["phone", phone, "phone", "p.phone", "phone", "International telephone number."],
  ["headline", line(HEADLINE_LENGTH_MAX), "headline", "p.headline", "headline", "What they do."],
  ["story", paragraphs(STORY_LENGTH_MAX), "story", "p.story", "story", "Their story, line breaks kept."],
  ["company", short, "company", "p.company", "company", "Where they work."],
  ["job_title", short, "job_title", "p.job_title", "jobTitle", "As what."],
  ["profession", short, "profession", "p.profession", "profession", "Their profession."],
  ["industry", short, "industry", "p.industry", "industry", "Its industry."],
  ["city", short, "place", "p.city", "city", "Town or city."],
  ["region", short, "place", "p.region", "region", "Region, state or county."],
  ["country", scalar(CountryCode), "place", "p.country", "country", "Two letters, such as GB."],
  ["latitude", decimal, "coordinates", "p.latitude", "latitude", "Degrees, WGS 84."],
  ["longitude", decimal, "coordinates", "p.longitude", "longitude", "Degrees, WGS 84."],
  [
    "languages",
    list(scalar(LanguageTag), LANGUAGES_MAX),
    "languages",
    "p.languages",
    "languages",
    "BCP 47 tags, one a line.",
  ],
  ["time_zone", scalar(TimeZone), "time_zone", "p.time_zone", "timeZone", "IANA name."],
  ["links", list(url, LINKS_MAX), "links", "p.links", "links", "URLs, one a line."],
  ["avatar", url, "avatar", "p.avatar_url", "avatarUrl", "A picture."],
];

/** What the group knows of somebody else's profile. Written under a name alone, nothing but that name. */
const isTold = (audience: string): string =>
  `(told.is_told and (p.${audience}_audience in ('PUBLIC', 'SIGNED_IN')
     or (told.is_live and p.${audience}_audience in ('GROUPS_IN_COMMON', 'ORGANISERS'))))`;

const AUDIENCES = [...new Set(PARTS.map(([, , audience]) => audience)), "topics", "display_name"].sort();

const SCOPES: Cell = {
  like: "a list of parts and their audiences, such as company=ORGANISERS",
  isList: true,
  print: (value) => value,
  read: (text) => {
    const pairs = text.split("\n").map((pair) => pair.split("="));
    const isGood = pairs.every(
      ([part = "", audience = ""]) => AUDIENCES.includes(part) && Object.values<string>(Audience).includes(audience),
    );
    return isGood ? (Object.fromEntries(pairs) as Readonly<Record<string, string>>) : undefined;
  },
};

/** Audiences that everybody begins with. A part that is hidden comes without a value, and with this one. */
const STANDARD: Readonly<Record<string, Audience>> = {
  display_name: Audience.PUBLIC,
  headline: Audience.PUBLIC,
  coordinates: Audience.NOBODY,
  email: Audience.ORGANISERS,
  phone: Audience.ORGANISERS,
};
const standard = (part: string): Audience => STANDARD[part] ?? Audience.GROUPS_IN_COMMON;

const TOPICS = `(select string_agg(t.name, E'\\n' order by t.name collate "C") from person_topics x
                   join topics t on t.id = x.topic_id where x.person_id = p.id)`;

/** Nobody but the person knows the audience of a part that they do not show. */
const scopesSql = `nullif(concat_ws(E'\\n', ${AUDIENCES.map(
  (part) =>
    `case when ${isTold(part)} and p.${part}_audience <> '${standard(part)}' then '${part}=' || p.${part}_audience end`,
).join(", ")}), '')`;

const parts: Readonly<Record<string, Column>> = Object.fromEntries(
  PARTS.map(([name, cell, audience, sql, , about]) => [
    name,
    { cell, about, property: null, sql: `case when ${isTold(audience)} then ${cell.print(sql)} end` },
  ]),
);

/** People whom any row of the group names. */
const NAMED = `
  select person_id from memberships where group_id = $1
  union select invited_by_id from memberships where group_id = $1
  union select recorded_by_id from leaves l join memberships m on m.id = l.membership_id where m.group_id = $1
  union select person_id from bans where group_id = $1
  union select imposed_by_id from bans where group_id = $1
  union select person_id from role_terms where group_id = $1
  union select given_by_id from role_terms where group_id = $1
  union select unnest(array[merged_id, into_id, survivor_id, merged_by_id]) from person_merges where group_id = $1
  union select unnest(array[one_id, other_id, dismissed_by_id]) from duplicate_dismissals where group_id = $1
  union select person_id from visitors where group_id = $1
  union select invited_by_id from visitors where group_id = $1
  union select invited_by_id from invitations where group_id = $1
  union select accepted_by_id from invitations where group_id = $1
  union select person_id from standing_rsvps where group_id = $1
  union select r.person_id from meeting_roles r join meetings m on m.id = r.meeting_id where m.group_id = $1
  union select person_id from rsvps where group_id = $1
  union select answered_by_id from rsvps where group_id = $1
  union select submitted_by_id from rolls where group_id = $1
  union select w.person_id from walk_ins w join rolls r on r.meeting_id = w.meeting_id where r.group_id = $1
  union select w.invited_by_id from walk_ins w join rolls r on r.meeting_id = w.meeting_id where r.group_id = $1
  union select person_id from marks where group_id = $1
  union select substitute_for_id from marks where group_id = $1
  union select recorded_by_id from marks where group_id = $1
  union select d.decided_by_id from mark_decisions d join marks m on m.id = d.mark_id where m.group_id = $1
  union select person_id from attendances where group_id = $1
  union select substitute_for_id from attendances where group_id = $1
  union select actor_id from audit_entries where group_id = $1
  union select person_id from audit_entries where group_id = $1
  union select object_id from external_ids where group_id = $1 and kind = 'PERSON'`;

/** The people of the group, as its organisers may see them. */
export const peopleSheet: Sheet = {
  file: "people.csv",
  contactColumns: ["email", "phone"],
  about: "Everybody whom another file names, each with what organisers of this group may see of them.",
  columns: {
    person_id: required(id("per"), "p.id", "Id, by which the other files name them."),
    name: required(
      line(DISPLAY_NAME_LENGTH_MAX),
      `case when told.is_known or ${isTold("display_name")} then p.display_name
            else coalesce(told.called, case when told.is_merged and p.email_verified_at is null then p.display_name end,
                          '${NAME_WITHHELD}') end`,
      `Name they go by, or under which they were written down; “${NAME_WITHHELD}” if the group may not know it.`,
    ),
    ...parts,
    topics: {
      property: null,
      cell: list(line(TOPIC_NAME_LENGTH_MAX), TOPICS_MAX),
      sql: `case when ${isTold("topics")} then ${TOPICS} end`,
      about: "What they are interested in, one a line.",
    },
    audiences: {
      property: null,
      cell: SCOPES,
      sql: scopesSql,
      about:
        "Who may read parts that the group may, where it is not whom everybody begins with: `part=AUDIENCE`, one a line.",
    },
    listed: {
      property: null,
      cell: yesOrNo,
      sql: "case when told.is_told then case when p.listed_as_attendee then 'yes' else 'no' end end",
      about: "Whether they wish to stand on attendee lists that others can read.",
    },
  },
  from: `from (${NAMED}) named (id) join people p on p.id = named.id
    cross join lateral (
      select known.*,
             (known.is_known or (known.called is null and not known.is_merged))
               and (known.is_live or not exists (
                 select from blocks b where (b.blocker_id = p.id and b.blocked_id = $2)
                    or (b.blocked_id = p.id and b.blocker_id = $2))) as is_told
        from (
          select coalesce(s.status in ('TRIAL', 'ACTIVE', 'GRACE'), false) as is_live,
                 (s.joined_at is not null or s.status = 'REQUESTED' or (v.id is not null and v.known_as is null)
                  or exists (select from rsvps x where x.group_id = $1 and x.person_id = p.id)) is true as is_known,
                 exists (select from person_merges w
                          where w.group_id = $1 and w.merged_id = p.id and w.undone_at is null) as is_merged,
                 coalesce(v.known_as, (
                   select w.name from walk_ins w join rolls r on r.meeting_id = w.meeting_id
                    where r.group_id = $1 and w.person_id = p.id order by w.meeting_id, w.walk_in_id limit 1)) as called
            from (select) one
            left join memberships s on s.group_id = $1 and s.person_id = p.id
            left join visitors v on v.group_id = $1 and v.person_id = p.id
        ) known
    ) told`,
  order: "p.id",
  write: writePeople,
};

/**
 * Makes the people whom the service does not know. Whoever it knows, by their address or by their id, stays as they are:
 * the profile is theirs, and no file proves an address.
 */
async function writePeople(run: Restoring, lines: readonly Line[]): Promise<void> {
  const { db } = run.ctx;
  const emails = lines.flatMap(({ values: { email } }) => (email === null ? [] : [email as string]));
  const known = await db.find(Person, {
    where: [{ email: In(emails) }, { id: In(lines.map(({ values }) => values["person_id"])) }],
  });
  const made = lines.filter((line) => {
    const found = personOf(line, known);
    const key = (line.values["person_id"] ?? "") as string;
    const name = `per_${key.replaceAll("-", "")}`;
    if (run.people.has(name)) line.fault("this person stands in an earlier line already");
    run.people.set(name, found?.id ?? key);
    return found === null;
  });
  await copyRows(
    db,
    Person,
    made.map(({ values }) => personRow(run, values)),
  );
  await writeTopics(run, made);
}

function personOf(line: Line, known: readonly Person[]): Person | null {
  const { person_id: key, email } = line.values;
  const byId = known.find((person) => person.id === key) ?? null;
  if (email === null) return byId;
  const byEmail = known.find((person) => person.email === email) ?? null;
  if (byId && byEmail && byId !== byEmail) line.fault("the id and the address are two different people here");
  if (byId && !byEmail) line.fault("this person is known here with another address");
  return byEmail ?? byId;
}

const NOTHING: Partial<Person> = Object.fromEntries(
  PARTS.map(([, , , , property]) => [property, property === "languages" || property === "links" ? [] : null]),
);

function personRow(run: Restoring, values: Values): Partial<Person> {
  const now = run.ctx.clock.now();
  const given = PARTS.flatMap(([name, , , , property]) => (values[name] === null ? [] : [[property, values[name]]]));
  const chosen = (values["audiences"] ?? {}) as Readonly<Record<string, Audience>>;
  const audiences = AUDIENCES.map((part) => [`${camelCase(part)}Audience`, chosen[part] ?? standard(part)]);
  return {
    id: values["person_id"] as string,
    displayName: values["name"] as string,
    ...NOTHING,
    ...(Object.fromEntries([...given, ...audiences]) as Partial<Person>),
    listedAsAttendee: values["listed"] !== false,
    createdAt: now,
    updatedAt: now,
  };
}

async function writeTopics(run: Restoring, lines: readonly Line[]): Promise<void> {
  const namesOf = ({ values }: Line) => (values["topics"] ?? []) as readonly string[];
  const missing = [...new Set(lines.flatMap(namesOf))].filter((name) => !run.topics.has(name));
  for (let at = 0; at < missing.length; at += TOPICS_MAX) {
    for (const name of missing.slice(at, at + TOPICS_MAX)) {
      const [topic] = await findOrMakeTopics(run.ctx, [name]);
      if (topic) run.topics.set(name, topic.id);
    }
  }
  const rows = lines.flatMap((line) =>
    [...new Set(namesOf(line).map((name) => run.topics.get(name) as string))].map((topicId) => ({
      personId: line.values["person_id"] as string,
      topicId,
    })),
  );
  await copyRows(run.ctx.db, PersonTopic, rows);
}
