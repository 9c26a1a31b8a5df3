/**
 * A world of its own for the engine: shelves that are open or kept by some, books on them, readers and their
 * reviews. Every kind of declaration occurs once.
 */
import "reflect-metadata";
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, PrimaryColumn, type Relation, ViewEntity } from "typeorm";
import type { EntityRef } from "../../../src/platform/errors.ts";
import { Node } from "../../../src/platform/node.ts";
import { hang, queries, reads } from "../../../src/platform/reads/declare.ts";
import { among, between, equals, flag, idsOf } from "../../../src/platform/reads/filters.ts";
import type { Policy, Row, Viewer } from "../../../src/platform/reads/policy.ts";
import { and, eq, FALSE, isOneOf, not, or, present, type Sql, sql } from "../../../src/platform/reads/sql.ts";

export enum Format {
  PAPER = "PAPER",
  AUDIO = "AUDIO",
  BRAILLE = "BRAILLE",
}
registerEnumType(Format, { name: "Format", description: "How a book is read." });

@ObjectType({ description: "How to reach a reader." })
export class Contact {
  @Field(() => String, { nullable: true, description: "Address." })
  email: string | null;

  @Field(() => String, { nullable: true, description: "Number." })
  phone: string | null;
}

@ObjectType({ description: "What a reader shows of themself." })
export class ReaderProfile {
  @Field(() => String, { nullable: true, description: "Where they work, if they show you." })
  company: string | null;

  @Field(() => String, { description: "A saying." })
  saying: string;
}

@Entity("readers")
@ObjectType({ implements: Node, simpleResolvers: true, description: "Somebody who reads." })
export class Reader {
  @Field(() => ID, { description: "Id." })
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Field(() => String, { description: "Name." })
  @Column({ type: "text" })
  name: string;

  @Field(() => String, { nullable: true, description: "Where they work, if they show you." })
  @Column({ type: "text", nullable: true })
  company: string | null;

  @Column({ type: "boolean" })
  showsCompany: boolean;

  @Column({ type: "text" })
  motto: string;

  @Column({ type: "text", nullable: true })
  email: string | null;

  @Column({ type: "text", nullable: true })
  phone: string | null;
}

/** Who keeps out of whose sight; no type of the schema. */
@Entity("shunnings")
export class Shunning {
  @PrimaryColumn({ type: "uuid" })
  shunnerId: string;

  @PrimaryColumn({ type: "uuid" })
  shunnedId: string;
}

@Entity("shelves")
@ObjectType({ implements: Node, simpleResolvers: true, description: "A place for books." })
export class Shelf {
  @Field(() => ID, { description: "Id." })
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Field(() => String, { description: "Slug." })
  @Column({ type: "text" })
  slug: string;

  @Field(() => String, { description: "Label." })
  @Column({ type: "text" })
  label: string;

  @Field(() => [String], { description: "Topics." })
  @Column({ type: "text", array: true })
  topics: string[];

  @Column({ type: "boolean" })
  isOpen: boolean;
}

@Entity("keepers")
export class Keeper {
  @PrimaryColumn({ type: "uuid" })
  shelfId: string;

  @PrimaryColumn({ type: "uuid" })
  readerId: string;
}

@Entity("books")
@ObjectType({ implements: Node, simpleResolvers: true, description: "Something to read." })
export class Book {
  @Field(() => ID, { description: "Id." })
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  shelfId: string;
  shelf: Relation<Shelf>;

  @Column({ type: "uuid", nullable: true })
  borrowerId: string | null;

  @Field(() => String, { description: "Title." })
  @Column({ type: "text" })
  title: string;

  @Field(() => Format, { description: "Format." })
  @Column({ type: "text" })
  format: Format;

  @Field(() => [Format], { description: "All formats." })
  @Column({ type: "text", array: true })
  formats: Format[];

  @Field(() => Date, { description: "When it came." })
  @Column({ type: "timestamptz", precision: 6 })
  shelvedAt: Date;

  @Field(() => Int, { nullable: true, description: "Pages." })
  @Column({ type: "integer", nullable: true })
  pages: number | null;

  @Field(() => String, { nullable: true, description: "For keepers." })
  @Column({ type: "text", nullable: true })
  keepersNote: string | null;

  @Column({ type: "text", nullable: true })
  doorCode: string | null;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  publishedAt: Date | null;
}

@Entity("reviews")
@ObjectType({ implements: Node, simpleResolvers: true, description: "An opinion." })
export class Review {
  @Field(() => ID, { description: "Id." })
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  bookId: string;

  @Column({ type: "uuid" })
  readerId: string;

  @Field(() => Int, { description: "Stars." })
  @Column({ type: "integer" })
  stars: number;

  @Column({ type: "boolean" })
  isDraft: boolean;
}

/** Lines that no table holds. */
@ViewEntity({
  name: "review_lines",
  expression: `select r.book_id, r.reader_id, p.name as reader_name, r.stars from reviews r join readers p on p.id = r.reader_id`,
})
@ObjectType({ simpleResolvers: true, description: "A line of a book's sheet." })
export class ReviewLine {
  @Column({ type: "uuid" })
  bookId: string;

  @Column({ type: "uuid" })
  readerId: string;

  @Field(() => String, { description: "Who." })
  @Column({ type: "text" })
  readerName: string;

  @Field(() => Int, { description: "Stars." })
  @Column({ type: "integer" })
  stars: number;
}

@ObjectType({ description: "A book's sheet, for the keepers." })
export class Sheet {}

@ObjectType({ description: "Numbers." })
export class Tally {}

@InputType({ description: "One of the keys of a shelf." })
@Directive("@oneOf")
export class ShelfLocator {
  @Field(() => ID, { nullable: true, description: "By id." })
  id?: string;

  @Field(() => String, { nullable: true, description: "By slug." })
  slug?: string;
}

@ArgsType()
export class ByArgs {
  @Field(() => ShelfLocator, { description: "Which." })
  by: ShelfLocator;
}

@ArgsType()
export class LongerArgs {
  @Field(() => Int, { defaultValue: 100, description: "Pages." })
  pages: number;
}

/** What an index elsewhere would answer: references, also to what not everybody sees. */
export const alikes = new Map<Format, EntityRef[]>();

export const keeps = (v: Viewer, shelf: Sql): Sql =>
  v.in(
    shelf,
    Keeper,
    (k) => k.shelfId,
    (k) => eq(k.readerId, v.id),
  );
export const isSelf = (v: Viewer, reader: Sql): Sql => eq(reader, v.id);
const unshunned: Policy<Reader> = (r, v) =>
  and(
    not(
      v.in(
        r.id,
        Shunning,
        (s) => s.shunnedId,
        (s) => eq(s.shunnerId, v.id),
      ),
    ),
    not(
      v.in(
        r.id,
        Shunning,
        (s) => s.shunnerId,
        (s) => eq(s.shunnedId, v.id),
      ),
    ),
  );
const showsCompany: Policy<Reader> = (r, v) => v.once(r, "company", () => or(r.showsCompany, isSelf(v, r.id)));
const onShelf: Policy<Book> = (b, v) => and(v.sees(Shelf, b.shelfId), or(present(b.publishedAt), keeps(v, b.shelfId)));
const reviewed = (v: Viewer, b: Row<Book>): Sql =>
  v.anonymous ? FALSE : v.exists(Review, (r) => and(eq(r.bookId, b.id), isSelf(v, r.readerId)));

reads(Reader, {
  prefix: "rdr",
  visible: unshunned,
  strict: true,
  guards: { name: "open", company: showsCompany },
  orders: (r) => ({
    NAME: r.name,
    COMPANY: { by: sql`coalesce(${r.company}, '')`, description: "By company, where you may see it." },
  }),
  filters: (r) => ({ company: equals(r.company) }),
  fields: (t) => ({
    contact: t.part(Contact, (r, v) => isSelf(v, r.id), ["email", "phone"], { description: "Yours alone." }),
    profile: t.part(ReaderProfile, null, { company: "company", saying: "motto" }, (t) => ({
      tally: t.object(Tally, {
        description: "Numbers.",
        fields: (t) => ({
          reviews: t.count(Review, "readerId", { description: "Reviews you may see." }),
          written: t.int((r, v) => v.count(Review, (x) => eq(x.readerId, r.id)), { description: "All reviews." }),
        }),
      }),
      best: t.list(Review, "readerId", { max: 2, order: (r) => sql`${r.stars} desc, ${r.id}` }),
    })),
  }),
});

reads(Shelf, {
  prefix: "shl",
  visible: (s, v) => or(s.isOpen, keeps(v, s.id)),
  description: "shelves",
  orders: (s) => ({ LABEL: s.label }),
  fields: (t) => ({
    viewerKeeps: t.bool((s, v) => keeps(v, s.id), { description: "Whether you keep it." }),
  }),
});

reads(Book, {
  prefix: "bok",
  visible: onShelf,
  guards: { keepersNote: (b, v) => keeps(v, b.shelfId) },
  orders: (b) => ({
    SHELVED_AT: b.shelvedAt,
    TITLE: { by: b.title, description: "By title, by code points." },
    PAGES: { by: sql`coalesce(${b.pages}, 0)`, type: "integer", description: "By length." },
  }),
  filters: (b, v) => ({
    shelvedAt: between(b.shelvedAt),
    formats: among(b.format, Format),
    shelves: idsOf(b.shelfId, Shelf),
    arrived: flag(sql`${b.shelvedAt} <= ${v.now}`),
    pages: equals(b.pages, { type: () => Int }),
  }),
  fields: (t) => ({
    shelf: t.one(Shelf, "shelfId"),
    borrower: t.one(Reader, "borrowerId"),
    isNew: t.bool((b, v) => sql`${b.shelvedAt} > ${v.now} - interval '1 day'`, { description: "Came lately." }),
    isLonger: t.value(
      () => Boolean,
      (b, _v, a) => sql`coalesce(${b.pages}, 0) > ${a.pages}`,
      {
        args: LongerArgs,
        description: "Longer than.",
      },
    ),
    words: t.value(
      () => [String],
      (b) => sql`string_to_array(${b.title}, ' ')`,
      { description: "Words of the title." },
    ),
    seats: t.int((b) => sql`${b.pages}`, { description: "Wrongly said to be never null, on purpose." }),
    spine: t.resolved(
      () => String,
      ["title", "shelvedAt"],
      (b) => `${b.title} (${b.shelvedAt.getUTCFullYear()})`,
      {
        description: "For the spine.",
      },
    ),
    alike: t.resolved(
      () => [Book],
      ["format"],
      ({ format }) => alikes.get(format) ?? [],
      {
        description: "Books of that kind, as something outside of the database knows them.",
      },
    ),
    doorCode: t.value(
      () => String,
      (b) => b.doorCode,
      { when: (b, v) => reviewed(v, b), description: "For who wrote." },
    ),
  }),
});

reads(Review, {
  prefix: "rev",
  visible: (r, v) =>
    and(
      v.sees(Book, r.bookId),
      v.sees(Reader, r.readerId),
      or(
        not(r.isDraft),
        isSelf(v, r.readerId),
        v.via(Book, r.bookId, (b) => keeps(v, b.shelfId)),
      ),
    ),
  orders: (r) => ({ STARS: r.stars }),
  fields: (t) => ({
    book: t.one(Book, "bookId"),
    reader: t.one(Reader, "readerId"),
    viewerKeepsIt: t.bool((r, v) => v.via(Book, r.bookId, (b) => keeps(v, b.shelfId)), { description: "Keeper's." }),
  }),
});

reads(ReviewLine, { visible: (l, v) => and(v.sees(Book, l.bookId), v.sees(Reader, l.readerId)) });

hang(Shelf, (t) => ({
  books: t.connection(Book, "shelfId"),
  bookCount: t.count(Book, "shelfId"),
  newestBook: t.first(Book, (b, s) => eq(b.shelfId, s.id), {
    order: (b) => sql`${b.shelvedAt} desc, ${b.id}`,
    description: "The one that came last.",
  }),
}));

hang(Book, (t) => ({
  reviews: t.connection(Review, "bookId"),
  drafts: t.connection(Review, "bookId", {
    when: (b, v) => keeps(v, b.shelfId),
    where: (r) => r.isDraft,
    description: "For keepers.",
  }),
  sheet: t.object(Sheet, {
    when: (b, v) => keeps(v, b.shelfId),
    description: "For keepers.",
    fields: (t) => ({
      stars: t.int((b, v) => v.count(Review, (r) => and(eq(r.bookId, b.id), isOneOf(sql`'A'`, "A"))), {
        description: "Reviews.",
      }),
      lines: t.list(ReviewLine, "bookId", {
        max: 3,
        order: (l) => sql`${l.readerName}, ${l.stars}`,
        description: "Lines.",
      }),
    }),
  }),
}));

queries((t) => ({
  shelves: t.all(Shelf),
  books: t.all(Book),
  readers: t.all(Reader),
  shelf: t.first(
    Shelf,
    (s, _row, _v, a) => (a.by.given("id") ? eq(s.id, a.by.idOf(Shelf, "id")) : eq(s.slug, a.by.slug)),
    { args: ByArgs, description: "One shelf." },
  ),
  viewer: t.first(Reader, (r, _row, v) => isSelf(v, r.id), { description: "You." }),
  node: t.node(),
  nodes: t.nodes(),
}));

export const entities = [Reader, Shunning, Shelf, Keeper, Book, Review, ReviewLine];
