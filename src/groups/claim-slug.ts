import { ValidateBy } from "class-validator";
import type { Context } from "../platform/context.ts";

export const SLUG_LENGTH_MIN = 3;
export const SLUG_LENGTH_MAX = 60;
/** Numbers tried behind a name that others have, before the group's own id goes behind it. */
const NUMBERED_MAX = 20;
const SHAPE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Paths that a site is likely to keep for itself beside its groups' pages. */
const RESERVED = new Set(
  (
    "about account admin api app apps archive assets auth blog calendar contact dashboard demo docs edit explore favicon " +
    "feed feeds graphql graphiql group groups health healthz help home imprint invitation invitations join legal login " +
    "logout me meeting meetings member members metrics new notifications null oauth oidc organiser people person privacy " +
    "profile public readyz register robots rsvp rsvps search settings sign-in sign-out sign-up signin signout signup " +
    "sitemap static status support system terms topics undefined viewer webhooks wellmet www"
  ).split(" "),
);

/** Whether a text may be a slug. */
export const isSlug = (text: string): boolean =>
  text.length >= SLUG_LENGTH_MIN && text.length <= SLUG_LENGTH_MAX && SHAPE.test(text) && !RESERVED.has(text);

/** A slug as people may choose it. */
export const IsSlug = (): PropertyDecorator =>
  ValidateBy({
    name: "isSlug",
    validator: {
      validate: (value) => typeof value === "string" && isSlug(value),
      defaultMessage: () =>
        `Must be ${SLUG_LENGTH_MIN} to ${SLUG_LENGTH_MAX} lower-case letters a to z, digits and single hyphens, and no word that a site needs itself.`,
    },
  });

/**
 * Gives a slug to a group for ever, unless another group has or had it. Whoever claims the same one at the
 * same moment waits for our transaction, and is then told that it is taken.
 */
export async function claimSlug(ctx: Context, groupId: string, slug: string): Promise<boolean> {
  const rows = await ctx.db.query<{ slug: string }[]>(
    `insert into group_slugs (slug, group_id) values ($1, $2)
     on conflict (slug) do update set slug = excluded.slug where group_slugs.group_id = excluded.group_id returning slug`,
    [slug, groupId],
  );
  return rows.length > 0;
}

/** A slug made of the group's name, with a number behind it where others were first. */
export async function claimSlugOf(ctx: Context, groupId: string, name: string): Promise<string> {
  const base = slugOf(name);
  if (isSlug(base) && (await claimSlug(ctx, groupId, base))) return base;
  for (let number = 2; number <= NUMBERED_MAX; number++) {
    const slug = `${base}-${number}`;
    if (await claimSlug(ctx, groupId, slug)) return slug;
  }
  // The end of the id is its random part.
  const slug = `${base}-${groupId.slice(-12)}`;
  if (await claimSlug(ctx, groupId, slug)) return slug;
  throw new Error("The random part of an id is taken as a slug.");
}

/** Letters a to z and digits of a name, without accents; `group` for a name that has none. */
function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f'’]/g, "")
    .replace(/&/g, " and ")
    .replace(/[^a-z0-9]+/g, "-")
    // Room for what may come behind it.
    .slice(0, SLUG_LENGTH_MAX - 13)
    .replace(/^-+|-+$/g, "");
  return plain || "group";
}
