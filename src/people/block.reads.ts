import { ID } from "type-graphql";
import { hang, reads } from "../platform/reads/declare.ts";
import { sql } from "../platform/reads/sql.ts";
import { Block } from "./block.entity.ts";
import { Person } from "./person.entity.ts";
import { isSelf, ownOnly } from "./person.policy.ts";

reads(Block, {
  prefix: "blk",
  description: "blocks",
  visible: (block, viewer) => isSelf(viewer, block.blockerId),
  orders: (block) => ({ CREATED_AT: { by: block.createdAt, description: "By their beginning." } }),
  fields: (t) => ({
    // The row itself is out of sight for the viewer: that is what a block does. Its key they had when they blocked.
    personId: t.value(
      () => ID,
      (block) => sql`'per_' || replace(${block.blockedId}::text, '-', '')`,
      {
        description: "Global ID of the blocked person, for `unblockPerson`. Finds nothing else while the block lasts.",
      },
    ),
    // Past their own policy on purpose, and so no more than anybody may read who is not signed in.
    displayName: t.value(
      () => String,
      (block) =>
        sql`(select who.display_name from people who where who.id = ${block.blockedId} and who.email_verified_at is not null and who.display_name_audience = 'PUBLIC')`,
      {
        nullable: true,
        description: "Their display name, where it is public: plain text, not markup. Null otherwise.",
      },
    ),
  }),
});

hang(Person, (t) => ({
  blocks: t.connection(Block, "blockerId", {
    when: ownOnly,
    description: "Whom the person blocks. Only the person themself sees it; null for everybody else.",
  }),
}));
