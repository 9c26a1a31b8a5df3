import { registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import type { ImportCounts } from "./import-job.ts";

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

/** What came of trying a file, or of bringing it in. */
export interface GroupImportReport {
  readonly counts: ImportCounts | null;
  readonly faults: readonly { readonly line: number | null; readonly reason: string }[];
  readonly faultCount: number;
  readonly notes: readonly { readonly remark: string; readonly lines: number }[];
  readonly unknownColumns: readonly string[];
}

const instant = { type: "timestamptz", precision: 3 } as const;

/** A file that an organiser brings in through the API: uploaded, tried, confirmed, done. */
@Entity("group_imports")
@Unique("an_upload_has_its_own_token", ["tokenHash"])
export class GroupImport {
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

  @Column({ type: "boolean" })
  submitRolls: boolean;

  @Column({ type: "text" })
  status: GroupImportStatus;

  /** SHA-256 of the token in the address for the upload; null once the file is there. */
  @Column({ type: "bytea", nullable: true })
  tokenHash: Buffer | null;

  @Column({ type: "integer", default: 0 })
  sizeBytes: number;

  /** How much of the file the job has worked through. */
  @Column({ type: "integer", default: 0 })
  readBytes: number;

  @Column({ type: "jsonb", nullable: true })
  report: GroupImportReport | null;

  @Column(instant)
  createdAt: Date;

  /** When the upload, or the file that waits for a yes, is forgotten. */
  @Column(instant)
  expiresAt: Date;

  @Column({ ...instant, nullable: true })
  finishedAt: Date | null;
}
