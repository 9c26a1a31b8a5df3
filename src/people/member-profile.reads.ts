import { pointOf } from "../platform/coordinates.ts";
import { hang } from "../platform/reads/declare.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, eq, or, present, sql } from "../platform/reads/sql.ts";
import { TOPICS_MAX, Topic } from "../topics/topic.entity.ts";
import { MemberContact, MemberPlace, MemberProfile } from "./member-profile.ts";
import { Person } from "./person.entity.ts";
import { allows } from "./person.policy.ts";
import { PersonTopic } from "./person-topic.entity.ts";

const place = allows("placeAudience");
const coordinates = allows("coordinatesAudience");
const email = allows("emailAudience");
const phone = allows("phoneAudience");

const hasCoordinates: Policy<Person> = (p, v) => and(present(p.latitude), coordinates(p, v));
const either =
  (one: Policy<Person>, other: Policy<Person>): Policy<Person> =>
  (p, v) =>
    or(one(p, v), other(p, v));

hang(Person, (t) => ({
  profile: t.part(
    MemberProfile,
    null,
    [
      "displayName",
      "headline",
      "story",
      "company",
      "jobTitle",
      "profession",
      "industry",
      "languages",
      "timeZone",
      "links",
      "avatarUrl",
    ],
    {
      description: "What the person tells of themself, field by field to whom they chose.",
      fields: (t) => ({
        place: t.part(MemberPlace, either(place, coordinates), ["city", "region", "country"], {
          description: "Where they are at home. Null for those who may read neither the place nor its coordinates.",
          fields: (t) => ({
            coordinates: pointOf(t, {
              latitude: (p) => p.latitude,
              longitude: (p) => p.longitude,
              when: hasCoordinates,
              description: "The point on the map. Has an audience of its own; to begin with nobody's.",
            }),
          }),
        }),
        topics: t.list(
          Topic,
          (topic, person, viewer) =>
            viewer.exists(PersonTopic, (link) => and(eq(link.personId, person.id), eq(link.topicId, topic.id))),
          {
            when: allows("topicsAudience"),
            max: TOPICS_MAX,
            order: (topic) => sql`${topic.slug} collate "C"`,
            description: "What they are interested in, at most 20. Null for those outside of its audience.",
          },
        ),
      }),
    },
  ),
  contact: t.part(MemberContact, either(email, phone), ["email", "phone"], {
    isNoted: true,
    description:
      "How to reach them. Null unless the person shows the viewer their address or telephone. Whoever is signed in, and every app, is noted as a reader in `contactReads` of the person.",
  }),
}));
