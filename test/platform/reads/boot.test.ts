import "reflect-metadata";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { buildSchema, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { Node } from "../../../src/platform/node.ts";
import { refusals } from "../../../src/platform/reads/boot.ts";
import { hang, queries, reads } from "../../../src/platform/reads/declare.ts";
import { prepareSchema } from "../../../src/platform/reads/prepare-schema.ts";
import type { Class } from "../../../src/platform/reads/reads.ts";
import { readResolvers } from "../../../src/platform/reads/schema-fields.ts";
import { and, eq, present, sql, TRUE } from "../../../src/platform/reads/sql.ts";

enum Stored {
  RED = "red",
}
registerEnumType(Stored, { name: "Stored" });

@ObjectType()
abstract class Row {
  @Field(() => ID)
  @PrimaryColumn({ type: "uuid" })
  id: string;
}

@Entity()
@ObjectType()
class Undeclared extends Row {}

@ObjectType()
class Part {
  @Field(() => String)
  secret: string;

  @Field(() => String)
  nickname: string;
}

/** Everything that can be said badly of one entity. */
@Entity()
@ObjectType()
class Bad extends Row {
  @Field(() => String)
  nobody: string;

  @Field(() => String)
  @Column({ type: "text" })
  guarded: string;

  @Field(() => String)
  @Column({ type: "text", nullable: true })
  maybe: string | null;

  @Field(() => String)
  @Column({ type: "text" })
  twice: string;

  @Field(() => String)
  @Column({ type: "text" })
  unsaid: string;

  @Column({ type: "text", nullable: true })
  secret: string | null;

  @Column({ type: "jsonb" })
  document: object;

  @Field(() => Stored)
  @Column({ type: "text" })
  colour: Stored;

  @Field(() => Undeclared, { nullable: true })
  undeclared: Undeclared | null;
}

@Entity()
@ObjectType({ implements: Node })
class Twin extends Row {}

@Entity()
@ObjectType()
class Circle extends Row {
  @Column({ type: "uuid" })
  otherId: string;
}

@Entity()
@ObjectType()
class Keyless {
  @Field(() => Int)
  @Column({ type: "integer" })
  number: number;
}

describe("declarations that cannot be served", () => {
  let faults: string[];
  beforeAll(async () => {
    reads(Bad, {
      prefix: "twn",
      visible: () => TRUE,
      strict: true,
      guards: { guarded: () => TRUE, maybe: "open", twice: "open", colour: "open" },
      orders: (r) => ({
        MAYBE: r.maybe,
        GUARDED: sql`lower(${r.guarded})`,
        DOCUMENT: r.document,
        COALESCED: sql`coalesce(${r.maybe}, ${r.guarded}, '')`,
      }),
      fields: (t) => ({
        twice: t.value(
          () => String,
          (r) => r.secret,
          { description: "x", nullable: true },
        ),
        part: t.part(Part, null, ["secret"]),
      }),
    });
    reads(Twin, { prefix: "twn", visible: () => TRUE });
    reads(Circle, { visible: (c, v) => v.sees(Circle, c.otherId) });
    reads(Keyless, { visible: () => TRUE });
    hang(Twin, (t) => ({
      gated: t.bool(() => TRUE, { when: () => TRUE, nullable: false, description: "x" }),
      keyless: t.connection(Keyless, () => TRUE),
      resolved: t.resolved(
        () => String,
        ["missing" as "id"],
        () => "",
        { description: "x" },
      ),
    }));
    queries((t) => ({ bad: t.first(Bad, () => TRUE, { description: "x" }), twins: t.all(Twin), node: t.node() }));
    const schema = await buildSchema({
      resolvers: [...readResolvers()] as unknown as [Class, ...Class[]],
      validate: false,
    });
    faults = [...refusals(prepareSchema(schema))];
  });

  test.each([
    "Undeclared is an entity that declares no reads: nobody said who may see it.",
    "Bad.nobody is neither a column, nor read, nor resolved.",
    "Bad.guarded is guarded, so it must be nullable.",
    "Bad.maybe is non-null, but its column is nullable.",
    "Bad.twice is declared twice: as a column and as a read.",
    'Bad.unsaid needs a guard, or the word "open": its type is strict.',
    "Part.secret is non-null, but its column is nullable.",
    "Part.nickname is neither a column, nor read, nor resolved, at one of its places.",
    "The order MAYBE of Bad is by a nullable column: coalesce it.",
    "The order GUARDED of Bad is by a guarded column: coalesce it.",
    "The order DOCUMENT of Bad is of type jsonb, whose cursors cannot be checked.",
    'Stored.RED is stored as "red": names of enums must equal their values.',
    'Twin and Bad have the same prefix "twn".',
    "Bad has a prefix, so it must implement Node.",
    "Circle cannot be compiled: The policy of Circle asks for itself in a circle.",
    "Twin.gated is gated, so it must be nullable.",
    "Twin.keyless pages over Keyless, which has no uuid `id`.",
    'Twin.resolved needs "missing", which is no column.',
  ])("%s", (fault) => {
    expect(faults).toContain(fault);
  });

  test("threat 12: are all told at once, and nothing else is", () => {
    expect(faults.filter((fault) => fault.includes("COALESCED"))).toEqual([]);
    expect(faults.filter((fault) => fault.startsWith("Bad.id"))).toEqual([]);
  });
});

describe("records that cannot become a schema", () => {
  class Nowhere {
    id: string;
  }

  test("are refused together: hung on, or leading to, what nobody declared, and declared twice", () => {
    hang(Nowhere, (t) => ({ x: t.bool(() => TRUE, { description: "x" }) }));
    hang(Twin, (t) => ({
      lost: t.first(Nowhere, () => TRUE, { description: "x" }),
      inside: t.object(Part, {
        fields: (t) => ({ lost: t.list(Nowhere, () => TRUE, { max: 1, order: (n) => n.id }) }),
      }),
    }));
    hang(Twin, (t) => ({ same: t.bool(() => TRUE, { description: "x" }) }));
    hang(Twin, (t) => ({ same: t.int((r) => sql`${r.id}`, { description: "x" }) }));

    expect(() => readResolvers()).toThrow(
      [
        "These reads cannot be served:",
        "Fields are hung on Nowhere, which declares no reads: nobody said who may see it.",
        "Twin.lost leads to Nowhere, which declares no reads: nobody said who may see it.",
        "Twin.inside leads to Nowhere, which declares no reads: nobody said who may see it.",
        "Twin.same is declared twice.",
      ].join("\n"),
    );
  });

  test("are refused at once if an entity declares its reads twice", () => {
    expect(() => reads(Twin, { visible: () => TRUE })).toThrow("Twin declares its reads twice.");
  });
});

describe("a to-one field", () => {
  test("is non-null exactly if the column is, everybody may see it, and the policy demands that its row be seen", async () => {
    // Made here: type-graphql reads the fields of a class once, with the first schema.
    @Entity()
    @ObjectType()
    class Parent extends Row {}

    @Entity()
    @ObjectType()
    class Child extends Row {
      @Column({ type: "uuid" })
      parentId: string;

      @Column({ type: "uuid", nullable: true })
      otherId: string | null;

      @Column({ type: "uuid" })
      blindId: string;

      @Column({ type: "uuid" })
      guardedId: string;

      @Column({ type: "uuid" })
      sometimesId: string;

      @Column({ type: "uuid" })
      personsId: string;

      @Field(() => Int)
      @Column({ type: "integer" })
      number: number;
    }

    reads(Parent, { visible: (p) => present(p.id) });
    reads(Child, {
      visible: (c, v) =>
        and(
          v.sees(Parent, c.parentId),
          v.sees(Parent, c.otherId),
          v.sees(Parent, c.guardedId),
          v.anonymous ? TRUE : v.sees(Parent, c.personsId),
          eq(c.number, sql`1`),
        ),
      guards: { guardedId: () => TRUE },
      fields: (t) => ({
        proved: t.one(Parent, "parentId"),
        gated: t.one(Parent, "parentId", { when: () => TRUE }),
        nullableColumn: t.one(Parent, "otherId"),
        notDemanded: t.one(Parent, "blindId"),
        guardedColumn: t.one(Parent, "guardedId"),
        onlyForPersons: t.one(Parent, "personsId"),
      }),
    });
    queries((t) => ({ child: t.first(Child, () => TRUE, { description: "x" }) }));
    const schema = await buildSchema({
      resolvers: [...readResolvers()] as unknown as [Class, ...Class[]],
      validate: false,
    });

    const fields = Object.values(
      (
        schema.getType("Child") as unknown as { getFields(): Record<string, { name: string; type: unknown }> }
      ).getFields(),
    );
    expect(Object.fromEntries(fields.map(({ name, type }) => [name, String(type)]))).toMatchObject({
      proved: "Parent!",
      gated: "Parent",
      nullableColumn: "Parent",
      notDemanded: "Parent",
      guardedColumn: "Parent",
      onlyForPersons: "Parent",
    });
  });
});
