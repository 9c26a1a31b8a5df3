import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";

/** What an external id names. */
export enum ExternalIdKind {
  PERSON = "PERSON",
  MEETING = "MEETING",
}

/** Longest external id, in characters. */
export const EXTERNAL_ID_LENGTH_MAX = 200;

/**
 * How the files of a group name somebody or something of ours, so that the next import finds it again. Ids of one
 * group's files mean nothing in another's.
 */
@Entity("external_ids")
export class ExternalId {
  @PrimaryColumn({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @PrimaryColumn({ type: "text" })
  kind: ExternalIdKind;

  @PrimaryColumn({ type: "text" })
  externalId: string;

  /** Primary key of a person or a meeting, by the kind. */
  @Column({ type: "uuid" })
  objectId: string;
}
