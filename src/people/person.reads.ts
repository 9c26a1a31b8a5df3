import { queries, reads } from "../platform/reads/declare.ts";
import { FALSE, not } from "../platform/reads/sql.ts";
import type { Audience } from "./audience.ts";
import { Person } from "./person.entity.ts";
import { allows, isSelf, ownOnly, seesPerson } from "./person.policy.ts";
import { AUDIENCE_COLUMNS, type AudienceColumn, FieldVisibility, ProfileField } from "./profile-field.ts";

const audienceColumns = Object.values(AUDIENCE_COLUMNS);

reads(Person, {
  prefix: "per",
  description: "people",
  strict: true,
  visible: seesPerson,
  guards: {
    displayName: allows("displayNameAudience"),
    headline: allows("headlineAudience"),
    story: allows("storyAudience"),
    company: allows("companyAudience"),
    jobTitle: allows("jobTitleAudience"),
    profession: allows("professionAudience"),
    industry: allows("industryAudience"),
    city: allows("placeAudience"),
    region: allows("placeAudience"),
    country: allows("placeAudience"),
    latitude: allows("coordinatesAudience"),
    longitude: allows("coordinatesAudience"),
    languages: allows("languagesAudience"),
    timeZone: allows("timeZoneAudience"),
    links: allows("linksAudience"),
    avatarUrl: allows("avatarAudience"),
    email: allows("emailAudience"),
    phone: allows("phoneAudience"),
    ...Object.fromEntries(audienceColumns.map((column) => [column, ownOnly])),
    listedAsAttendee: ownOnly,
    allowsFellowMembersApps: ownOnly,
    createdAt: ownOnly,
    updatedAt: ownOnly,
    version: ownOnly,
  },
  fields: (t) => ({
    visibility: t.resolved(() => [FieldVisibility], audienceColumns, visibilityOf, {
      nullable: true,
      description: "Who may read each part of the profile. Only the person themself sees it.",
    }),
    viewerCanUpdateProfile: t.bool(ownOnly, { description: "Whether this is the viewer." }),
    viewerCanBlock: t.bool((p, v) => (v.anonymous ? FALSE : not(isSelf(v, p.id))), {
      description: "Whether the viewer could block this person.",
    }),
  }),
});

queries((t) => ({
  viewer: t.first(Person, (person, _row, viewer) => isSelf(viewer, person.id), {
    description: "The signed-in person; null for everybody else.",
  }),
}));

/** The columns are null for everybody but the person. */
function visibilityOf(columns: Record<AudienceColumn, Audience | null>): FieldVisibility[] | null {
  const seen = Object.values(ProfileField).flatMap((field) => {
    const audience: Audience | null = columns[AUDIENCE_COLUMNS[field]];
    return audience ? [{ field, audience }] : [];
  });
  return seen.length > 0 ? seen : null;
}
