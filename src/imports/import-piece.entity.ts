import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { GroupImport } from "./group-import.entity.ts";

/** A piece of an uploaded file. In the database, so that any server process can work on it. */
@Entity("import_pieces")
export class ImportPiece {
  @PrimaryColumn({ type: "uuid" })
  importId: string;

  @ManyToOne(() => GroupImport, { onDelete: "NO ACTION" })
  @JoinColumn({ name: "import_id" })
  import: Relation<GroupImport>;

  @PrimaryColumn({ type: "integer" })
  position: number;

  @Column({ type: "bytea" })
  bytes: Buffer;
}
