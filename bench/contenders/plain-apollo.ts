/**
 * Apollo, type-graphql and TypeORM as their tutorials put them together: one class for table and type, a repository in
 * every resolver, a field resolver for each relation. On Wellmet's own tables, without policies.
 */
import "reflect-metadata";
import { createHash, randomUUID } from "node:crypto";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import {
  Arg,
  buildSchema,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import {
  Column,
  DataSource,
  Entity,
  In,
  IsNull,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  MoreThan,
  Not,
  PrimaryColumn,
  type Relation,
} from "typeorm";
import { RADIUS_KM } from "../operations/discovery.ts";
import { POOL_SIZE, SESSION, sessionParameters } from "./credential.ts";

@ObjectType()
@Entity("topics")
class Topic {
  @PrimaryColumn({ type: "uuid" }) id: string;
  @Field(() => String) @Column({ type: "text" }) name: string;
  @Column({ type: "text" }) slug: string;
}

@ObjectType()
@Entity("people")
class Person {
  @Field(() => ID) @PrimaryColumn({ type: "uuid" }) id: string;
  @Field(() => String) @Column({ type: "text", name: "display_name" }) name: string;
  @Field(() => String, { nullable: true }) @Column({ type: "text", nullable: true }) headline: string | null;
  @Field(() => String, { nullable: true }) @Column({ type: "text", nullable: true }) company: string | null;

  @ManyToMany(() => Topic)
  @JoinTable({ name: "person_topics", joinColumn: { name: "person_id" }, inverseJoinColumn: { name: "topic_id" } })
  topics: Relation<Topic[]>;
}

@ObjectType()
@Entity("groups")
class Group {
  @Field(() => ID) @PrimaryColumn({ type: "uuid" }) id: string;
  @Field(() => String) @Column({ type: "text" }) slug: string;
  @Field(() => String) @Column({ type: "text" }) name: string;
  @Field(() => String, { nullable: true }) @Column({ type: "text", nullable: true }) description: string | null;
  @Field(() => String, { nullable: true }) @Column({ type: "text", nullable: true }) city: string | null;
  @Field(() => String) @Column({ type: "text", name: "time_zone" }) timeZone: string;
}

@ObjectType()
@Entity("meetings")
class Meeting {
  @Field(() => ID) @PrimaryColumn({ type: "uuid" }) id: string;
  @Column({ type: "uuid", name: "group_id" }) groupId: string;
  @Field(() => String) @Column({ type: "text" }) title: string;
  @Field(() => Date) @Column({ type: "timestamptz", name: "starts_at" }) startsAt: Date;
  @Field(() => Date) @Column({ type: "timestamptz", name: "ends_at" }) endsAt: Date;
  @Column({ type: "timestamptz", name: "published_at", nullable: true }) publishedAt: Date | null;
}

@Entity("meeting_seats")
class MeetingSeats {
  @PrimaryColumn({ type: "uuid", name: "meeting_id" }) meetingId: string;
  @PrimaryColumn({ type: "text" }) mode: string;
  @Column({ type: "integer", nullable: true }) capacity: number | null;
}

@Entity("meeting_roles")
class MeetingRole {
  @PrimaryColumn({ type: "uuid" }) id: string;
  @Column({ type: "uuid", name: "meeting_id" }) meetingId: string;
  @Column({ type: "text" }) role: string;
  @Column({ type: "integer" }) position: number;

  @ManyToOne(() => Person)
  @JoinColumn({ name: "person_id" })
  person: Relation<Person>;
}

@ObjectType()
@Entity("rsvps")
class Rsvp {
  @PrimaryColumn({ type: "uuid" }) id: string;
  @Column({ type: "uuid", name: "meeting_id" }) meetingId: string;
  @Field(() => String) @Column({ type: "text" }) status: string;
  @Field(() => Date) @Column({ type: "timestamptz", name: "responded_at" }) respondedAt: Date;

  @Field(() => Person)
  @ManyToOne(() => Person)
  @JoinColumn({ name: "person_id" })
  person: Relation<Person>;
}

@ObjectType()
@Entity("memberships")
class Membership {
  @PrimaryColumn({ type: "uuid" }) id: string;
  @Column({ type: "uuid", name: "group_id" }) groupId: string;
  @Column({ type: "uuid", name: "person_id" }) personId: string;
  @Column({ type: "text" }) status: string;
  @Column({ type: "timestamptz", name: "created_at" }) createdAt: Date;

  @Field(() => Person)
  @ManyToOne(() => Person)
  @JoinColumn({ name: "person_id" })
  person: Relation<Person>;
}

@ObjectType()
@Entity("attendances")
class Attendance {
  @PrimaryColumn({ type: "uuid" }) id: string;
  @Column({ type: "uuid", name: "group_id" }) groupId: string;
  @Column({ type: "uuid", name: "meeting_id" }) meetingId: string;
  @Column({ type: "uuid", name: "person_id" }) personId: string;
  @Field(() => Date) @Column({ type: "timestamptz", name: "starts_at" }) startsAt: Date;
  @Column({ type: "text", nullable: true }) code: string | null;
  @Field(() => String, { nullable: true })
  @Column({ type: "text", name: "counted_code", nullable: true })
  countedCode: string | null;
  @Column({ type: "uuid", name: "mark_id", nullable: true }) markId: string | null;
  @Column({ type: "timestamptz", name: "updated_at" }) updatedAt: Date;
}

@Entity("rolls")
class Roll {
  @PrimaryColumn({ type: "uuid", name: "meeting_id" }) meetingId: string;
  @Column({ type: "uuid", name: "group_id" }) groupId: string;
  @Column({ type: "integer" }) version: number;
}

@Entity("marks")
class Mark {
  @PrimaryColumn({ type: "uuid" }) id: string;
  @Column({ type: "uuid", name: "meeting_id" }) meetingId: string;
  @Column({ type: "uuid", name: "mark_id" }) markId: string;
  @Column({ type: "uuid", name: "group_id" }) groupId: string;
  @Column({ type: "uuid", name: "person_id" }) personId: string;
  @Column({ type: "text" }) code: string;
  @Column({ type: "timestamptz", name: "recorded_at" }) recordedAt: Date;
  @Column({ type: "timestamptz", name: "received_at" }) receivedAt: Date;
  @Column({ type: "uuid", name: "recorded_by_id" }) recordedById: string;
  @Column({ type: "bytea", name: "content_hash" }) contentHash: Buffer;
}

@Entity("events")
class LoggedEvent {
  @PrimaryColumn({ type: "bigint", generated: "identity" }) position: string;
  @Column({ type: "text" }) name: string;
  @Column({ type: "jsonb" }) payload: object;
  @Column({ type: "timestamptz", name: "occurred_at" }) occurredAt: Date;
  @Column({ type: "uuid", name: "actor_id" }) actorId: string;
  @Column({ type: "text", name: "request_id" }) requestId: string;
}

const dataSource = new DataSource({
  type: "postgres",
  url: process.env["DATABASE_URL"] ?? "",
  poolSize: POOL_SIZE,
  installExtensions: false,
  entities: [
    ...[Topic, Person, Group, Meeting, MeetingSeats, MeetingRole],
    ...[Rsvp, Membership, Attendance, Roll, Mark, LoggedEvent],
  ],
});

@Resolver(() => Group)
class GroupResolver {
  @Query(() => Group, { nullable: true })
  group(@Arg("slug", () => String) slug: string): Promise<Group | null> {
    return dataSource.getRepository(Group).findOneBy({ slug: slug.toLowerCase() });
  }

  @FieldResolver(() => [Meeting])
  nextMeetings(@Root() group: Group, @Arg("first", () => Int) first: number): Promise<Meeting[]> {
    return dataSource.getRepository(Meeting).find({
      where: { groupId: group.id, endsAt: MoreThan(new Date()), publishedAt: Not(IsNull()) },
      order: { startsAt: "ASC", id: "ASC" },
      take: first,
    });
  }

  @FieldResolver(() => [Membership])
  members(@Root() group: Group, @Arg("first", () => Int) first: number): Promise<Membership[]> {
    return dataSource.getRepository(Membership).find({
      where: { groupId: group.id, status: In(["TRIAL", "ACTIVE", "GRACE"]) },
      relations: { person: true },
      order: { createdAt: "ASC", id: "ASC" },
      take: first,
    });
  }
}

@Resolver(() => Membership)
class MembershipResolver {
  @FieldResolver(() => Attendance, { nullable: true })
  lastAttendance(@Root() { groupId, personId }: Membership): Promise<Attendance | null> {
    return dataSource.getRepository(Attendance).findOne({
      where: { groupId, personId },
      order: { startsAt: "DESC" },
    });
  }
}

@Resolver(() => Meeting)
class MeetingResolver {
  @Query(() => Meeting, { nullable: true })
  meeting(@Arg("id", () => ID) id: string): Promise<Meeting | null> {
    return dataSource.getRepository(Meeting).findOneBy({ id });
  }

  @Query(() => [Meeting])
  discovery(
    @Arg("topicId", () => ID) topicId: string,
    @Arg("latitude", () => Float) latitude: number,
    @Arg("longitude", () => Float) longitude: number,
  ): Promise<Meeting[]> {
    const away = `2 * 6371.0088 * asin(sqrt(power(sin(radians(g.latitude - :latitude) / 2), 2)
      + cos(radians(:latitude)) * cos(radians(g.latitude)) * power(sin(radians(g.longitude - :longitude) / 2), 2)))`;
    return dataSource
      .getRepository(Meeting)
      .createQueryBuilder("m")
      .innerJoin(Group, "g", "g.id = m.groupId")
      .innerJoin("group_topics", "t", "t.group_id = m.groupId and t.topic_id = :topicId", { topicId })
      .where("m.publishedAt is not null and m.endsAt > now()")
      .andWhere("g.visibility = 'PUBLIC' and g.archived_at is null")
      .andWhere(`${away} <= :km`, { latitude, longitude, km: RADIUS_KM })
      .orderBy("m.startsAt")
      .addOrderBy("m.id")
      .limit(20)
      .getMany();
  }

  @FieldResolver(() => Group)
  group(@Root() { groupId }: Meeting): Promise<Group | null> {
    return dataSource.getRepository(Group).findOneBy({ id: groupId });
  }

  @FieldResolver(() => Int)
  goingCount(@Root() { id }: Meeting): Promise<number> {
    return dataSource.getRepository(Rsvp).countBy({ meetingId: id, status: "GOING" });
  }

  @FieldResolver(() => Int, { nullable: true })
  async capacity(@Root() { id }: Meeting): Promise<number | null> {
    const seats = await dataSource.getRepository(MeetingSeats).findOneBy({ meetingId: id, mode: "IN_PERSON" });
    return seats?.capacity ?? null;
  }

  @FieldResolver(() => [Person])
  async hosts(@Root() { id }: Meeting): Promise<Person[]> {
    const roles = await dataSource.getRepository(MeetingRole).find({
      where: { meetingId: id, role: "HOST" },
      relations: { person: true },
      order: { position: "ASC" },
    });
    return roles.map(({ person }) => person);
  }

  @FieldResolver(() => [Rsvp])
  rsvps(@Root() { id }: Meeting, @Arg("first", () => Int) first: number): Promise<Rsvp[]> {
    return dataSource.getRepository(Rsvp).find({
      where: { meetingId: id },
      relations: { person: true },
      order: { respondedAt: "ASC", id: "ASC" },
      take: first,
    });
  }
}

@Resolver(() => Person)
class PersonResolver {
  @Query(() => Person, { nullable: true })
  person(@Arg("id", () => ID) id: string): Promise<Person | null> {
    return dataSource.getRepository(Person).findOneBy({ id });
  }

  @FieldResolver(() => [Topic])
  async topics(@Root() { id }: Person): Promise<Topic[]> {
    const person = await dataSource
      .getRepository(Person)
      .findOne({ where: { id }, relations: { topics: true }, order: { topics: { slug: "ASC" } } });
    return person?.topics ?? [];
  }
}

@InputType()
class MarkInput {
  @Field(() => ID) markId: string;
  @Field(() => ID) personId: string;
  @Field(() => String) code: string;
}

@InputType()
class RecordInput {
  @Field(() => ID) meetingId: string;
  @Field(() => ID) groupId: string;
  @Field(() => Date) recordedAt: Date;
  @Field(() => [MarkInput]) marks: MarkInput[];
}

@ObjectType()
class MarkResult {
  @Field(() => ID) markId: string;
  @Field(() => String) outcome: string;
}

interface Viewer {
  readonly viewerId: string;
}

@Resolver()
class RecordResolver {
  @Mutation(() => [MarkResult])
  record(@Arg("input", () => RecordInput) input: RecordInput, @Ctx() { viewerId }: Viewer): Promise<MarkResult[]> {
    const { meetingId, groupId, recordedAt } = input;
    const now = new Date();
    return dataSource.transaction(async (db) => {
      const roll = await db.findOneBy(Roll, { meetingId });
      const version = (roll?.version ?? 0) + 1;
      await db.save(Roll, { meetingId, groupId, version });

      const known = new Set(
        (await db.findBy(Mark, { meetingId, markId: In(input.marks.map(({ markId }) => markId)) })).map(
          (m) => m.markId,
        ),
      );
      const marks = input.marks.filter(({ markId }) => !known.has(markId));
      await db.insert(
        Mark,
        marks.map(({ markId, personId, code }) => ({
          ...{ id: randomUUID(), meetingId, groupId, markId, personId, code },
          ...{ recordedAt, receivedAt: now, recordedById: viewerId },
          contentHash: createHash("sha256")
            .update(JSON.stringify([personId, code, recordedAt]))
            .digest(),
        })),
      );

      const { startsAt } = await db.findOneByOrFail(Meeting, { id: meetingId });
      const lines = await db.findBy(Attendance, { meetingId });
      const lineOf = new Map(lines.map((line) => [line.personId, line]));
      await db.save(
        Attendance,
        marks.map(({ markId, personId, code }) => {
          const line = lineOf.get(personId) ?? { id: randomUUID(), groupId, meetingId, personId, startsAt };
          return { ...line, code, markId, updatedAt: now };
        }),
      );
      const payload = { meetingId, groupId, version };
      await db.insert(LoggedEvent, {
        ...{ name: "attendance.recorded", payload, occurredAt: now, actorId: viewerId, requestId: randomUUID() },
      });
      return input.marks.map(({ markId }) => ({ markId, outcome: known.has(markId) ? "REPEATED" : "STORED" }));
    });
  }
}

await dataSource.initialize();
const schema = await buildSchema({
  resolvers: [GroupResolver, MembershipResolver, MeetingResolver, PersonResolver, RecordResolver],
  validate: false,
});
const apollo = new ApolloServer<Viewer>({ schema });
await startStandaloneServer(apollo, {
  listen: { port: Number(process.env["PORT"]), host: "127.0.0.1" },
  context: async ({ req }) => {
    const rows: { person_id: string }[] = await dataSource.query(
      SESSION.text,
      sessionParameters(req.headers.authorization),
    );
    if (!rows[0]) throw new Error("Nobody is known by this token.");
    return { viewerId: rows[0].person_id };
  },
});
process.on("SIGTERM", () => process.exit(0));
