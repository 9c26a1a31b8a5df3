import { type CardProperty, vcard } from "../platform/vcard.ts";

/** Profile and contact of a person, as the API gives them to themself. */
export interface OwnProfile {
  readonly id: string;
  readonly profile: {
    readonly displayName: string;
    readonly headline: string | null;
    readonly story: string | null;
    readonly company: string | null;
    readonly jobTitle: string | null;
    readonly profession: string | null;
    readonly languages: readonly string[] | null;
    readonly timeZone: string | null;
    readonly links: readonly string[] | null;
    readonly avatarUrl: string | null;
    readonly place: {
      readonly city: string | null;
      readonly region: string | null;
      readonly country: string | null;
      readonly coordinates: { readonly latitude: number; readonly longitude: number } | null;
    } | null;
    readonly topics: readonly { readonly name: string }[] | null;
  };
  readonly contact: { readonly email: string | null; readonly phone: string | null } | null;
}

/** A person's own card; topics are its categories, the story is its note. */
export function ownCard({ id, profile, contact }: OwnProfile): string {
  const uuid = id.replace(/^per_(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return vcard([
    { name: "KIND", value: { text: "individual" } },
    { name: "UID", value: { uri: `urn:uuid:${uuid}` } },
    { name: "FN", value: { text: profile.displayName } },
    ...reached(contact),
    { name: "ORG", value: { parts: [profile.company] } },
    { name: "TITLE", value: { text: profile.jobTitle ?? profile.headline } },
    { name: "ROLE", value: { text: profile.profession } },
    ...found(profile.place),
    { name: "TZ", value: { text: profile.timeZone } },
    ...(profile.languages ?? []).map((tag) => ({ name: "LANG", value: { text: tag } })),
    ...(profile.links ?? []).map((url) => ({ name: "URL", value: { uri: url } })),
    { name: "PHOTO", value: { uri: profile.avatarUrl } },
    { name: "CATEGORIES", value: { list: (profile.topics ?? []).map(({ name }) => name) } },
    { name: "NOTE", value: { text: profile.story } },
  ]);
}

function reached(contact: OwnProfile["contact"]): CardProperty[] {
  const phone = contact?.phone;
  return [
    { name: "EMAIL", value: { text: contact?.email ?? null } },
    { name: "TEL", parameter: "VALUE=uri", value: { uri: phone ? `tel:${phone}` : null } },
  ];
}

function found(place: OwnProfile["profile"]["place"]): CardProperty[] {
  if (!place) return [];
  const { city, region, country, coordinates: point } = place;
  return [
    // Post box, extended address, street, city, region, postal code, country.
    { name: "ADR", value: { parts: [null, null, null, city, region, null, country] } },
    { name: "GEO", value: { uri: point ? `geo:${point.latitude},${point.longitude}` : null } },
  ];
}
