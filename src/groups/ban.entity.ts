import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Group } from "./group.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/** A group wants nothing more of a person: a dated fact beside the membership's status. */
@Entity("bans")
export class Ban {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Column(instant)
  bannedAt: Date;

  @Column({ type: "uuid" })
  bannedById: string;

  @Column({ ...instant, nullable: true })
  liftedAt: Date | null;
}
