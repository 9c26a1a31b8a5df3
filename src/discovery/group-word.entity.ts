import { Column, Entity, PrimaryColumn } from "typeorm";

/** A word that a group says of itself, as searches know it: small letters, no accents. Written by triggers alone. */
@Entity("group_words")
export class GroupWord {
  @PrimaryColumn({ type: "uuid" })
  groupId: string;

  @PrimaryColumn({ type: "text", collation: "C" })
  word: string;

  /** How much a find of it counts: 4 in the name, 3 in a topic, 2 in the town or region, 1 in the description. */
  @Column({ type: "integer" })
  weight: number;
}
