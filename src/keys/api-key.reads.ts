import { Group } from "../groups/group.entity.ts";
import { organises } from "../groups/group.policy.ts";
import { Person } from "../people/person.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { flag } from "../platform/reads/filters.ts";
import { absent, and, eq, sql } from "../platform/reads/sql.ts";
import { ApiKey, KEY_GROUPS_MAX } from "./api-key.entity.ts";
import { isLiveKey, viewerCanRotate, visibleApiKey } from "./api-key.policy.ts";
import { ApiKeyGroup } from "./api-key-group.entity.ts";

reads(ApiKey, {
  prefix: "key",
  description: "keys",
  visible: visibleApiKey,
  orders: (key) => ({ CREATED_AT: { by: key.createdAt, description: "By the moment it was made." } }),
  filters: (key, v) => ({
    isLive: flag(isLiveKey(key, v), undefined, {
      description: "Those that are neither revoked nor past their end, or the others.",
    }),
  }),
  fields: (t) => ({
    groups: t.list(
      Group,
      (group, key, v) => v.exists(ApiKeyGroup, (link) => and(eq(link.keyId, key.id), eq(link.groupId, group.id))),
      {
        max: KEY_GROUPS_MAX,
        order: (group) => sql`${group.name} collate "C", ${group.id}`,
        description: "The groups that it covers, at most 20. Those out of the viewer's sight are left out.",
      },
    ),
    createdBy: t.one(Person, "createdById", {
      description: "Who made it, whatever became of them since. Null for people out of the viewer's sight.",
    }),
    isLive: t.bool(isLiveKey, { description: "Whether it is neither revoked nor past its end." }),
    viewerCanRotate: t.bool(viewerCanRotate, { description: "Whether the viewer may give it a new secret." }),
    viewerCanRevoke: t.bool((key) => absent(key.revokedAt), { description: "Whether the viewer may revoke it." }),
  }),
});

hang(Group, (t) => ({
  apiKeys: t.connection(
    ApiKey,
    (key, group, v) => v.exists(ApiKeyGroup, (link) => and(eq(link.keyId, key.id), eq(link.groupId, group.id))),
    {
      when: (g, v) => organises(v, g.id),
      description: "Its keys, those of the past for 90 days. For organisers and owners; null for everybody else.",
    },
  ),
}));
