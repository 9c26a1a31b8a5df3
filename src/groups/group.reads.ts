import { ArgsType, Directive, Field, ID, InputType } from "type-graphql";
import { pointOf } from "../platform/coordinates.ts";
import { isNear, metresFrom, Near } from "../platform/near.ts";
import type { Arguments } from "../platform/reads/arguments.ts";
import { hang, queries, reads } from "../platform/reads/declare.ts";
import { among, flag } from "../platform/reads/filters.ts";
import { keysOf } from "../platform/reads/global-ids.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import { absent, and, eq, integer, isOneOf, not, present, type Sql, sql } from "../platform/reads/sql.ts";
import { CountryCode } from "../platform/scalars/country-code.ts";
import { TOPICS_MAX, Topic } from "../topics/topic.entity.ts";
import { Group, JoinMode } from "./group.entity.ts";
import { isListed, isMember, isOwnPeople, organises, owns, visibleGroup } from "./group.policy.ts";
import { GroupSlug } from "./group-slug.entity.ts";
import { GroupTopic } from "./group-topic.entity.ts";
import { ListedTopic } from "./listed-topic.entity.ts";

type Links = (link: Row<GroupTopic>) => Sql;

const isAbout = (group: Row<Group>, viewer: Viewer, topic: Links, how?: "row by row") =>
  viewer.exists(GroupTopic, (link) => and(eq(link.groupId, group.id), topic(link)), how);

reads(Group, {
  prefix: "grp",
  description: "groups",
  visible: visibleGroup,
  orders: (g, _v, parts) => {
    const near = parts("near");
    return {
      NAME: {
        // In a circle are few groups: no index on names must lead to all the others first.
        by: near ? sql`(${g.name} || '') collate "C"` : sql`${g.name} collate "C"`,
        description: "By name, capitals first.",
      },
      CREATED_AT: { by: g.createdAt, description: "By the moment it was created." },
      DISTANCE: {
        by: near ? sql`coalesce(${metresFrom(near, g)}, 0)` : integer(0),
        type: "integer",
        needs: "near",
        description: "By distance from the middle of `filter.near`, which it needs.",
      },
    };
  },
  filters: (g, v) => ({
    topics: {
      type: () => [ID],
      description: "About one of these topics, by global ID; at most 100.",
      where: (value, parts) => {
        const topics = value.bind("uuid[]", "", (ids: string[]) => keysOf(Topic, ids));
        if (!parts("near")) return isAbout(g, v, (link) => sql`${link.topicId} = any(${topics})`);
        // A circle leaves few groups, with few topics each, and a topic may have very many groups.
        return isAbout(g, v, (link) => sql`(${link.topicId} = any(${topics})) is true`, "row by row");
      },
    },
    countries: {
      type: () => [CountryCode],
      description: "Meeting in one of these countries; at most 100.",
      where: (value) => sql`${g.country} = any(${value.bind("text[]")})`,
    },
    near: {
      type: () => Near,
      description: "Usually meeting within this circle; those that do not say where are left out.",
      where: (near) => isNear(near, g),
    },
    joinModes: among(g.joinMode, JoinMode, { description: "Joined in one of these ways." }),
    viewerIsMember: flag(isMember(v, g.id), undefined, {
      description: "Those that the viewer is a member of, or is none of.",
    }),
  }),
  fields: (t) => ({
    coordinates: pointOf(t, {
      latitude: (g) => g.latitude,
      longitude: (g) => g.longitude,
      when: (g) => present(g.latitude),
      description: "Where it usually meets, on the map.",
    }),
    topics: t.list(Topic, (topic, g, v) => isAbout(g, v, (link) => eq(link.topicId, topic.id)), {
      max: TOPICS_MAX,
      order: (topic) => sql`${topic.slug} collate "C"`,
      description: "What it is about, at most 20.",
    }),
    viewerCanUpdate: t.bool((g, v) => and(absent(g.archivedAt), organises(v, g.id)), {
      description: "Whether the viewer may change it, invite people, and schedule meetings.",
    }),
    viewerCanArchive: t.bool((g, v) => and(absent(g.archivedAt), owns(v, g.id)), {
      description: "Whether the viewer may archive it.",
    }),
  }),
});

hang(Topic, (t) => ({
  groupCount: t.int(
    (topic, v) => {
      const listed = v.count(ListedTopic, (link) => eq(link.topicId, topic.id));
      if (v.anonymous && !v.service) return listed;
      // Beside those that everybody finds, the hidden ones of the viewer's own.
      const own = v.count(GroupTopic, (link) =>
        and(
          eq(link.topicId, topic.id),
          isOwnPeople({ id: link.groupId }, v),
          v.via(Group, link.groupId, (g) => and(absent(g.archivedAt), not(isOneOf(g.visibility, "PUBLIC")))),
        ),
      );
      return sql`${listed} + ${own}`;
    },
    {
      description: "How many groups are about it, of those that are listed for you.",
    },
  ),
}));

@InputType({ description: "One of the ways to name a group." })
@Directive("@oneOf")
export class GroupBy {
  @Field(() => ID, { nullable: true, description: "Its global ID." })
  id?: string;

  @Field(() => String, { nullable: true, description: "Its slug, or one that it had earlier; in any letter case." })
  slug?: string;
}

@ArgsType()
class GroupArgs {
  @Field(() => GroupBy, { description: "Which one." })
  by: GroupBy;
}

queries((t) => ({
  groups: t.all(Group, {
    where: isListed,
    description:
      "Groups within the viewer's sight. Unlisted and private ones only to their own people; archived ones are left out.",
  }),
  group: t.first(
    Group,
    (g, _row, v, { by }: Arguments<GroupArgs>) =>
      by.given("id")
        ? eq(g.id, by.idOf(Group, "id"))
        : v.exists(GroupSlug, (s) => and(eq(s.groupId, g.id), sql`${s.slug} = lower(${by.slug})`)),
    {
      args: GroupArgs,
      description: "One group, by global ID or slug; null if there is none within sight.",
    },
  ),
}));
