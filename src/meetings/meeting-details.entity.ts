import { Field, Int, ObjectType } from "type-graphql";
import { Column } from "typeorm";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { MeetingMode } from "./meeting-mode.ts";

/** What a meeting has settled, and a series for each of its meetings to start out with: the same columns in both tables. */
@ObjectType({ simpleResolvers: true })
export abstract class MeetingDetails {
  @Field(() => String, { description: "Plain text, at most 200 characters." })
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

  @Field(() => MeetingMode, { description: "How it is held." })
  @Column({ type: "text" })
  mode: MeetingMode;

  @Column({ type: "text", nullable: true })
  placeName: string | null;

  @Column({ type: "text", nullable: true })
  placeAddress: string | null;

  @Column({ type: "text", nullable: true })
  placeCity: string | null;

  /** ISO 3166-1 alpha-2. */
  @Column({ type: "text", nullable: true })
  placeCountry: string | null;

  @Column({ type: "double precision", nullable: true })
  placeLatitude: number | null;

  @Column({ type: "double precision", nullable: true })
  placeLongitude: number | null;

  /** Shown by the room of RSVPs only: its guard speaks of who is going. */
  @Column({ type: "text", nullable: true })
  onlineUrl: string | null;

  @Field(() => TimeZone, { description: "Zone of the clock on its wall." })
  @Column({ type: "text" })
  timeZone: string;

  @Field(() => Int, { description: "Length in minutes of real time, 1 to 10,080 (7 days)." })
  @Column({ type: "integer" })
  durationMinutes: number;

  @Field(() => Int, { description: "How many guests one person may bring, 0 to 20; each takes a seat." })
  @Column({ type: "integer", default: 0 })
  guestsPerRsvpMax: number;

  @Field(() => Int, { description: "How long a freed seat is held for whoever is next in the queue, in minutes." })
  @Column({ type: "integer" })
  offerMinutes: number;

  @Field(() => Int, {
    description:
      "Minutes before the start from which on a freed seat is no longer held for an answer: whoever is next in the queue has it at once. No offer lasts beyond that moment.",
  })
  @Column({ type: "integer" })
  offerCutoffMinutes: number;

  @Field(() => Boolean, { description: "Whether an organiser must approve each answer before it takes a seat." })
  @Column({ type: "boolean", default: false })
  needsApproval: boolean;

  @Field(() => Boolean, { description: "Whether people may mark themselves present." })
  @Column({ type: "boolean", default: false })
  allowsSelfCheckIn: boolean;

  /** In the smallest unit of `currency`; GraphQL shows both as `cost`. */
  @Column({ type: "integer", nullable: true })
  costMinorUnits: number | null;

  /** ISO 4217. */
  @Column({ type: "text", nullable: true })
  currency: string | null;
}
