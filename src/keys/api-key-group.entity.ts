import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { ApiKey } from "./api-key.entity.ts";

/** A group that a key covers. */
@Entity("api_key_groups")
export class ApiKeyGroup {
  @PrimaryColumn({ type: "uuid" })
  keyId: string;

  @PrimaryColumn({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => ApiKey, { onDelete: "NO ACTION" })
  @JoinColumn()
  key: Relation<ApiKey>;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;
}
