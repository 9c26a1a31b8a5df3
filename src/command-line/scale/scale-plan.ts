/** How large a made-up world is, and how its rows are named; everything follows from the numbers and the seed. */

/** Sizes where only the number of people is said; as in a service of 100,000 people, 5,000 groups and 200,000 meetings. */
const PEOPLE_PER_GROUP = 20;
const MEETINGS_PER_PERSON = 2;
/** Of ten groups one is large and nine are small, 30 members on average: half as many again as a group's share. */
const LARGE_EVERY = 10;
const MEMBERS_OF_LARGE = 130;
const MEMBERS_OF_SMALL = 19;
/** Above the members of any group, so that rows of members can be numbered. */
export const MEMBERS_MAX = 256;

export interface ScalePlan {
  readonly people: number;
  readonly groups: number;
  /** Of all groups together; half of them past, with their rolls submitted. */
  readonly meetings: number;
  readonly seed: number;
  /** Midnight UTC of the day around which the meetings lie. */
  readonly today: Date;
}

export type Wish = Pick<ScalePlan, "people" | "seed" | "today"> & {
  readonly groups?: number;
  readonly meetings?: number;
};

export const planOf = ({ people, seed, today, groups, meetings }: Wish): ScalePlan => ({
  people,
  groups: groups ?? Math.max(1, Math.round(people / PEOPLE_PER_GROUP)),
  meetings: meetings ?? people * MEETINGS_PER_PERSON,
  seed,
  today,
});

export const isLarge = (group: number): boolean => group % LARGE_EVERY === 0;

/** Members of one group, as places in the line of all people: neighbours share a group, some of them several. */
export function membersOf(plan: ScalePlan, group: number): number[] {
  const first = Math.floor((group * plan.people) / plan.groups);
  const count = Math.min(plan.people, isLarge(group) ? MEMBERS_OF_LARGE : MEMBERS_OF_SMALL);
  return Array.from({ length: count }, (_, index) => (first + index) % plan.people);
}

/** How many meetings a group has; the first ones take what does not divide evenly. */
export const meetingsOf = (plan: ScalePlan, group: number): number =>
  Math.floor(plan.meetings / plan.groups) + (group < plan.meetings % plan.groups ? 1 : 0);

export const SCALE_TOPICS = [
  "Small business",
  "Programming",
  "Design",
  "Mentoring",
  "Energy",
  "Food",
  "Music",
  "Health",
];

const KINDS = [
  "person",
  "group",
  "membership",
  "period",
  "meeting",
  "rsvp",
  "mark",
  "attendance",
  "topic",
  "role",
] as const;
type Kind = (typeof KINDS)[number];

/** Keys in the order in which rows are made, as real ones are by time: an index grows at its end. */
export function scaleId(plan: Pick<ScalePlan, "seed">, kind: Kind, number: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
  return `01900000-00${hex(KINDS.indexOf(kind), 2)}-7${hex(plan.seed % 0x1000, 3)}-8000-${hex(number, 12)}`;
}

/** Numbers from 0 to below 1 that look random and are the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of several, by chance. */
export const pick = <T>(random: () => number, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)] as T;
