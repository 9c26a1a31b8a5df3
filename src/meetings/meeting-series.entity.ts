import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Node } from "../platform/node.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { LocalDateTime } from "../platform/scalars/local-date-time.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { MeetingMode } from "./meeting-mode.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * A rule by which meetings recur, and what each of them starts out with. The meetings themselves are rows of
 * their own, made ahead for a rolling horizon (`series/make-occurrences.ts`); each then lives its own life.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A recurring pattern of meetings, expanded on the wall clock of its zone, so that daylight saving never moves it.",
})
@Entity("meeting_series")
@Check("a_series_place_has_both_coordinates", "(place_latitude is null) = (place_longitude is null)")
@Check("a_series_cost_has_a_currency", "(cost_minor_units is null) = (currency is null)")
export class MeetingSeries implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Field(() => String, {
    description: "RFC 5545 recurrence rule without `DTSTART`, for example `FREQ=WEEKLY;BYDAY=TU`.",
  })
  @Column({ type: "text" })
  recurrenceRule: string;

  @Field(() => LocalDateTime, {
    description: "Local start from which the rule is counted; an occurrence if it fits the rule.",
  })
  @Column({ type: "text" })
  firstStartsAtLocal: string;

  @Field(() => TimeZone, { description: "Zone of the clock on its wall." })
  @Column({ type: "text" })
  timeZone: string;

  @Field(() => Int, { description: "Length of each meeting in minutes, 1 to 10,080 (7 days)." })
  @Column({ type: "integer" })
  durationMinutes: number;

  @Field(() => String, { description: "What each new meeting is called; plain text, at most 200 characters." })
  @Column({ type: "text" })
  title: string;

  @Field(() => String, { nullable: true, description: "Plain text, line breaks kept, at most 10,000 characters." })
  @Column({ type: "text", nullable: true })
  description: string | null;

  @Field(() => String, { nullable: true, description: "Plain text, line breaks kept, at most 10,000 characters." })
  @Column({ type: "text", nullable: true })
  agenda: string | null;

  @Field(() => LanguageTag, { nullable: true, description: "Language spoken, if it is settled." })
  @Column({ type: "text", nullable: true })
  language: string | null;

  @Field(() => MeetingMode, { description: "How each new meeting is held." })
  @Column({ type: "text" })
  mode: MeetingMode;

  @Column({ type: "text", nullable: true })
  placeName: string | null;

  @Column({ type: "text", nullable: true })
  placeAddress: string | null;

  @Column({ type: "text", nullable: true })
  placeCity: string | null;

  @Column({ type: "text", nullable: true })
  placeCountry: string | null;

  @Column({ type: "double precision", nullable: true })
  placeLatitude: number | null;

  @Column({ type: "double precision", nullable: true })
  placeLongitude: number | null;

  @Column({ type: "text", nullable: true })
  onlineUrl: string | null;

  @Field(() => Int, { nullable: true, description: "Seats at the place of each new meeting; null for no limit." })
  @Column({ type: "integer", nullable: true })
  inPersonCapacity: number | null;

  @Field(() => Int, { nullable: true, description: "Seats online of each new meeting; null for no limit." })
  @Column({ type: "integer", nullable: true })
  onlineCapacity: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Minutes before each start at which answers open; null means at once.",
  })
  @Column({ type: "integer", nullable: true })
  rsvpOpensMinutesBefore: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Minutes before each start at which answers close; null means at the start.",
  })
  @Column({ type: "integer", nullable: true })
  rsvpClosesMinutesBefore: number | null;

  @Field(() => Int, { description: "How many guests one person may bring each time, 0 to 20." })
  @Column({ type: "integer", default: 0 })
  guestsPerRsvpMax: number;

  @Field(() => Int, { description: "How long a freed seat is held for whoever is next in the queue, in minutes." })
  @Column({ type: "integer" })
  offerMinutes: number;

  @Field(() => Int, {
    description: "Minutes before each start from which on a freed seat goes to whoever is next at once.",
  })
  @Column({ type: "integer" })
  offerCutoffMinutes: number;

  @Field(() => Boolean, { description: "Whether an organiser must approve each answer before it takes a seat." })
  @Column({ type: "boolean", default: false })
  needsApproval: boolean;

  @Field(() => Boolean, { description: "Whether people may mark themselves present." })
  @Column({ type: "boolean", default: false })
  allowsSelfCheckIn: boolean;

  @Column({ type: "integer", nullable: true })
  costMinorUnits: number | null;

  @Column({ type: "text", nullable: true })
  currency: string | null;

  /** Up to where occurrences have been made, every one of them; null before the first run. */
  @Column({ ...instant, nullable: true })
  madeUntil: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      "When it was ended: no meeting is made any more. Those made stay as they are, unless they were cancelled with it.",
  })
  @Column({ ...instant, nullable: true })
  endedAt: Date | null;

  @Field(() => Date, { description: "When it was put on the calendar." })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { description: "When it was last changed." })
  @Column(instant)
  updatedAt: Date;

  @Field(() => Int, { description: "Grows by one with each change; pass it back as `expectedVersion`." })
  @Column({ type: "integer", default: 1 })
  version: number;
}
