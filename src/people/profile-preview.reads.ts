import { pointOf } from "../platform/coordinates.ts";
import type { Arguments } from "../platform/reads/arguments.ts";
import { type Builder, hang } from "../platform/reads/declare.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import { and, eq, join, not, or, present, type Sql, sql, text } from "../platform/reads/sql.ts";
import { CountryCode } from "../platform/scalars/country-code.ts";
import { EmailAddress } from "../platform/scalars/email-address.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { PhoneNumber } from "../platform/scalars/phone-number.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { URL } from "../platform/scalars/url.ts";
import { TOPICS_MAX, Topic } from "../topics/topic.entity.ts";
import { Audience } from "./audience.ts";
import { MemberContact, MemberPlace, MemberProfile } from "./member-profile.ts";
import { Person } from "./person.entity.ts";
import { ownOnly } from "./person.policy.ts";
import { PersonTopic } from "./person-topic.entity.ts";
import type { AudienceColumn } from "./profile-field.ts";
import { ProfileAsArgs, ProfilePreview, ProfileReader } from "./profile-preview.ts";

type Gate = (person: Row<Person>, viewer: Viewer, args?: unknown) => Sql;

const OF_FELLOWS = [Audience.PUBLIC, Audience.SIGNED_IN, Audience.GROUPS_IN_COMMON];

/** Which audiences each reader belongs to; a test asks real readers of each kind, and compares. */
const AUDIENCES_OF: Readonly<Record<ProfileReader, readonly Audience[]>> = {
  STRANGER: [Audience.PUBLIC],
  SIGNED_IN: [Audience.PUBLIC, Audience.SIGNED_IN],
  FELLOW_MEMBER: OF_FELLOWS,
  CONNECTION: [Audience.PUBLIC, Audience.SIGNED_IN, Audience.CONNECTIONS],
  ORGANISER: [...OF_FELLOWS, Audience.ORGANISERS],
  FELLOW_MEMBERS_APP: OF_FELLOWS,
};

const arrayOf = (audiences: readonly Audience[]): Sql => text(`{${audiences.join()}}`);
const EACH_READER = join(
  Object.entries(AUDIENCES_OF).map(([reader, audiences]) => sql` when ${text(reader)} then ${arrayOf(audiences)}`),
  "",
);

const shows =
  (column: AudienceColumn): Gate =>
  (person, _viewer, args) => {
    const { audience: reader } = args as Arguments<ProfileAsArgs>;
    const isKeptFromApp = and(eq(reader, text(ProfileReader.FELLOW_MEMBERS_APP)), not(person.allowsFellowMembersApps));
    const audiences = sql`case when ${isKeptFromApp} then ${arrayOf([Audience.PUBLIC])} else case ${reader}${EACH_READER} end end`;
    return sql`${person[column]} = any((${audiences})::text[])`;
  };

const either =
  (one: Gate, other: Gate): Gate =>
  (...given) =>
    or(one(...given), other(...given));

const DESCRIPTION = "As that reader sees it.";
const described = { description: DESCRIPTION };
const textOf = (t: Builder<Person>, column: keyof Row<Person>, when: Gate, type: () => unknown = () => String) =>
  t.value(type, (p) => p[column], { ...described, when });

const [place, coordinates] = [shows("placeAudience"), shows("coordinatesAudience")];
const [email, phone] = [shows("emailAudience"), shows("phoneAudience")];

const profileFields = (t: Builder<Person>) => ({
  displayName: textOf(t, "displayName", shows("displayNameAudience")),
  headline: textOf(t, "headline", shows("headlineAudience")),
  story: textOf(t, "story", shows("storyAudience")),
  company: textOf(t, "company", shows("companyAudience")),
  jobTitle: textOf(t, "jobTitle", shows("jobTitleAudience")),
  profession: textOf(t, "profession", shows("professionAudience")),
  industry: textOf(t, "industry", shows("industryAudience")),
  languages: textOf(t, "languages", shows("languagesAudience"), () => [LanguageTag]),
  timeZone: textOf(t, "timeZone", shows("timeZoneAudience"), () => TimeZone),
  links: textOf(t, "links", shows("linksAudience"), () => [URL]),
  avatarUrl: textOf(t, "avatarUrl", shows("avatarAudience"), () => URL),
  place: t.object(MemberPlace, {
    ...described,
    when: either(place, coordinates),
    fields: (t) => ({
      city: textOf(t, "city", place),
      region: textOf(t, "region", place),
      country: textOf(t, "country", place, () => CountryCode),
      coordinates: pointOf(t, {
        latitude: (p) => p.latitude,
        longitude: (p) => p.longitude,
        when: ((p, v, args) => and(present(p.latitude), coordinates(p, v, args))) as Gate,
        description: DESCRIPTION,
      }),
    }),
  }),
  topics: t.list(
    Topic,
    (topic, person, viewer) =>
      viewer.exists(PersonTopic, (link) => and(eq(link.personId, person.id), eq(link.topicId, topic.id))),
    { ...described, when: shows("topicsAudience"), max: TOPICS_MAX, order: (topic) => sql`${topic.slug} collate "C"` },
  ),
});

// After `member-profile.reads.ts`, whose words of these types stand in the schema.
hang(Person, (t) => ({
  profileAs: t.object(ProfilePreview, {
    when: ownOnly,
    args: ProfileAsArgs,
    description:
      "The person's own profile and contact as somebody else would see them. For the person alone; null for everybody else.",
    fields: (t) => ({
      profile: t.object(MemberProfile, { ...described, fields: profileFields }),
      contact: t.object(MemberContact, {
        ...described,
        when: either(email, phone),
        fields: (t) => ({
          email: textOf(t, "email", email, () => EmailAddress),
          phone: textOf(t, "phone", phone, () => PhoneNumber),
        }),
      }),
    }),
  }),
}));
