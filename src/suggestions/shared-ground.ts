/** What people have in common as the viewer may read it: interests, and what one asks and another offers. */
import { Ask } from "../asks/ask.entity.ts";
import { Offer } from "../asks/offer.entity.ts";
import { isOpen } from "../asks/posting.policy.ts";
import { Person } from "../people/person.entity.ts";
import { allows } from "../people/person.policy.ts";
import type { Context } from "../platform/context.ts";
import type { WhichRows } from "../platform/reads/reads.ts";
import { and, type Sql, sql } from "../platform/reads/sql.ts";
import { type SuggestionReason, SuggestionReasonKind } from "./suggestion.ts";

/** Most people that are compared with each other. */
export const PEOPLE_COMPARED_MAX = 500;
/** Most asks, and most offers, that are looked at. */
const POSTINGS_MAX = 3_000;
/** What shared interests count for at most, beside 1 for an ask that meets an offer. */
const INTERESTS_LIKENESS_MAX = 0.5;
/** Most topics that a reason names. */
const TOPICS_NAMED_MAX = 3;

type Of = Parameters<WhichRows["where"]>[0];
const isAmong = ({ row, given }: Of, column: string): Sql =>
  sql`${row[column] as Sql} = any(${given("ids", "uuid[]")})`;

const WITH_TOPICS: WhichRows = {
  entity: Person,
  where: (of) => and(isAmong(of, "id"), allows("topicsAudience")(of.row as never, of.viewer)),
  max: PEOPLE_COMPARED_MAX + 1,
};
const ofPostings = (entity: typeof Ask | typeof Offer): WhichRows => ({
  entity,
  where: (of) => and(isAmong(of, "personId"), isOpen(of.row as never, of.viewer)),
  max: POSTINGS_MAX,
});
const ASKS = ofPostings(Ask);
const OFFERS = ofPostings(Offer);

export interface SharedGround {
  /** How much somebody shares with others, above 0 to 1, by key; who is not in it shares nothing. */
  likenessesOf(one: string): ReadonlyMap<string, number>;
  /** Why two people share something; none for who do not. */
  reasonsOf(one: string, other: string): readonly SuggestionReason[];
}

/** What each of some people is about: topics by person. */
type Topics = ReadonlyMap<string, ReadonlySet<string>>;
const NONE: ReadonlySet<string> = new Set();

/** @param ids at most `PEOPLE_COMPARED_MAX` and the viewer */
export async function sharedGround(ctx: Context, ids: readonly string[]): Promise<SharedGround> {
  const seen = async (question: WhichRows): Promise<string[]> =>
    (await ctx.reads.whichSeen?.(ctx, question, { ids })) ?? [];
  const interests = await topicsBy(ctx, "person_id", "person_topics x", await seen(WITH_TOPICS));
  const asks = await topicsBy(ctx, "a.person_id", "ask_topics x join asks a on a.id = x.ask_id", await seen(ASKS), "a");
  const offers = await topicsBy(
    ctx,
    "o.person_id",
    "offer_topics x join offers o on o.id = x.offer_id",
    await seen(OFFERS),
    "o",
  );
  const [holders, askers, givers] = [holdersOf(interests), holdersOf(asks), holdersOf(offers)];
  const rarityOf = (topic: string): number => 1 / Math.max(1, (holders.get(topic)?.length ?? 2) - 1);
  return {
    likenessesOf(one) {
      const likenesses = new Map<string, number>();
      // Of interests the rare ones tell most.
      for (const [topic, other] of withEach(interests.get(one), holders)) {
        likenesses.set(other, Math.min(INTERESTS_LIKENESS_MAX, (likenesses.get(other) ?? 0) + rarityOf(topic)));
      }
      // Stated intent outweighs everything.
      for (const [, giver] of withEach(asks.get(one), givers)) likenesses.set(giver, 1);
      for (const [, asker] of withEach(offers.get(one), askers)) likenesses.set(asker, 1);
      likenesses.delete(one);
      return likenesses;
    },
    reasonsOf(one, other) {
      const wanted = [...met(asks, offers, one, other), ...met(asks, offers, other, one)].map(nameOf);
      const shared = common(interests.get(one) ?? NONE, interests.get(other) ?? NONE);
      const rarestFirst = [...shared].sort((a, b) => rarityOf(b) - rarityOf(a)).map(nameOf);
      return [
        ...(wanted.length > 0
          ? [reason(SuggestionReasonKind.ASK_AND_OFFER, `One asks for what the other offers: ${listed(wanted)}.`)]
          : []),
        ...(shared.length > 0
          ? [reason(SuggestionReasonKind.SHARED_INTERESTS, `Both are interested in ${listed(rarestFirst)}.`)]
          : []),
      ];
    },
  };
}

/** Each of some topics with each of those who have it. */
function* withEach(
  topics: ReadonlySet<string> | undefined,
  holders: ReadonlyMap<string, readonly string[]>,
): Generator<readonly [topic: string, holder: string]> {
  for (const topic of topics ?? NONE) for (const holder of holders.get(topic) ?? []) yield [topic, holder];
}

/** Who has each topic. */
function holdersOf(topics: Topics): ReadonlyMap<string, readonly string[]> {
  const holders = new Map<string, string[]>();
  for (const [person, each] of topics) {
    for (const topic of each) {
      const known = holders.get(topic);
      if (known) known.push(person);
      else holders.set(topic, [person]);
    }
  }
  return holders;
}

/** What others know both of them, besides the viewer, as a reason; none without any. */
export function commonContacts(count: number): SuggestionReason[] {
  const words =
    count === 1 ? "Somebody whom you may know of knows both of them." : `${count} others know both of them.`;
  return count === 0 ? [] : [reason(SuggestionReasonKind.COMMON_CONTACTS, words)];
}

const reason = (kind: SuggestionReasonKind, words: string): SuggestionReason => ({ kind, words });
const common = (one: ReadonlySet<string>, other: ReadonlySet<string>): string[] =>
  [...one].filter((topic) => other.has(topic)).sort();
const listed = (names: readonly string[]): string => [...new Set(names)].slice(0, TOPICS_NAMED_MAX).join(", ");

/** What one asks for and the other offers: of the same kind, about the same topic. */
const met = (asks: Topics, offers: Topics, asker: string, giver: string): string[] =>
  common(asks.get(asker) ?? NONE, offers.get(giver) ?? NONE);

/** Topics are held as `kind of help`, a tab, and their name; interests have no kind. */
const nameOf = (topic: string): string => topic.slice(topic.indexOf("\t") + 1);

/** @param posting alias of the table that has the kinds and the keys; left out, the keys are those of people */
async function topicsBy(
  ctx: Context,
  person: string,
  from: string,
  ids: readonly string[],
  posting: string | null = null,
): Promise<Topics> {
  if (ids.length === 0) return new Map();
  const [kind, key] = posting === null ? ["''", "x.person_id"] : [`${posting}.kind`, `${posting}.id`];
  const rows = await ctx.db.query<{ person_id: string; topic: string }[]>(
    `select ${person} as person_id, ${kind} || e'\\t' || t.name as topic from ${from} join topics t on t.id = x.topic_id
      where ${key} = any($1) order by 1, 2`,
    [ids],
  );
  const topics = new Map<string, Set<string>>();
  for (const { person_id, topic } of rows) topics.set(person_id, (topics.get(person_id) ?? new Set()).add(topic));
  return topics;
}
