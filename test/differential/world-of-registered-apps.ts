/** Apps, and what members let them do: live, ended, run out, of some groups and of all. */
import { App, AppKind, AppReviewState } from "../../src/apps/app.entity.ts";
import { ConnectedApp } from "../../src/apps/connected-app.entity.ts";
import { ContactField, ContactRead } from "../../src/contact-reads/contact-read.entity.ts";
import { SCOPE_NAMES } from "../../src/scopes/scope.ts";
import { at, type Planter, TEXTS } from "./planter.ts";

interface Keyed {
  readonly id: string;
}

const APPS = 12;
const NAMES = TEXTS.filter((text) => text.length > 0 && text.length <= 80);

export async function plantApps(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  p.begin("apps");
  const { chance } = p;
  const apps = Array.from({ length: APPS }, (_, index) => ({
    ...{ id: p.id(), ownerId: chance.pick(people).id, name: chance.pick(NAMES) },
    ...(index % 3 === 0 ? { kind: AppKind.PRIVATE_KEY_JWT, jwks: { keys: [] } } : { kind: AppKind.PUBLIC, jwks: null }),
    ...{ websiteUrl: p.orNull("https://cards.example/"), redirectUris: ["https://cards.example/return"] },
    ...{ postLogoutRedirectUris: [], pointsPerMinute: 60, version: 1, disabledAt: p.orNull(p.moment()) },
    ...{ reviewState: chance.pick(Object.values(AppReviewState)), createdAt: p.moment(), updatedAt: p.moment() },
  }));
  const grants = apps.flatMap(({ id: appId }) =>
    people
      .filter(() => chance.chance(0.5))
      .map(({ id: personId }) => ({
        ...{ id: p.id(), personId, appId, scopes: SCOPE_NAMES.filter(() => chance.chance(0.5)), declinedScopes: [] },
        groupIds: p.orNull(groups.filter(() => chance.chance(0.3)).map(({ id }) => id)),
        ...{ createdAt: p.moment(), consentedAt: p.moment(), narrowedAt: p.orNull(p.moment()) },
        ...{ expiresAt: at(chance.pick([-1, 0, 24])), endedAt: chance.chance(0.3) ? p.moment() : null },
        lastUsedAt: p.orNull(p.moment()),
      })),
  );
  await p.insert(App, apps);
  await p.insert(ConnectedApp, grants);
  await p.insert(ContactRead, readsOf(p, people, apps));
}

/** Everybody's details were read by some, by themselves or through an app. */
function readsOf(p: Planter, people: readonly Keyed[], apps: readonly Keyed[]) {
  const { chance } = p;
  const pairs = people.flatMap((person) =>
    people.filter((reader) => reader !== person).map((reader) => [person, reader]),
  );
  return pairs
    .filter(() => chance.chance(0.2))
    .map(([person, reader]) => ({
      ...{ id: p.id(), personId: person?.id, readerId: reader?.id, readOn: "2026-05-20", times: chance.int(9) + 1 },
      appId: p.orNull(chance.pick(apps).id),
      details: chance.chance(0.5) ? [ContactField.EMAIL] : [ContactField.EMAIL, ContactField.PHONE],
      ...{ firstReadAt: at(-24), lastReadAt: at(-chance.int(24)) },
    }));
}
