import { names, type Rulings, WORDS_GONE } from "./ruling.ts";

const ofTheirApp = "t.app_id in (select id from apps where owner_id = any($1))";
/** Of a grant that they gave, or that somebody gave an app of theirs. */
const ofTheirGrant = `t.grant_id in (
  select g.id from app_grants g join apps a on a.id = g.app_id where g.person_id = any($1) or a.owner_id = any($1))`;

/** What they let apps do ends; an app of theirs has nobody to answer for it any more, and is disabled. */
export const rulingsOfApps: Rulings = {
  oauth_artifacts: {
    gone: `${names("person_id")} or ${ofTheirApp} or ${ofTheirGrant}`,
    columns: { kind: "GONE", id_hash: "GONE", payload: "GONE", person_id: "GONE", uid: "GONE" },
  },
  app_grants: {
    cleared: [{ where: `${ofTheirApp} and t.ended_at is null`, set: { ended_at: "$3" } }],
    gone: names("person_id"),
    columns: { person_id: "GONE", scopes: "OURS", declined_scopes: "OURS", group_ids: "OURS" },
  },
  apps: {
    cleared: [
      {
        where: names("owner_id"),
        set: {
          name: WORDS_GONE,
          website_url: "null",
          redirect_uris: "'{https://erased.invalid}'",
          post_logout_redirect_uris: "'{}'",
          jwks: `case when t.jwks is not null then '{"keys": []}'::jsonb end`,
          disabled_at: "coalesce(t.disabled_at, $3)",
        },
      },
    ],
    columns: {
      owner_id: "PERSON",
      name: "CLEARED",
      kind: "OURS",
      website_url: "CLEARED",
      redirect_uris: "CLEARED",
      post_logout_redirect_uris: "CLEARED",
      jwks: "CLEARED",
      review_state: "OURS",
    },
  },
  oauth_signing_keys: { columns: { kid: "OURS", sealed_key: "OURS" } },
};
