/** What of the member an app would read, with what stands there now, for the member to see before they say yes. */
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { signedIn } from "../platform/find.ts";

export interface ReadField {
  readonly label: string;
  /** As it stands now; null if the member left it empty. */
  readonly value: string | null;
}

type Show = (person: Person) => string | readonly string[] | null;

const PLACE: Show = ({ city, region, country }) => [city, region, country].filter((part) => part !== null).join(", ");

/** The fields of a member that each scope opens, in the order in which a member knows them. */
const FIELDS: Readonly<Record<string, readonly (readonly [label: string, show: Show])[]>> = {
  "profile:read": [
    ["Name", (p) => p.displayName],
    ["Headline", (p) => p.headline],
    ["Story", (p) => p.story],
    ["Company", (p) => p.company],
    ["Job title", (p) => p.jobTitle],
    ["Profession", (p) => p.profession],
    ["Industry", (p) => p.industry],
    ["Place", PLACE],
    ["Coordinates", (p) => (p.latitude === null ? null : `${p.latitude}, ${p.longitude}`)],
    ["Languages", (p) => p.languages],
    ["Time zone", (p) => p.timeZone],
    ["Links", (p) => p.links],
    ["Picture", (p) => p.avatarUrl],
  ],
  "contact:read": [
    ["Address", (p) => p.email],
    ["Telephone", (p) => p.phone],
  ],
};

/** The viewer's own fields by scope; scopes that read none of them are left out. */
export async function fieldsReadByApp(ctx: Context): Promise<ReadonlyMap<string, readonly ReadField[]>> {
  const person = await ctx.db.findOneByOrFail(Person, { id: signedIn(ctx) });
  return new Map(
    Object.entries(FIELDS).map(([scope, fields]) => [
      scope,
      fields.map(([label, show]) => ({ label, value: textOf(show(person)) })),
    ]),
  );
}

const textOf = (value: string | readonly string[] | null): string | null => {
  const text = typeof value === "string" || value === null ? value : value.join(", ");
  return text === "" ? null : text;
};
