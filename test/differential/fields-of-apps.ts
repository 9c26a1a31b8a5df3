/** Apps and what members let them do, the naive way. */
import type { ConnectedApp } from "../../src/apps/connected-app.entity.ts";
import type { ContactRead } from "../../src/contact-reads/contact-read.entity.ts";
import { type Fields, one } from "./naive.ts";
import type { Rows } from "./rows.ts";

const appOf = ({ appId }: ConnectedApp, { App }: Rows) => App.find(({ id }) => id === appId);

export const contactRead: Fields = {
  reader: one("Person", "readerId"),
  isByApp: (r: ContactRead) => r.appId !== null,
  appName: (r: ContactRead, _args, { rows }) => rows.App.find(({ id }) => id === r.appId)?.name ?? null,
};

export const connectedApp: Fields = {
  name: (c: ConnectedApp, _args, { rows }) => appOf(c, rows)?.name,
  websiteUrl: (c: ConnectedApp, _args, { rows }) => appOf(c, rows)?.websiteUrl ?? null,
  seesAllGroups: (c: ConnectedApp) => c.groupIds === null,
  groups: (c: ConnectedApp, _args, sight) =>
    sight.rows.Group.filter((g) => c.groupIds?.includes(g.id) === true && sight.sees(g)).sort(
      (a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) || (a.id < b.id ? -1 : 1),
    ),
};
