import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** Longest name of a passkey, in characters. */
export const PASSKEY_NAME_LENGTH_MAX = 80;
/** Passkeys of one person. */
export const PASSKEYS_MAX = 20;

const instant = { type: "timestamptz", precision: 3 } as const;

/** The public half of a key that a device keeps: who reads the table can sign in as nobody. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A key kept by a device, with which a person signs in without mail. Only the person themself sees it.",
})
@Entity("passkeys")
@Unique("a_credential_is_one_passkey", ["credentialId"])
@Index("passkeys_of_a_person", ["personId", "createdAt", "id"])
export class Passkey implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Column({ type: "bytea" })
  credentialId: Buffer;

  /** As COSE writes it. */
  @Column({ type: "bytea" })
  publicKey: Buffer;

  /** Of uses, as the device counts them: never less than before. Devices that share a key say 0. */
  @Column({ type: "bigint" })
  counter: string;

  /** How browsers reach the device, as it said. */
  @Column({ type: "text", array: true })
  transports: string[];

  @Field(() => String, { description: "What its owner calls it: one line of at most 80 characters." })
  @Column({ type: "text" })
  name: string;

  @Field(() => Boolean, { description: "Whether it is kept in more places than one device." })
  @Column({ type: "boolean" })
  isBackedUp: boolean;

  @Field(() => Date, { description: "When it was registered." })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: "When it last signed in; null if never." })
  @Column({ ...instant, nullable: true })
  lastUsedAt: Date | null;
}
