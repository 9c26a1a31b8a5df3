/**
 * How likely two entries of a group's books are one person, after Fellegi and Sunter, "A Theory for Record Linkage"
 * (Journal of the American Statistical Association 64, 1969). Every field that both entries have adds
 *
 *   agreeing:    log2(m / u)               m: how often it agrees for one and the same person
 *   disagreeing: log2((1 - m) / (1 - u))   u: how often it agrees for two different ones
 *
 * bits; what one of them lacks adds nothing. For words of names `u` is how often others in these books are
 * called so: that two are both called Smith says less than that two are called Vandermeulen. Nothing here
 * knows of databases; the numbers below are the whole model.
 */
import { likenessOfWords } from "./likeness-of-words.ts";
import { folded, fullForm, nameWords, soundOf } from "./name-words.ts";

/** What the books say of somebody, as far as organisers may read it. */
export interface Entry {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly city: string | null;
}

/** Why two entries are taken for one person, the strongest first. */
export type Reason =
  | "SAME_EMAIL"
  | "SIMILAR_EMAIL"
  | "SAME_NAME"
  | "SIMILAR_NAME"
  | "SAME_PHONE"
  | "SAME_COMPANY"
  | "SAME_CITY";

export interface Comparison {
  /** Sum of the evidence, in bits. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** An entry made ready for comparisons. */
export interface Prepared {
  readonly id: string;
  readonly words: readonly string[];
  readonly email: string | null;
  readonly local: string;
  readonly domain: string;
  readonly phone: string | null;
  readonly company: string | null;
  readonly city: string | null;
}

/** How often each word is part of a name, of all entries. */
export type WordShares = ReadonlyMap<string, number>;

/**
 * The books of a small group say little of how rare a word is: it is taken as if so many others, of whom none is called so,
 * stood in them too. The two that are compared do not count.
 */
const OTHERS = 500;
/** `m` of words of names: what share of one person's names is written alike. */
const WORD_ALIKE = 0.85;
/** From here on two words are one that was mistyped; tried on made-up typing errors. */
const WORD_SIMILAR_MIN = 0.88;
/** A mistyped word says less than the word itself. */
const SIMILAR_SHARE = 0.6;
/** An initial says hardly anything, but does not speak against it. */
const INITIAL_BITS = 0.5;
const WORD_DIFFERENT_BITS = Math.log2((1 - WORD_ALIKE) / (1 - 1 / 50)) * 2;
/** One address, but for a `+tag`, is listed whatever else differs; one by a slip of typing is not. */
const EMAIL_SAME_BITS = 24;
const EMAIL_SIMILAR_BITS = 10;
const EMAIL_LOCAL_BITS = 6;
/** Letters before the `@` from which on equal ones are no chance, as `info` and `ben` are. */
const LOCAL_LENGTH_MIN = 6;
/** People have several addresses, so that other ones say little. */
const EMAIL_DIFFERENT_BITS = -2.5;
const PHONE_SAME_BITS = 9;
const PHONE_DIFFERENT_BITS = -1;
const COMPANY_SAME_BITS = 3;
const COMPANY_DIFFERENT_BITS = -0.5;
const CITY_SAME_BITS = 1.5;
const CITY_DIFFERENT_BITS = -2;
/** How alike addresses, companies and towns are that were mistyped. */
const TEXT_SIMILAR_MIN = 0.9;
/** No slip of typing makes a word longer or shorter by more letters: spares the comparison. */
const SLIP_LENGTH_MAX = 3;

/** From here on two entries are listed; chosen for a precision above 0.99 (`npm run duplicates` prints it). */
export const LIKELY_MIN_BITS = 11;

export function prepare({ id, name, email, phone, company, city }: Entry): Prepared {
  return {
    id,
    words: name === null ? [] : nameWords(name).map(fullForm),
    ...address(email),
    phone: phone === null ? null : phone.replaceAll(/\D/g, "") || null,
    company: company === null ? null : words(company),
    city: city === null ? null : words(city),
  };
}

function address(email: string | null): Pick<Prepared, "email" | "local" | "domain"> {
  if (email === null) return { email, local: "", domain: "" };
  const plain = withoutTag(folded(email.trim()));
  const at = plain.lastIndexOf("@");
  return at < 0
    ? { email: plain, local: "", domain: "" }
    : { email: plain, local: plain.slice(0, at), domain: plain.slice(at + 1) };
}

/** `ada+breakfast@example.org` reaches whom `ada@example.org` reaches. */
const withoutTag = (email: string): string => email.replace(/\+[^@]*(?=@)/, "");
const words = (text: string): string | null =>
  folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .join(" ")
    .trim() || null;

export function wordShares(entries: readonly Prepared[]): WordShares {
  const counts = new Map<string, number>();
  for (const { words } of entries) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const share = (count: number): number => (Math.max(0, count - 2) + 1) / (entries.length + OTHERS);
  return new Map([...counts].map(([word, count]) => [word, share(count)]));
}

export function comparePeople(a: Prepared, b: Prepared, shares: WordShares): Comparison {
  const reasons: Reason[] = [];
  const evidence = [email(a, b), name(a, b, shares), phone(a, b), company(a, b), city(a, b)];
  let score = 0;
  for (const { bits, reason } of evidence) {
    score += bits;
    if (reason && bits > 0) reasons.push(reason);
  }
  return { score, reasons };
}

interface Evidence {
  readonly bits: number;
  readonly reason?: Reason;
}
const NOTHING: Evidence = { bits: 0 };

function email(a: Prepared, b: Prepared): Evidence {
  if (a.email === null || b.email === null) return NOTHING;
  if (a.email === b.email) return { bits: EMAIL_SAME_BITS, reason: "SAME_EMAIL" };
  if (a.domain === "" || b.domain === "") return NOTHING;
  const [local, domain] = [likenessOfWords(a.local, b.local), likenessOfWords(a.domain, b.domain)];
  if (local >= TEXT_SIMILAR_MIN && domain >= TEXT_SIMILAR_MIN)
    return { bits: EMAIL_SIMILAR_BITS, reason: "SIMILAR_EMAIL" };
  if (local === 1 && a.local.length >= LOCAL_LENGTH_MIN) return { bits: EMAIL_LOCAL_BITS, reason: "SIMILAR_EMAIL" };
  return { bits: EMAIL_DIFFERENT_BITS };
}

/** Words of the shorter name are paired with those of the longer one, the most alike first, whatever their order. */
function name(a: Prepared, b: Prepared, shares: WordShares): Evidence {
  const [short, long] = a.words.length <= b.words.length ? [a.words, b.words] : [b.words, a.words];
  if (short.length === 0) return NOTHING;
  const free = new Set(long);
  let bits = 0;
  let areSame = true;
  const rest: string[] = [];
  for (const word of short) {
    if (free.delete(word)) bits += sameWordBits(word, shares);
    else rest.push(word);
  }
  for (const word of rest) {
    areSame = false;
    const best = closest(word, free);
    if (best) free.delete(best.word);
    bits += best
      ? best.share * Math.min(sameWordBits(word, shares), sameWordBits(best.word, shares)) + best.plus
      : WORD_DIFFERENT_BITS;
  }
  return { bits, reason: areSame && long.length === short.length ? "SAME_NAME" : "SIMILAR_NAME" };
}

const sameWordBits = (word: string, shares: WordShares): number =>
  word.length === 1 ? INITIAL_BITS : Math.log2(WORD_ALIKE / (shares.get(word) ?? 1));

interface Closest {
  readonly word: string;
  readonly share: number;
  readonly plus: number;
}

function closest(word: string, others: ReadonlySet<string>): Closest | null {
  let best: Closest | null = null;
  let most = WORD_SIMILAR_MIN;
  for (const other of others) {
    if (word.length === 1 || other.length === 1) {
      if (best === null && word.charAt(0) === other.charAt(0)) best = { word: other, share: 0, plus: INITIAL_BITS };
      continue;
    }
    if (Math.abs(word.length - other.length) > SLIP_LENGTH_MAX) continue;
    const likeness = likenessOfWords(word, other);
    if (likeness < most) continue;
    most = likeness;
    best = { word: other, share: SIMILAR_SHARE, plus: 0 };
  }
  return best;
}

function phone(a: Prepared, b: Prepared): Evidence {
  if (a.phone === null || b.phone === null) return NOTHING;
  return a.phone === b.phone ? { bits: PHONE_SAME_BITS, reason: "SAME_PHONE" } : { bits: PHONE_DIFFERENT_BITS };
}

const company = (a: Prepared, b: Prepared): Evidence =>
  text(a.company, b.company, COMPANY_SAME_BITS, COMPANY_DIFFERENT_BITS, "SAME_COMPANY");
const city = (a: Prepared, b: Prepared): Evidence =>
  text(a.city, b.city, CITY_SAME_BITS, CITY_DIFFERENT_BITS, "SAME_CITY");

function text(a: string | null, b: string | null, same: number, different: number, reason: Reason): Evidence {
  if (a === null || b === null) return NOTHING;
  return areSimilar(a, b) ? { bits: same, reason } : { bits: different };
}

const areSimilar = (a: string, b: string): boolean =>
  a === b || (Math.abs(a.length - b.length) <= SLIP_LENGTH_MAX && likenessOfWords(a, b) >= TEXT_SIMILAR_MIN);

/** Keys of which two entries share one or more if they are worth comparing. */
export function blockingKeys({ words, email, local, domain, phone, company }: Prepared): readonly string[] {
  const sounds = words.filter((word) => word.length > 1).map(soundOf);
  const keys = new Set<string>();
  if (email !== null) {
    keys.add(`e ${email}`);
    if (local.length >= 4) keys.add(`l ${local}`);
    keys.add(`d ${local.charAt(0)} ${domain}`);
    for (const sound of sounds) keys.add(`m ${sound} ${local.slice(0, 3)}`);
  }
  if (phone !== null) keys.add(`p ${phone}`);
  keys.add(`n ${[...words].sort().join(" ")}`);
  for (const sound of sounds) {
    if (company !== null) keys.add(`c ${sound} ${company}`);
    for (const other of sounds) if (sound < other) keys.add(`s ${sound} ${other}`);
  }
  return [...keys];
}
