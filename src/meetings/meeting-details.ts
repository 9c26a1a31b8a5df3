/** What an organiser settles about a meeting beside its title and time; the same for every meeting of a series. */
import { IsOptional, Max, Min, ValidateNested } from "class-validator";
import { Field, InputType, Int } from "type-graphql";
import { IsHttpUrl } from "../platform/checks.ts";
import { DomainError, type Fault } from "../platform/errors.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import type { MeetingDetails } from "./meeting-details.entity.ts";
import { type MeetingMode, TakePartMode, waysToTakePart } from "./meeting-mode.ts";
import { MeetingPlaceInput, type PlaceColumns, placeColumns } from "./meeting-place.ts";
import { MoneyInput } from "./money.ts";

/** Longest title, in characters. */
export const TITLE_LENGTH_MAX = 200;
/** Longest description, and longest agenda, in characters. */
export const DESCRIPTION_LENGTH_MAX = 10_000;
/** Longest meeting: 7 days, for retreats. The reads rely on it, see `isUpcoming`. */
export const DURATION_MINUTES_MAX = 7 * 24 * 60;
/** Most seats of one kind. */
export const CAPACITY_MAX = 100_000;
/** Most guests of one person. */
export const GUESTS_PER_RSVP_MAX = 20;
/** Longest time that a freed seat is held for an answer, and longest cut-off before the start: 14 days. */
export const OFFER_MINUTES_MAX = 14 * 24 * 60;

/** What holds where an organiser says nothing. */
const DEFAULTS = {
  guestsPerRsvpMax: 0,
  /** A day: people read their mail once a day. */
  offerMinutes: 24 * 60,
  /** In the last two hours nobody can be waited for. */
  offerCutoffMinutes: 120,
  needsApproval: false,
  allowsSelfCheckIn: false,
} as const;

/** What is told of a meeting, and where it is: what can be changed for the meetings of a series at once. */
@InputType()
export abstract class MeetingAnnouncementInput {
  @Field(() => String, { nullable: true, description: "Plain text, line breaks kept, 1 to 10,000 characters." })
  @IsOptional()
  @IsParagraphs(DESCRIPTION_LENGTH_MAX)
  description?: string | null;

  @Field(() => String, { nullable: true, description: "Plain text, line breaks kept, 1 to 10,000 characters." })
  @IsOptional()
  @IsParagraphs(DESCRIPTION_LENGTH_MAX)
  agenda?: string | null;

  @Field(() => LanguageTag, { nullable: true, description: "Language spoken, if it is settled." })
  language?: string | null;

  @Field(() => MeetingPlaceInput, {
    nullable: true,
    description: "Where it is held; not for a meeting that is only online.",
  })
  @IsOptional()
  @ValidateNested()
  place?: MeetingPlaceInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Link to take part online, an absolute https: or http: URL, shown to those going and to organisers and hosts only; not for a meeting that is only in person.",
  })
  @IsOptional()
  @IsHttpUrl()
  onlineUrl?: string | null;
}

@InputType()
export abstract class MeetingDetailsInput extends MeetingAnnouncementInput {
  @Field(() => Int, { nullable: true, description: "Seats at the place, 0 to 100,000; null for no limit." })
  @IsOptional()
  @Min(0)
  @Max(CAPACITY_MAX)
  inPersonCapacity?: number | null;

  @Field(() => Int, { nullable: true, description: "Seats online, 0 to 100,000; null for no limit." })
  @IsOptional()
  @Min(0)
  @Max(CAPACITY_MAX)
  onlineCapacity?: number | null;

  @Field(() => Int, { nullable: true, description: "Guests one person may bring, 0 to 20; null for none." })
  @IsOptional()
  @Min(0)
  @Max(GUESTS_PER_RSVP_MAX)
  guestsPerRsvpMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Minutes for which a freed seat is held for whoever is next in the queue, 1 to 20,160; null for 1,440 (a day).",
  })
  @IsOptional()
  @Min(1)
  @Max(OFFER_MINUTES_MAX)
  offerMinutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Minutes before the start from which on a freed seat goes to whoever is next at once, 0 to 20,160; null for 120.",
  })
  @IsOptional()
  @Min(0)
  @Max(OFFER_MINUTES_MAX)
  offerCutoffMinutes?: number | null;

  @Field(() => Boolean, { nullable: true, description: "Whether an organiser must approve each answer; null for no." })
  needsApproval?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether people may mark themselves present; null for no." })
  allowsSelfCheckIn?: boolean | null;

  @Field(() => MoneyInput, { nullable: true, description: "Price of a seat; null is free." })
  @IsOptional()
  @ValidateNested()
  cost?: MoneyInput | null;
}

type DetailColumns = Pick<
  MeetingDetails,
  | "description"
  | "agenda"
  | "language"
  | "onlineUrl"
  | "guestsPerRsvpMax"
  | "offerMinutes"
  | "offerCutoffMinutes"
  | "needsApproval"
  | "allowsSelfCheckIn"
  | "costMinorUnits"
  | "currency"
> &
  PlaceColumns;

/** Columns for what was given, seats aside; null clears, or brings the default back. */
export const givenDetails = (input: MeetingDetailsInput): Partial<DetailColumns> => ({
  ...(input.place !== undefined && placeColumns(input.place)),
  ...(input.cost !== undefined && costColumns(input.cost)),
  ...withoutUndefined({
    description: tidied(input.description),
    agenda: tidied(input.agenda),
    language: input.language,
    onlineUrl: input.onlineUrl,
    guestsPerRsvpMax: orDefault(input, "guestsPerRsvpMax"),
    offerMinutes: orDefault(input, "offerMinutes"),
    offerCutoffMinutes: orDefault(input, "offerCutoffMinutes"),
    needsApproval: orDefault(input, "needsApproval"),
    allowsSelfCheckIn: orDefault(input, "allowsSelfCheckIn"),
  }),
});

const costColumns = (cost: MoneyInput | null): Pick<MeetingDetails, "costMinorUnits" | "currency"> => ({
  costMinorUnits: cost?.amountMinorUnits ?? null,
  currency: cost?.currency ?? null,
});

const tidied = (text: string | null | undefined) => (text ? tidyParagraphs(text) : text);

/** Null asks for the default; what was left out stays left out. */
function orDefault<K extends keyof typeof DEFAULTS>(input: MeetingDetailsInput, field: K) {
  return input[field] === null ? DEFAULTS[field] : input[field];
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const withoutUndefined = <T extends object>(columns: T): Defined<T> =>
  Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as Defined<T>;

/** The same for something new: what was not given has its default, or is null. */
export const newDetails = (input: MeetingDetailsInput): DetailColumns => ({
  description: null,
  agenda: null,
  language: null,
  onlineUrl: null,
  ...placeColumns(null),
  ...DEFAULTS,
  costMinorUnits: null,
  currency: null,
  ...givenDetails(input),
});

/** The seats that an input speaks of, for the ways in which one can take part. */
export const capacityOf = (input: MeetingDetailsInput, way: TakePartMode): number | null | undefined =>
  way === TakePartMode.IN_PERSON ? input.inPersonCapacity : input.onlineCapacity;

const ONLY_IN_PERSON = ["place", "inPersonCapacity"] as const;
const ONLY_ONLINE = ["onlineUrl", "onlineCapacity"] as const;

/**
 * A place, link or number of seats only where the mode has a use for it.
 *
 * @throws INVALID for each that has none
 */
export function fitMode(input: MeetingDetailsInput, mode: MeetingMode): void {
  const ways = waysToTakePart(mode);
  const useless = [
    ...(ways.includes(TakePartMode.IN_PERSON) ? [] : ONLY_IN_PERSON),
    ...(ways.includes(TakePartMode.ONLINE) ? [] : ONLY_ONLINE),
  ].filter((field) => input[field] !== undefined && input[field] !== null);
  const faults = useless.map(
    (field): Fault => ({
      code: "INVALID",
      message: `A meeting that is held ${mode === "ONLINE" ? "online" : "in person"} only has no use for this.`,
      path: ["input", field],
    }),
  );
  if (faults.length > 0) throw new DomainError(faults);
}
