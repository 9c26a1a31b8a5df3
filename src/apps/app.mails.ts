/** What members are told of the apps that act for them, in case it was not they who let them. */

import { In, IsNull } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import type { Context } from "../platform/context.ts";
import { link } from "../platform/job-context.ts";
import { mailKind, queueMail } from "../platform/mail.ts";
import { SCOPE_NAMES, SCOPES } from "../scopes/scope.ts";
import { App } from "./app.entity.ts";
import { ConnectedApp } from "./connected-app.entity.ts";

/** Where a member sees and disconnects apps. */
export const CONNECTED_APPS_PATH = "/connected-apps";

interface GrantMail {
  readonly grantId: string;
}

mailKind<GrantMail>("app-connected", (ctx, data) =>
  letterOf(ctx, data, (name) => [`You connected ${name}`, `You let the app “${name}” act for you`]),
);

mailKind<GrantMail>("app-extended", (ctx, data) =>
  letterOf(ctx, data, (name) => [
    `${name} may do more for you`,
    `You let the app “${name}” do more for you than before`,
  ]),
);

/** As things are when it is sent; nothing for what was disconnected meanwhile. */
async function letterOf(
  ctx: Context,
  { grantId }: GrantMail,
  said: (name: string) => [subject: string, first: string],
) {
  const grant = await ctx.db.findOneBy(ConnectedApp, { id: grantId, endedAt: IsNull() });
  if (!grant) return null;
  const { name, websiteUrl } = await ctx.db.findOneByOrFail(App, { id: grant.appId });
  const [subject, first] = said(name);
  return {
    subject,
    text: `${first} at ${new URL(ctx.publicUrl).host}.${websiteUrl ? ` It says its home is ${websiteUrl}.` : ""}

${await reachOf(ctx, grant)}
See what it reads, take a part back or disconnect it here, with effect on its next request:
${link(ctx, CONNECTED_APPS_PATH)}

If it was not you, disconnect it, and sign out everywhere.
`,
  };
}

async function reachOf(ctx: Context, { scopes, groupIds }: ConnectedApp): Promise<string> {
  const allowed = SCOPE_NAMES.filter((scope) => scopes.includes(scope));
  if (allowed.length === 0) return "It knows who you are, and nothing else.\n";
  const lines = allowed.map((scope) => `- ${SCOPES[scope]}\n`).join("");
  if (groupIds === null) return `It may:\n${lines}`;
  const groups = await ctx.db.find(Group, { where: { id: In(groupIds) }, order: { name: "ASC" } });
  const names = groups.map(({ name }) => name).join(", ");
  return `It may, ${names ? `only in ${names}` : "in none of your groups"}:\n${lines}`;
}

/** Tells a member at the address that they have proved, if they have; once for a key. Inside of a transaction. */
export async function tellOfGrant(
  ctx: Context,
  kind: "app-connected" | "app-extended",
  { grantId, personId, key }: GrantMail & { readonly personId: string; readonly key: string },
): Promise<void> {
  const [person] = await ctx.db.query<{ email: string }[]>(
    "select email from people where id = $1 and email is not null and email_verified_at is not null",
    [personId],
  );
  const data: GrantMail = { grantId };
  if (person) await queueMail(ctx, { kind, to: person.email, key, data });
}
