import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";

/** An organiser's word that two people in the group's books are two. No scan lists them again. */
@Entity("duplicate_dismissals")
export class DuplicateDismissal {
  @PrimaryColumn({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  /** The lesser key of the two. */
  @PrimaryColumn({ type: "uuid" })
  oneId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  one: Relation<Person>;

  @PrimaryColumn({ type: "uuid" })
  otherId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  other: Relation<Person>;

  @Column({ type: "uuid" })
  dismissedById: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  dismissedBy: Relation<Person>;

  @Column({ type: "timestamptz", precision: 3 })
  dismissedAt: Date;
}

/** The two keys of a pair in the order in which they are kept. */
export const inOrder = (one: string, other: string): { readonly oneId: string; readonly otherId: string } =>
  one < other ? { oneId: one, otherId: other } : { oneId: other, otherId: one };
