/**
 * Who gets what from each root field: one line a field, one column a role. A root field without a line fails the test.
 */
import { type Acts, ask, node, type Question } from "./line.ts";
import { MUTATIONS_OF_APPS } from "./table-of-apps.ts";
import { MUTATIONS_OF_DOORS } from "./table-of-doors.ts";
import { MUTATIONS_OF_GIVING, NODES_OF_GIVING, QUERIES_OF_GIVING } from "./table-of-giving.ts";
import { MUTATIONS_OF_GROUPS } from "./table-of-groups.ts";
import { MUTATIONS_OF_INTRODUCTIONS } from "./table-of-introductions.ts";
import { MUTATIONS_OF_MEETINGS } from "./table-of-meetings.ts";
import { MUTATIONS_OF_PEOPLE } from "./table-of-people.ts";
import { MUTATIONS_OF_RECALL, NODES_OF_RECALL } from "./table-of-recall.ts";
import { MUTATIONS_OF_REQUESTS, NODES_OF_REQUESTS } from "./table-of-requests.ts";

export const MUTATIONS: Acts = {
  ...MUTATIONS_OF_PEOPLE,
  ...MUTATIONS_OF_APPS,
  ...MUTATIONS_OF_GROUPS,
  ...MUTATIONS_OF_MEETINGS,
  ...MUTATIONS_OF_DOORS,
  ...MUTATIONS_OF_INTRODUCTIONS,
  ...MUTATIONS_OF_GIVING,
  ...MUTATIONS_OF_RECALL,
  ...MUTATIONS_OF_REQUESTS,
};

export const QUERIES: Readonly<Record<string, Question | readonly Question[]>> = {
  door: ask(() => "door { id }", "null null null null null null null null null null"),
  viewer: ask(() => "viewer { id }", "null ok ok ok ok ok ok ok ok ok"),
  topic: ask((h) => `topic(slug: "${h.topicSlug}") { id }`, "ok ok ok ok ok ok ok ok ok ok"),
  topics: ask((h) => `topics(filter: { query: "${h.topicSlug}" }) { totalCount }`, "ok ok ok ok ok ok ok ok ok ok"),
  rateLimit: ask(() => "rateLimit { remaining }", "ok ok ok ok ok ok ok ok ok ok"),
  recurrencePreview: ask(
    () =>
      'recurrencePreview(rule: "FREQ=DAILY;COUNT=1", startsAtLocal: "2026-06-09T07:00:00", timeZone: "UTC") { startsAt }',
    "ok ok ok ok ok ok ok ok ok ok",
  ),
  group: [
    ask((h) => `group(by: { slug: "${h.slug}" }) { id }`, "ok ok ok ok ok ok ok ok ok null"),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { memberships { pageInfo { hasNextPage } } }`,
      "null null ok ok ok ok null null ok null",
    ),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { visitors { pageInfo { hasNextPage } } }`,
      "null null null ok ok ok null null null null",
    ),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { invitations { pageInfo { hasNextPage } } }`,
      "null null null null ok ok null null null null",
    ),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { bans { pageInfo { hasNextPage } } }`,
      "null null null null ok ok null null null null",
    ),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { apiKeys { pageInfo { hasNextPage } } }`,
      "null null null null ok ok null null null null",
    ),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { reports { pageInfo { hasNextPage } } }`,
      "null null null null ok ok null null null null",
    ),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { auditLog { pageInfo { hasNextPage } } }`,
      "null null null null ok ok null null null null",
    ),
  ],
  groups: ask(
    (h) => `groups(filter: { topics: ["${h.topic}"] }) { edges { node { id } } }`,
    "ok ok ok ok ok ok ok ok ok empty",
  ),
  meetings: [
    ask(
      (h) => `meetings(first: 1, filter: { groups: ["${h.group}"] }) { edges { node { id } } }`,
      "ok ok ok ok ok ok ok ok ok empty",
    ),
    ask((h) => {
      const before = new Date(h.startsAt.getTime() + 1000).toISOString();
      const span = `{ from: "${h.startsAt.toISOString()}", before: "${before}" }`;
      return `meetings(first: 1, filter: { startsAt: ${span} }) { edges { node { id } } }`;
    }, "ok ok ok ok ok ok ok ok ok empty"),
  ],
  node: [
    ...NODES_OF_GIVING,
    ...NODES_OF_RECALL,
    ...NODES_OF_REQUESTS,
    node((h) => h.group, "ok ok ok ok ok ok ok ok ok null"),
    node((h) => h.other, "ok ok ok ok ok ok ok ok null ok"),
    node((h) => h.guest, "null null null ok ok ok null null null null"),
    node((h) => h.meeting, "ok ok ok ok ok ok ok ok ok null"),
    node((h) => h.draft, "null null null null ok ok null null null null"),
    node((h) => h.series, "ok ok ok ok ok ok ok ok ok null"),
    node((h) => h.otherMembership, "null null ok ok ok ok null null null null"),
    node((h) => h.requestedMembership, "null null null ok ok ok null null null null"),
    node((h) => h.requestedRsvp, "null null null ok ok ok null null null null"),
    node((h) => h.attendance, "null null null ok ok ok null null null null"),
    node((h) => h.flaggedMarkNode, "null null null ok ok ok null null null null"),
    node((h) => h.leave, "null null null null ok ok null null null null"),
    node((h) => h.ban, "null null null null ok ok null null null null"),
    node((h) => h.import, "null null null null ok ok null null null null"),
    node((h) => h.ownPasskey, "null ok ok ok ok ok ok ok ok ok"),
    node((h) => h.otherPasskey, "null null null null null null null null null null"),
    node((h) => h.contactReadByViewer, "null null null null null null null null null null"),
    node((h) => h.contactReadOfViewer, "null ok ok ok ok ok ok ok ok ok"),
    node((h) => h.report, "null null null null ok ok null null null null"),
    node((h) => h.reportOfViewer, "null null null null null null null null null null"),
    node((h) => h.door, "null null null ok ok ok null null null null"),
    node((h) => h.apiKey, "null null null null ok ok null null null null"),
    node((h) => h.invitation, "null null null null ok ok null null null null"),
    node((h) => h.ownInvitation, "null ok ok ok ok ok ok ok ok null"),
    node((h) => h.introduction, "null null null null null null null null null null"),
    node((h) => h.askedIntroduction, "null ok ok ok ok ok ok ok ok ok"),
    node((h) => h.ownIntroduction, "null ok ok ok ok ok ok ok ok ok"),
    node((h) => h.ownSession, "null ok ok ok ok ok ok ok ok ok"),
    node((h) => h.otherSession, "null null null null null null null null null null"),
  ],
  ...QUERIES_OF_GIVING,
  nodes: ask((h) => `nodes(ids: ["${h.meeting}"]) { id }`, "ok ok ok ok ok ok ok ok ok null"),
};
