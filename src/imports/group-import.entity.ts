import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import type { GroupImportReport } from "./import-report.ts";

/** How far an import is. */
export enum GroupImportStatus {
  AWAITING_FILE = "AWAITING_FILE",
  UPLOADED = "UPLOADED",
  CHECKED = "CHECKED",
  CONFIRMED = "CONFIRMED",
  DONE = "DONE",
  REFUSED = "REFUSED",
}

registerEnumType(GroupImportStatus, {
  name: "GroupImportStatus",
  description: "How far an import is.",
  valuesConfig: {
    AWAITING_FILE: { description: "The file is not there yet." },
    UPLOADED: { description: "The file is there and is being tried, without a trace." },
    CHECKED: { description: "The file is good; what it would do is told. It waits for `confirmImport`." },
    CONFIRMED: { description: "It is being brought in." },
    DONE: { description: "It was brought in." },
    REFUSED: { description: "It has faults, which are told. Nothing of it was kept." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** A file that an organiser brings in through the API: uploaded, tried, confirmed, done. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A file that is brought into a group, and how far that is. For organisers and owners, until 30 days after it ran out.",
})
@Entity("group_imports")
@Unique("an_upload_has_its_own_token", ["tokenHash"])
export class GroupImport implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid" })
  begunById: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  begunBy: Relation<Person>;

  /** Key of `IMPORTERS`. */
  @Column({ type: "text" })
  fileKind: string;

  @Field(() => Boolean, { description: "For attendance: whether the rolls of all its meetings are submitted." })
  @Column({ type: "boolean" })
  submitRolls: boolean;

  @Field(() => GroupImportStatus, { description: "How far it is." })
  @Column({ type: "text" })
  status: GroupImportStatus;

  /** SHA-256 of the token in the address for the upload; null once the file is there. */
  @Column({ type: "bytea", nullable: true })
  tokenHash: Buffer | null;

  @Field(() => Int, { description: "Size of the file, in bytes; 0 until it is there." })
  @Column({ type: "integer", default: 0 })
  sizeBytes: number;

  @Field(() => Int, { description: "How many of them have been worked through." })
  @Column({ type: "integer", default: 0 })
  readBytes: number;

  @Column({ type: "jsonb", nullable: true })
  report: GroupImportReport | null;

  @Field(() => Date, { description: "When it was begun." })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { description: "Until when the file can be uploaded, or confirmed." })
  @Column(instant)
  expiresAt: Date;

  @Field(() => Date, { nullable: true, description: "When it was brought in or refused; null until then." })
  @Column({ ...instant, nullable: true })
  finishedAt: Date | null;
}
